"""Printed lines in reading order → the lines of a document: paragraphs put together across lines and pages.

A line opens a paragraph where there is more room above it than between lines, where it is indented, larger or
begins in bold, or where the one before it ends a sentence early. A line that begins like a label is never put
at the end of another: whether it is one is for the readers of text to say. Divided words are made whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rag.readers.document import DocumentLine
from rag.readers.forms import TIME
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.pdf_columns import columns, without_margin_numbers, without_running_heads
from rag.readers.pdf_pages import Page, PrintedLine
from rag.text.normalise import squeeze

_ROOM = 1.35
"""Distances between lines; more room than that opens a paragraph."""
_INDENT = 0.6
"""Heights of a letter."""
_SHORT, _VERY_SHORT = 0.12, 0.4
"""Share of the width of a column that the last line of a paragraph leaves free; and of one in any case."""
_LARGE, _SMALL = 1.2, 0.88
"""Heights of letters by those of the text: headings above, footnotes below."""
_LONGEST_HEADING = 200
_LONGEST_PARAGRAPH = 20_000
_LONGEST_WORD = 60
_LONGEST_LABEL = 260

_ENDS = re.compile(r"[.!?…:;”\"’')\]]$")
_LABEL = re.compile(rf"[^\W\d_a-z][^:.!?]{{0,80}}:(?:\s|$)|[QA](?:[.:]|\s)\s*[^\W_a-z]|[\[(]?{TIME}|>>")
_FOOTNOTE = re.compile(r"[\d*†‡§]")
_DIVIDED = re.compile(r"([^\W_]+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIGATURES = str.maketrans(
    {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines below one another on a page, and where most of them begin and end."""

    page: int
    lines: tuple[PrintedLine, ...]
    left: float
    right: float


def document_lines(pages: Sequence[Page]) -> list[DocumentLine]:
    """The lines of a document out of its printed pages."""
    pages, heads = without_running_heads(without_margin_numbers([tuple(map(_plain, page)) for page in pages]))
    placed = [
        _Column(
            number,
            tuple(lines),
            Counter(round(line.left) for line in lines).most_common(1)[0][0],
            max(line.right for line in lines),
        )
        for number, page in enumerate(pages, 1)
        for lines in columns(page)
    ]
    return [
        *(_Paragraphs(placed).lines() if placed else ()),
        *(DocumentLine(head, is_said=False, page=len(pages)) for head in heads),
    ]


def _plain(line: PrintedLine) -> PrintedLine:
    """The line with letters for ligatures."""
    text = line.text.translate(_LIGATURES)
    return line if text == line.text else replace(line, text=text, bold=min(line.bold, len(text)))


class _Paragraphs:
    """A document in the making."""

    def __init__(self, placed: Sequence[_Column]) -> None:
        self._columns = placed
        every = [line for column in placed for line in column.lines]
        self._size = median(line.bottom - line.top for line in every for _ in range(len(line.text) // 10 + 1))
        gaps = sorted(below.top - line.top for column in placed for line, below in pairwise(column.lines))
        self._distance = gaps[len(gaps) // 4] if gaps else self._size
        self._words = frozenset(_words(every))
        self._done: list[DocumentLine] = []

    def lines(self) -> list[DocumentLine]:
        """The lines of the document."""
        before: tuple[_Column, PrintedLine] | None = None
        for column in self._columns:
            footnotes = self._footnotes(column)
            for number, line in enumerate(column.lines):
                is_said = number < footnotes and not self._is_heading(line)
                opens = before is None or self._opens(*before, column, line)
                if opens or is_said != self._done[-1].is_said:
                    self._done.append(DocumentLine(line.text, True, line.bold, is_said, column.page))
                elif _LABEL.match(line.text) and not _is_rest_of_label(self._done[-1].text, line.text):
                    self._done.append(DocumentLine(line.text, False, line.bold, is_said, column.page))
                else:
                    self._go_on(line, column.page)
                before = (column, line)
        return self._done

    def _opens(self, column: _Column, before: PrintedLine, other: _Column, line: PrintedLine) -> bool:
        """Whether a line opens a paragraph."""
        ends = _ENDS.search(before.text) is not None
        size = before.bottom - before.top
        if not 1 / _LARGE < (line.bottom - line.top) / max(size, 1.0) < _LARGE:
            return True
        width, room = column.right - column.left, column.right - before.right
        is_short = room > _SHORT * width
        if (ends and (is_short or _LABEL.match(line.text))) or room > _VERY_SHORT * width:
            return True
        if line.bold and before.bold < len(before.text):
            return True
        same = column is other
        moved = abs(line.left - other.left) > _INDENT * size and (
            not same or abs(line.left - before.left) > _INDENT * size / 2
        )
        is_apart = same and line.top - before.top > _ROOM * max(self._distance, size)
        return is_apart or (moved and (same or ends))

    def _is_heading(self, line: PrintedLine) -> bool:
        return line.bottom - line.top > _LARGE * self._size and len(line.text) <= _LONGEST_HEADING

    def _footnotes(self, column: _Column) -> int:
        """Where the footnotes of a column begin: small lines at its end, the first with a mark."""
        first = len(column.lines)
        while first and (line := column.lines[first - 1]).bottom - line.top < _SMALL * self._size:
            first -= 1
        is_mark = first < len(column.lines) and _FOOTNOTE.match(column.lines[first].text)
        return first if is_mark else len(column.lines)

    def _go_on(self, line: PrintedLine, page: int) -> None:
        """Put a line at the end of the last one; on another page it is a line by itself."""
        last = self._done[-1]
        text, rest = self._whole(last.text, line.text)
        if page != last.page or len(last.text) > _LONGEST_PARAGRAPH:
            self._done[-1] = replace(last, text=text, bold=min(last.bold, len(text)))
            if rest:
                self._done.append(DocumentLine(rest, False, 0, last.is_said, page))
            return
        bold = (
            len(text) + line.bold if last.bold == len(last.text) and line.bold else min(last.bold, len(text))
        )
        whole = f"{text} {rest}".rstrip()
        self._done[-1] = replace(last, text=whole, bold=min(bold, len(whole)))

    def _whole(self, before: str, line: str) -> tuple[str, str]:
        """A line and the next one, the word that is divided between them whole at the end of the first."""
        divided = _DIVIDED.search(before, max(len(before) - _LONGEST_WORD, 0))
        following = _FIRST_WORD.match(line)
        if divided is None:
            return before, line
        word, _, rest = line.partition(" ")
        if following is None or not following[0][0].islower():
            return before + word, rest
        head, tail = divided[1].lower(), following[0].lower()
        is_compound = f"{head}-{tail}" in self._words or {head, tail} <= self._words
        hyphen = "-" if is_compound and head + tail not in self._words else ""
        return before[: divided.end(1)] + hyphen + word, rest


def _is_rest_of_label(before: str, line: str) -> bool:
    """Whether a label began on the line before: "Court Chairman Valery", "Zorkin: Thank you."."""
    head, colon, _ = line.partition(":")
    if not colon or len(before) + len(head) > _LONGEST_LABEL:
        return False
    return understand(squeeze(f"{before} {head}")).kind in {LabelKind.NAME, LabelKind.ROLE_AND_NAME}


def _words(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """The words that stand whole on a line, in small letters."""
    was_divided = False
    for line in lines:
        divided = _DIVIDED.search(line.text, max(len(line.text) - _LONGEST_WORD, 0))
        text = line.text[: divided.start()] if divided else line.text
        yield from _WORD.findall((text.partition(" ")[2] if was_divided else text).lower())
        was_divided = divided is not None
