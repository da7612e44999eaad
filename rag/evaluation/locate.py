"""Labels and offsets → the passages of an index that they name."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from rag.evaluation.measures import covers
from rag.evaluation.questions import Relevant, RelevantLine
from rag.index.catalogue import Catalogue
from rag.index.hits import hit_of
from rag.records import Hit, Passage, Transcript


class Locator(Protocol):
    """Finds passages of an index."""

    def covering(self, label: Relevant) -> tuple[Hit, ...]:
        """The passages that cover a label, in the order of the index; none where it is not indexed."""

    def at(self, transcript: str, utterance: int, start: int, end: int) -> Hit | None:
        """The passage of exactly these offsets; None where there is none."""


class CatalogueLocator:
    """A `Locator` over a catalogue; the passages of a transcript are read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._read: dict[str, tuple[Passage, ...]] = {}

    def covering(self, label: Relevant) -> tuple[Hit, ...]:
        """The passages that cover a label, in the order of the index; none where it is not indexed."""
        if isinstance(label, RelevantLine):
            transcripts = self._by_source.get(label.file, [])
        else:
            transcripts = [label.transcript]
        return tuple(
            hit_of(self._catalogue, passage)
            for transcript in transcripts
            for passage in self._passages(transcript)
            if covers(passage, self._headings[transcript].source, label)
        )

    def at(self, transcript: str, utterance: int, start: int, end: int) -> Hit | None:
        """The passage of exactly these offsets; None where there is none."""
        place = (utterance, start, end)
        for passage in self._passages(transcript):
            if (passage.utterance, passage.start, passage.end) == place:
                return hit_of(self._catalogue, passage)
        return None

    def heading(self, transcript: str) -> Transcript | None:
        """A transcript without utterances; None where it is not indexed."""
        return self._headings.get(transcript)

    def _passages(self, transcript: str) -> tuple[Passage, ...]:
        if transcript not in self._headings:
            return ()
        if transcript not in self._read:
            self._read[transcript] = self._catalogue.passages_of(transcript)
        return self._read[transcript]

    @cached_property
    def _headings(self) -> dict[str, Transcript]:
        return {name: self._catalogue.heading(name) for name in self._catalogue.transcript_ids()}

    @cached_property
    def _by_source(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, heading in self._headings.items():
            found.setdefault(heading.source, []).append(name)
        return found
