"""The page around a transcript: furniture, section, title, date line at both ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.readers.paragraphs import Paragraph
from rag.speakers import squeeze

_MONTHS = {
    name: number % 12 + 1
    for number, name in enumerate(
        "january february march april may june july august september october november december "
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
    )
}
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
_SECTION_WITHIN = 16
"""Paragraphs, from the top."""
_DATE_WITHIN = 5
"""Paragraphs, from the section, or from the top of a page without one."""
_TAIL_WITHIN = 12
"""Paragraphs, from the bottom."""
_LONGEST_DATE_LINE = 160


@dataclass(frozen=True, slots=True)
class DateLine:
    """ "April 11, 2024, The Kremlin, Moscow"."""

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
    """What follows the date line at the end."""


def lay_out(source: str, paragraphs: Sequence[Paragraph]) -> Page:
    """Take a page apart. Without a date line near the top, title and body are not told apart."""
    lines = [squeeze(source[p.start : min(p.end, p.start + 2000)]) for p in paragraphs[:40]]
    section, top = _section(lines)
    title, dated, begin = None, None, top
    for at in range(top, min(top + _DATE_WITHIN, len(lines))):
        if (dated := parse_date_line(lines[at])) is not None:
            title, begin = " ".join(lines[top:at]) or None, at + 1
            break
    closing = _closing(source, paragraphs, begin, dated)
    if closing is None:
        return Page(section, title, dated, tuple(paragraphs[begin:]), ())
    dated = dated or parse_date_line(squeeze(_text(source, paragraphs[closing])))
    return Page(section, title, dated, tuple(paragraphs[begin:closing]), tuple(paragraphs[closing + 1 :]))


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


def _closing(source: str, paragraphs: Sequence[Paragraph], begin: int, dated: DateLine | None) -> int | None:
    """The place of the date line that ends the page, if one does."""
    for at in range(len(paragraphs) - 1, max(begin, len(paragraphs) - _TAIL_WITHIN) - 1, -1):
        line = parse_date_line(squeeze(_text(source, paragraphs[at])))
        if line is not None and (dated is None or line.date == dated.date):
            return at
    return None


def _text(source: str, paragraph: Paragraph) -> str:
    return source[paragraph.start : min(paragraph.end, paragraph.start + 2 * _LONGEST_DATE_LINE)]
