"""Prove a citation record against the corpus: its words, and its facts about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from rag.errors import CorpusError, ReadError
from rag.index.chunking import lines_of
from rag.proof.cite.annotation import FACTS, CitationRecord
from rag.proof.cite.standing import CitationStatus, standing
from rag.readers import read_file, readers
from rag.readers.corpus import SOURCES, load_sources, named_by_path
from rag.readers.speakers_file import SPEAKERS, load_speakers
from rag.records import Lines, Transcript, Utterance, attribution_of

SourceState = Literal["unchanged", "edited", "gone"]
"""Whether the file has the bytes that were cited, other ones, or is not there; words of `Fate`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that the source and the record give differently."""

    fact: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a cited quote."""

    record: CitationRecord
    standing: CitationStatus
    source: SourceState
    path: str
    """Of the file that was read: another than was cited where that is gone and its bytes are elsewhere."""
    sha256: str | None
    """Of that file as it is now; None where there is none."""
    lines: Lines | None
    """Where the words stand now."""
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether the quote still stands as it was cited, wherever that is."""
        return self.standing.status in {"unchanged", "moved"}


def prove(record: CitationRecord, corpus: Path) -> Proof:
    """Find what became of a record's words in a corpus folder. Raises CorpusError where there is none."""
    if not corpus.is_dir():
        raise CorpusError(f"no corpus folder {str(corpus)!r}: name one with --corpus")
    path = _find(record, corpus)
    digest = _sha256(corpus / path) if path else None
    transcript = _read(corpus, path, record.transcript) if path else None
    found = standing(record.quoted, transcript)
    if found.status == "unchanged" and path != record.source:
        found = replace(found, status="moved")
    there = _there(transcript, found)
    return Proof(
        record=record,
        standing=found,
        source="gone" if path is None else "unchanged" if digest == record.sha256 else "edited",
        path=path or record.source,
        sha256=digest,
        lines=_lines(there, found) if there else None,
        differences=tuple(_differences(record, transcript, there, found.end)) if transcript and there else (),
    )


def _find(record: CitationRecord, corpus: Path) -> str | None:
    """The file of the name that was cited, else one that has its bytes."""
    try:
        if (corpus / record.source).is_file():
            return record.source
    except OSError:  # no file system has such a name
        return None
    for path in sorted(corpus.rglob("*")):
        if path.suffix.lower() in readers() and path.is_file() and _sha256(path) == record.sha256:
            return path.relative_to(corpus).as_posix()
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(corpus: Path, path: str, name: str) -> Transcript | None:
    """The transcript as it reads now; one that has a file for itself is named by the file."""
    try:
        found = read_file(corpus / path, path, load_sources(corpus / SOURCES).get(path))
    except ReadError:
        return None
    named = next((transcript for transcript in found if transcript.id == name), None)
    if named is None and found[0].in_file:
        by_path = named_by_path(found[0])
        named = by_path if by_path.id == name else found[0]
    return None if named is None else load_speakers(corpus / SPEAKERS).apply(named)


def _there(transcript: Transcript | None, found: CitationStatus) -> Utterance | None:
    turns = transcript.utterances if transcript else ()
    return next((utterance for utterance in turns if utterance.number == found.utterance), None)


def _lines(there: Utterance, found: CitationStatus) -> Lines | None:
    if found.start is None or found.end is None:
        return None
    return lines_of(there, found.start - there.start, found.end - there.start)


def _differences(
    record: CitationRecord, transcript: Transcript, there: Utterance, end: int | None
) -> Iterator[Difference]:
    for fact in FACTS:
        now = getattr(transcript if hasattr(transcript, fact) else there, fact)
        if fact == "attribution":
            now, _ = attribution_of(there, there.end if end is None else end)
        if now != record.facts[fact]:
            yield Difference(fact, record.facts[fact], now)
