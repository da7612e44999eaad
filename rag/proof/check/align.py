"""Align a claim with the nearest stretch of a text, word by word.

Approximate search after Sellers (1980), the text's words before and after being free, with affine gaps
(Gotoh 1982): a long gap in the source costs little more than a short one, so that a claim with its middle
cut out stays in one piece. Where the claim has an ellipsis, a gap costs nothing. In long texts, runs of
words that the source has once (as the anchors of a patience diff) fix the alignment, and only what lies
between them is computed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_OTHER_WORD = 1.05
_OTHER_NUMBER = 0.8
"""Cost of a number for another: a claim that changes one keeps its place."""
_ADDED = 1.1
"""Cost of a word of the claim without a counterpart."""
_GAP = 0.95
_GAP_WORD = 0.03
"""Cost of opening a gap in the source, and of each word in it."""
_ROUNDING = 1e-3
_LONG = 60_000
"""Number of word pairs from which on anchors are used."""
_IN_A_ROW = (5, 3)
"""Words of an anchor; the second where there are none of the first length."""
_BESIDE = 50
"""Words of the source outside the anchors, beside twice as many as the claim has there."""

Pair = tuple[int | None, int | None]
"""A word of the claim and one of the source; None where there is no counterpart."""

Window = tuple[int, int]
"""Words of the source, `end` exclusive."""

Costs = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest way to turn a stretch of the source into the claim."""

    cost: float
    pairs: tuple[Pair, ...]
    """In order: every word of the claim, and the source's words from the first counterpart to the last."""


def windows(claim: Sequence[str], source: Sequence[str]) -> tuple[Window, ...]:
    """Which words of the source each word of the claim may stand for."""
    count = len(claim)
    sizes = _IN_A_ROW if count * len(source) > _LONG else ()
    anchors = next(filter(None, (_anchors(claim, source, size) for size in sizes)), None)
    if not anchors:
        return ((0, len(source)),) * count
    (first, begin), (last, end) = anchors[0], anchors[-1]
    rest = count - last - 1
    found = [(max(0, begin - 2 * first - _BESIDE), begin)] * first
    for (here, at), (there, until) in pairwise(anchors):
        found += [(at, at + 1), *[(at + 1, until)] * (there - here - 1)]
    return (*found, (end, end + 1), *[(end + 1, min(len(source), end + 1 + 2 * rest + _BESIDE))] * rest)


def align(
    claim: Sequence[str],
    source: Sequence[str],
    ellipses: frozenset[int] = frozenset(),
    within: Sequence[Window] | None = None,
) -> Alignment:
    """Align all of `claim` with the stretch of `source` that costs least; the earliest of equal ones.

    `ellipses` are the words of the claim, by number, before which it has an ellipsis; `within` confines
    each to some of the source (default: `windows`). Takes four bytes for each pair of words that is tried.
    """
    grid = _Grid(claim, source, ellipses, windows(claim, source) if within is None else within)
    for number in range(len(claim)):
        grid.add_row(number)
    end = grid.begins[-1] + int(grid.rows[-1].argmin())
    return Alignment(grid.cost(len(claim), end), tuple(_traced(grid, end)))


