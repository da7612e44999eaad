"""The answer left out: each labelled question asked with its labelled passages, and again without them.

A system that only hears how answerable questions sound cannot pass this test: the questions are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.evaluation.locate import Locator
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.statistics import Estimate, auroc, estimate
from rag.index.catalogue import Catalogue
from rag.search.answer import Judgement, PassageReader, without_repeats
from rag.search.pipeline import Pipeline

SHOWN = 10
"""Passages that are shown, and judged."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How well the confidence sees that the answer is gone."""

    n: int
    """Questions."""
    auroc: Estimate | None
    """Share of pairs, one question with its answer and one without, in which the first is surer."""
    answers_with: Estimate | None
    """Share graded `answers` with the answer there."""
    answers_without: Estimate | None
    """Share graded `answers` with the answer left out."""


def left_out(
    pipeline: Pipeline, catalogue: Catalogue, questions: Iterable[LabelledQuestion], locator: Locator
) -> LeftOut:
    """Measure over the answerable questions."""
    pairs = tuple(judged_pairs(pipeline, catalogue, questions, locator))
    whole, without = [first for first, _ in pairs], [second for _, second in pairs]
    return LeftOut(
        n=len(pairs),
        auroc=auroc([each.confidence for each in whole], [each.confidence for each in without]),
        answers_with=estimate([float(each.grade == "answers") for each in whole]),
        answers_without=estimate([float(each.grade == "answers") for each in without]),
    )


def judged_pairs(
    pipeline: Pipeline, catalogue: Catalogue, questions: Iterable[LabelledQuestion], locator: Locator
) -> Iterator[tuple[Judgement, Judgement]]:
    """For each answerable question what is judged with its labelled passages and without them."""
    for labelled in questions:
        if not labelled.answerable:
            continue
        answering = {
            catalogue.row(hit.passage) for label in labelled.relevant or () for hit in locator.covering(label)
        }
        question = pipeline.understand(labelled.request)
        query = pipeline.encode(question)
        reader = PassageReader(catalogue, pipeline.scorer(question, query))
        whole, without = (
            pipeline.weigh(question, query, found, without_repeats(found.ranked, SHOWN, reader), reader)
            for found in (
                pipeline.candidates(question, query, SHOWN),
                pipeline.candidates(question, query, SHOWN, hidden=answering),
            )
        )
        yield whole, without
