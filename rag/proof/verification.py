"""Verify every passage of the index against its source, to the character."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import groupby, zip_longest
from pathlib import Path

from rag.errors import ReadError
from rag.index.catalogue import Catalogue
from rag.proof.attribution import CERTAIN
from rag.readers import read_file
from rag.readers.corpus import SOURCES, load_sources, named_by_path
from rag.readers.speakers_file import SPEAKERS, load_speakers
from rag.records import Attribution, Passage, Transcript, attribution_of


@dataclass(frozen=True, slots=True)
class Failure:
    """A passage or transcript that could not be proven, and why."""

    transcript: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proven."""

    transcripts: int
    passages: int
    proven: int
    failures: tuple[Failure, ...]
    uncertain: Mapping[Attribution, int] = field(default_factory=dict)
    """How many passages leave open who said them, by how they are attributed."""

    @property
    def certain(self) -> float:
        """Share of the passages of which it is certain who said them, be it only a generic label."""
        return 1.0 - sum(self.uncertain.values()) / self.passages if self.passages else 1.0

    @property
    def share(self) -> float:
        """Passages proven, of all."""
        return self.proven / self.passages if self.passages else 1.0


def verify(
    catalogue: Catalogue, corpus: Path, done: Callable[[int, int], None] = lambda done, total: None
) -> Verification:
    """Re-read every source below `corpus` and prove every passage of the catalogue."""
    sources = Sources(corpus)
    names = catalogue.transcript_ids()
    proven = passages = 0
    uncertain: Counter[Attribution] = Counter()
    failures: list[Failure] = []
    by_transcript = groupby(catalogue.all_passages(), key=lambda passage: passage.transcript)
    grouped = {name: list(found) for name, found in by_transcript}
    for number, name in enumerate(names):
        transcript = catalogue.transcript(name)
        found = grouped.get(name, [])
        wrong = list(_differences(transcript, sources))
        unproven = found if wrong else [p for p in found if not sources.proves(transcript, p)]
        failures += [Failure(name, transcript.source, reason) for reason in wrong]
        failures += [
            Failure(name, transcript.source, f"the passage at {p.start} is not the source's text")
            for p in unproven
            if not wrong
        ]
        passages += len(found)
        ways = (attribution_of(transcript.utterances[p.utterance], p.end)[0] for p in found)
        uncertain.update(way for way in ways if way not in CERTAIN)
        proven += len(found) - len(unproven)
        done(number + 1, len(names))
    return Verification(len(names), passages, proven, tuple(failures), uncertain)


class Sources:
    """The source files as they are now, each read once while it is needed."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._about = load_sources(corpus / SOURCES)
        self._speakers = load_speakers(corpus / SPEAKERS)
        self._path = ""
        self._data: bytes | None = None
        self._transcripts: dict[str, Transcript] = {}
        self._named: dict[str, Transcript] = {}
        """The same with the persons of the user's table, as far as they were asked for."""

    def bytes_of(self, source: str) -> bytes | None:
        """The file's bytes; None where it is gone."""
        if source != self._path:
            path = self._corpus / source
            self._path, self._data = source, path.read_bytes() if path.is_file() else None
            try:
                found = read_file(path, source, self._about.get(source)) if self._data is not None else ()
            except ReadError:
                found = ()
            self._transcripts = {transcript.id: transcript for transcript in found}
            self._named = {}
        return self._data

    def transcript(self, source: str, transcript_id: str) -> Transcript | None:
        """The transcript as it reads now; None where the file no longer holds it."""
        self.bytes_of(source)
        if transcript_id not in self._named:
            now = self._transcripts.get(transcript_id)
            by_path = map(named_by_path, self._transcripts.values())
            now = now or next((transcript for transcript in by_path if transcript.id == transcript_id), None)
            if now is None:
                return None
            self._named[transcript_id] = self._speakers.apply(now)
        return self._named[transcript_id]

    def proves(self, transcript: Transcript, passage: Passage) -> bool:
        """Whether the passage is a slice of its source at the place that it names."""
        data = self.bytes_of(transcript.source)
        if data is None:
            return False
        if transcript.in_file:
            return data.decode("utf-8", "replace")[passage.start : passage.end] == passage.text
        now = self.transcript(transcript.source, transcript.id)
        if now is None or passage.utterance >= len(now.utterances):
            return False
        return now.utterances[passage.utterance].text[passage.start : passage.end] == passage.text


def _differences(indexed: Transcript, sources: Sources) -> Iterator[str]:
    """What differs between a transcript and the index, one line each."""
    data = sources.bytes_of(indexed.source)
    if data is None:
        yield "the source file is gone: restore it, or build the index anew with rag build"
    elif hashlib.sha256(data).hexdigest() != indexed.sha256:
        yield "the source file has changed since the build: build the index anew with rag build"
    elif (now := sources.transcript(indexed.source, indexed.id)) is None:
        yield "the source file no longer reads as this transcript: build the index anew with rag build"
    elif now != indexed:
        different = _first_difference(now, indexed)
        yield f"{different} reads otherwise than it was indexed: build the index anew with rag build"


def _first_difference(now: Transcript, indexed: Transcript) -> str:
    """The first utterance, else the first field, in which two readings of a transcript differ."""
    for number, (new, old) in enumerate(zip_longest(now.utterances, indexed.utterances)):
        if new != old:
            return f"utterance {number}"
    names = (field.name for field in fields(now))
    return "the " + next(name for name in names if getattr(now, name) != getattr(indexed, name))
