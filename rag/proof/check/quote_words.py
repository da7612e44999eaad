"""A text → the words that a comparison counts, each with its offsets; numbers by value."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from rag.proof.check.numbers import NUMBER_WORDS, read_number
from rag.text.english import ACRONYMS, word_set
from rag.text.normalise import fold
from rag.text.sentences import Span

_ACCENTS = "\u0300-\u036f"
_INSIDE = f"'’‘ʼ`´′\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069{_ACCENTS}"
"""Characters allowed inside a word: apostrophes, combining accents, invisible characters."""
_VALUE = r"\s?[-−–$€£¥₽₴]?\d"
_SIGN = rf"""(?:[±×÷¬∓⩽⩾\u2190-\u2211\u2213-\u2216\u221a-\u22ee\u22f0-\u22ff]
    | !=(?={_VALUE}) | (?<![….])[<>]=?(?={_VALUE}) | (?<=[\w)]\s)[<>]=?(?=\s\w) | [=+~](?={_VALUE})
    | (?<=\s)−(?=\s\d) | (?<=\d)/(?=\d))"""
"""Signs that compare, calculate or point, and the slash of a fraction; not dashes, nor the marks of `<…>`."""
_WORD = re.compile(
    rf"""(?<![\w.,)\]])[-−–]?+(?>\d++(?:[.,]\d++)*+(?:st|nd|rd|th)?+)(?![^\W_])   # numbers, with their sign
    | (?:[^\W\d_]\.){{2,}}                                                         # U.S., a.m.
    | \[(?:un|dis|in|im|il|ir|non|mis|[^\W\d_])-?\](?=[^\W_])[^\W_]++                        # [un]able
    | [^\W\d_]++\[(?:n['’]?t|not|less)\](?![^\W_])                                # can[not]
    | [^\W_]++(?:[{_INSIDE}]++[^\W_]++)*+[{_ACCENTS}]*+                            # words
    | [%‰$€£¥₽₴°&] | {_SIGN}[{_ACCENTS}]*+""",
    re.VERBOSE,
)
_APOSTROPHE = str.maketrans("", "", "'’‘ʼ`´′.[]-")
_SIGNS = {"%": "percent", "&": "and", "<=": "≤", ">=": "≥", "⩽": "≤", "⩾": "≥", "!=": "≠"}
_IS_SIGN = re.compile(rf"[^\w\s$€£¥₽₴°]{{1,2}}[{_ACCENTS}]*")
_MIXED = re.compile("[A-Za-z].*[\u0370-\u04ff]|[\u0370-\u04ff].*[A-Za-z]")
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα", "ABEKMHOPCTYXISJaeopcyxisjABEZHIKMNOPTYXova"
)
"""Cyrillic and Greek letters, and the Latin ones that they look like."""
_RAISED = re.compile("[²³¹⁰⁴-⁹]")

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
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_NOTHING_HEARD = re.compile(
    r"\A\W*(?:no|not)\s(?:audio|sound|microphone|mic|translation|interpretation|interpreted|translated|audible|"
    r"(?:audible\s|verbal\s)?(?:answer|response|reply))\W*\Z",
    re.IGNORECASE,
)
"""Notes of a transcriber that negate nothing."""
_BRACKETS = re.compile(r"[()\[\]]")
_SENTENCE_END = re.compile(r"[.!?:…\n]")
_COMPOUND = NUMBER_WORDS | {"per"}
_NUMBER_WORDS = 16
"""Maximum number of words of one number."""
_GAP = "\0"

NEGATORS = word_set(
    """not never no none nobody nothing nowhere neither nor without non hardly cannot aint arent cant
    couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shant shouldnt wasnt werent
    wont wouldnt"""
)
"""As `Words.keys` spells them."""

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
        """All keys in one string, each between two marks, for the search of phrases."""
        return _GAP + _GAP.join(self.keys) + _GAP

    def find(self, phrase: Words, after: int = 0) -> int | None:
        """The number of the word, from `after` on, at which `phrase` begins; None where it does not occur."""
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
        """Whether a word is the first of a sentence, judged by the punctuation before it."""
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
    """Every word of a text. Not `cased`: letter case is not significant."""
    found = [(_key(match[0], cased), *match.span()) for match in _WORD.finditer(text)]
    compound = [number for number, (key, _, _) in enumerate(found) if key in _COMPOUND or not key.isalpha()]
    found = _merged(text, found, compound) if compound else found
    keys, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Words(text, keys, starts, ends)


@lru_cache(maxsize=512)
def spoken(text: str, *, cased: bool = True) -> Words:
    """The words of an utterance without stage directions and editorial brackets that negate nothing."""
    words = words_of(text, cased=cased)
    left_out = [span for span in asides(text) if not _is_said(text[slice(*span)])]
    if not left_out:
        return words
    kept = [
        number
        for number, (start, end) in enumerate(zip(words.starts, words.ends, strict=True))
        if not inside(left_out, start, end)
    ]
    starts, ends = (tuple(column[i] for i in kept) for column in (words.starts, words.ends))
    return Words(text, tuple(words.keys[i] for i in kept), starts, ends)


def asides(text: str) -> list[Span]:
    """Where an editor's inserts, stage directions and negations in brackets stand, brackets included."""
    if not _BRACKETS.search(text):
        return []
    inserts = [match.span() for match in _ASIDE.finditer(text)]
    negations = [match.span() for match in _IN_PARENTHESES.finditer(text) if _is_said(match[0])]
    return sorted({*inserts, *(span for span in negations if not inside(inserts, *span))})


def inside(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the `spans`, which are in order and apart, holds all from `start` to `end`."""
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def _is_said(aside: str) -> bool:
    """Whether words in brackets negate what stands beside them, so that no quote may leave them out."""
    words = (_key(match[0], True) for match in _WORD.finditer(aside))
    return any(word in NEGATORS for word in words) and not _NOTHING_HEARD.search(aside)


def has_case(text: str) -> bool:
    """Whether letter case is significant: the text has small letters, and capitals after the first letter.

    A single word is taken as printed: "US" alone is no pronoun.
    """
    return len(text.split()) == 1 or (text != text.upper() and text[1:] != text[1:].lower())


def has_brackets(text: str) -> bool:
    """Whether the text has brackets, and so may repeat asides of its source."""
    return bool(_BRACKETS.search(text))


@lru_cache(maxsize=1 << 16)
def _key(printed: str, cased: bool) -> str:
    plain = printed.lower() if printed.isascii() else fold(_one_alphabet(printed))
    if _RAISED.search(printed):
        # "10²" is not "102".
        return printed.lower()
    if _IS_SIGN.fullmatch(printed):
        sign = unicodedata.normalize("NFC", printed)
        return _SIGNS.get(sign, sign)
    if plain[:1] in "-−–" or plain[-1].isdecimal():
        return plain.replace("−", "-").replace("–", "-")
    bare = plain if plain.isalnum() else plain.translate(_APOSTROPHE) or plain
    return bare.upper() if cased and bare in ACRONYMS and printed.isupper() else bare


def _one_alphabet(word: str) -> str:
    """A word with look-alike letters replaced by Latin ones; any other word as it is."""
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
