"""The words of a printed page → its lines in reading order, column by column, without running heads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median

from rag.readers.pdf_pages import Page, PrintedLine

_EDGE = 3
"""Lines at the top and at the bottom of a page that may be a running head or the page's number."""
_OFTEN = 0.4
"""Share of the pages on which a running head stands: it may be that of every other page."""
_APART = 0.7
"""Heights of a letter."""
_SMALLER = 0.9
_LEAST_LINES = 5
"""Of a column, and of a page whose lines are numbered."""
_MOST_DEPTH = 3
"""Of columns inside columns."""
_MOST_ACROSS = 0.25
"""Share of the lines of a page with columns that run across them."""
_FEWEST = 2
"""Lines of the last column of a text."""
_LEAST_WIDTH = 0.5
"""Of a column by the other: labels beside the text stand in a narrower one."""
_NUMBERED = 0.6
"""Share of the lines of a page that count on from one another."""
_COUNTING = 0.9
"""Share of the numbers in a margin that count on."""
_LONGEST_NUMBER = 4
_SAME_ROW = 0.4
"""Heights of a letter."""
_LONGEST_MARK = 3
"""Characters before a tab: "Q", "A.", the number of a line."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s)?\W{0,3}(?:\d{1,4}|[ivxl]{1,7})\W{0,3}(?:(?:of|/)\s?\d{1,4}\W{0,3})?", re.IGNORECASE
)
_LINE_NUMBER = re.compile(r"(\d{1,2})(?:\s+|$)")


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """The pages without their running heads, feet and numbers; and what these say, each once.

    A running head comes back on many pages, its number aside, and is set apart from the text.
    """
    pages = [tuple(sorted(page, key=lambda line: line.top)) for page in pages]
    times = Counter(key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    often = {key for key, count in times.items() if count > 1 and count >= _OFTEN * len(pages)}
    often |= _small(pages)
    kept: list[Page] = []
    heads: dict[str, str] = {}
    for page in pages:
        first = _edge(page, often)
        last = len(page) - _edge(page[first:][::-1], often)
        kept.append(page[first:last])
        dropped = (line for line in (*page[:first], *page[last:]) if not _is_number(line))
        heads = {_key(line)[0]: line.text for line in dropped} | heads
    return kept, list(heads.values())


def _small(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Lines that are smaller than the text."""
    sizes = sorted((line.bottom - line.top, len(line.text)) for page in pages for line in page)
    letters = list(accumulate(length for _, length in sizes))
    size = sizes[bisect_left(letters, letters[-1] / 2)][0] if sizes else 0.0
    return {_key(line) for page in pages for line in page if line.bottom - line.top < _SMALLER * size}


def _edge(lines: Sequence[PrintedLine], often: set[tuple[str, int]]) -> int:
    """How many lines from the edge of a page are its number, or a running head up to the room below it."""
    number = 0
    while number < min(_EDGE, len(lines)) and _is_number(lines[number]):
        number += 1
    for edge in range(number, min(_EDGE, len(lines) - 1)):
        if _key(lines[edge]) not in often and not _is_number(lines[edge]):
            break
        if _is_apart(lines[edge], lines[edge + 1]):
            return edge + 1
    return number


def _is_apart(head: PrintedLine, text: PrintedLine) -> bool:
    """Whether there is more room between two lines than in a text, or one is larger than the other."""
    small, large = sorted((head.bottom - head.top, text.bottom - text.top))
    room = max(text.top - head.bottom, head.top - text.bottom)
    return room > _APART * large or small < _SMALLER * large


def _key(line: PrintedLine) -> tuple[str, int]:
    """What a running head has in common on all pages: its words and its height on the page."""
    return _DIGITS.sub("#", line.text), round(line.top / (line.bottom - line.top or 1))


