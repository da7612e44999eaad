"""How sure it is that a question is answered: a few signs, weighed by a logistic function.

Whether each part of the topic is met by one of the passages that fit who, when and where the question
asks for; whether others meet it better, so that somebody else said it, or at another time; and, where a
number is asked for, whether it stands where the topic is met. The weights were fitted on labelled
questions, answerable, near misses and off topic (benchmarks/confidence.py fits them again and says how
well they do).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MET = 12.84
BEHIND = -6.16
LIKENESS = 0.91
ASKS_FOR_NUMBER = -1.26
WITHOUT_NUMBER = -15.4
CONSTANT = -5.51

THRESHOLD = 0.45
"""Below it nothing is said to answer: of the labelled questions that have an answer, 5% fall below."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer."""

    met: float
    """How well the passage that meets the topic best, of those that fit, meets it: 0 to 1."""
    behind: float
    """How much better any passage meets it, whoever speaks, whenever and wherever."""
    likeness: float
    """Cosine of the question and the first passage."""
    asks_for_number: bool
    without_number: float
    """Where a number is asked for: how much better sentences without any number meet the topic."""


def confidence(evidence: Evidence) -> float:
    """0 to 1: the share of questions with such evidence that have an answer."""
    weighed = (
        MET * evidence.met
        + BEHIND * evidence.behind
        + LIKENESS * evidence.likeness
        + ASKS_FOR_NUMBER * evidence.asks_for_number
        + WITHOUT_NUMBER * evidence.without_number
        + CONSTANT
    )
    return 0.5 * (1.0 + math.tanh(weighed / 2.0))  # the logistic function, in a form that cannot overflow
