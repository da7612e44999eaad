"""An alignment → the diff and the changes, each with its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from rag.proof.check.align import Pair
from rag.proof.check.quote_words import NEGATORS, Words
from rag.proof.check.verdict import Change, ChangeKind, Edit
from rag.proof.flags.reversals import governing, reversals
from rag.question.periods import MONTHS
from rag.text.english import word_set

_NEGATE_WHAT_PRECEDES = word_set("not never none nobody nothing nowhere")
_PREFIX = re.compile("^(?:un|dis)(?=.{4})|^(?:in|im|il|ir|non)(?=.{5})")
_LESS = re.compile("(?<=.{3})less$")

_MONTHS = frozenset(MONTHS)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_BEFORE_A_YEAR = _MONTHS | word_set(
    "in since by until till from of to for year and through between during before after"
)
_YEAR = re.compile(r"#(?:1[5-9]|20)\d\d")
_FEW = 2
"""Plain words beside a graver change, on each side, that are not reported as a change of their own."""


@dataclass(frozen=True)
class Side:
    """One side of a difference: words `first` to `last`, inclusive."""

    words: Words
    first: int
    last: int

    @cached_property
    def keys(self) -> Counter[str]:
        """Its words with their counts."""
        return Counter(self.words.keys[self.first : self.last + 1])

    @property
    def reverses(self) -> bool:
        """Whether its words reverse what stands beside them: "refuse to"."""
        return any(reversals(self.words.printed(self.first, self.last)))

    def without(self, other: Side) -> list[int]:
        """The numbers of its words that the other side lacks."""
        only = self.keys - other.keys
        return [i for i in range(self.first, self.last + 1) if self.words.keys[i] in only]


def kinds_of(said: Side, claimed: Side, is_name: Callable[[str], bool]) -> list[ChangeKind]:
    """The kinds of one difference, the gravest first; at least one.

    `is_name` says whether a word, by its key, is part of a known name.
    """
    left = [
        (side.words, number)
        for side, other in ((said, claimed), (claimed, said))
        for number in side.without(other)
    ]
    kinds: list[ChangeKind] = []
    if (
        _negations(said.keys) != _negations(claimed.keys)
        or _prefixed(said.keys, claimed.keys)
        or said.reverses != claimed.reverses
    ):
        kinds.append("negation")
        left = [(words, number) for words, number in left if words.keys[number] not in NEGATORS]
    tests: tuple[tuple[ChangeKind, Callable[[Words, int], bool]], ...] = (
        ("number", _is_number),
        ("date", _is_date),
        ("name", lambda words, number: _is_name(words, number, is_name)),
    )
    for kind, test in tests:
        others = [item for item in left if not test(*item)]
        if len(others) < len(left):
            kinds.append(kind)
            left = others
    if not kinds or len(left) > _FEW * (bool(said.keys) + bool(claimed.keys)):
        kinds.append("dropped" if not claimed.keys else "word" if said.keys else "added")
    return kinds


def negates_next(words: Words, number: int) -> bool:
    """Whether a word negates the next one; no punctuation may stand between them."""
    if number + 1 == len(words) or words.mark_before(number + 1).strip():
        return False
    return words.keys[number] in NEGATORS


def negates_previous(words: Words, number: int) -> bool:
    """Whether a word negates the one before it, as in "attack no one"; no punctuation between them."""
    if not number or words.mark_before(number).strip():
        return False
    return words.keys[number] in _NEGATE_WHAT_PRECEDES or words.keys[number : number + 2] == ("no", "#1")


def _negations(words: Counter[str]) -> int:
    return sum(count for word, count in words.items() if word in NEGATORS)


def _prefixed(said: Iterable[str], claimed: Iterable[str]) -> bool:
    """Whether a word of one side has a negative prefix, or "-less" for "-ful", on the other."""
    return any(
        contrary != word and contrary in other
        for words, other in ((said, claimed), (claimed, said))
        for word in words
        for contrary in (_PREFIX.sub("", word, count=1), _LESS.sub("ful", word))
    )


def _is_number(words: Words, number: int) -> bool:
    # "One" is often a pronoun. Where it is a number, another number stands in its place.
    key = words.keys[number]
    if not key[0].isalnum() and key[0] not in "#$€£¥₽₴°":
        return True
    counted = any(map(str.isdecimal, key)) and words.printed(number, number).lower() != "one"
    return counted and not _is_date(words, number)


def _is_date(words: Words, number: int) -> bool:
    """A month, a weekday, a year, or the day of a month."""
    key = words.keys[number]
    before, after = words.keys[max(number - 1, 0) : number], words.keys[number + 1 : number + 3]
    if key in _MONTHS or key in _DAYS:
        return words.text[words.starts[number]].isupper()
    if _YEAR.fullmatch(key) and words.printed(number, number).isdecimal():
        return not before or before[0] in _BEFORE_A_YEAR
    # "20 December", "December 20", "the 20th of December"
    of = after[:1] == ("of",)
    return key[0] == "#" and not _MONTHS.isdisjoint((*before, *(after[1:] if of else after[:1])))


def _is_name(words: Words, number: int, known: Callable[[str], bool]) -> bool:
    printed = words.printed(number, number)
    if not printed[0].isupper() or words.keys[number] in {"i", "im", "ive", "id", "ill"}:
        return False
    acronym = len(printed) > 1 and printed.isupper()
    return acronym or not words.begins_sentence(number) or known(words.keys[number])


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an alignment, by word numbers, `last` inclusive; an empty side has `last < first`."""

    equal: bool
    omitted: bool
    """Whether an ellipsis of the claim stands for the source's words."""
    said: tuple[int, int]
    claimed: tuple[int, int]


