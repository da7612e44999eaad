"""Where an evaluation is weak: the measures over parts of the questions, and the worst questions.

The parts are by kind, and by who, when and how long the answer is: those of the first passage that
covers a question's leading label, the first of its highest grade. Every question is in one slice of
each sort, so the numbers of questions add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.evaluation.locate import Locator
from rag.evaluation.measures import QuestionScores, means
from rag.evaluation.questions import LabelledQuestion, Relevant
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.statistics import Estimate
from rag.records import Grade, Hit

By = Literal["kind", "speaker", "year", "length"]
FEW = 5
"""A slice of fewer questions is marked as small."""
BANDS = (20, 60, 120)
"""Tokens: the longest passage of each band of lengths but the last."""
NO_PASSAGE = "not indexed"

Fault = Literal["ranked_low", "hidden", "vouched"]
LISTED = 20
"""Questions that are listed for each fault."""
_FOUND = 3
"""Passages that are shown of each ranking."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The answerable questions that have something in common."""

    by: By
    value: str
    n: int
    measures: Mapping[str, Estimate | None]
    """By the names in MEASURES."""

    @property
    def small(self) -> bool:
        """Whether there are too few questions for the means to say anything."""
        return self.n < FEW


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
    grade: Grade
    confidence: float
    labelled: tuple[LabelledQuote, ...]
    """Highest grade first; empty for an unanswerable question."""
    found: tuple[Quote, ...]
    """The first three of the ranking."""


def slices(
    questions: Sequence[LabelledQuestion], scores: Iterable[QuestionScores], locator: Locator
) -> tuple[Slice, ...]:
    """Slice the scores by kind, speaker, year and length, in this order.

    Kinds are in the order of the questions, speakers by number of questions, years and lengths
    ascending. Scores of questions that are not among `questions` raise KeyError.
    """
    asked = {question.qid: question for question in questions}
    scored = [(score, asked[score.qid]) for score in scores]
    leading = {score.qid: _leading(question, locator) for score, question in scored}
    kinds = _grouped((question.kind, score) for score, question in scored if question.kind is not None)
    found: list[Slice] = _slices("kind", kinds)
    for by, trait in _TRAITS.items():
        groups = _grouped((trait(leading[score.qid]), score) for score, _ in scored)
        ordered = sorted(groups.items(), key=lambda group: _order(by, *group))
        found += _slices(by, dict(ordered))
    return tuple(found)


def worst_questions(
    questions: Sequence[LabelledQuestion],
    lines: Mapping[str, RunLine],
    scores: Iterable[QuestionScores],
    locator: Locator,
) -> tuple[WorstQuestion, ...]:
    """At most LISTED questions for each fault, each question once.

    First those of the lowest nDCG@10 below 1, the most confident of equals first; then the hidden ones
    (answerable, graded `nothing`), best ranking first, for there it costs most; then those vouched for
    (unanswerable, graded `answers`), most confident first. `lines` is the run by qid and has a line for each
    question.
    """
    ndcg = {score.qid: score.ndcg for score in scores}
    answerable = [question for question in questions if question.qid in ndcg]

    def confidence(question: LabelledQuestion) -> float:
        return lines[question.qid].confidence

    low = [question for question in answerable if ndcg[question.qid] < 1]
    low.sort(key=lambda question: (ndcg[question.qid], -confidence(question)))
    hidden = [question for question in answerable if lines[question.qid].grade == "nothing"]
    hidden.sort(key=lambda question: -ndcg[question.qid])
    vouched = [q for q in questions if q.unanswerable and lines[q.qid].grade == "answers"]
    vouched.sort(key=lambda question: -confidence(question))

    faults: dict[str, tuple[Fault, LabelledQuestion]] = {}
    groups: tuple[tuple[Fault, list[LabelledQuestion]], ...] = (
        ("ranked_low", low),
        ("hidden", hidden),
        ("vouched", vouched),
    )
    for fault, group in groups:
        for question in group[:LISTED]:
            faults.setdefault(question.qid, (fault, question))
    return tuple(
        _worst(fault, question, lines[qid], ndcg.get(qid), locator)
        for qid, (fault, question) in faults.items()
    )


def _leading(question: LabelledQuestion, locator: Locator) -> Hit | None:
    """The first passage that covers the first of the labels of the highest grade."""
    label = max(question.relevant or (), key=lambda label: label.grade)
    return next(iter(locator.covering(label)), None)


def _speaker(hit: Hit | None) -> str:
    return NO_PASSAGE if hit is None else hit.utterance.speaker or "no name given"


def _year(hit: Hit | None) -> str:
    return NO_PASSAGE if hit is None else (hit.date or "no date")[:7].split("-")[0]


def _length(hit: Hit | None) -> str:
    if hit is None:
        return NO_PASSAGE
    tokens = hit.passage.tokens
    least = 1
    for most in BANDS:
        if tokens <= most:
            return f"{least}–{most} tokens"
        least = most + 1
    return f"{least} tokens and more"


_TRAITS: Mapping[By, Callable[[Hit | None], str]] = {
    "speaker": _speaker,
    "year": _year,
    "length": _length,
}


def _order(by: By, value: str, scores: Sequence[QuestionScores]) -> tuple[bool, int, str]:
    """The sort key of a slice among those of its sort; what is not indexed comes last."""
    if by == "speaker":
        place = -len(scores)
    elif by == "length" and value != NO_PASSAGE:
        place = int(value.split("–")[0].split()[0])
    else:
        place = 0
    return value == NO_PASSAGE, place, value


def _grouped(scored: Iterable[tuple[str, QuestionScores]]) -> dict[str, list[QuestionScores]]:
    groups: dict[str, list[QuestionScores]] = {}
    for value, score in scored:
        groups.setdefault(value, []).append(score)
    return groups


def _slices(by: By, groups: Mapping[str, Sequence[QuestionScores]]) -> list[Slice]:
    return [Slice(by, value, len(scores), means(scores)) for value, scores in groups.items()]


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
        grade=line.grade,
        confidence=line.confidence,
        labelled=tuple(LabelledQuote(label, _first_quote(locator, label)) for label in labels),
        found=line.passages[:_FOUND],
    )


def _first_quote(locator: Locator, label: Relevant) -> Quote | None:
    covering = locator.covering(label)
    return Quote.of(covering[0]) if covering else None
