"""Text → paragraphs with their places, and what the text as a whole says about its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from rag.text.english import SENTENCE
from rag.text.normalise import fold, squeeze
from rag.text.sentences import LINE_END

_UNSEEN = (
    0xAD,
    0x61C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    0x2060,
    *range(0x2066, 0x206A),
    0xFEFF,
)
_WHITE = "".join(chr(code) for code in (*range(0x3001), *_UNSEEN) if chr(code).isspace() or code in _UNSEEN)
"""White space, and marks that nobody sees."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*+")
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{2,}+(?![^\W_])")
_LONGEST_LINE = 1000
"""Characters of a paragraph that are looked at where it may be a line of the page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One physical line that is not blank: `source[start:end]`, without white space at its ends."""

    line: int
    """From 1; only line feeds end lines, where the text has any."""
    start: int
    end: int
    above: int | None = None
    """Where the line right above ends; None where that is blank, and this one opens a block."""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """What a person should look at."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


class Text:
    """A source text and its paragraphs."""

    def __init__(
        self,
        source: str,
        bold: Mapping[int, int] | None = None,
        not_said: frozenset[int] = frozenset(),
        numbers: Sequence[int] = (),
    ) -> None:
        """`bold`: where paragraphs that begin in bold type start → where that ends; none in a text file.

        `not_said`: where paragraphs start that nobody says, unless they are labels. `numbers`: the lines of
        the file that the lines of the source stand on; without them, they are the lines of the file.
        """
        self.source = source
        found = _split(source, counts_feeds=bool(numbers) or "\n" in source)
        self.paragraphs = tuple(
            replace(each, line=numbers[each.line - 1]) if numbers else each for each in found
        )
        self.not_said = not_said
        self._bold = bold or {}

    def line(self, paragraph: Paragraph) -> str:
        """A paragraph, white space folded; of a long one, more than any line of a page has."""
        return squeeze(self.source[paragraph.start : min(paragraph.end, paragraph.start + _LONGEST_LINE)])

    def bold(self, paragraph: Paragraph) -> int:
        """Where the bold type at the head of a paragraph ends; its start where there is none."""
        return self._bold.get(paragraph.start, paragraph.start)

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


def _split(source: str, *, counts_feeds: bool) -> list[Paragraph]:
    """Split at every mark that ends a line for some program; count lines by line feeds, or by all marks."""
    found: list[Paragraph] = []
    number, start, above = 1, 0, None
    ends = [(mark.start(), mark.end()) for mark in LINE_END.finditer(source)]
    for stop, following in [*ends, (len(source), len(source))]:
        line = source[start:stop]
        if stripped := line.strip(_WHITE):
            begin = start + line.index(stripped[0])
            found.append(Paragraph(number, begin, begin + len(stripped), above))
            above = begin + len(stripped)
        else:
            above = None
        number += not counts_feeds or "\n" in source[stop:following]
        start = following
    return found
