"""Whether some passages have a name or a figure of the question, in any of the forms that these take.

To the encoder one place or year is much like another, so one that no passage has is told by its letters: by
the terms of the word index, by derived forms ("Siberian" for "Siberia"), other spellings ("Kiev" for "Kyiv"),
the names of countries ("the USA" for "America") and initials ("WTO"); and by its digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

from rag.question.tokens import Token
from rag.text.countries import take_countries
from rag.text.english import ARTICLES, BODIES, CONJUNCTIONS, PREPOSITIONS, ROLES, TITLES
from rag.text.normalise import fold

_NO_NAMES = ROLES | TITLES | BODIES
"""Capitalised in names, but no name by themselves: other words can say the same."""
_SMALL = ARTICLES | PREPOSITIONS | CONJUNCTIONS
_SPELT_OUT = 12
"""Numbers up to this one are as often written in words."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_VOWELS = re.compile("[aeiouy]")
_BEGIN, _ENDING = 5, 4
"""How many letters the forms of one name share at least, and how many they may have besides."""


def is_figure(token: Token) -> bool:
    """Whether a word is a year or another number in digits, and too great to be written in words."""
    return token.word[0].isdecimal() and (token.number is None or token.number > _SPELT_OUT)


class SaidNames:
    """The words and names of some texts; names are looked for once they are asked for."""

    def __init__(self, texts: Iterable[str], terms: Callable[[str], Sequence[str]]) -> None:
        """`terms` gives the terms of a text."""
        self._texts = tuple(texts)
        self._whole = "\n".join(self._texts)
        self._terms = terms

    def has(self, word: Token) -> bool:
        """Whether a text has a word, in any form of the same stem; a figure whole."""
        if is_figure(word):
            return _figures(word.word) <= self._figures
        return _stands_in(word.text, self._whole) or not self._said.isdisjoint(self._terms(word.text))

    def lacking(self, name: Sequence[Token]) -> list[Token]:
        """The words of a name that no text has in any form.

        None where a text has its last word as a name: a surname is enough.
        """
        words = [token for token in name if token.word not in _NO_NAMES]
        missing = [token for token in words if not self.has(token)]
        if not missing:
            return []
        countries, left = take_countries([token.word for token in name])
        if countries and not left:
            return [] if countries <= self._countries else missing
        if self._has_initials(name) or (words[-1] not in missing and words[-1].text in self._capitalised):
            return []
        return [token for token in missing if is_figure(token) or not self._has_form(token.word)]

    def _has_initials(self, name: Sequence[Token]) -> bool:
        """Whether a text has the initials of a name, or the names that initials stand for."""
        short, last = "".join(token.text[0] for token in name), name[-1].text
        return (len(name) > 1 and short in self._capitalised) or (
            len(last) > 1 and last.isupper() and any(last in initials for initials in self._initials)
        )

    def _has_form(self, word: str) -> bool:
        begin = word[: max(_BEGIN, len(word) - _ENDING)]
        return _spelling(word) in self._spellings or any(term.startswith(begin) for term in self._said)

    @cached_property
    def _figures(self) -> frozenset[str]:
        return _figures(self._whole)

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(term for text in self._texts for term in self._terms(text))

    @cached_property
    def _runs(self) -> tuple[tuple[str, ...], ...]:
        """Capitalised words side by side, with the small words between them."""
        return tuple(run for text in self._texts for run in _runs(text))

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        return frozenset(word for run in self._runs for word in run)

    @cached_property
    def _spellings(self) -> frozenset[str]:
        return frozenset(_spelling(fold(word)) for word in self._capitalised)

    @cached_property
    def _countries(self) -> frozenset[str]:
        folded = [[fold(word) for word in run] for run in self._runs]
        singular = [[word.removesuffix("s") for word in run] for run in folded]
        return frozenset(country for run in (*folded, *singular) for country in take_countries(run)[0])

    @cached_property
    def _initials(self) -> tuple[str, ...]:
        return tuple("".join(word[0] for word in run if word[0].isupper()) for run in self._runs)


def _stands_in(word: str, text: str) -> bool:
    """Whether a text has a word as it is written: most words are there, and this is ten times as fast."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[max(at - 1, 0) : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(word, end)
    return False


def _figures(text: str) -> frozenset[str]:
    """The numbers in digits, without marks between thousands."""
    return frozenset(_FIGURE.findall(_THOUSANDS.sub("", text)))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    for is_name, run in groupby(_WORD.findall(text), lambda word: word[0].isupper() or word in _SMALL):
        if is_name:
            yield tuple(run)


def _spelling(word: str) -> str:
    """What spellings of a name from another script share: its first letter and its consonants."""
    return word[:1] + _VOWELS.sub("", word[1:])
