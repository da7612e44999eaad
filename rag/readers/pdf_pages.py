"""pypdfium2, alone: a PDF → the lines that its pages print, with their places.

Run as a program, it reads a PDF from standard input and writes JSON: the library is C++, and a hostile file
must be able to crash, to hang or to fill the memory of a process of its own only.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from math import pi
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.readers.document import not_installed

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_TOP = 1024
"""Bytes in which a PDF says that it is one."""
_MOST_PAGES = 2000
_MOST_CHARACTERS = 3_000_000
_MOST_SECONDS = 120
"""Of work; a loaded machine may take `_MOST_WAIT`."""
_MOST_WAIT = 10 * _MOST_SECONDS
_MOST_MEMORY = 4 * 1024**3
_UPRIGHT = 0.1
"""Radians; text at another angle is a watermark, or the margin's."""
_GAP = 1.2
"""Heights of a letter; words further apart stand in different columns."""
_SAME_LINE = 0.5
"""Heights of a letter."""
_MOST_UNKNOWN = 0.2
"""Share of the letters of which the file does not say what they are."""
_UNKNOWN = re.compile("[\\x00-\\x08\\x0e-\\x1f\\ufffd\\ue000-\\uf8ff]")
_LINE_ENDS = frozenset({0x0A, 0x0D})
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What the library has for a hyphen at the end of a line."""
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words that stand side by side on a page; places in points, from its left and its top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: int = 0
    """Characters at its head that are set in bold."""


Page = tuple[PrintedLine, ...]


def printed_pages(data: bytes) -> list[Page]:
    """The pages of a PDF, in a process of its own. Raises ReadError where they cannot be read."""
    if b"%PDF-" not in data[:_TOP]:
        raise ReadError("this is no PDF: it does not begin as one")
    # -P: nothing is imported from the folder in which the program runs.
    command = [sys.executable, "-P", "-m", __name__]
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    try:
        ran = subprocess.run(  # noqa: S603 - it is this program
            command, input=data, capture_output=True, timeout=_MOST_WAIT, check=False, env=os.environ | path
        )
        answer = json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise ReadError(
            "this PDF breaks the library that reads it (pypdfium2), or keeps it busy"
            f" for more than {_MOST_SECONDS} seconds"
        ) from None
    if isinstance(answer, str):
        raise ReadError(answer)
    return [tuple(PrintedLine(*line) for line in page) for page in answer]


def _read(data: bytes) -> list[Page]:
    try:
        import pypdfium2
    except ImportError:
        raise not_installed("pypdfium2", "pdf") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("this PDF needs a password; expected one without") from None
        raise ReadError("this is no PDF, or a broken one") from None
    if (count := len(document)) > _MOST_PAGES:
        raise ReadError(f"it has {count:,} pages; expected at most {_MOST_PAGES:,}")
    pages: list[Page] = []
    characters = unknown = 0
    for number in range(count):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            raise ReadError(f"page {number + 1} of this PDF is broken") from None
        characters += text.count_chars()
        if characters > _MOST_CHARACTERS:
            raise ReadError(f"it has more than {_MOST_CHARACTERS:,} characters of text")
        pages.append(tuple(_lines(text, page.get_height())))
        unknown += sum(len(_UNKNOWN.findall(line.text)) for line in pages[-1])
        page.close()
    if unknown > _MOST_UNKNOWN * characters:
        raise ReadError("this PDF does not say what its letters are; expected one whose text can be copied")
    return pages


class _Line:
    """A line in the making."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []
        self.bold = 0
        """Letters at its head that are bold."""

    def add(self, letter: str, box: ctypes.Structure, *, is_bold: bool) -> None:
        """Put a letter at the end."""
        self.bold += is_bold and self.bold == len(self.letters)
        self.letters.append(letter)
        self.boxes.append((box.left, box.right, box.bottom, box.top))

    def printed(self, height: float) -> Iterator[PrintedLine]:
        """The line, if it has any words; `height` is that of the page."""
        text = "".join(self.letters).rstrip()
        if text:
            bottom, top = (median(box[side] for box in self.boxes) for side in (2, 3))
            yield PrintedLine(
                text,
                left=round(min(box[0] for box in self.boxes), 1),
                right=round(max(box[1] for box in self.boxes), 1),
                top=round(height - top, 1),
                bottom=round(height - bottom, 1),
                bold=min(self.bold, len(text)),
            )


def _lines(page: PdfTextPage, height: float) -> Iterator[PrintedLine]:
    """The lines of a page in the order of the file."""
    import pypdfium2.raw as pdfium

    box, name, flags = pdfium.FS_RECTF(), ctypes.create_string_buffer(100), ctypes.c_int()
    line, is_bold, is_upright, is_word = _Line(), False, True, False
    for at in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, at)
        if code in _LINE_ENDS:
            yield from line.printed(height)
            line, is_word = _Line(), False
            continue
        letter = "-" if code in _HYPHENS else chr(code)
        if letter.isspace():
            is_word = False
            if line.letters:
                line.bold += line.bold == len(line.letters)
                line.letters.append(" ")
            continue
        if not is_word:
            pdfium.FPDFText_GetFontInfo(page, at, name, 100, flags)
            is_bold = _BOLD.search(name.value) is not None
            angle = pdfium.FPDFText_GetCharAngle(page, at)
            is_upright, is_word = min(angle, 2 * pi - angle) < _UPRIGHT, True
        if code == 0 or not is_upright or not pdfium.FPDFText_GetLooseCharBox(page, at, box):
            continue
        if line.boxes and _breaks(line.boxes[-1], box):
            yield from line.printed(height)
            line = _Line()
        line.add(letter, box, is_bold=is_bold)
    yield from line.printed(height)


def _breaks(last: tuple[float, float, float, float], box: ctypes.Structure) -> bool:
    """Whether a letter stands on another line than the one before, or in another column."""
    _, right, bottom, top = last
    size = max(top - bottom, 1.0)
    return abs(box.bottom - bottom) > _SAME_LINE * size or not -size < box.left - right < _GAP * size


def main() -> None:
    """Read a PDF from standard input, and write its pages, or what is wrong with it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    except ImportError:
        pass
    try:
        answer: object = [[astuple(line) for line in page] for page in _read(sys.stdin.buffer.read())]
    except ReadError as error:
        answer = str(error)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
