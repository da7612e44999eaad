"""The page around a transcript: section, title, date line at both ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.readers.label_grammar import LabelKind, understand
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
    r"(?:(?P<month>[^\W\d_]+)\s(?P<day>\d{1,2})(?:st|nd|rd|th)?|(?P<day2>\d{1,2})(?:st|nd|rd|th)?\s(?P<month2>[^\W\d_]+))"
    r",?\s(?P<year>\d{4})(?:\sгода)?(?:,?\s\d{1,2}:\d\d)?(?:,?\s(?P<place>\S.*))?"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_FIELD = re.compile(r"(date|location|place|venue|title)\s?:\s*(\S.*)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s", re.IGNORECASE)
_SECTION = re.compile(r"([^\W\d_][^\W\d_ -]{2,20}(?:\s[^\W\d_]{2,20}){0,2})\s*/")
_FURNITURE = re.compile(
    r"view settings|font size:?|site colou?rs:?|images|settings|select font.*|character spacing.*|print"
    r"|official website of the president of russia",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published in sections?|publication (?:date|status)|direct link)\s?:.*", re.IGNORECASE
)
_VOICES = frozenset({LabelKind.GENERIC})
_SPEAKERS = frozenset({LabelKind.NAME, LabelKind.ROLE_AND_NAME, LabelKind.GENERIC})
_SECTION_WITHIN = 16
"""Paragraphs, from the top."""
_DATE_WITHIN = 5
"""Paragraphs, from the section, or from the top of a page without one."""
_TAIL_WITHIN = 12
"""Paragraphs, from the bottom."""
_LONGEST_DATE_LINE = 160
_LONGEST_TITLE = 250
_LONGEST_CAPTION = 80
"""Characters of what may stand below the date line that ends a page without one at its top."""


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
        return replace(self, title=title, body=_body(self.body[1:]))

    def closing_words(self, text: Text) -> tuple[Narration, ...]:
        """What follows the last date line, as narration."""
        return tuple(Narration(text.source[p.start : p.end], (p.line, p.line)) for p in self.tail)


def is_site_page(text: Text) -> bool:
    """Whether the top is that of a page of the Kremlin's site: its furniture, or "Transcripts /"."""
    lines = [text.line(paragraph) for paragraph in text.paragraphs[:_SECTION_WITHIN]]
    section, top = _section(lines)
    return section is not None or top > 0


def lay_out(text: Text, *, closes_with_date: bool = True) -> Page:
    """Take a page apart. Without a date line near the top, title and body are not told apart.

    `closes_with_date`: whether a date line ends the page, as on the Kremlin's site.
    """
    paragraphs = text.paragraphs
    lines = [text.line(paragraph) for paragraph in paragraphs[: _SECTION_WITHIN + _DATE_WITHIN]]
    section, top = _section(lines)
    title, dated, begin = None, None, top
    for at in range(top, min(top + _DATE_WITHIN, len(paragraphs) - 1)):
        if (dated := parse_date_line(lines[at])) is not None:
            title, begin = " ".join(lines[top:at]) or None, at + 1
            break
        if _is_said(lines[at], _VOICES if at == top and section else _SPEAKERS):
            break
    if not closes_with_date:
        return Page(section, title, dated, _body(paragraphs[begin:]), ())
    closing = _closing(text, begin, dated)
    if closing is None:
        end = _published(text, begin)
        return Page(section, title, dated, _body(paragraphs[begin:end]), paragraphs[end:])
    dated = dated or parse_date_line(text.line(paragraphs[closing]))
    return Page(section, title, dated, _body(paragraphs[begin:closing]), paragraphs[closing + 1 :])


def _body(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """What stands between title and date line; the first paragraph opens a block."""
    return tuple(replace(first, above=None) for first in paragraphs[:1]) + tuple(paragraphs[1:])


def parse_date_line(line: str) -> DateLine | None:
    """Read a line, white space folded, that is a date and perhaps a place, and nothing else."""
    if len(line) > _LONGEST_DATE_LINE:
        return None
    if (field := _FIELD.fullmatch(line)) and field[1].lower() == "date":
        line = field[2]
    line = _WEEKDAY.sub("", line, count=1) if _WEEKDAY.match(line) else line
    if found := _ISO.fullmatch(line):
        return _date_line(found["year"], int(found["month"]), found["day"], None)
    found = _DATE.fullmatch(line)
    if found is None:
        return None
    month = _MONTHS.get((found["month"] or found["month2"]).lower(), 0)
    return _date_line(found["year"], month, found["day"] or found["day2"], found["place"])


def _date_line(year: str, month: int, day: str, place: str | None) -> DateLine | None:
    try:
        return DateLine(date(int(year), month, int(day)).isoformat(), place)
    except ValueError:
        return None


def _is_said(line: str, kinds: frozenset[LabelKind] = _SPEAKERS) -> bool:
    """Whether a line begins with somebody's label, so that no date below it is the page's."""
    head, colon, after = line.partition(":")
    return bool(colon and after.strip()) and understand(head).kind in kinds


def _section(lines: Sequence[str]) -> tuple[str | None, int]:
    """The section ("Transcripts /") and where the page goes on after it and the furniture."""
    top = 0
    while top < len(lines) and _FURNITURE.fullmatch(lines[top]):
        top += 1
    for at, line in enumerate(lines[:_SECTION_WITHIN]):
        if found := _SECTION.fullmatch(line):
            return found[1], at + 1
        if at >= top and _is_said(line):
            break
    return None, top


def _closing(text: Text, begin: int, dated: DateLine | None) -> int | None:
    """The place of the date line that ends the page, if one does: nobody speaks after it."""
    count = len(text.paragraphs)
    for at in range(count - 1, max(begin, count - _TAIL_WITHIN) - 1, -1):
        printed = text.line(text.paragraphs[at])
        line = parse_date_line(printed)
        if line is not None and (dated is None or line.date == dated.date):
            return at
        if _is_said(printed) or (dated is None and len(printed) > _LONGEST_CAPTION):
            break
    return None


def _published(text: Text, begin: int) -> int:
    """Where a page that has no date line at its end says when and where it was published, or its end."""
    count = len(text.paragraphs)
    tail = range(max(begin, count - _TAIL_WITHIN), count)
    return next((at for at in tail if _PUBLISHED.fullmatch(text.line(text.paragraphs[at]))), count)
