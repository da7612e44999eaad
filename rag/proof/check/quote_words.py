"""A text as the words that count when a quote is compared, each with its place; numbers by value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from rag.text.normalise import fold

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
    r"(?P<sign>[-−]?)(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<th>st|nd|rd|th)?"
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


_ACCENTS = "\u0300-\u036f"
_INSIDE = f"'’‘ʼ`´′\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069{_ACCENTS}"
"""What a word may have inside: apostrophes, accents of their own, and what nobody sees."""
_WORD = re.compile(
    rf"""(?<![\w.,)\]])[-−]?+(?>\d++(?:[.,]\d++)*+(?:st|nd|rd|th)?+)(?![^\W_])   # numbers, with their sign
    | (?:[^\W\d_]\.){{2,}}                                                         # U.S., a.m.
    | [^\W_]++(?:[{_INSIDE}]++[^\W_]++)*+[{_ACCENTS}]*+                            # words
    | [%‰$€£¥₽₴°&]""",
    re.VERBOSE,
)
_APOSTROPHE = str.maketrans("", "", "'’‘ʼ`´′.")
_SIGNS = {"%": "percent", "&": "and"}
_MIXED = re.compile("[A-Za-z].*[\u0370-\u04ff]|[\u0370-\u04ff].*[A-Za-z]")
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα", "ABEKMHOPCTYXISJaeopcyxisjABEZHIKMNOPTYXova"
)
"""Cyrillic and Greek letters, and the Latin ones that they look like."""
_RAISED = re.compile("[²³¹⁰⁴-⁹]")
_ACRONYMS = frozenset({"us", "it", "who"})
"""Acronyms that letter case alone tells from a common word."""

_STAGE = (
    r"laugh\w*|applau\w*|ovation|videos?|film|clip|music|anthem|audience|inaudible|pauses?|addressing|addresses"
    r"|cheer\w*|shout\w*|noise|smil\w*|nods?|gestures?"
)
_ASIDE = re.compile(
    rf"""\[[^\[\]]*\]                                            # the editor's insert
    | \((?:In\s[A-Z]\w+)\.?\)                                   # the language that is spoken
    | \((?=[A-Z])(?=[^()]*\b(?i:{_STAGE})\b)(?:[^\s()]+\s+){{0,7}}[^\s()]*\)   # a stage direction""",
    re.VERBOSE,
)
_DOTS = r"(?:…|\.\s?\.\s?\.)"
ELLIPSIS = re.compile(rf"[\[(<]?\s*{_DOTS}(?:\s*{_DOTS}|\.(?!\w))*\s*[\])>]?")
"""`…`, `...`, `. . .`, `[…]`, also several in a row."""
_BRACKETS = re.compile(r"[()\[\]]")
_SENTENCE_END = re.compile(r"[.!?:…\n]")
_COMPOUND = NUMBER_WORDS | {"per"}
_NUMBER_WORDS = 16
"""Words that a number is looked for in."""
_GAP = "\0"

Found = tuple[str, int, int]
"""Key, start, end."""


