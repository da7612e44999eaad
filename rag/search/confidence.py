"""What was found for a question → how sure it is that it answers, and the grade that is shown.

Two decisions are kept apart. Whether the passages are about the question at all is told by the highest cosine
of the two, measured against questions about something else: the grade `nothing` rests on it alone. Whether
they answer is told by two features in a logistic regression: how well the best passage covers the topic, and
how far the first one stands out from the rest. Both were chosen, and weighted, by leaving the answer out: the
same question with and without its labelled passages, so that nothing is learnt from how a question is worded
(benchmarks/confidence.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.records import Grade, Misfit

# A calibration can be read without FAISS and numpy.
if TYPE_CHECKING:
    from rag.index.vectors import Mask
    from rag.search.rank import RankedRow

_COMPARED = 40
"""Ranked passages from which the first one must stand out."""
_CLEARLY = 0.1
"""How much better than those that fit who, when and where another must cover the topic to be the best."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features, and a threshold: fitted on one collection, or on the user's own questions."""

    coverage: float = 5.09
    lead: float = 4.43
    constant: float = -4.65
    answers: float = 0.55
    """Confidence from which passages are said to answer."""


SHIPPED = Calibration()
SHIPPED_FOR = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights of the model that it was fitted with, the default one."""
UNCALIBRATED = Calibration(answers=math.inf)
"""For other models, whose cosines mean something else: no passage is vouched for."""


def unfitted(weights: str) -> Calibration:
    """The calibration for weights of this SHA-256 where the user has fitted none."""
    return SHIPPED if weights == SHIPPED_FOR else UNCALIBRATED


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against an answer."""

    coverage: float
    """The highest coverage of the topic by a passage that fits who, when and where, 0 to 1."""
    lead: float
    """The score of the first passage above the median of the first `_COMPARED`."""
    related: float
    """The highest cosine of the question and a passage."""
    best: RankedRow
    """The passage that covers the topic best, one that fits before one that does not."""


def features(ranked: Sequence[RankedRow], named: Sequence[Mask]) -> Features:
    """The features of a ranking, which is not empty.

    Only rows in every mask of `named` fit: by the speaker, of the time, at the place that the question names.
    """
    import numpy as np

    fit = [item for item in ranked if all(mask[item.row] for mask in named)]
    best_fit = max(fit, key=_coverage, default=None)
    best = max(ranked, key=_coverage)
    if best_fit is not None and best_fit.coverage + _CLEARLY >= best.coverage:
        best = best_fit
    return Features(
        coverage=best_fit.coverage if best_fit else 0.0,
        lead=ranked[0].score - float(np.median([item.score for item in ranked[:_COMPARED]])),
        related=max(item.similarity for item in ranked),
        best=best,
    )


def confidence(found: Features, by: Calibration = SHIPPED) -> float:
    """0 to 1: the share of questions with such features that are answered."""
    log_odds = by.coverage * found.coverage + by.lead * found.lead + by.constant
    return 0.5 * (1.0 + math.tanh(log_odds / 2.0))  # the logistic function, in a form that cannot overflow


def grade(found: Features, background: float, *, lacking: bool, by: Calibration = SHIPPED) -> Grade:
    """The grade of an answer; where something of the question is `lacking`, it is never more than near.

    `background` is the cosine that most questions about something else stay below (rag/index/background.py).
    """
    if found.related <= background:
        return "nothing"
    return "answers" if confidence(found, by) >= by.answers and not lacking else "near"


def misfits(ranked: Sequence[RankedRow], named: Mapping[Misfit, Mask]) -> tuple[Misfit, ...]:
    """Which of who, when and where (`named` → which rows fit) is not where the topic is covered best.

    A part that no row fits, such as a time after the last transcript, always.
    """
    best = max(item.coverage for item in ranked)
    nearest = {
        part: max((item.coverage for item in ranked if mask[item.row]), default=0.0)
        for part, mask in named.items()
    }
    return tuple(
        part for part, coverage in nearest.items() if not named[part].any() or coverage + _CLEARLY < best
    )


def _coverage(item: RankedRow) -> float:
    return item.coverage
