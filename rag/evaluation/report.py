"""Labelled questions and runs → one evaluation: retrieval, understanding, highlighting, comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rag.errors import EvaluationError
from rag.evaluation.jsonl import shown
from rag.evaluation.measures import (
    CUTOFF,
    MEASURES,
    MOST,
    QuestionScores,
    covers,
    means,
    score_questions,
    share_within,
)
from rag.evaluation.questions import UNJUDGED, ExpectedUnderstanding, LabelledQuestion, Unjudged
from rag.evaluation.runs import RankedPassage, RunLine
from rag.evaluation.statistics import (
    Estimate,
    PairedDifference,
    auroc,
    estimate,
    paired_difference,
    percentile,
)
from rag.records import Understood

if TYPE_CHECKING:
    from rag.text.sentences import Span


def highlighted(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> tuple[bool, ...]:
    """For each question that can be judged, in order, whether its answering sentence is marked.

    The best-ranked of the first ten passages that hold a labelled sentence is looked at. A question
    without a labelled sentence, or without such a passage, is not judged, and nor is one whose run does
    not tell what was marked: this measures the marking, not the ranking. `lines` is the run by qid.
    """
    told = (
        (question, lines[question.qid])
        for question in questions
        if any(label.sentence for label in question.relevant or ())
        and lines[question.qid].understood is not None
    )
    judged = (_judge(question, line.passages[:CUTOFF]) for question, line in told)
    return tuple(right for right in judged if right is not None)


def is_right(marked: Span | None, sentences: Sequence[Span]) -> bool:
    """Whether more than half of what is marked lies in one of the labelled sentences.

    Measured on what is marked, so that marking a whole paragraph is not right.
    """
    return marked is not None and any(share_within(marked, sentence) > MOST for sentence in sentences)


def _judge(question: LabelledQuestion, passages: Sequence[RankedPassage]) -> bool | None:
    """Look at the first passage that holds a labelled sentence; None where none does."""
    for passage in passages:
        held = [
            label.sentence
            for label in question.relevant or ()
            if label.sentence and covers(passage, label) and share_within(label.sentence, passage.span) > MOST
        ]
        if held:
            return is_right(passage.highlight, held)
    return None


UnderstoodPart = Literal["speakers", "dates", "place", "followup"]
PARTS: tuple[UnderstoodPart, ...] = ("speakers", "dates", "place", "followup")


@dataclass(frozen=True, slots=True)
class UnderstandingResult:
    """How one part of one question was read."""

    part: UnderstoodPart
    implied: bool
    """Whether the question says anything about this part."""
    right: bool
    """Whether exactly what it implies was read; where it implies nothing, wrong is a false reading."""


def judge(expected: ExpectedUnderstanding, read: Understood) -> tuple[UnderstandingResult, ...]:
    """One result for each part that the labels judge, in the order of PARTS.

    Speakers are compared as sets of names, places without regard to letter case and white space.
    Dates are right where both ends are; an end that the labels leave out is not judged.
    """
    readings: list[UnderstandingResult] = []
    if not isinstance(expected.speakers, Unjudged):
        implied = set(expected.speakers)
        readings.append(UnderstandingResult("speakers", bool(implied), implied == set(read.speakers)))
    ends = [
        (implied_day, day)
        for implied_day, day in ((expected.since, read.since), (expected.until, read.until))
        if implied_day is not UNJUDGED
    ]
    if ends:
        right = all(implied_day == day for implied_day, day in ends)
        readings.append(UnderstandingResult("dates", any(implied_day for implied_day, _ in ends), right))
    if not isinstance(expected.place, Unjudged):
        right = _folded(expected.place) == _folded(read.place)
        readings.append(UnderstandingResult("place", expected.place is not None, right))
    if not isinstance(expected.followup, Unjudged):
        readings.append(
            UnderstandingResult("followup", expected.followup, expected.followup == read.followup)
        )
    return tuple(readings)


def _folded(place: str | None) -> str | None:
    return None if place is None else " ".join(place.casefold().split())


def compare(baseline: Evaluation, system: Evaluation) -> Mapping[str, PairedDifference | None]:
    """Compare system minus baseline for each of MEASURES; None where no question judges it.

    Raises EvaluationError where the two were not measured on the same answerable questions.
    """
    unpaired = {score.qid for score in baseline.scores} ^ {score.qid for score in system.scores}
    if unpaired:
        raise EvaluationError(
            f"{len(unpaired)} questions were measured in one of the runs only; "
            "measure both with the same question set"
        )
    return {name: _difference(name, baseline.scores, system.scores) for name in MEASURES}


def _difference(
    measure: str, baseline: Iterable[QuestionScores], system: Iterable[QuestionScores]
) -> PairedDifference | None:
    after = {score.qid: score.score(measure) for score in system}
    pairs = [
        (old, new)
        for score in baseline
        if (old := score.score(measure)) is not None and (new := after[score.qid]) is not None
    ]
    return paired_difference([old for old, _ in pairs], [new for _, new in pairs])


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
    understanding: Mapping[UnderstoodPart, PartUnderstood]
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
) -> dict[UnderstoodPart, PartUnderstood]:
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
