"""Which labels each passage of a ranking covers, and what it gains by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.evaluation.questions import Relevant, RelevantLine, RelevantUtterance
from rag.evaluation.runs import RankedPassage

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
