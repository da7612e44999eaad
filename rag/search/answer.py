"""Ranked rows → an Answer: the passages with all that a citation needs, and what was searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.index.catalogue import Catalogue
from rag.index.context import words_context
from rag.index.hits import hit_of
from rag.question.request import Question
from rag.records import Answer, Grade, Hit, Misfit, Passage, Searched, Unmet
from rag.search.confidence import Features
from rag.search.highlight import Sentence, SentenceScorer, highlight
from rag.search.rank import RankedRow, repeated


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of whether the shown passages answer."""

    grade: Grade
    confidence: float
    unmet: tuple[Unmet, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    best: int | None = None
    """The row of the passage that covers the question best."""
    features: Features | None = None
    """What the confidence was reckoned from; None where nothing was found."""


class PassageReader:
    """Reads passages for one question, each at most once."""

    def __init__(self, catalogue: Catalogue, scorer: SentenceScorer) -> None:
        self.catalogue = catalogue
        self.scorer = scorer
        self._passages: dict[int, Passage] = {}
        self._hits: dict[int, Hit] = {}

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """The passages of these rows, in this order."""
        missing = [row for row in rows if row not in self._passages]
        if missing:
            self._passages.update(zip(missing, self.catalogue.passages(missing), strict=True))
        return tuple(self._passages[row] for row in rows)

    def hits(self, rows: Sequence[int]) -> tuple[Hit, ...]:
        """The rows' passages with events and the utterances around them; without ranks and highlights."""
        for row, passage in zip(rows, self.passages(rows), strict=True):
            if row not in self._hits:
                self._hits[row] = hit_of(self.catalogue, passage)
        return tuple(self._hits[row] for row in rows)

    def with_context(self, rows: Sequence[int]) -> list[str]:
        """The words that the rows' passages are found by: their context, then their text."""
        return [f"{words_context(hit, hit.utterance)}: {hit.passage.text}" for hit in self.hits(rows)]

    def sentences(self, rows: Sequence[int]) -> Iterator[tuple[Sentence, ...]]:
        """The sentences of the rows' passages, compared with the question."""
        return self.scorer.sentences(rows, [passage.text for passage in self.passages(rows)])


def without_repeats(ranked: Sequence[RankedRow], k: int, reader: PassageReader) -> list[RankedRow]:
    """The first `k`; those that say nearly the same as a better one give way to the next."""
    first = ranked[: 2 * k]
    texts = (passage.text for passage in reader.passages([item.row for item in first]))
    kept: list[RankedRow] = []
    repeats: list[RankedRow] = []
    for item, is_repeat in zip(first, repeated(texts), strict=True):
        (repeats if is_repeat else kept).append(item)
        if len(kept) == k:
            break
    return [*kept, *repeats][:k]


def answer(
    question: Question,
    shown: Sequence[RankedRow],
    judgement: Judgement,
    searched: Searched,
    reader: PassageReader,
) -> Answer:
    """Put an answer together. Nothing here is worded: every text is a slice of a source."""
    rows = [item.row for item in shown]
    return Answer(
        question=question.text,
        filters=question.filters,
        understood=question.understood,
        grade=judgement.grade,
        confidence=judgement.confidence,
        searched=searched,
        hits=tuple(
            replace(
                hit,
                rank=rank,
                score=item.score,
                highlight=highlight(sentences),
                by_meaning=item.by_meaning,
                by_words=item.by_words,
            )
            for rank, (item, hit, sentences) in enumerate(
                zip(shown, reader.hits(rows), reader.sentences(rows), strict=True), start=1
            )
        ),
        unmet=judgement.unmet,
        misfits=judgement.misfits,
        best=next((rank for rank, item in enumerate(shown, start=1) if item.row == judgement.best), None),
    )
