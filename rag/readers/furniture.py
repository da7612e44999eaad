"""What a page prints between and inside turns and nobody says: boxes, captions, page numbers, headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.readers.page_layout import parse_date_line
from rag.readers.paragraphs import Paragraph, Text

_BOX = re.compile(r"see also|additional|related (?:materials|news|links)|read also|also read", re.IGNORECASE)
_RANGE = re.compile(r"([^\W\d_]+\s\d{1,2})\s?[–—−-]\s?(?:[^\W\d_]+\s)?\d{1,2}(,?\s\d{4})")
_DATED_TITLE = re.compile(r"\S.{3,250}?\s([^\W\d_]+\s\d{1,2},\s\d{4})")
_CAPTION = re.compile(
    r"(?:photos?|pictures?|video|image)\s?(?:by|credit|courtesy|:).*|©.*"
    r"|(?:photo|image)?\s?\d{1,3} (?:of|/) \d{1,3}",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:(?:source|link|url|video|audio|photo|image|website|online)s?\s?:\s?)?<?https?://\S+", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:page\s)?[-–—|\[ ]{0,3}(\d{1,4})[-–—|\] ]{0,3}(?:(?:of|/)\s?\d{1,4})?", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_HEADER = re.compile(r"(?!.*:)(?=.*\bpage\b|(?:\S*[^\W\d_]\S*\s+){3}).*[^.?!:]", re.IGNORECASE)
"""A line with a number that may be the title of a printed page: three words, or the word "page"."""
_UNPUNCTUATED = re.compile(r"[^:]*[^.?!:…]")
_LONGEST_HEADER = 100
_LEAST_HEADERS = 3
"""How often a line with a page's number has to stand, its number aside, to be a running header."""


def find_furniture(text: Text, paragraphs: Sequence[Paragraph], *, has_boxes: bool) -> frozenset[int]:
    """Where the paragraphs that nobody says begin; `has_boxes`: on a page of the Kremlin's site."""
    lines = [text.line(paragraph) for paragraph in paragraphs]
    found = {at for at, line in enumerate(lines) if _LINK.fullmatch(line)}
    found.update(_page_numbers(lines), _running_headers(lines))
    if has_boxes:
        found.update(_boxes(lines))
        found.update(at for at, line in enumerate(lines) if _CAPTION.fullmatch(line))
    return frozenset(paragraphs[at].start for at in found)


def _boxes(lines: Sequence[str]) -> Iterator[int]:
    """A heading ("See also"), then titles, each with its date below or at its end."""
    at = 0
    while at < len(lines):
        begin, at = at, at + 1
        if not _BOX.fullmatch(lines[begin]):
            continue
        while at < len(lines):
            if at + 1 < len(lines) and _is_date(lines[at + 1]) and not _is_date(lines[at]):
                at += 2
            elif (dated := _DATED_TITLE.fullmatch(lines[at])) and _is_date(dated[1]):
                at += 1
            else:
                break
        if (
            at == begin + 1 < len(lines)
            and len(lines[at]) <= _LONGEST_HEADER
            and _UNPUNCTUATED.fullmatch(lines[at])
        ):
            at += 1
        yield from range(begin, at)


def _is_date(line: str) -> bool:
    return parse_date_line(_RANGE.sub(r"\1\2", line)) is not None


def _page_numbers(lines: Sequence[str]) -> Iterator[int]:
    """Numbers alone on their lines that count on from one another."""
    numbered = [
        (at, int(found[1])) for at, line in enumerate(lines) if (found := _NUMBER.fullmatch(line)) is not None
    ]
    for (at, number), (after, following) in pairwise(numbered):
        if following == number + 1:
            yield from (at, after)


def _running_headers(lines: Sequence[str]) -> Iterator[int]:
    """Short lines that come back with another number each time: a title with the number of its page."""
    heads: dict[str, set[str]] = {}
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_HEADER and _HEADER.fullmatch(line) and (digits := _DIGITS.findall(line)):
            same = _DIGITS.sub("#", line)
            heads.setdefault(same, set()).add(digits[-1])
            places.setdefault(same, []).append(at)
    for same, numbers in heads.items():
        counted = sorted(map(int, (number for number in numbers if len(number) < _LEAST_HEADERS * 2)))
        is_row = all(after - before == 1 for before, after in pairwise(counted))
        if len(counted) >= _LEAST_HEADERS and is_row and len(places[same]) == len(counted):
            yield from places[same]
