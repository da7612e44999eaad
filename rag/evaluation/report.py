"""A question set and a run → every measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.errors import EvaluationError
from rag.evaluation.highlighting import highlighted
from rag.evaluation.jsonl import shown
from rag.evaluation.measures import QuestionScores, means, score_questions
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RunLine
from rag.evaluation.statistics import Estimate, auroc, estimate, percentile
from rag.evaluation.understanding import PARTS, Part, judge


@dataclass(frozen=True, slots=True)
class Silence:
    """Whether the system is silent where it should be, and only there."""

    unanswerable: int
    answerable: int
    refused: Estimate | None
    """Share of the unanswerable questions that it declined to answer."""
    wrongly_silent: Estimate | None
    """Share of the answerable ones that it declined."""
    auroc: Estimate | None
    """How well the confidence tells answerable questions from unanswerable ones."""


@dataclass(frozen=True, slots=True)
class PartUnderstood:
    """How one part of the questions (who, when, where, follow-up) was read."""

    right: Estimate | None
    """Share read right, of the questions that imply something."""
    false_readings: Estimate | None
    """Share in which something was read, of the questions that imply nothing."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds a question took."""

    n: int
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that a labelled question set says about a run; None where it says nothing."""

    questions: int
    scores: tuple[QuestionScores, ...]
    """One for each answerable question, in the question set's order."""
    measures: Mapping[str, Estimate | None]
    """By the names in MEASURES."""
    by_kind: Mapping[str, Mapping[str, Estimate | None]]
    """The same for the answerable questions of each kind, kinds in the question set's order."""
    silence: Silence
    understanding: Mapping[Part, PartUnderstood]
    verbatim: float | None
    """Share of the passages shown that were proven to be slices of their sources."""
    attributed: float | None
    """Share of them whose speaker, as shown, is the one that the source gives."""
    latency: Latency | None
    highlight: Estimate | None
    """Share of the questions whose answering sentence is labelled, and a passage with it found, that have
    it marked there."""

    @property
    def trusted(self) -> bool:
        """Whether nothing that was shown is known to be altered or given to somebody else."""
        return self.verbatim in (None, 1.0) and self.attributed in (None, 1.0)


def evaluate(
    questions: Sequence[LabelledQuestion],
    run: Iterable[RunLine],
    verbatim: float | None = None,
    attributed: float | None = None,
) -> Evaluation:
    """Measure a run; its answers to other questions are left out.

    `verbatim` and `attributed` are shares that were proven elsewhere (`trust`), None where they were not.
    Raises EvaluationError where the run leaves one of the questions without an answer.
    """
    lines = lines_by_qid(questions, run)
    scores = score_questions(questions, lines)
    kinds = dict.fromkeys(score.kind for score in scores if score.kind is not None)
    return Evaluation(
        questions=len(questions),
        scores=scores,
        measures=means(scores),
        by_kind={kind: means([score for score in scores if score.kind == kind]) for kind in kinds},
        silence=_silence(questions, lines),
        understanding=_understanding(questions, lines),
        verbatim=verbatim,
        attributed=attributed,
        latency=_latency([lines[question.qid] for question in questions]),
        highlight=estimate([float(right) for right in highlighted(questions, lines)]),
    )


def lines_by_qid(questions: Sequence[LabelledQuestion], run: Iterable[RunLine]) -> dict[str, RunLine]:
    """Look answers up by question; raises EvaluationError where one of the questions has none."""
    lines = {line.qid: line for line in run}
    unanswered = [question.qid for question in questions if question.qid not in lines]
    if unanswered:
        raise EvaluationError(
            f"the run has no line for {len(unanswered)} of the {len(questions)} questions, "
            f"{shown(unanswered[0])} first; save it again with this question set"
        )
    return lines


def _judged(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _silence(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> Silence:
    answerable = [lines[question.qid] for question in questions if question.answerable]
    unanswerable = [lines[question.qid] for question in questions if question.unanswerable]
    return Silence(
        unanswerable=len(unanswerable),
        answerable=len(answerable),
        refused=estimate([float(not line.answered) for line in unanswerable]),
        wrongly_silent=estimate([float(not line.answered) for line in answerable]),
        auroc=auroc([line.confidence for line in answerable], [line.confidence for line in unanswerable]),
    )


def _understanding(
    questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]
) -> dict[Part, PartUnderstood]:
    readings = [
        reading
        for question in questions
        if question.understood is not None
        if (read := lines[question.qid].understood) is not None
        for reading in judge(question.understood, read)
    ]
    return {
        part: PartUnderstood(
            right=estimate([float(r.right) for r in readings if r.part == part and r.implied]),
            false_readings=estimate(
                [float(not r.right) for r in readings if r.part == part and not r.implied]
            ),
        )
        for part in PARTS
    }


def _latency(lines: Sequence[RunLine]) -> Latency | None:
    seconds = _judged(line.seconds for line in lines)
    return Latency(len(seconds), percentile(seconds, 50), percentile(seconds, 95)) if seconds else None
