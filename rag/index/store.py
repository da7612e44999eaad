"""The index folder: builds, the pointer to the one that serves, and the switch between them.

`index/` holds builds, each a folder that describes itself, and `current`, which names the one that
serves. A build is written under a temporary name and published by one rename; a build that fails
or is killed leaves the old one serving.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from rag.errors import BuildRunningError, IndexMismatchError, IndexMissingError
from rag.index.manifest import MANIFEST, BuildPart, Manifest, Remnant, measure, size
from rag.index.milvus_collections import Collections

CURRENT = "current"
CATALOGUE = "catalogue.sqlite"
VECTORS = "vectors.faiss"
WORDS = "words"
TOKENS = "tokens"
MILVUS = "milvus.json"
"""Where vectors and the codes of tokens are that are not in the folder."""
PARTS = (CATALOGUE, VECTORS, WORDS, TOKENS)
READINGS = "readings.json"
"""What was read from which file; a build may lack it."""
HISTORY = "history.jsonl"
"""What earlier builds had and this one has not; every build keeps it, and no answer needs it."""

FAISS = "faiss"

ENCODED = ".encoded-"
"""Begins the name of a folder of what was encoded for a build that has not ended."""

_UNFINISHED = ".unfinished-"
_LOCK = ".lock"
_HASHED_WHEN_OPENED = 256 << 20
"""Parts up to this many bytes are hashed when opened; of larger ones only the size is compared."""


@runtime_checkable
class OnMilvus(Protocol):
    """What the path of an index has besides where vectors and tokens are to be at a Milvus server."""

    address: str | None
    """`HOST:PORT`; None for Milvus Lite."""


@dataclass(frozen=True, slots=True)
class Build:
    """A build that serves."""

    folder: Path
    manifest: Manifest
    address: str | None = None
    """Of the Milvus server, where another one is named than the build was written to."""

    def part(self, name: str) -> Path:
        """The path of a part, once it is found unharmed. Raises IndexMismatchError otherwise."""
        return _part(self.folder, self.manifest.parts, name)

    @property
    def needed(self) -> tuple[str, ...]:
        """The parts without which it cannot be asked."""
        return (CATALOGUE, MILVUS if self.in_milvus else VECTORS, WORDS, TOKENS)

    @property
    def engine(self) -> str:
        """What its vectors are searched by; see `engine_of`. Raises IndexMismatchError."""
        if not self.in_milvus:
            return FAISS
        return _milvus(self.address or Collections.load(self.part(MILVUS)).address)

    @property
    def vector_search(self) -> str:
        """How the vectors are searched, and why. Raises IndexMismatchError."""
        if not self.in_milvus:
            return self.manifest.vector_search
        return f"by Milvus: {self.engine}"

    @property
    def in_milvus(self) -> bool:
        """Whether the vectors are not in the folder."""
        return MILVUS in self.manifest.parts

    @property
    def corpus(self) -> Path:
        """The corpus folder that this was built from."""
        return Path(os.path.normpath(self.folder.parent / self.manifest.corpus_path))


@dataclass(frozen=True, slots=True)
class Remains:
    """A build of any format, from which a new one can take over its history."""

    folder: Path
    remnant: Remnant

    def has(self, name: str) -> bool:
        """Whether the build wrote such a part."""
        return name in self.remnant.parts

    def part(self, name: str) -> Path:
        """The path of a part, once it is found unharmed. Raises IndexMismatchError otherwise."""
        return _part(self.folder, self.remnant.parts, name)


def remains(index: Path) -> tuple[Remains, ...]:
    """All builds, of whatever format: the one that serves first, then the others, the latest first."""
    try:
        serving = (index / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        serving = ""
    folders = [path for path in index.iterdir() if path.is_dir() and not path.name.startswith(".")]
    folders.sort(key=lambda path: (path.name == serving, path.name), reverse=True)
    found = ((folder, Remnant.load(folder)) for folder in folders)
    return tuple(Remains(folder, remnant) for folder, remnant in found if remnant)


def open_build(index: Path) -> Build:
    """The build that serves. Raises IndexMissingError or IndexMismatchError."""
    pointer = index / CURRENT
    try:
        name = pointer.read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(f"no index in {str(index)!r}: make one with rag build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMismatchError(f"{pointer} cannot be read: build the index anew with rag build") from error
    # Looked for among the folders that there are: what a damaged pointer holds need not be a path.
    folder = next((path for path in index.iterdir() if path.name == name and path.is_dir()), None)
    if folder is None:
        raise IndexMismatchError(f"{pointer} names no build: build the index anew with rag build")
    address = index.address if isinstance(index, OnMilvus) else None
    return Build(folder, Manifest.load(folder), address)


def engine_of(index: Path) -> str:
    """What searches the vectors of an index at this place: `faiss`, `milvus://HOST:PORT` or `milvus://`."""
    return _milvus(index.address) if isinstance(index, OnMilvus) else FAISS


def _milvus(address: str | None) -> str:
    return f"milvus://{address or ''}"


def serving_build(index: Path) -> Build | None:
    """The build that serves, if there is one that can be opened; its vectors are where it was written to."""
    try:
        return open_build(Path(index))
    except (IndexMissingError, IndexMismatchError):
        return None


LetGo = Callable[[Path], bool]
"""Removes what a build has outside its folder; False where that cannot be done now: then the folder stays."""


def _nothing_outside(folder: Path) -> bool:
    return True


@contextmanager
def building(index: Path, let_go: LetGo = _nothing_outside) -> Iterator[None]:
    """Hold the index for one build. Raises BuildRunningError where another one does."""
    from filelock import FileLock, Timeout  # brings asyncio along, which only a build should wait for

    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BuildRunningError(f"another build of {str(index)!r} is running: wait for it to end") from None
    try:
        # The lock is ours, so an unfinished build belongs to nobody who still lives.
        for leftover in index.glob(f"{_UNFINISHED}*"):
            if leftover.is_dir():
                _remove(leftover, let_go)
            else:
                leftover.unlink()
        yield
    finally:
        lock.release()


@contextmanager
def unfinished(index: Path, build_id: str, let_go: LetGo = _nothing_outside) -> Iterator[Path]:
    """A folder to write a build into; it is gone again where the block does not end well."""
    folder = index / f"{_UNFINISHED}{build_id}"
    folder.mkdir()
    try:
        yield folder
        _flush(folder)
    except BaseException:
        _remove(folder, let_go)
        raise
    folder.rename(index / build_id)
    _point_to(index, build_id)


def sweep(index: Path, keep: set[str], let_go: LetGo = _nothing_outside) -> None:
    """Remove builds that no longer serve, but for those to keep, and what was encoded for the last one."""
    for leftover in index.glob(f"{ENCODED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for folder in index.iterdir():
        if folder.is_dir() and folder.name not in keep and (folder / MANIFEST).exists():
            _remove(folder, let_go)


def _remove(folder: Path, let_go: LetGo) -> None:
    if let_go(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _part(folder: Path, parts: Mapping[str, BuildPart], name: str) -> Path:
    path = folder / name
    expected = parts.get(name)
    if expected is None or not path.exists():
        raise IndexMismatchError(f"the index lacks {path}: build it anew with rag build --full")
    hashed = expected.bytes <= _HASHED_WHEN_OPENED
    if (measure(path) != expected) if hashed else (size(path) != expected.bytes):
        raise IndexMismatchError(
            f"{path} is damaged (it is not what the build wrote): build the index anew with rag build --full"
        )
    return path


def _point_to(index: Path, build_id: str) -> None:
    """Let `current` name this build: readers see the old name or the new one, never half of either."""
    pointer = index / f"{_UNFINISHED}{CURRENT}"
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(build_id + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(index / CURRENT)


def _flush(folder: Path) -> None:
    """Have everything on the disk before anything points to it."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Tell a full disk as such: the file system, FAISS, SQLite and tantivy each have their own way."""
    try:
        yield path
    except (OSError, RuntimeError, sqlite3.Error, ValueError) as error:
        raise OSError(errno.EIO, f"cannot be written, is the disk full? ({error})", str(path)) from error
