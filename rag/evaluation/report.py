"""A question set and a run → every measure, as records and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.contract import Json
from rag.errors import EvaluationError
from rag.evaluation.jsonl import shown
from rag.evaluation.measures import MEASURES, QuestionScores, score_questions
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
    latency: Latency | None


def evaluate(
    questions: Sequence[LabelledQuestion], run: Iterable[RunLine], verbatim: float | None = None
) -> Evaluation:
    """Measure a run; its answers to other questions are left out.

    Raises EvaluationError where the run leaves one of the questions without an answer.
    """
    lines = {line.qid: line for line in run}
    unanswered = [question.qid for question in questions if question.qid not in lines]
    if unanswered:
        raise EvaluationError(
            f"the run has no line for {len(unanswered)} of the {len(questions)} questions, "
            f"{shown(unanswered[0])} first; save it again with this question set"
        )
    scores = score_questions(questions, lines)
    kinds = dict.fromkeys(score.kind for score in scores if score.kind is not None)
    return Evaluation(
        questions=len(questions),
        scores=scores,
        measures=_means(scores),
        by_kind={kind: _means([score for score in scores if score.kind == kind]) for kind in kinds},
        silence=_silence(questions, lines),
        understanding=_understanding(questions, lines),
        verbatim=verbatim,
        latency=_latency([lines[question.qid] for question in questions]),
    )


def evaluation_json(evaluation: Evaluation) -> Json:
    """`rag eval --json`. Names here are a public contract.

    `{"questions", "measures": {NAME: E}, "by_kind": {KIND: {NAME: E}}, "unanswerable": {"n", "refused":
    E, "auroc": E, "wrongly_silent": E}, "understanding": {PART: {"right": E, "false_readings": E}},
    "verbatim", "latency": {"n", "p50_seconds", "p95_seconds"}}`, where E is `{"mean", "low", "high",
    "n"}`, or null where no question judges it; an AUROC's `mean` is the area. `verbatim` and `latency`
    are null where they were not taken.
    """
    silence, latency = evaluation.silence, evaluation.latency
    return {
        "questions": evaluation.questions,
        "measures": _estimates_json(evaluation.measures),
        "by_kind": {kind: _estimates_json(means) for kind, means in evaluation.by_kind.items()},
        "unanswerable": {
            "n": silence.unanswerable,
            "refused": _estimate_json(silence.refused),
            "auroc": _estimate_json(silence.auroc),
            "wrongly_silent": _estimate_json(silence.wrongly_silent),
        },
        "understanding": {
            name: {"right": _estimate_json(part.right), "false_readings": _estimate_json(part.false_readings)}
            for name, part in evaluation.understanding.items()
        },
        "verbatim": evaluation.verbatim,
        "latency": None
        if latency is None
        else {"n": latency.n, "p50_seconds": latency.p50, "p95_seconds": latency.p95},
    }


def _means(scores: Sequence[QuestionScores]) -> dict[str, Estimate | None]:
    return {name: estimate(_judged(score.score(name) for score in scores)) for name in MEASURES}


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
        for reading in judge(question.understood, lines[question.qid].understood)
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


def _estimates_json(estimates: Mapping[str, Estimate | None]) -> Json:
    return {name: _estimate_json(figure) for name, figure in estimates.items()}


def _estimate_json(figure: Estimate | None) -> Json | None:
    if figure is None:
        return None
    return {"mean": figure.mean, "low": figure.low, "high": figure.high, "n": figure.n}
