"""How sure it is that a question is answered: three signs, weighed by a logistic function.

How far the best passage stands out from what chance would bring, how alike question and passage are at
all, and how telling a word of the question is that none of the first passages has. The weights were
fitted on labelled questions, answerable, near misses and off topic (benchmarks/confidence.py fits them
again and says how well they do).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

STANDS_OUT = 0.26
LIKENESS = 4.89
MISSING = -0.36
CONSTANT = -0.05

THRESHOLD = 0.32
"""Below it nothing is said to answer: of the labelled questions that have an answer, 5% fall below."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer."""

    stands_out: float
    """The best passage's likeness, in standard deviations above the best that chance would bring."""
    likeness: float
    """Cosine of the question and the best passage."""
    missing: float
    """Rarity of the most telling word of the question that the first passages lack."""


def confidence(evidence: Evidence) -> float:
    """0 to 1: the share of questions with such evidence that have an answer."""
    weighed = (
        STANDS_OUT * evidence.stands_out
        + LIKENESS * evidence.likeness
        + MISSING * evidence.missing
        + CONSTANT
    )
    return 0.5 * (1.0 + math.tanh(weighed / 2.0))  # the logistic function, in a form that cannot overflow
