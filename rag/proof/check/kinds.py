"""Of what kind a difference is: what a reader must be told first of a changed quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from rag.proof.check.quote_words import Words
from rag.proof.check.verdict import Kind
from rag.question.periods import MONTHS
from rag.text.wordlists import word_set

NEGATORS = word_set(
    """not never no none nobody nothing nowhere neither nor without non hardly cannot aint arent cant
    couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shant shouldnt wasnt werent
    wont wouldnt"""
)
"""As `Words.keys` spells them."""
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
"""Plain words beside a graver change that need no mention of their own, on each side."""


@dataclass(frozen=True)
class Side:
    """What one side has in the place of the other's words: words `first` to `last`, inclusive."""

    words: Words
    first: int
    last: int

    @cached_property
    def keys(self) -> Counter[str]:
        """Its words, each as often as it stands there."""
        return Counter(self.words.keys[self.first : self.last + 1])

    def without(self, other: Side) -> list[int]:
        """The numbers of its words that the other side has not."""
        only = self.keys - other.keys
        return [i for i in range(self.first, self.last + 1) if self.words.keys[i] in only]


def kinds_of(said: Side, claimed: Side, is_name: Callable[[str], bool]) -> list[Kind]:
    """The kinds of one difference, the gravest first; at least one.

    `is_name` tells of a word, by its key, whether it is known as part of a name.
    """
    left = [
        (side.words, number)
        for side, other in ((said, claimed), (claimed, said))
        for number in side.without(other)
    ]
    kinds: list[Kind] = []
    if _negations(said.keys) != _negations(claimed.keys) or _prefixed(said.keys, claimed.keys):
        kinds.append("negation")
        left = [(words, number) for words, number in left if words.keys[number] not in NEGATORS]
    tests: tuple[tuple[Kind, Callable[[Words, int], bool]], ...] = (
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
    """Whether a word negates the one right after it, no mark between them."""
    if number + 1 == len(words) or words.mark_before(number + 1).strip():
        return False
    return words.keys[number] in NEGATORS


def negates_previous(words: Words, number: int) -> bool:
    """Whether a word negates what stands right before it, no mark between them: "attack no one"."""
    if not number or words.mark_before(number).strip():
        return False
    return words.keys[number] in _NEGATE_WHAT_PRECEDES or words.keys[number : number + 2] == ("no", "#1")


def _negations(words: Counter[str]) -> int:
    return sum(count for word, count in words.items() if word in NEGATORS)


def _prefixed(said: Iterable[str], claimed: Iterable[str]) -> bool:
    """Whether one side has a word that the other has with a negative prefix, or "-ful" for "-less"."""
    return any(
        contrary != word and contrary in other
        for words, other in ((said, claimed), (claimed, said))
        for word in words
        for contrary in (_PREFIX.sub("", word, count=1), _LESS.sub("ful", word))
    )


def _is_number(words: Words, number: int) -> bool:
    # "One" is as often a pronoun; where it is a number, there is another one in its place.
    counted = any(map(str.isdecimal, words.keys[number])) and words.printed(number, number).lower() != "one"
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
