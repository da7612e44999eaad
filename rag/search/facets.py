"""What there is to choose from: passages counted by speaker, month, place and transcript.

Three questions, three plain functions: what could a search be confined to (`FacetIndex.facets`), when
and by whom was an answer said (`said_when`, `said_by`), and what does the corpus cover (`overview`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.question.request import resolve, with_tags
from rag.records import Coverage, Filters, Hit, SpeakerCount, TagKind
from rag.search.tag_counts import TagCounts
from rag.text.calendar import every_month
from rag.text.normalise import fold

if TYPE_CHECKING:
    Mask = npt.NDArray[np.bool_]
    Counts = npt.NDArray[np.int64]

OFFERED = 100
"""Places, topics and persons that are offered at most: those with the most passages."""

_MONTH = len("2018-09")


@dataclass(frozen=True, slots=True)
class Count:
    """A value, and how often it occurs."""

    value: str | None
    """A speaker's whole name, a month (`YYYY-MM`), a place as printed, or a transcript's id; None where
    the transcript names no speaker or prints no date."""
    count: int
    title: str | None = None
    date: str | None = None
    """Of a transcript."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a search may be confined to further.

    A value's count is how many passages are left where it alone is chosen in its part, and the other
    parts stay as they are. Values that leave none are not listed, unless they are chosen now; months
    without any between the first and the last are.
    """

    passages: int
    """How many all filters together leave."""
    speakers: tuple[Count, ...]
    """Most passages first."""
    months: tuple[Count, ...]
    """In order."""
    places: tuple[Count, ...]
    """Most passages first. A place is looked for in places and titles, as the filter does."""
    transcripts: tuple[Count, ...]
    """Latest first."""
    topics: tuple[Count, ...] = ()
    persons: tuple[Count, ...] = ()
    """Tags, most passages first."""


class FacetIndex:
    """Passages counted once by transcript and speaker, so that every further count takes milliseconds.

    Safe to use from several threads. As a build never changes, neither does this.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Count; 0.2 s for 170,000 passages."""
        heads = catalogue.headings()
        self._ids = [head.id for head in heads]
        self._titles = [head.title for head in heads]
        self._dates = np.array([head.date or "" for head in heads], dtype=np.str_)
        self._latest_first = sorted(
            range(len(heads)), key=lambda n: (heads[n].date or "", self._ids[n]), reverse=True
        )
        self._months, self._month = _numbered([(head.date or "")[:_MONTH] for head in heads])
        self._places, self._place = _numbered([head.place or "" for head in heads])
        self._whereabouts = catalogue.whereabouts()
        self._names = catalogue.speaker_names()
        self._aliases = catalogue.aliases()
        number_of = {name: number for number, name in enumerate(self._names)}
        nobody = len(self._names)
        counts = catalogue.passage_counts()
        self._transcript = np.array([each.transcript for each in counts], dtype=np.int64)
        self._speaker = np.array(
            [number_of.get(each.speaker or "", nobody) for each in counts], dtype=np.int64
        )
        self._passages = np.array([each.passages for each in counts], dtype=np.int64)
        self._tags: dict[TagKind, TagCounts] = {
            "topics": TagCounts([head.topics for head in heads]),
            "persons": TagCounts([head.persons for head in heads]),
        }
        self._is_in = cache(self._in_place)
        self.facets()  # looks for every place once

    def facets(self, filters: Filters = Filters()) -> Facets:
        """Count what could be chosen beside `filters`, given as a person or the page gives them.

        Raises QuestionError where a speaker, a transcript or a tag is unknown or a date is none.
        """
        chosen = with_tags(resolve(filters, self._names, self._aliases), lambda kind: self._tags[kind].values)
        masks: dict[str, Mask] = {
            "dates": self._when(chosen),
            "place": self._where(chosen),
            "transcripts": self._which(chosen),
            "topics": self._tags["topics"].within(chosen.topics),
            "persons": self._tags["persons"].within(chosen.persons),
        }

        def within(but: str = "") -> Mask:
            """What all parts but one leave."""
            mask: Mask = np.logical_and.reduce([mask for part, mask in masks.items() if part != but])
            return mask

        by_speaker = self._by_speaker(within())
        by_transcript = self._by_transcript(chosen)
        return Facets(
            passages=int(by_transcript[within()].sum()),
            speakers=_most_first(zip(self._names, by_speaker.tolist(), strict=False), chosen.speakers),
            months=self._month_counts(by_transcript, within("dates")),
            places=self._place_counts(by_transcript, within("place"), chosen.place),
            transcripts=self._transcript_counts(by_transcript, within("transcripts"), chosen.transcripts),
            topics=self._tag_counts("topics", by_transcript * within("topics"), chosen.topics),
            persons=self._tag_counts("persons", by_transcript * within("persons"), chosen.persons),
        )

    def _tag_counts(self, kind: TagKind, left: Counts, chosen: Sequence[str]) -> tuple[Count, ...]:
        tags = self._tags[kind]
        counted = _most_first(zip(tags.values, tags.counts(left), strict=True), chosen)
        return tuple(each for at, each in enumerate(counted) if at < OFFERED or each.value in chosen)

    def _when(self, filters: Filters) -> Mask:
        if not filters.since and not filters.until:
            return np.ones(len(self._ids), dtype=np.bool_)
        dated = self._dates != ""
        until = self._dates <= filters.until if filters.until else dated
        mask: Mask = dated & (self._dates >= (filters.since or "")) & until
        return mask

    def _where(self, filters: Filters) -> Mask:
        return self._in_place(filters.place) if filters.place else np.ones(len(self._ids), dtype=np.bool_)

    def _in_place(self, place: str) -> Mask:
        wanted = fold(place)
        return np.array([wanted in whereabouts for whereabouts in self._whereabouts], dtype=np.bool_)

    def _which(self, filters: Filters) -> Mask:
        if not filters.transcripts:
            return np.ones(len(self._ids), dtype=np.bool_)
        for name in filters.transcripts:
            if name not in self._ids:
                raise QuestionError(f"no transcript {name[:80]!r} in this index: see rag sources")
        return np.array([name in filters.transcripts for name in self._ids], dtype=np.bool_)

    def _by_speaker(self, transcripts: Mask) -> Counts:
        """Passages of each speaker in these transcripts; the last number is of those whom nobody names."""
        within = transcripts[self._transcript]
        return _summed(self._speaker[within], self._passages[within], len(self._names) + 1)

    def _by_transcript(self, filters: Filters) -> Counts:
        """Passages of each transcript by the speakers chosen."""
        if not filters.speakers:
            return _summed(self._transcript, self._passages, len(self._ids))
        chosen = [number for number, name in enumerate(self._names) if name in filters.speakers]
        within = np.isin(self._speaker, chosen)
        return _summed(self._transcript[within], self._passages[within], len(self._ids))

    def _month_counts(self, by_transcript: Counts, transcripts: Mask) -> tuple[Count, ...]:
        counts = _summed(self._month[transcripts], by_transcript[transcripts], len(self._months)).tolist()
        counted = {month: n for month, n in zip(self._months, counts, strict=True) if month and n}
        return _timeline(counted)

    def _place_counts(
        self, by_transcript: Counts, transcripts: Mask, chosen: str | None
    ) -> tuple[Count, ...]:
        counts = _summed(self._place[transcripts], by_transcript[transcripts], len(self._places))
        most = [
            self._places[number] for number in np.argsort(-counts, kind="stable")[:OFFERED] if counts[number]
        ]
        printed = dict.fromkeys(filter(None, most))
        left = by_transcript * transcripts
        found = {place: int(left[self._is_in(place)].sum()) for place in printed}
        if chosen and chosen not in found:
            # Not remembered: what people type has no end.
            found[chosen] = int(left[self._in_place(chosen)].sum())
        return _most_first(found.items(), (chosen,) if chosen else ())

    def _transcript_counts(
        self, by_transcript: Counts, transcripts: Mask, chosen: Sequence[str]
    ) -> tuple[Count, ...]:
        left = (by_transcript * transcripts).tolist()
        return tuple(
            Count(self._ids[number], left[number], self._titles[number], str(self._dates[number]) or None)
            for number in self._latest_first
            if left[number] or self._ids[number] in chosen
        )


def said_when(hits: Iterable[Hit]) -> tuple[Count, ...]:
    """Hits by month, from the first to the last, months without any included; then those without a date."""
    counted = Counter(hit.date[:_MONTH] if hit.date else None for hit in hits)
    undated = counted.pop(None, 0)
    dated = {month: count for month, count in counted.items() if month}
    timeline = _timeline(dated)
    return (*timeline, Count(None, undated)) if undated else timeline


def said_by(hits: Iterable[Hit]) -> tuple[Count, ...]:
    """Hits by speaker, most first; then those whose speaker the transcript does not name."""
    return _by_value(hit.utterance.speaker for hit in hits)


def said_where(hits: Iterable[Hit]) -> tuple[Count, ...]:
    """Hits by place, most first; then those without a place."""
    return _by_value(hit.place for hit in hits)


def _by_value(values: Iterable[str | None]) -> tuple[Count, ...]:
    counted = Counter(values)
    unnamed = counted.pop(None, 0)
    named = _most_first((name, count) for name, count in counted.items() if name)
    return (*named, Count(None, unnamed)) if unnamed else named


@dataclass(frozen=True, slots=True)
class Year:
    """The transcripts of a year."""

    year: int
    transcripts: int
    months: tuple[int | None, ...]
    """January to December; None before the corpus begins and after it ends."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the corpus covers."""

    years: tuple[Year, ...]
    """Every year from the first to the last."""
    undated: int
    """Transcripts without a date."""
    gaps: tuple[str, ...]
    """Months (`YYYY-MM`) without any transcript."""
    speakers: tuple[SpeakerCount, ...]
    """Most utterances first."""


