"""Words that stood in a transcript once → what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.index.history.revisions import Revision, Turn
from rag.records import Edit, Utterance
from rag.text.diff import carried, word_diff


@dataclass(frozen=True, slots=True)
class Former:
    """Words that a source had, and what it has in their place."""

    revision: Revision
    """Which noticed that they had changed; it says from when to when they were seen."""
    before: Utterance
    """The utterance that had them."""
    start: int
    end: int
    """Offsets in its text."""
    after: Utterance | None
    """What it became, last of all; None where it is gone."""
    now: str | None
    """What stands in place of the words: a slice of `after`, which may be empty."""

    @property
    def text(self) -> str:
        """The words as they were."""
        return self.before.text[self.start : self.end]

    @property
    def diff(self) -> tuple[Edit, ...]:
        """From the words as they were to what stands in their place."""
        return word_diff(self.text, self.now or "")


def trace(
    revisions: Sequence[Revision], find: Callable[[Utterance], int | None], length: int
) -> Former | None:
    """The last time that a transcript had certain words that were changed since; None where it never had.

    `revisions` are those of the transcript, the oldest first. `find` tells where in an utterance the words
    begin, `length` characters of its text, or None.
    """
    for number in range(len(revisions) - 1, -1, -1):
        for turn in revisions[number].turns:
            if turn.before is not None and (at := find(turn.before)) is not None:
                after, now = _became(turn, at, at + length, revisions[number + 1 :])
                return Former(revisions[number], turn.before, at, at + length, after, now)
    return None


def _became(
    turn: Turn, start: int, end: int, later: Sequence[Revision]
) -> tuple[Utterance | None, str | None]:
    """What an utterance became, and a stretch of it, through all later revisions."""
    after, start, end = _followed(turn, start, end)
    for revision in later:
        again = next((t for t in revision.turns if after and t.before and _is_one(t.before, after)), None)
        if again is not None:
            after, start, end = _followed(again, start, end)
    return after, None if after is None else after.text[start:end]


def _followed(turn: Turn, start: int, end: int) -> tuple[Utterance | None, int, int]:
    """The utterance after a change, and where in it a stretch of the former one is."""
    return (turn.after, *(carried(turn.diff, start, end) if start < end else (0, 0)))


def _is_one(one: Utterance, other: Utterance) -> bool:
    """Whether two are one utterance, which may have moved from one build to the next."""
    return one.text == other.text and one.label == other.label
