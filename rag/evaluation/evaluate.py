"""Labelled questions, a run and the sources → one evaluation; and two evaluations → their differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.line_files import shown
from rag.evaluation.measures import (
    MEASURES,
    PARTS,
    QuestionScores,
    UnderstoodPart,
    judge_highlights,
    judge_understanding,
    means,
    score_questions,
)
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.statistics import (
    Estimate,
    PairedDifference,
    auroc,
    estimate,
    paired_difference,
    percentile,
)
from rag.evaluation.wording import wording_auroc
from rag.proof.verification import Sources
from rag.records import Grade, Transcript, Utterance, attribution_of


@dataclass(frozen=True, slots=True)
class Trust:
    """How far what a run shows can be trusted, each passage counted once; 1.0 without passages."""

    verbatim: float
    """Share of the passages that are slices of their sources, to the character."""
    attributed: float
    """Share whose label, speaker, role, parenthetical and attribution are those that the source gives
    the utterance in which the passage lies."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Whether the system is silent where it should be, and only there."""

    unanswerable: int
    answerable: int
    refused: Estimate | None
    """Share of the unanswerable questions that are graded `nothing`."""
    vouched: Estimate | None
    """Share of the unanswerable questions that are graded `answers`."""
    hidden: Estimate | None
    """Share of the answerable questions that are graded `nothing`."""
    auroc: Estimate | None
    """How well the confidence tells answerable questions from unanswerable ones."""
    wording_auroc: Estimate | None
    """How well the words of the questions alone do."""


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

    `verbatim` and `attributed` are shares that were proven by `prove`, None where they were not.
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
        highlight=estimate([float(right) for right in judge_highlights(questions, lines)]),
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


def prove(run: Iterable[RunLine], headings: Callable[[str], Transcript | None], corpus: Path) -> Trust:
    """Read the source of every passage shown again, and compare.

    `headings` gives a transcript of the index by id, None where there is none; a passage that is said
    to come from such a one is not proven.
    """
    shown_once = dict.fromkeys(quote for line in run for quote in line.passages)
    sources = Sources(corpus)
    verbatim = attributed = 0
    for quote in sorted(shown_once, key=lambda quote: quote.path):  # so that each file is read once
        heading = headings(quote.transcript)
        if heading is None or heading.source != quote.path:
            continue
        verbatim += sources.proves(heading, quote.passage)
        now = sources.transcript(quote.path, quote.transcript)
        if now is not None and quote.utterance < len(now.utterances):
            attributed += _attributed(quote, now.utterances[quote.utterance])
    n = len(shown_once)
    return Trust(verbatim / n, attributed / n) if n else Trust(1.0, 1.0)


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


def _attributed(quote: Quote, said: Utterance) -> bool:
    """Whether the quote lies in this utterance, and shows its voice."""
    voice = (quote.label, quote.speaker, quote.role, quote.parenthetical, quote.attribution)
    heard = (said.label, said.speaker, said.role, said.parenthetical, attribution_of(said, quote.end)[0])
    return said.start <= quote.start <= quote.end <= said.end and voice == heard


def _silence(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> Silence:
    answerable = [lines[question.qid] for question in questions if question.answerable]
    unanswerable = [lines[question.qid] for question in questions if question.unanswerable]
    return Silence(
        unanswerable=len(unanswerable),
        answerable=len(answerable),
        refused=_share(unanswerable, "nothing"),
        vouched=_share(unanswerable, "answers"),
        hidden=_share(answerable, "nothing"),
        auroc=auroc([line.confidence for line in answerable], [line.confidence for line in unanswerable]),
        wording_auroc=wording_auroc(questions),
    )


def _share(lines: Sequence[RunLine], grade: Grade) -> Estimate | None:
    return estimate([float(line.grade == grade) for line in lines])


def _understanding(
    questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]
) -> dict[UnderstoodPart, PartUnderstood]:
    readings = [
        reading
        for question in questions
        if question.understood is not None
        if (read := lines[question.qid].understood) is not None
        for reading in judge_understanding(question.understood, read)
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
    seconds = [line.seconds for line in lines if line.seconds is not None]
    return Latency(len(seconds), percentile(seconds, 50), percentile(seconds, 95)) if seconds else None


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
