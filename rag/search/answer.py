"""Ranked rows → an Answer: the passages with all that a citation needs, and what was searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.index.catalogue import Catalogue
from rag.index.hits import hit_of
from rag.question.request import Question
from rag.records import Answer, Hit, Passage, Searched
from rag.search.confidence import THRESHOLD
from rag.search.highlight import Sentence, highlight
from rag.search.rank import RankedRow

Sentences = Callable[[int, str], Sequence[Sentence]]


def answer(
    question: Question,
    found: Sequence[RankedRow],
    confidence: float,
    searched: Searched,
    catalogue: Catalogue,
    sentences: Sentences,
) -> Answer:
    """Put an answer together; `sentences` are those of a row's passage, and how well each answers.

    Nothing here is worded: every text is a slice of a source.
    """
    passages = catalogue.passages([item.row for item in found])
    hits = tuple(
        _hit(rank, item, passage, catalogue, sentences)
        for rank, (item, passage) in enumerate(zip(found, passages, strict=True), start=1)
    )
    return Answer(
        question=question.text,
        filters=question.filters,
        understood=question.understood,
        answered=bool(found) and confidence >= THRESHOLD,
        confidence=confidence,
        searched=searched,
        hits=hits,
    )


def _hit(rank: int, found: RankedRow, passage: Passage, catalogue: Catalogue, sentences: Sentences) -> Hit:
    return replace(
        hit_of(catalogue, passage, rank, found.score),
        highlight=highlight(sentences(found.row, passage.text)),
        by_meaning=found.by_meaning,
        by_words=found.by_words,
    )
