"""Labels and an answer → what the answer is worth: its ranking (ir-measures), reading and marking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from rag.evaluation.questions import (
    UNJUDGED,
    ExpectedUnderstanding,
    LabelledQuestion,
    Relevant,
    RelevantLine,
    RelevantUtterance,
    Unjudged,
)
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.statistics import Estimate, estimate
from rag.records import Passage, Understood

if TYPE_CHECKING:
    from rag.text.sentences import Span

MEASURES = ("nDCG@10", "MRR@10", "Success@1", "Success@5", "Recall@10")
CUTOFF = 10
"""Passages of a ranking that the measures look at."""
ANSWERS = 2
"""The grade of a line that answers by itself."""
_INSIDE = 0.5
"""A span counts as inside another one where more than this share of it lies there."""

UnderstoodPart = Literal["speakers", "dates", "place", "followup"]
PARTS: tuple[UnderstoodPart, ...] = ("speakers", "dates", "place", "followup")


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


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """The scores of one answerable question, each from 0 to 1.

    Only nDCG counts grade 1. The others need grade 2 and are None where no label has it.
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
    """Share of the grade 2 labels that the first ten passages cover."""

    def score(self, measure: str) -> float | None:
        """Look a score up by the measure's public name, one of MEASURES."""
        scores = (self.ndcg, self.reciprocal_rank, self.success_1, self.success_5, self.recall)
        return dict(zip(MEASURES, scores, strict=True))[measure]


@dataclass(frozen=True, slots=True)
class UnderstandingResult:
    """How one part of one question was read."""

    part: UnderstoodPart
    implied: bool
    """Whether the question says anything about this part."""
    right: bool
    """Whether exactly what it implies was read; where it implies nothing, wrong is a false reading."""


def score_questions(
    questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]
) -> tuple[QuestionScores, ...]:
    """Score the rankings of all answerable questions, in order; other questions are left out.

    `lines` is the run by qid and needs an entry for every answerable question.
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
        answers = _answers(question)
        if not answers:
            continue
        gains = assign_gains(lines[question.qid].passages[:CUTOFF], answers)
        found = list(accumulate(len(gain.covered) for gain in gains)) or [0]
        found += [found[-1]] * (CUTOFF - len(found))
        shares.append([count / len(answers) for count in found])
    return tuple(fmean(at_rank) for at_rank in zip(*shares, strict=True))


def assign_gains(passages: Sequence[Quote], labels: Sequence[Relevant]) -> tuple[Gain, ...]:
    """One Gain a passage, in rank order.

    A passage gains the highest grade among the labels it covers that no better-ranked passage has
    covered. All it covers is used up: a second passage of the same lines, overlapping or from the
    same utterance, gains nothing.
    """
    left = sorted(labels, key=lambda label: -label.grade)
    gains = []
    for quote in passages:
        passage = quote.passage
        covered = tuple(label for label in left if covers(passage, quote.path, label))
        left = [label for label in left if label not in covered]
        gains.append(Gain(covered))
    return tuple(gains)


def covers(passage: Passage, path: str, label: Relevant) -> bool:
    """Whether a passage of the source file `path` covers a label.

    It covers a line that it stands on, and an utterance that it is part of. Of a labelled passage it
    has to hold more than half, so that labels stay valid when passages are cut in another way.
    """
    if isinstance(label, RelevantLine):
        first, last = passage.lines
        return path == label.file and first <= label.line <= last
    if (passage.transcript, passage.utterance) != (label.transcript, label.utterance):
        return False
    return isinstance(label, RelevantUtterance) or _is_inside(label.span, (passage.start, passage.end))


def judge_understanding(expected: ExpectedUnderstanding, read: Understood) -> tuple[UnderstandingResult, ...]:
    """One result for each part that the labels judge, in the order of PARTS.

    Speakers are compared as sets of names, places without regard to letter case and white space.
    Dates are right where both ends are; an end that the labels leave out is not judged.
    """
    results: list[UnderstandingResult] = []
    if not isinstance(expected.speakers, Unjudged):
        implied = set(expected.speakers)
        results.append(UnderstandingResult("speakers", bool(implied), implied == set(read.speakers)))
    ends = [
        (implied_day, day)
        for implied_day, day in ((expected.since, read.since), (expected.until, read.until))
        if implied_day is not UNJUDGED
    ]
    if ends:
        right = all(implied_day == day for implied_day, day in ends)
        results.append(UnderstandingResult("dates", any(implied_day for implied_day, _ in ends), right))
    if not isinstance(expected.place, Unjudged):
        right = _folded(expected.place) == _folded(read.place)
        results.append(UnderstandingResult("place", expected.place is not None, right))
    if not isinstance(expected.followup, Unjudged):
        right = expected.followup == read.followup
        results.append(UnderstandingResult("followup", expected.followup, right))
    return tuple(results)


def judge_highlights(questions: Sequence[LabelledQuestion], lines: Mapping[str, RunLine]) -> tuple[bool, ...]:
    """For each question that can be judged, in order, whether its answering sentence is marked.

    The best-ranked of the first ten passages that hold a labelled sentence is judged. A question
    without a labelled sentence, or without such a passage, is left out, and so is one whose run does
    not say what was marked: this measures the marking, not the ranking. `lines` is the run by qid.
    """
    results = (
        _highlight(question, lines[question.qid].passages[:CUTOFF])
        for question in questions
        if lines[question.qid].understood is not None
    )
    return tuple(right for right in results if right is not None)


def is_right(marked: Span | None, sentences: Sequence[Span]) -> bool:
    """Whether more than half of what is marked lies in one of the labelled sentences.

    Measured on what is marked, so that marking a whole paragraph is not right.
    """
    return marked is not None and any(_is_inside(marked, sentence) for sentence in sentences)


def _highlight(question: LabelledQuestion, passages: Sequence[Quote]) -> bool | None:
    """Judge the first passage that holds a labelled sentence; None where none does."""
    for quote in passages:
        held = [
            label.sentence
            for label in question.relevant or ()
            if label.sentence
            and covers(quote.passage, quote.path, label)
            and _is_inside(label.sentence, (quote.start, quote.end))
        ]
        if held:
            return is_right(quote.highlight, held)
    return None


def _is_inside(part: Span, whole: Span) -> bool:
    """Whether more than _INSIDE of a span lies in another one."""
    common = min(part[1], whole[1]) - max(part[0], whole[0])
    return common > _INSIDE * (part[1] - part[0])


def _folded(place: str | None) -> str | None:
    return None if place is None else " ".join(place.casefold().split())


def _answers(question: LabelledQuestion) -> list[Relevant]:
    """The labels of grade 2."""
    return [label for label in question.relevant or () if label.grade == ANSWERS]


def _scores(question: LabelledQuestion, gains: Sequence[Gain], ranked: Mapping[str, float]) -> QuestionScores:
    answers = _answers(question)
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

    Questions and documents are passed by number: trec_eval ends the whole process where two of
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
