"""Numbers in a text, in digits or in words, by their value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
_TENS = """twenty thirty forty fifty sixty seventy eighty ninety"""
_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"""
_ORDINAL_TENS = """twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"""
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "bln": 10**9, "trillion": 10**12, "trln": 10**12,
}  # fmt: skip
_HUNDRED = 100


def _valued(units: str, tens: str) -> dict[str, int]:
    ones = {word: value for value, word in enumerate(units.split())}
    return ones | {word: 10 * value for value, word in enumerate(tens.split(), start=2)}


_SMALL, _LAST = _valued(_UNITS, _TENS), _valued(_ORDINALS, _ORDINAL_TENS)
NUMBER_WORDS = frozenset((*_SMALL, *_LAST, *_SCALES, "hundred"))

_JOINT = re.compile("[\\s\u2010\u2011-]*")
_LONGEST = 24
"""Characters of a number in digits; a longer string of them is compared as it is printed."""
_DIGITS = re.compile(
    r"(?P<sign>[-−–]?)(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and how many words of the text it takes."""

    value: Decimal
    ordinal: bool
    words: int

    @property
    def key(self) -> str:
        """The same for every way to print it."""
        plain = f"{self.value:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return f"#{plain}{'th' if self.ordinal else ''}"


def read_number(words: Sequence[str], joined: Sequence[str]) -> Number | None:
    """The longest number at the beginning of `words` (lower case); None where there is none.

    `joined` are the marks between each word and the next; only spaces and hyphens keep a number together.
    """
    if words[0] in _LAST:
        return Number(Decimal(_LAST[words[0]]), True, 1)
    digits = _DIGITS.fullmatch(words[0]) if len(words[0]) <= _LONGEST else None
    if digits is None:
        return _spelt(words, joined) if words[0] in NUMBER_WORDS else None
    value = Decimal(digits["value"].replace(",", "")) * (-1 if digits["sign"] else 1)
    if digits["th"]:
        return Number(value, True, 1)
    count = 1
    while count < len(words) and words[count] in _SCALES and _together(joined[count - 1]):
        value *= _SCALES[words[count]]
        count += 1
    return Number(value, False, count)


def _spelt(words: Sequence[str], joined: Sequence[str]) -> Number | None:
    """A number in words: hundreds, tens and units below each scale, scales from large to small."""
    total = group = at = 0
    room = scale = 10**15
    """What the next word of the group must be below, and the next scale."""
    while at < len(words) and (at == 0 or _together(joined[at - 1])):
        word, step = words[at], 1
        if word == "and" and at and room in {_HUNDRED, *_SCALES.values()} and at + 1 < len(words):
            if not _together(joined[at]) or words[at + 1] not in {*_SMALL, *_LAST}:
                break
            word, step = words[at + 1], 2
        if word in _LAST and at and 0 < _LAST[word] < room:
            return Number(Decimal(total + group + _LAST[word]), True, at + step)
        if word in _SMALL and _SMALL[word] < room:
            group += _SMALL[word]
            room = 10 if _SMALL[word] >= 20 else 0  # noqa: PLR2004 - only tens take a unit after them
        elif word == "hundred" and group < 10 and room != _HUNDRED and (group or not at):  # noqa: PLR2004
            group, room = (group or 1) * _HUNDRED, _HUNDRED
        elif word in _SCALES and _SCALES[word] < scale and (group or not at):
            scale = room = _SCALES[word]
            total, group = total + (group or 1) * scale, 0
        else:
            break
        at += step
    return Number(Decimal(total + group), False, at) if at else None


def _together(mark: str) -> bool:
    # A line may end inside a number, a paragraph may not.
    return _JOINT.fullmatch(mark) is not None and mark.count("\n") <= 1
