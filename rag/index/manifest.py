"""The description of a build, by which a stale or damaged one is refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from rag.errors import IndexMismatchError

Record = TypeVar("Record")

FORMAT = 7
"""Raised by one with every change that an older program cannot read."""

MANIFEST = "manifest.json"
APPROXIMATE = "approximate.faiss"
"""The part that finds candidates where there are many passages; other builds lack it."""
EXACT_BELOW = 100_000
"""Passages from which on a build writes it: up to here, comparing all takes less than 20 ms."""


@dataclass(frozen=True, slots=True)
class BuildPart:
    """A file or folder of a build."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder that made the vectors."""

    name: str
    sha256: str
    dimension: int
    limit: int
    questions_in_numpy: bool
    """Whether numpy gave the same vectors for a sample of the passages, so that it may read the questions."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the content of a build, apart from the corpus."""

    passage_tokens: int
    tokenizer: str
    code: str
    """Hash of the program's own modules that read, cut, encode and index."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is."""

    transcripts: int
    utterances: int
    speakers: int
    passages: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A build's description."""

    format: int
    id: str
    created: str
    corpus_path: str
    """Relative to the index folder, so that the two can be moved together."""
    corpus_sha256: str
    model: Model
    recipe: Recipe
    counts: Counts
    skipped: tuple[tuple[str, str], ...]
    """Files that hold no transcript, and why."""
    reused_vectors: int
    background: float
    """Cosine with some passage that most questions about something else stay below."""
    seconds: float
    versions: dict[str, str]
    parts: dict[str, BuildPart]

    def as_json(self) -> dict[str, Any]:
        """The manifest as it is written."""
        return asdict(self)

    @property
    def vector_search(self) -> str:
        """How the vectors are searched, and why."""
        passages = f"{self.counts.passages:,} passages"
        if APPROXIMATE in self.parts:
            return f"approximate: {passages}, {EXACT_BELOW:,} or more"
        if self.counts.passages < EXACT_BELOW:
            return f"exact: {passages}, below {EXACT_BELOW:,}"
        return f"exact: {passages}, {EXACT_BELOW:,} or more, but built without lists: rag build adds them"

    def save(self, folder: Path) -> None:
        """Write it into a build's folder."""
        text = json.dumps(self.as_json(), indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read a build's manifest. Raises IndexMismatchError where it is broken or of another format."""
        path = folder / MANIFEST
        try:
            form = json.loads(path.read_bytes())
            found = form["format"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise IndexMismatchError(f"{path} cannot be read: build the index anew with rag build") from error
        if found != FORMAT:
            raise IndexMismatchError(
                f"the index has format {found}, this program reads format {FORMAT}: "
                "build it anew with rag build --full"
            )
        try:
            return _record(
                cls,
                form
                | {
                    "model": _record(Model, form["model"]),
                    "recipe": _record(Recipe, form["recipe"]),
                    "counts": _record(Counts, form["counts"]),
                    "skipped": tuple((source, reason) for source, reason in form["skipped"]),
                    "parts": {name: _record(BuildPart, part) for name, part in form["parts"].items()},
                },
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise IndexMismatchError(
                f"{path} lacks something or holds something unknown: build the index anew with rag build"
            ) from error


@dataclass(frozen=True, slots=True)
class Remnant:
    """The manifest fields that every format version can read."""

    created: str
    code: str
    """As in its recipe; empty where it does not say."""
    parts: dict[str, BuildPart]

    @classmethod
    def load(cls, folder: Path) -> Remnant | None:
        """Read what there is; None where that is nothing."""
        try:
            form = json.loads((folder / MANIFEST).read_bytes())
            parts = {name: _record(BuildPart, part) for name, part in form["parts"].items()}
            return cls(str(form["created"]), str(form["recipe"]["code"]), parts)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None


def measure(path: Path) -> BuildPart:
    """Size and hash of a file, or of all files of a folder with their names."""
    digest = hashlib.sha256()
    for file in _files(path):
        if file != path:
            digest.update(file.relative_to(path).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return BuildPart(size(path), digest.hexdigest())


def size(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    return sum(file.stat().st_size for file in _files(path))


def _files(path: Path) -> list[Path]:
    """The file itself, or all files of a folder."""
    if not path.is_dir():
        return [path]
    # Lock files come and go with the library that makes them.
    return sorted(file for file in path.rglob("*") if file.is_file() and file.suffix != ".lock")


def _record(kind: type[Record], form: dict[str, Any]) -> Record:
    """A record of these values. Raises TypeError where one is missing, unknown or of another type."""
    record = kind(**form)
    for name, expected in get_type_hints(kind).items():
        if type(form[name]) is not (get_origin(expected) or expected):
            raise TypeError(f"{name} is no {expected}")
    return record