class _Grid:
    """`rows[i][j - begins[i]]`: the least cost of the claim's first i words, the last of them ending at j."""

    def __init__(
        self, claim: Sequence[str], source: Sequence[str], ellipses: frozenset[int], within: Sequence[Window]
    ) -> None:
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
        first = within[0][0]
        self.begins = [first, *(begin for begin, _ in within)]
        self._ends = [within[0][1], *(end for _, end in within)]
        self.rows: list[Costs] = [np.zeros(self._ends[0] - first + 1, np.float32)]

    def add_row(self, number: int) -> None:
        """Compute the costs of the claim up to a word, inclusive."""
        base, begin, end = self.begins[number], self.begins[number + 1], self._ends[number + 1]
        above = self.reached(number)
        row = above[begin - base : end - base + 1] + np.float32(_ADDED)
        paired = above[begin - base : end - base] + self._pairing(number, begin, end)
        np.minimum(row[1:], paired, out=row[1:])
        self.rows.append(row)

    def cost(self, number: int, at: int) -> float:
        """What the first words of the claim cost, the last of them ending at `at`; infinite outside."""
        column = at - self.begins[number]
        row = self.rows[number]
        return float(row[column]) if 0 <= column < len(row) else float("inf")

    def pairs(self, number: int, at: int) -> float:
        """The cost of pairing a word of the claim with one of the source."""
        return float(self._pairing(number, at, at + 1)[0])

    def _pairing(self, number: int, begin: int, end: int) -> Costs:
        other = self._for_number[begin:end] if self._claims_number[number] else np.float32(_OTHER_WORD)
        same = self._source[begin:end] == self._claim[number]
        costs: Costs = np.where(same, np.float32(0.0), other)
        return costs

    def reached(self, number: int) -> Costs:
        """The row before a word of the claim, as far as that may stand, cheaper where a gap leads there."""
        begin, end = self.begins[number], self._ends[number + 1]
        row: Costs = np.full(end - begin + 1, np.inf, np.float32)
        row[: len(self.rows[number])] = self.rows[number][: len(row)]
        if number == 0:
            return row
        if number in self._ellipses:
            return np.minimum.accumulate(row)
        steps = self._steps[: len(row)]
        opened = np.minimum.accumulate(row - steps) + steps + np.float32(_GAP)
        reached: Costs = np.minimum(row, opened)
        return reached

    def gap_begin(self, number: int, end: int) -> int:
        """Where the gap that ends at `end`, before a word of the claim, begins."""
        begin = self.begins[number]
        costs = self.rows[number][: end - begin]
        costs = costs - (0.0 if number in self._ellipses else self._steps[: len(costs)])
        # The last of equal ones: the shortest gap.
        return begin + len(costs) - 1 - int(costs[::-1].argmin())


def _traced(grid: _Grid, end: int) -> list[Pair]:
    """Walk back from the end of the claim to its beginning."""
    pairs: list[Pair] = []
    at = end
    for number in range(len(grid.rows) - 2, -1, -1):
        base, above = grid.begins[number], grid.reached(number)
        cost = grid.cost(number + 1, at)
        paired = at > grid.begins[number + 1]
        if paired and cost >= above[at - 1 - base] + grid.pairs(number, at - 1) - _ROUNDING:
            at -= 1
            pairs.append((number, at))
        else:
            pairs.append((number, None))
        if number and grid.cost(number, at) > above[at - base] + _ROUNDING:
            begin = grid.gap_begin(number, at)
            pairs += ((None, skipped) for skipped in range(at - 1, begin - 1, -1))
            at = begin
    return pairs[::-1]


def _anchors(claim: Sequence[str], source: Sequence[str], size: int) -> list[tuple[int, int]]:
    """The first of `size` words in a row that the source has once, as many as stand in one order."""
    places = _once(source, size)
    rows = (tuple(claim[at : at + size]) for at in range(len(claim) - size + 1))
    shared = [(i, places[row]) for i, row in enumerate(rows) if row in places]
    # The longest increasing run of places, by patience.
    piles: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(shared):
        pile = bisect_left(piles, at)
        before.append(tops[pile - 1] if pile else -1)
        piles[pile : pile + 1] = [at]
        tops[pile : pile + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chain.append(shared[number])
        number = before[number]
    return chain[::-1]


def _once(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """`size` words in a row → where they begin, of those that occur once."""
    found: dict[tuple[str, ...], int] = {}
    repeated = set()
    for at in range(len(words) - size + 1):
        row = tuple(words[at : at + size])
        if row in found:
            repeated.add(row)
        found[row] = at
    return {row: at for row, at in found.items() if row not in repeated}
