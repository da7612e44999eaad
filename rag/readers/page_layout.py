"""The page around a transcript: furniture, section, title, date line at both ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.readers.paragraphs import Paragraph, Text
from rag.records import Narration
from rag.text.normalise import squeeze

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
