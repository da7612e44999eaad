"""Where in a text a claim comes nearest, word by word.

Approximate search after Sellers (1980), the text's words before and after being free, with affine gaps
(Gotoh 1982): leaving out a stretch of the source costs little more than leaving out one word of it, so
that a claim with its middle cut out still stays in one piece. Where the claim has an ellipsis, the
source's words are left out for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_OTHER_WORD = 1.05
_OTHER_NUMBER = 0.8
"""A number for a number: a claim that changes one keeps its place."""
_ADDED = 1.1
"""A word of the claim without a counterpart."""
_GAP = 0.95
_GAP_WORD = 0.03
"""Opening a gap in the source, and each word of it: two lost words are nearer than one lost and one other."""
_ROUNDING = 1e-3

Pair = tuple[int | None, int | None]
"""A word of the claim and one of the source; None where there is no counterpart."""

Costs = np.ndarray[tuple[int], np.dtype[np.float32]]
Table = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest way to turn a stretch of the source into the claim."""

    cost: float
    pairs: tuple[Pair, ...]
    """In order: every word of the claim, and the source's words from the first counterpart to the last."""


def align(claim: Sequence[str], source: Sequence[str], ellipses: frozenset[int] = frozenset()) -> Alignment:
    """Align all of `claim` with the stretch of `source` that costs least; the earliest of equal ones.

    `ellipses` are the words of the claim, by number, before which it has an ellipsis. Takes four bytes for
    each pair of words.
    """
    grid = _Grid(claim, source, ellipses)
    for number in range(len(claim)):
        above, row = grid.reached(number), grid.rows[number + 1]
        np.add(above, np.float32(_ADDED), out=row)
        np.minimum(row[1:], above[:-1] + grid.pairing(number), out=row[1:])
    end = int(grid.rows[-1].argmin())
    return Alignment(float(grid.rows[-1][end]), tuple(_traced(grid, end)))


class _Grid:
    """`rows[i][j]`: the least cost of the claim's first i words, the last of them ending at j."""

    def __init__(self, claim: Sequence[str], source: Sequence[str], ellipses: frozenset[int]) -> None:
        codes: dict[str, int] = {}
        self._claim, self._source = (
            np.fromiter((codes.setdefault(word, len(codes)) for word in words), np.int32, len(words))
            for words in (claim, source)
        )
        self._claims_number = [word[0] == "#" for word in claim]
        is_number = np.fromiter((word[0] == "#" for word in source), bool, len(source))
        self._for_number = np.where(is_number, np.float32(_OTHER_NUMBER), np.float32(_OTHER_WORD))
        self._ellipses = ellipses
        self._steps = np.arange(len(source) + 1, dtype=np.float32) * np.float32(_GAP_WORD)
        self.rows: Table = np.zeros((len(claim) + 1, len(source) + 1), np.float32)

    def pairing(self, number: int) -> Costs:
        """What it costs to take each word of the source for a word of the claim."""
        other = self._for_number if self._claims_number[number] else np.float32(_OTHER_WORD)
        costs: Costs = np.where(self._source == self._claim[number], np.float32(0.0), other)
        return costs

    def reached(self, number: int) -> Costs:
        """The row before a word of the claim, where leaving out words of the source has made it cheaper."""
        row: Costs = self.rows[number]
        if number == 0:
            return row
        if number in self._ellipses:
            return np.minimum.accumulate(row)
        opened = np.minimum.accumulate(row - self._steps) + self._steps + np.float32(_GAP)
        reached: Costs = np.minimum(row, opened)
        return reached

    def gap_begin(self, number: int, end: int) -> int:
        """Where the gap that ends at `end`, before a word of the claim, begins."""
        costs = self.rows[number][:end] - (0.0 if number in self._ellipses else self._steps[:end])
        # The last of equal ones: the shortest gap.
        return end - 1 - int(costs[::-1].argmin())


def _traced(grid: _Grid, end: int) -> list[Pair]:
    """Walk back from the end of the claim to its beginning."""
    pairs: list[Pair] = []
    at = end
    for number in range(len(grid.rows) - 2, -1, -1):
        above = grid.reached(number)
        cost = grid.rows[number + 1][at]
        if at and cost >= above[at - 1] + grid.pairing(number)[at - 1] - _ROUNDING:
            at -= 1
            pairs.append((number, at))
        else:
            pairs.append((number, None))
        if number and grid.rows[number][at] > above[at] + _ROUNDING:
            begin = grid.gap_begin(number, at)
            pairs += ((None, skipped) for skipped in range(at - 1, begin - 1, -1))
            at = begin
    return pairs[::-1]
