"""Calibration of the confidence: how often it is right, and the risk of answering only the surest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from statistics import fmean

from rag.evaluation.statistics import BINS, Estimate, binned_error
from rag.evaluation.study import QuestionPoint


@dataclass(frozen=True, slots=True)
class Bin:
    """The judged questions whose confidence lies between two tenths."""

    confidence: float
    """Mean."""
    answerable: float
    """Share of them that something answers."""
    low: float
    """95% interval of the share (Wilson 1927)."""
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """A threshold of the confidence: the questions of at least this confidence are answered."""

    confidence: float
    coverage: float
    """Share of the judged questions that are answered."""
    risk: float
    """Mean loss over those: 1 − nDCG@10, and 1 for a question that nothing answers."""


def reliability(points: Iterable[QuestionPoint]) -> tuple[Bin, ...]:
    """Confidence against the share of answerable questions, in BINS of equal width; empty ones left out."""
    from scipy import stats

    judged = [(point.confidence, bool(point.answerable)) for point in points if point.answerable is not None]
    judged.sort()
    found = []
    for _, group in groupby(judged, key=lambda each: min(int(each[0] * BINS), BINS - 1)):
        confidences, answerable = zip(*group, strict=True)
        n = len(answerable)
        ends = stats.binomtest(sum(answerable), n).proportion_ci(method="wilson")
        found.append(Bin(fmean(confidences), sum(answerable) / n, float(ends.low), float(ends.high), n))
    return tuple(found)


@lru_cache(maxsize=8)
def calibration_error(points: tuple[QuestionPoint, ...]) -> Estimate | None:
    """How far the confidence lies from the share of answerable questions; None where none is judged."""
    judged = [(point.confidence, bool(point.answerable)) for point in points if point.answerable is not None]
    return binned_error([each for each, _ in judged], [right for _, right in judged])


def risk_coverage(points: Iterable[QuestionPoint]) -> tuple[OperatingPoint, ...]:
    """The risk of answering only the surest questions, from the fewest to all of them.

    Questions of equal confidence are answered together (El-Yaniv and Wiener 2010).
    """
    judged = [(-point.confidence, _loss(point)) for point in points if point.answerable is not None]
    judged.sort()
    found: list[OperatingPoint] = []
    losses: list[float] = []
    for confidence, group in groupby(judged, key=lambda each: each[0]):
        losses += [loss for _, loss in group]
        found.append(OperatingPoint(-confidence, len(losses) / len(judged), fmean(losses)))
    return tuple(found)


def operating_point(points: Iterable[QuestionPoint]) -> OperatingPoint | None:
    """The system's own threshold; None where it answered none of the judged questions."""
    judged = [point for point in points if point.answerable is not None]
    answered = [point for point in judged if point.answered]
    if not answered:
        return None
    risk = fmean(_loss(point) for point in answered)
    return OperatingPoint(min(point.confidence for point in answered), len(answered) / len(judged), risk)


def _loss(point: QuestionPoint) -> float:
    return 1.0 if point.ndcg is None else 1.0 - point.ndcg
