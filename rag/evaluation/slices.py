"""The measures over parts of a question set: by kind, and by who, when and how long the answer is.

Who, when and how long are those of the first passage that covers a question's leading label, the
first of its highest grade. Every question thus stands in one slice of each sort, and the numbers of
questions add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.evaluation.measures import QuestionScores, means
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import Located, Locator
from rag.evaluation.statistics import Estimate

By = Literal["kind", "speaker", "year", "length"]
FEW = 5
"""Fewer questions than this say next to nothing about their slice."""
BANDS = (20, 60, 120)
"""Tokens: the longest passage of each band of lengths but the last."""
NO_PASSAGE = "not indexed"


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
        """Whether there are too few questions to read anything into the means."""
        return self.n < FEW


def slices(
    questions: Sequence[LabelledQuestion], scores: Iterable[QuestionScores], locator: Locator
) -> tuple[Slice, ...]:
    """Slice the scores by kind, speaker, year and length, in this order.

    Kinds stand in the order of the questions, speakers by number of questions, years and lengths
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


def _leading(question: LabelledQuestion, locator: Locator) -> Located | None:
    """The first passage that covers the first of the labels of the highest grade."""
    label = max(question.relevant or (), key=lambda label: label.grade)
    return next(iter(locator.covering(label)), None)


def _speaker(located: Located | None) -> str:
    return NO_PASSAGE if located is None else located.utterance.speaker or "no name given"


def _year(located: Located | None) -> str:
    return NO_PASSAGE if located is None else (located.heading.date or "no date")[:7].split("-")[0]


def _length(located: Located | None) -> str:
    if located is None:
        return NO_PASSAGE
    tokens = located.passage.tokens
    least = 1
    for most in BANDS:
        if tokens <= most:
            return f"{least}–{most} tokens"
        least = most + 1
    return f"{least} tokens and more"


_TRAITS: Mapping[By, Callable[[Located | None], str]] = {
    "speaker": _speaker,
    "year": _year,
    "length": _length,
}


def _order(by: By, value: str, scores: Sequence[QuestionScores]) -> tuple[bool, int, str]:
    """Where a slice stands among those of its sort; what is not indexed comes last."""
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