@dataclass(frozen=True)
class Words:
    """The words of one text, in order; `starts` and `ends` are offsets in it, `end` exclusive."""

    text: str
    keys: tuple[str, ...]
    """What is compared."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def line(self) -> str:
        """All keys in one string, each between two marks: where a phrase is looked for."""
        return _GAP + _GAP.join(self.keys) + _GAP

    def find(self, phrase: Words, after: int = 0) -> int | None:
        """The first word, from number `after` on, at which `phrase` begins; None where it does not."""
        wanted = phrase.line
        at = self.line.find(wanted, sum(map(len, self.keys[:after])) + after)
        return None if at < 0 else self.line.count(_GAP, 0, at)

    def printed(self, first: int, last: int) -> str:
        """The text from word `first` to word `last`, inclusive; empty where there is none between."""
        return self.text[self.starts[first] : self.ends[last]] if first <= last else ""

    def mark_before(self, number: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.ends[number - 1] if number else 0 : self.starts[number]]

    def begins_sentence(self, number: int) -> bool:
        """Whether a word is the first of a sentence, as far as the marks before it tell."""
        return number == 0 or bool(_SENTENCE_END.search(self.mark_before(number)))

    def ends_between(self, one: int, other: int) -> int:
        """How many sentences end between two words."""
        return self._begun[max(one, other)] - self._begun[min(one, other)]

    @cached_property
    def _begun(self) -> tuple[int, ...]:
        return tuple(accumulate(map(self.begins_sentence, range(len(self)))))

    def trails_off(self, number: int) -> bool:
        """Whether the text itself has an ellipsis right after a word."""
        after = self.starts[number + 1] if number + 1 < len(self) else len(self.text)
        return bool(ELLIPSIS.search(self.text, self.ends[number], after))

    def part(self, first: int, last: int) -> Words:
        """The words from `first` to `last`, exclusive, of the same text."""
        return Words(self.text, self.keys[first:last], self.starts[first:last], self.ends[first:last])


@lru_cache(maxsize=512)
def words_of(text: str, *, cased: bool = True) -> Words:
    """Every word of a text. Not `cased`: letter case tells nothing, for it was typed without."""
    found = [(_key(match[0], cased), *match.span()) for match in _WORD.finditer(text)]
    compound = [number for number, (key, _, _) in enumerate(found) if key in _COMPOUND or not key.isalpha()]
    found = _merged(text, found, compound) if compound else found
    keys, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Words(text, keys, starts, ends)


@lru_cache(maxsize=512)
def spoken(text: str, *, cased: bool = True) -> Words:
    """The words of an utterance without stage directions and what an editor put in square brackets."""
    words = words_of(text, cased=cased)
    asides = [match.span() for match in _ASIDE.finditer(text)] if _BRACKETS.search(text) else []
    if not asides:
        return words
    kept = [
        number
        for number, start in enumerate(words.starts)
        if not any(first <= start < last for first, last in asides)
    ]
    starts, ends = (tuple(column[i] for i in kept) for column in (words.starts, words.ends))
    return Words(text, tuple(words.keys[i] for i in kept), starts, ends)


def has_case(text: str) -> bool:
    """Whether letter case tells anything in this text: it has small letters, and capitals after the first.

    A single word is taken as it is printed: "US" alone is no pronoun.
    """
    return len(text.split()) == 1 or (text != text.upper() and text[1:] != text[1:].lower())


def has_brackets(text: str) -> bool:
    """Whether the text repeats asides of its source, as far as one can see."""
    return bool(_BRACKETS.search(text))


@lru_cache(maxsize=1 << 16)
def _key(printed: str, cased: bool) -> str:
    plain = printed.lower() if printed.isascii() else fold(_one_alphabet(printed))
    if _RAISED.search(printed):
        # "10²" is not "102".
        return printed.lower()
    if plain in _SIGNS:
        return _SIGNS[plain]
    if plain[:1] in "-−" or plain[-1].isdecimal():
        return plain
    bare = plain if plain.isalnum() else plain.translate(_APOSTROPHE) or plain
    return bare.upper() if cased and bare in _ACRONYMS and printed.isupper() else bare


def _one_alphabet(word: str) -> str:
    """A word of Latin letters, where others stand in that look like them; any other word as it is."""
    return word.translate(_LOOKALIKES) if _MIXED.search(word) else word


def _merged(text: str, found: list[Found], compound: Iterable[int]) -> list[Found]:
    """The words with numbers by their value, however many words they take, and "per cent" as one."""
    merged: list[Found] = []
    done = 0
    for at in compound:
        if at < done:
            continue
        merged += found[done:at]
        key, start, _ = found[at]
        nearby = found[at : at + _NUMBER_WORDS]
        words = [word for word, _, _ in nearby]
        marks = [text[before[2] : after[1]] for before, after in pairwise(nearby)]
        count = 1
        if key == "per":
            key, count = ("percent", 2) if words[1:2] == ["cent"] else (key, 1)
        elif number := read_number(words, marks):
            key, count = number.key, number.words
        merged.append((key, start, found[at + count - 1][2]))
        done = at + count
    return merged + found[done:]
