"""Text → paragraphs with their places, and what the text as a whole says about its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rag.text.label_words import SENTENCE
from rag.text.normalise import fold

_WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b\u2060"
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*+")
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{2,}+(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One physical line that is not blank: `source[start:end]`, without white space at its ends."""

    line: int
    """From 1; only a line feed ends a line."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """What a person should look at."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


class Text:
    """A source text and its paragraphs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.paragraphs = tuple(_split(source))

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """How often two words, folded as names are, follow one another."""
        return Counter(pairwise(self._words))

    @cached_property
    def pairs_after_article(self) -> frozenset[tuple[str, str]]:
        """What follows "the": no person's name."""
        words = self._words
        return frozenset(pair for the, pair in zip(words, pairwise(words[1:]), strict=False) if the == "the")

    @cached_property
    def _words(self) -> list[str]:
        return _WORD.findall(fold(self.source))

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that it writes in small letters: no names, most likely."""
        return frozenset(_SMALL_WORD.findall(self.source))

    def writes_small(self, word: str) -> bool:
        """Whether the text, or the language, writes a word small: it is no name then."""
        return word.lower() in self.small_words or word.lower() in SENTENCE

    def after_white(self, start: int, end: int) -> int:
        """The first place from `start` that is not white space, or `end`."""
        while start < end and self.source[start] in _WHITE:
            start += 1
        return start


def _split(source: str) -> list[Paragraph]:
    found = []
    start = 0
    for number, line in enumerate(source.split("\n"), 1):
        if stripped := line.strip(_WHITE):
            begin = start + line.index(stripped[0])
            found.append(Paragraph(number, begin, begin + len(stripped)))
        start += len(line) + 1
    return found