@dataclass(frozen=True)
class QuoteComparison:
    """A claim and a source text, aligned word by word."""

    claim: Words
    source: Words
    pairs: tuple[Pair, ...]
    ellipses: frozenset[int]
    is_name: Callable[[str], bool]
    """Whether a word, by its key, is known as part of a name."""

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last word of the source in the alignment."""
        numbers = [source for _, source in self.pairs if source is not None]
        return numbers[0], numbers[-1]

    @property
    def said(self) -> str:
        """The source's words between them."""
        return self.source.printed(*self.span)

    @cached_property
    def omitted(self) -> frozenset[int]:
        """The source's words for which an ellipsis of the claim stands.

        Where the source trails off by itself, the ellipsis is its own and stands for nothing. No ellipsis
        may take away a negation from the words beside it, nor within a sentence what reverses its rest.
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
                omitted.difference_update(self._governing(gap))
            gap = []
        return frozenset(omitted)

    def _governing(self, gap: list[int]) -> list[int]:
        """The words of a gap within one sentence that negate or reverse what follows it."""
        source = self.source
        if source.ends_between(gap[0] - 1, gap[-1] + 1):
            return []
        begin = source.starts[gap[0]]
        found = governing(source.text[begin : source.starts[gap[-1] + 1]])
        first, last = found or (0, 0)
        return [number for number in gap if first <= source.starts[number] - begin < last]

    def is_equal(self, pair: Pair) -> bool:
        """Whether both sides of a pair say the same."""
        claim, source = pair
        return claim is not None and source is not None and self.claim.keys[claim] == self.source.keys[source]


def blocks(comparison: QuoteComparison) -> list[Block]:
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


def _kinds_of_pairs(comparison: QuoteComparison) -> list[str]:
    omitted = comparison.omitted
    return [
        "equal" if comparison.is_equal(pair) else "omitted" if pair[1] in omitted else "differs"
        for pair in comparison.pairs
    ]


def edits(comparison: QuoteComparison, end: int) -> tuple[Edit, ...]:
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


def changes(comparison: QuoteComparison) -> tuple[Change, ...]:
    """Every difference, by kind, in the order of the text."""
    found: list[Change] = []
    for block in blocks(comparison):
        if not block.equal and not block.omitted:
            said, claimed = Side(comparison.source, *block.said), Side(comparison.claim, *block.claimed)
            kinds = kinds_of(said, claimed, comparison.is_name)
            found += (_change(comparison, kind, block.said, block.claimed) for kind in kinds)
    return tuple(found)


def _change(
    comparison: QuoteComparison, kind: ChangeKind, said: tuple[int, int], claimed: tuple[int, int]
) -> Change:
    source = comparison.source
    first, last = said
    if first <= last:
        start, end = source.starts[first], source.ends[last]
    else:
        start = end = source.starts[first] if first < len(source) else source.ends[-1]
    return Change(kind, source.text[start:end], comparison.claim.printed(*claimed), start, end)