def _is_number(line: PrintedLine) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def without_margin_numbers(pages: Sequence[Page]) -> list[Page]:
    """The pages without numbers that count lines or paragraphs, left of all text."""
    pages = [tuple(sorted(page, key=lambda line: line.top)) for page in pages]
    margins = [list(_margin(page)) for page in pages]
    numbers = [int(line.text) for margin in margins for line in margin]
    counts_on = sum(after in {1, before + 1} for before, after in pairwise(numbers))
    if counts_on < max(_COUNTING * (len(numbers) - 1), _LEAST_LINES):
        return pages
    return [
        tuple(line for line in page if line not in margin)
        for page, margin in zip(pages, margins, strict=True)
    ]


def _margin(page: Page) -> Iterator[PrintedLine]:
    """The numbers that stand left of all words of a page."""
    left = min((line.left for line in page if not line.text.isdecimal()), default=0)
    return (
        line
        for line in page
        if line.text.isdecimal() and line.right < left and len(line.text) <= _LONGEST_NUMBER
    )


def columns(page: Page, depth: int = 0) -> Iterator[list[PrintedLine]]:
    """The columns of a page in reading order; what runs across them is one by itself."""
    page = _without_line_numbers(page)
    gutter = _gutter(page) if depth < _MOST_DEPTH else None
    if gutter is None:
        if rows := _rows(page):
            yield rows
        return
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    across: list[PrintedLine] = []
    for line in page:
        if line.left < gutter < line.right:
            for column in (left, right):
                yield from columns(tuple(column), depth + 1)
            left, right = [], []
            across.append(line)
            continue
        if across:
            yield _rows(across)
            across = []
        (left if line.right <= gutter else right).append(line)
    for column in (across, left, right):
        yield from columns(tuple(column), depth + 1)


def _gutter(page: Page) -> float | None:
    """Where the room between two columns is; None where the page has one only."""
    if len(page) < 2 * _LEAST_LINES:
        return None
    begin, end = min(line.left for line in page), max(line.right for line in page)
    middle, step = (begin + end) / 2, (end - begin) / 100
    places = [middle + step * at for at in range(-25, 26)]
    at = min(places, key=lambda x: (sum(line.left < x < line.right for line in page), abs(x - middle)))
    left = [line.right - line.left for line in page if line.right <= at]
    right = [line.right - line.left for line in page if line.left >= at]
    few, many = sorted((len(left), len(right)))
    if few < _FEWEST or few + many < (1 - _MOST_ACROSS) * len(page):
        return None
    narrow, wide = sorted((median(left), median(right)))
    return at if narrow >= _LEAST_WIDTH * wide else None


def _without_line_numbers(page: Page) -> Page:
    """The lines without their numbers, where most have one, as in court records."""
    found = [_LINE_NUMBER.match(line.text) for line in page]
    numbers = [int(each[1]) for each in found if each is not None]
    if sum(second == first + 1 for first, second in pairwise(numbers)) < max(
        _NUMBERED * len({round(line.bottom) for line in page}), _LEAST_LINES
    ):
        return page
    bare = (
        replace(line, text=line.text[each.end() :], bold=max(line.bold - each.end(), 0)) if each else line
        for line, each in zip(page, found, strict=True)
    )
    return tuple(line for line in bare if line.text)


def _rows(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """What stands side by side as one line; lines in the order of the page."""
    rows: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if rows and line.bottom - rows[-1][0].bottom < _SAME_ROW * (line.bottom - line.top):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _joined(row: Sequence[PrintedLine]) -> PrintedLine:
    first, *others = row
    text, bold = first.text, first.bold
    for line in others:
        gap = "\t" if len(text) <= _LONGEST_MARK else " "
        bold = len(text) + len(gap) + line.bold if bold == len(text) and line.bold else bold
        text += gap + line.text
    return replace(
        first,
        text=text,
        bold=bold,
        right=max(line.right for line in row),
        top=min(line.top for line in row),
        bottom=max(line.bottom for line in row),
    )
