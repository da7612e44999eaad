"""A file or web page, read → a file of the corpus folder, once a person has agreed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from rag.errors import CorpusError, DuplicateError
from rag.intake.fetching import Fetched
from rag.readers import SourceAbout, bytes_of, read_bytes, with_files_beside
from rag.readers.corpus import SOURCES, load_sources
from rag.readers.speakers_file import SPEAKERS, load_speakers
from rag.records import Transcript
from rag.text.files import write_whole
from rag.text.language_detection import UNKNOWN

_PAGES = 10_000
"""Of one name and date, "index.html"."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What may be added: the bytes of a file, and how they are read."""

    name: str
    """Of the file in the corpus folder."""
    data: bytes
    transcripts: tuple[Transcript, ...]
    about: SourceAbout


def from_file(path: Path, corpus: Path) -> NewFile:
    """Read a file. Raises ReadError where it is no transcript."""
    return _read(path.name, bytes_of(path), load_sources(corpus / SOURCES).get(path.name), corpus)


def from_page(page: Fetched, corpus: Path) -> NewFile:
    """Read a fetched page; its file is named by its date and language too. Raises ReadError."""
    about = SourceAbout(url=page.url, retrieved=datetime.now(UTC).date().isoformat())
    found = _read(page.name, page.data, about, corpus).transcripts[0]
    path = PurePosixPath(page.name)
    dated = "" if not found.date or found.date in path.stem else f"{found.date}_"
    language = "" if found.language in {"en", UNKNOWN} else f"_{found.language}"
    name = f"{dated}{path.stem}{language}"
    numbers = ("", *(f"-{number}" for number in range(2, _PAGES)))
    free = (f"{name}{number}{path.suffix}" for number in numbers)
    return _read(next(each for each in free if not (corpus / each).exists()), page.data, about, corpus)


def _read(name: str, data: bytes, about: SourceAbout | None, corpus: Path) -> NewFile:
    """Read bytes as the corpus will, once they are a file of it."""
    known = with_files_beside(corpus / name, about)
    table = load_speakers(corpus / SPEAKERS)
    return NewFile(name, data, tuple(map(table.apply, read_bytes(data, name, known))), known)


def put(new: NewFile, corpus: Path) -> None:
    """Write the file, and its address into `sources.toml`: each whole or not at all.

    Raises DuplicateError where there is a file of this name, CorpusError where nothing can be written.
    """
    target = corpus / new.name
    if target.exists():
        raise DuplicateError(f"{target} is there already, with another content: rename the file to add it")
    try:
        corpus.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(f"the folder {corpus} cannot be made: {error.strerror}") from error
    # The address first: an entry for a file that is not there yet does no harm.
    if new.about.url:
        _put_about(new, corpus / SOURCES)
    write_whole(target, [new.data], "transcript", CorpusError)


def _put_about(new: NewFile, path: Path) -> None:
    """Append the file's entry, unless it is there. Raises DuplicateError for one with another address."""
    if (there := load_sources(path).get(new.name)) is not None:
        if there.url != new.about.url:
            raise DuplicateError(f"{path} has an entry {new.name!r} with another address: remove it")
        return
    before = path.read_bytes() if path.exists() else b""
    values = {"url": new.about.url, "retrieved": new.about.retrieved}
    entry = [
        f"[{_quoted(new.name)}]",
        *(f"{key} = {_quoted(value)}" for key, value in values.items() if value),
    ]
    gap = b"" if not before else b"\n" if before.endswith((b"\n", b"\r")) else b"\n\n"
    write_whole(path, [before, gap, "\n".join([*entry, ""]).encode()], "table of sources", CorpusError)


def _quoted(text: str) -> str:
    """A string of TOML; names and addresses hold no control characters."""
    return json.dumps(text, ensure_ascii=False)
