"""The questions that a system serves worst, with what was labelled and what was found instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.evaluation.measures import QuestionScores
from rag.evaluation.questions import LabelledQuestion, Relevant
from rag.evaluation.quotes import Locator, Quote, quotes_of
from rag.evaluation.runs import RunLine

Fault = Literal["ranked_low", "wrongly_silent", "wrongly_answered"]
MOST = 20
"""Questions that are listed for each fault."""
_FOUND = 3
"""Passages that are shown of each ranking."""


@dataclass(frozen=True, slots=True)
class LabelledQuote:
    """A label, and the first passage of the index that covers it."""

    label: Relevant
    quote: Quote | None
    """None where the index has no passage there."""


@dataclass(frozen=True, slots=True)
class WorstQuestion:
    """One question that went wrong."""

    fault: Fault
    """The first of these that is true: ranked low, silent though answerable, answered though not."""
    qid: str
    kind: str | None
    question: str
    previous: str | None
    ndcg: float | None
    """nDCG@10; None for an unanswerable question."""
    answered: bool
    confidence: float
    labelled: tuple[LabelledQuote, ...]
    """Highest grade first; empty for an unanswerable question."""
    found: tuple[Quote, ...]
    """The first three of the ranking."""


def worst_questions(
    questions: Sequence[LabelledQuestion],
    lines: Mapping[str, RunLine],
    scores: Iterable[QuestionScores],
    locator: Locator,
) -> tuple[WorstQuestion, ...]:
    """At most MOST questions for each fault, each question once.

    First those of the lowest nDCG@10 below 1, the most confident of equals first; then the wrongly
    silent, best ranking first, for there the silence costs most; then the wrongly answered, most
    confident first. `lines` is the run by qid and needs a line for each question.
    """
    ndcg = {score.qid: score.ndcg for score in scores}
    answerable = [question for question in questions if question.qid in ndcg]

    def confidence(question: LabelledQuestion) -> float:
        return lines[question.qid].confidence

    low = [question for question in answerable if ndcg[question.qid] < 1]
    low.sort(key=lambda question: (ndcg[question.qid], -confidence(question)))
    silent = [question for question in answerable if not lines[question.qid].answered]
    silent.sort(key=lambda question: -ndcg[question.qid])
    answered = [question for question in questions if question.unanswerable and lines[question.qid].answered]
    answered.sort(key=lambda question: -confidence(question))

    faults: dict[str, tuple[Fault, LabelledQuestion]] = {}
    groups: tuple[tuple[Fault, list[LabelledQuestion]], ...] = (
        ("ranked_low", low),
        ("wrongly_silent", silent),
        ("wrongly_answered", answered),
    )
    for fault, group in groups:
        for question in group[:MOST]:
            faults.setdefault(question.qid, (fault, question))
    return tuple(
        _worst(fault, question, lines[qid], ndcg.get(qid), locator)
        for qid, (fault, question) in faults.items()
    )


def _worst(
    fault: Fault, question: LabelledQuestion, line: RunLine, ndcg: float | None, locator: Locator
) -> WorstQuestion:
    labels = sorted(question.relevant or (), key=lambda label: -label.grade)
    return WorstQuestion(
        fault=fault,
        qid=question.qid,
        kind=question.kind,
        question=question.question,
        previous=question.previous,
        ndcg=ndcg,
        answered=line.answered,
        confidence=line.confidence,
        labelled=tuple(LabelledQuote(label, _first_quote(locator, label)) for label in labels),
        found=quotes_of(line)[:_FOUND],
    )


def _first_quote(locator: Locator, label: Relevant) -> Quote | None:
    covering = locator.covering(label)
    return covering[0].quote if covering else None
