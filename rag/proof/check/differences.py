"""An alignment → the diff, and each difference by its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rag.proof.check.align import Pair
from rag.proof.check.kinds import Side, kinds_of, negates_next, negates_previous
from rag.proof.check.quote_words import Words
from rag.proof.check.verdict import Change, Edit, Kind


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an alignment, by word numbers, `last` inclusive; an empty side has `last < first`."""

    equal: bool
    omitted: bool
    """Whether an ellipsis of the claim stands for the source's words."""
    said: tuple[int, int]
    claimed: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """A claim, what it is compared with, and how they are aligned."""

    claim: Words
    source: Words
    pairs: tuple[Pair, ...]
    ellipses: frozenset[int]
    is_name: Callable[[str], bool]
    """Whether a word, by its key, is known as part of a name."""

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last word of the source that the claim stands for."""
        numbers = [source for _, source in self.pairs if source is not None]
        return numbers[0], numbers[-1]

    @property
    def said(self) -> str:
        """The source's words between them."""
        return self.source.printed(*self.span)

    @cached_property
    def omitted(self) -> frozenset[int]:
        """The source's words for which an ellipsis of the claim stands.

        Where the source trails off by itself, the ellipsis is its own and stands for nothing; and no
        ellipsis may take a negation away from the very words beside it.
        """
        omitted: set[int] = set()
        gap: list[int] = []
        for claim, source in self.pairs:
            if claim is None:
                gap += () if source is None else (source,)
                continue
            if gap and claim in self.ellipses and not self.source.trails_off(gap[0] - 1):
                first = negates_previous(self.source, gap[0])
                last = negates_next(self.source, gap[-1])
                omitted.update(gap[first : len(gap) - last])
            gap = []
        return frozenset(omitted)

    def is_equal(self, pair: Pair) -> bool:
        """Whether both sides of a pair say the same."""
        claim, source = pair
        return claim is not None and source is not None and self.claim.keys[claim] == self.source.keys[source]


def blocks(comparison: Comparison) -> list[Block]:
    """The alignment as stretches that are equal, differ, or were left out by an ellipsis."""
    kinds = _kinds_of_pairs(comparison)
    found: list[Block] = []
    begin = claim_at = 0
    source_at = comparison.span[0]
    for end in range(1, len(kinds) + 1):
        if end < len(kinds) and kinds[end] == kinds[begin]:
            continue
        stretch = comparison.pairs[begin:end]
        claimed = sum(claim is not None for claim, _ in stretch)
        said = sum(source is not None for _, source in stretch)
        found.append(
            Block(
                kinds[begin] == "equal",
                kinds[begin] == "omitted",
                (source_at, source_at + said - 1),
                (claim_at, claim_at + claimed - 1),
            )
        )
        begin, claim_at, source_at = end, claim_at + claimed, source_at + said
    return found


def _kinds_of_pairs(comparison: Comparison) -> list[str]:
    omitted = comparison.omitted
    return [
        "equal" if comparison.is_equal(pair) else "omitted" if pair[1] in omitted else "differs"
        for pair in comparison.pairs
    ]


def edits(comparison: Comparison, end: int) -> tuple[Edit, ...]:
    """The diff, from the source to the claim; `end` is the offset at which the source's words end.

    The space between two words belongs to the first of them.
    """
    source = comparison.source
    _, last = comparison.span
    found: list[Edit] = []
    for block in blocks(comparison):
        begin, until = block.said
        if begin <= until:
            after = source.starts[until + 1] if until < last else end
            text = source.text[source.starts[begin] : after]
            found.append(Edit("equal" if block.equal else "delete", text))
        if block.omitted:
            found.append(Edit("insert", "… "))
        elif not block.equal and block.claimed[0] <= block.claimed[1]:
            words = " ".join(comparison.claim.printed(*block.claimed).split())
            found.append(Edit("insert", words if until >= last else f"{words} "))
            if until >= last and begin > until:
                found[-1] = Edit("insert", f" {words}")
    return tuple(found)


def changes(comparison: Comparison) -> tuple[Change, ...]:
    """Every difference, by kind, in the order of the text."""
    found: list[Change] = []
    for block in blocks(comparison):
        if not block.equal and not block.omitted:
            said, claimed = Side(comparison.source, *block.said), Side(comparison.claim, *block.claimed)
            kinds = kinds_of(said, claimed, comparison.is_name)
            found += (_change(comparison, kind, block.said, block.claimed) for kind in kinds)
    return tuple(found)


def _change(comparison: Comparison, kind: Kind, said: tuple[int, int], claimed: tuple[int, int]) -> Change:
    source = comparison.source
    first, last = said
    if first <= last:
        start, end = source.starts[first], source.ends[last]
    else:
        start = end = source.starts[first] if first < len(source) else source.ends[-1]
    return Change(kind, source.text[start:end], comparison.claim.printed(*claimed), start, end)
