"""Ranked passages and labels → nDCG, MRR, Success and Recall (ir-measures)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean
from typing import TYPE_CHECKING

from rag.evaluation.questions import LabelledQuestion, Relevant, RelevantLine, RelevantUtterance
from rag.evaluation.runs import RankedPassage, RunLine
from rag.evaluation.statistics import Estimate, estimate

if TYPE_CHECKING:
    from rag.text.sentences import Span

MOST = 0.5
"""More than this share of a span has to lie in another one to be counted as in it."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What one passage adds to those ranked before it."""

    covered: tuple[Relevant, ...]
    """The labels that it is the first to cover, highest grade first."""

    @property
    def label(self) -> Relevant | None:
        """The label that the passage is credited with; None where it adds nothing."""
        return self.covered[0] if self.covered else None

    @property
    def grade(self) -> int:
        """The highest grade newly covered; 0 where there is none."""
        return self.covered[0].grade if self.covered else 0


def covers(passage: RankedPassage, label: Relevant) -> bool:
    """Whether a labelled line is among the passage's lines, or the passage part of a labelled utterance.

    Of a labelled passage it has to hold more than half, so that labels outlive another cutting.
    """
    if isinstance(label, RelevantLine):
        first, last = passage.lines
        return passage.path == label.file and first <= label.line <= last
    if (passage.transcript, passage.utterance) != (label.transcript, label.utterance):
        return False
    return isinstance(label, RelevantUtterance) or share_within(label.span, passage.span) > MOST


def share_within(part: Span, whole: Span) -> float:
    """How much of a span lies in another one."""
    common = min(part[1], whole[1]) - max(part[0], whole[0])
    return max(common, 0) / (part[1] - part[0])


def assign_gains(passages: Sequence[RankedPassage], labels: Sequence[Relevant]) -> tuple[Gain, ...]:
    """One Gain a passage, in rank order.

    A passage gains the highest grade among the labels it covers that no better-ranked passage has
    covered. All it covers is used up: a second passage of the same lines, overlapping or from the
    same utterance, gains nothing.
    """
    left = sorted(labels, key=lambda label: -label.grade)
    gains = []
    for passage in passages:
        covered = tuple(label for label in left if covers(passage, label))
        left = [label for label in left if label not in covered]
        gains.append(Gain(covered))
    return tuple(gains)


CUTOFF = 10
ANSWERS = 2
"""The grade of a line that answers by itself."""
MEASURES = ("nDCG@10", "MRR@10", "Success@1", "Success@5", "Recall@10")


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """How one answerable question was served; every score from 0 to 1.

    Only nDCG counts grade 1. The others ask for grade 2 and are None where no label has it.
    """

    qid: str
    kind: str | None
    ndcg: float
    """nDCG@10, gain 2^grade - 1, discount log2(rank + 1) (Järvelin and Kekäläinen 2002)."""
    reciprocal_rank: float | None
    """1 / rank of the first passage that answers; 0 where the first ten hold none."""
    success_1: float | None
    success_5: float | None
    recall: float | None
    """Share of the grade 2 labels covered by the first ten passages, however many share a passage."""

    def score(self, measure: str) -> float | None:
        """Look a score up by the measure's public name, one of MEASURES."""
        scores = (self.ndcg, self.reciprocal_rank, self.success_1, self.success_5, self.recall)
        return dict(zip(MEASURES, scores, strict=True))[measure]


def score_questions(
    questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]
) -> tuple[QuestionScores, ...]:
    """Score every answerable question, in order; the others are left out.

    `lines` holds the run by qid and needs an entry for every answerable question.
    """
    answerable = [question for question in questions if question.answerable]
    gains = [assign_gains(lines[question.qid].passages, question.relevant or ()) for question in answerable]
    ranked = _ir_measures([question.relevant or () for question in answerable], gains)
    return tuple(map(_scores, answerable, gains, ranked))


def means(scores: Iterable[QuestionScores]) -> dict[str, Estimate | None]:
    """Estimate the mean of every measure over the questions that it judges; None where there are none."""
    scores = tuple(scores)
    judged = {name: [score.score(name) for score in scores] for name in MEASURES}
    return {name: estimate([value for value in judged[name] if value is not None]) for name in MEASURES}


def recall_by_rank(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> tuple[float, ...]:
    """Mean share of the grade 2 labels that the first 1, 2, … CUTOFF passages cover.

    Over the questions that have such labels; the last is Recall@10. Empty where no question has any.
    """
    shares = []
    for question in questions:
        answers = [label for label in question.relevant or () if label.grade == ANSWERS]
        if not answers:
            continue
        gains = assign_gains(lines[question.qid].passages[:CUTOFF], answers)
        found = list(accumulate(len(gain.covered) for gain in gains)) or [0]
        found += [found[-1]] * (CUTOFF - len(found))
        shares.append([count / len(answers) for count in found])
    return tuple(fmean(at_rank) for at_rank in zip(*shares, strict=True))


def _scores(question: LabelledQuestion, gains: Sequence[Gain], ranked: Mapping[str, float]) -> QuestionScores:
    answers = [label for label in question.relevant or () if label.grade == ANSWERS]
    found = [label for gain in gains[:CUTOFF] for label in gain.covered if label.grade == ANSWERS]
    return QuestionScores(
        qid=question.qid,
        kind=question.kind,
        ndcg=ranked["nDCG@10"],
        reciprocal_rank=ranked["MRR@10"] if answers else None,
        success_1=ranked["Success@1"] if answers else None,
        success_5=ranked["Success@5"] if answers else None,
        recall=len(found) / len(answers) if answers else None,
    )


def _ir_measures(
    labels: Sequence[Sequence[Relevant]], gains: Sequence[Sequence[Gain]]
) -> list[dict[str, float]]:
    """Scores of each question, in order, by the measure's public name.

    Questions and documents are handed over by number: trec_eval ends the whole process where two of
    their names are alike up to a null character.
    """
    import ir_measures
    from ir_measures import RR, Success, nDCG

    names = {
        nDCG(gains={1: 1, 2: 3}) @ CUTOFF: "nDCG@10",
        RR(rel=ANSWERS) @ CUTOFF: "MRR@10",
        Success(rel=ANSWERS) @ 1: "Success@1",
        Success(rel=ANSWERS) @ 5: "Success@5",
    }
    qrels, run = [], []
    for number, (judged, ranking) in enumerate(zip(labels, gains, strict=True)):
        documents = {label: f"label {place}" for place, label in enumerate(judged)}
        qrels += [ir_measures.Qrel(str(number), documents[label], label.grade) for label in judged]
        for rank, gain in enumerate(ranking, start=1):
            document = documents[gain.label] if gain.label else f"unjudged {rank}"
            run.append(ir_measures.ScoredDoc(str(number), document, -rank))
    scores: list[dict[str, float]] = [{} for _ in labels]
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        scores[int(metric.query_id)][names[metric.measure]] = metric.value
    return scores