def overview(coverage: Coverage) -> Overview:
    """Put the months of the corpus in years, and name those without a transcript."""
    by_month = coverage.by_month
    years = {
        int(year): tuple(by_month.get(f"{year}-{month:02d}") for month in range(1, 13))
        for year in sorted({month[:4] for month in by_month})
    }
    return Overview(
        years=tuple(Year(year, sum(filter(None, months)), months) for year, months in years.items()),
        undated=coverage.transcripts - sum(by_month.values()),
        gaps=tuple(month for month, count in sorted(by_month.items()) if not count),
        speakers=coverage.speakers,
    )


def _most_first(counted: Iterable[tuple[str, int]], chosen: Sequence[str] = ()) -> tuple[Count, ...]:
    """Order counts; those of nothing are only kept where they are chosen."""
    kept = [(value, count) for value, count in counted if count or value in chosen]
    return tuple(Count(*each) for each in sorted(kept, key=lambda each: (-each[1], each[0])))


def _timeline(by_month: Mapping[str, int]) -> tuple[Count, ...]:
    """Counts of every month from the first to the last, those without any included."""
    return tuple(Count(month, by_month.get(month, 0)) for month in every_month(by_month))


def _summed(numbers: Counts, counts: Counts, size: int) -> Counts:
    """Sum counts that belong to the same number below `size`."""
    return np.bincount(numbers, weights=counts, minlength=size).astype(np.int64)


def _numbered(values: Sequence[str]) -> tuple[list[str], Counts]:
    """The different values, and the number of each: NumPy's own arrays of text lose zero characters."""
    number_of: dict[str, int] = {}
    numbers = [number_of.setdefault(value, len(number_of)) for value in values]
    return list(number_of), np.array(numbers, dtype=np.int64)
