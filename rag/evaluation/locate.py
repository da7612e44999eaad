"""Where labels and offsets stand in an index, by its catalogue."""

from __future__ import annotations

from functools import cached_property

from rag.evaluation.measures import covers
from rag.evaluation.questions import Relevant, RelevantLine
from rag.evaluation.runs import Located, RankedPassage
from rag.index.catalogue import Catalogue
from rag.records import Filters, Transcript


class CatalogueLocator:
    """A `Locator`; transcripts are read as they are needed and then kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._read: dict[str, tuple[Located, ...]] = {}

    def covering(self, label: Relevant) -> tuple[Located, ...]:
        """The passages that cover a label, in the order of the index; none where it is not indexed."""
        if isinstance(label, RelevantLine):
            transcripts = self._by_source.get(label.file, [])
        else:
            transcripts = [label.transcript]
        return tuple(
            located
            for transcript in transcripts
            for located in self._passages(transcript)
            if covers(_ranked(located), label)
        )

    def at(self, transcript: str, utterance: int, start: int, end: int) -> Located | None:
        """The passage of exactly these offsets; None where there is none."""
        place = (utterance, start, end)
        for located in self._passages(transcript):
            passage = located.passage
            if (passage.utterance, passage.start, passage.end) == place:
                return located
        return None

    def heading(self, transcript: str) -> Transcript | None:
        """A transcript without utterances; None where it is not indexed."""
        return self._headings.get(transcript)

    def _passages(self, transcript: str) -> tuple[Located, ...]:
        heading = self._headings.get(transcript)
        if heading is None:
            return ()
        if transcript not in self._read:
            rows = self._catalogue.scope(Filters(transcripts=(transcript,))).rows or ()
            whole = self._catalogue.transcript(transcript)
            self._read[transcript] = tuple(
                Located(passage, whole.utterances[passage.utterance], heading)
                for passage in self._catalogue.passages(rows)
            )
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


def _ranked(located: Located) -> RankedPassage:
    passage = located.passage
    return RankedPassage(
        passage.transcript,
        passage.utterance,
        located.heading.source,
        passage.lines,
        (passage.start, passage.end),
    )
