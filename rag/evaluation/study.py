"""A study: a question set, an index, and the systems that were measured with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.evaluation.evaluate import Evaluation, compare
from rag.evaluation.locate import Locator
from rag.evaluation.measures import recall_by_rank
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RunLine
from rag.evaluation.statistics import PairedDifference
from rag.evaluation.weak_spots import Slice, WorstQuestion, slices, worst_questions
from rag.evaluation.without_answer import LeftOut

if TYPE_CHECKING:
    from rag.index.manifest import Manifest


@dataclass(frozen=True, slots=True)
class QuestionPoint:
    """One question as a point of a plot."""

    qid: str
    kind: str | None
    confidence: float
    """0 to 1."""
    answered: bool
    """Whether its grade is `answers`."""
    answerable: bool | None
    """None where retrieval is not judged."""
    ndcg: float | None
    """nDCG@10; None for all but answerable questions."""
    seconds: float | None
    """None where it was not timed."""


@dataclass(frozen=True, slots=True)
class System:
    """One system as measured."""

    name: str
    evaluation: Evaluation
    left_out: LeftOut | None
    points: tuple[QuestionPoint, ...]
    """One for each question, in the question set's order."""
    recall_by_rank: tuple[float, ...]
    """At place r - 1: share of the labels of grade 2 that the first r passages cover, mean over the
    questions that have such labels. As many places as measures look at; empty without such questions."""


@dataclass(frozen=True, slots=True)
class Study:
    """A question set, an index, and the systems that were measured with them."""

    questions: str
    """The question set's name: its file's."""
    index: Manifest
    """The index that was asked, as its build describes itself."""
    systems: tuple[System, ...]
    """In the order they were named, at least one. The first is what the others are compared with."""
    comparisons: Mapping[str, Mapping[str, PairedDifference | None]]
    """Each system but the first, by name: system minus first for each of MEASURES."""
    main: System
    """The one of `systems` that slices and worst questions are of."""
    slices: tuple[Slice, ...]
    worst: tuple[WorstQuestion, ...]

    @property
    def untrusted(self) -> str | None:
        """One line for a person where a system shows what its sources do not prove; None otherwise."""
        wrong = [
            f"{system.name} ({system.evaluation.verbatim or 0:.2%} verbatim, "
            f"{system.evaluation.attributed or 0:.2%} rightly attributed)"
            for system in self.systems
            if not system.evaluation.trusted
        ]
        if not wrong:
            return None
        return (
            f"not to be trusted, whatever the scores: {', '.join(wrong)}; rag verify lists what the "
            "sources do not prove"
        )


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """A run of a system by name, and what was measured of it."""

    name: str
    run: tuple[RunLine, ...]
    evaluation: Evaluation
    left_out: LeftOut | None = None
    """None for a saved run, which cannot be asked again."""


def make_study(
    name: str,
    questions: Sequence[LabelledQuestion],
    index: Manifest,
    measured: Sequence[MeasuredRun],
    main: MeasuredRun,
    locator: Locator,
) -> Study:
    """Put a study together; `main` is one of `measured`."""
    systems = tuple(_system(questions, each) for each in measured)
    first, *others = systems
    lines = {line.qid: line for line in main.run}
    scores = main.evaluation.scores
    return Study(
        questions=name,
        index=index,
        systems=systems,
        comparisons={other.name: compare(first.evaluation, other.evaluation) for other in others},
        main=systems[measured.index(main)],
        slices=slices(questions, scores, locator),
        worst=worst_questions(questions, lines, scores, locator),
    )


def _system(questions: Sequence[LabelledQuestion], measured: MeasuredRun) -> System:
    lines = {line.qid: line for line in measured.run}
    ndcg = {score.qid: score.ndcg for score in measured.evaluation.scores}
    points = tuple(
        QuestionPoint(
            qid=question.qid,
            kind=question.kind,
            confidence=lines[question.qid].confidence,
            answered=lines[question.qid].grade == "answers",
            answerable=None if question.relevant is None else question.answerable,
            ndcg=ndcg.get(question.qid),
            seconds=lines[question.qid].seconds,
        )
        for question in questions
    )
    ranks = recall_by_rank(questions, lines)
    return System(measured.name, measured.evaluation, measured.left_out, points, ranks)
