"""Text → paragraphs with their places, and the page around a transcript: furniture, title, date lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from rag.records import Narration
from rag.text.english import SENTENCE
from rag.text.normalise import fold, squeeze

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


_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_MONTHS = {name: number % 12 + 1 for number, name in enumerate((*_ENGLISH, *_RUSSIAN))}
_DATE = re.compile(
    r"(?:(?P<month>[^\W\d_]+)\s(?P<day>\d{1,2})|(?P<day2>\d{1,2})\s(?P<month2>[^\W\d_]+))"
    r",?\s(?P<year>\d{4})(?:\sгода)?(?:,?\s\d{1,2}:\d\d)?(?:,?\s(?P<place>\S.*))?"
)
_SECTION = re.compile(r"(\S.{0,60}?)\s*/")
_FURNITURE = re.compile(
    r"view settings|font size:?|site colou?rs:?|images|settings|select font.*|character spacing.*|print"
    r"|official website of the president of russia",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published in sections?|publication (?:date|status)|direct link)\s?:.*", re.IGNORECASE
)
_SECTION_WITHIN = 16
"""Paragraphs, from the top."""
_DATE_WITHIN = 5
"""Paragraphs, from the section, or from the top of a page without one."""
_TAIL_WITHIN = 12
"""Paragraphs, from the bottom."""
_LONGEST_DATE_LINE = 160
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class DateLine:
    """The line "April 11, 2024, The Kremlin, Moscow", taken apart."""

    date: str
    """ISO 8601."""
    place: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart; what stands in no field is furniture."""

    section: str | None
    title: str | None
    dated: DateLine | None
    body: tuple[Paragraph, ...]
    """What may be said or narrated, in order."""
    tail: tuple[Paragraph, ...]
    """What follows the date line at the end, or how the page was published."""

    def titled_before(self, label: int, text: Text) -> Page:
        """Without a date line, the first line of the body is the title, if the first label comes later."""
        if self.title is not None or not self.body or self.body[0].end > label:
            return self
        title = squeeze(text.source[self.body[0].start : self.body[0].end])
        if len(title) > _LONGEST_TITLE or title.endswith((".", ":")) or not any(c.isalpha() for c in title):
            return self
        return replace(self, title=title, body=self.body[1:])

    def closing_words(self, text: Text) -> tuple[Narration, ...]:
        """What follows the last date line, as narration."""
        return tuple(Narration(text.source[p.start : p.end], (p.line, p.line)) for p in self.tail)


def lay_out(text: Text) -> Page:
    """Take a page apart. Without a date line near the top, title and body are not told apart."""
    paragraphs = text.paragraphs
    lines = [_line(text, paragraph) for paragraph in paragraphs[: _SECTION_WITHIN + _DATE_WITHIN]]
    section, top = _section(lines)
    title, dated, begin = None, None, top
    for at in range(top, min(top + _DATE_WITHIN, len(paragraphs) - 1)):
        if (dated := parse_date_line(lines[at])) is not None:
            title, begin = " ".join(lines[top:at]) or None, at + 1
            break
    closing = _closing(text, begin, dated)
    if closing is None:
        end = _published(text, begin)
        return Page(section, title, dated, paragraphs[begin:end], paragraphs[end:])
    dated = dated or parse_date_line(_line(text, paragraphs[closing]))
    return Page(section, title, dated, paragraphs[begin:closing], paragraphs[closing + 1 :])


def parse_date_line(line: str) -> DateLine | None:
    """Read a line, white space folded, that is a date and perhaps a place, and nothing else."""
    found = _DATE.fullmatch(line) if len(line) <= _LONGEST_DATE_LINE else None
    if found is None:
        return None
    month = _MONTHS.get((found["month"] or found["month2"]).lower())
    try:
        day = date(int(found["year"]), month or 0, int(found["day"] or found["day2"]))
    except ValueError:
        return None
    return DateLine(day.isoformat(), found["place"])


def _section(lines: Sequence[str]) -> tuple[str | None, int]:
    """The section ("Transcripts /") and where the page goes on after it and the furniture."""
    for at, line in enumerate(lines[:_SECTION_WITHIN]):
        if found := _SECTION.fullmatch(line):
            return found[1], at + 1
    top = 0
    while top < len(lines) and _FURNITURE.fullmatch(lines[top]):
        top += 1
    return None, top


def _closing(text: Text, begin: int, dated: DateLine | None) -> int | None:
    """The place of the date line that ends the page, if one does."""
    count = len(text.paragraphs)
    for at in range(count - 1, max(begin, count - _TAIL_WITHIN) - 1, -1):
        line = parse_date_line(_line(text, text.paragraphs[at]))
        if line is not None and (dated is None or line.date == dated.date):
            return at
    return None


def _published(text: Text, begin: int) -> int:
    """Where a page that has no date line at its end says when and where it was published, or its end."""
    count = len(text.paragraphs)
    tail = range(max(begin, count - _TAIL_WITHIN), count)
    return next((at for at in tail if _PUBLISHED.fullmatch(_line(text, text.paragraphs[at]))), count)


def _line(text: Text, paragraph: Paragraph) -> str:
    """A paragraph with its white space folded; of a long one, more than any line of the page has."""
    return squeeze(text.source[paragraph.start : min(paragraph.end, paragraph.start + 1000)])
