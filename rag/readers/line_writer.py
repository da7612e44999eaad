"""Text between tags → lines as they are shown, with the lines of the file that they stand on."""

from __future__ import annotations

import re

from rag.readers.document import DocumentLine

_WHITE = re.compile(r"[ \t\r\f]+")


class LineWriter:
    """Takes the text of a tree piece by piece; white space is collapsed, no-break spaces are kept."""

    def __init__(self) -> None:
        self.lines: list[DocumentLine] = []
        self.number = 1
        """The line of the file that is read."""
        self._opens = True
        """Whether the next line opens a paragraph."""
        self._begin()

    def _begin(self) -> None:
        self._text: list[str] = []
        self._length = self._bold = 0
        self._is_spaced = self._is_plain = False
        self._places: list[tuple[int, int]] = []

    @property
    def last_words(self) -> str:
        """What was written last in this line."""
        return self._text[-1] if self._text else ""

    @property
    def is_written(self) -> bool:
        """Whether anything was written that is not taken yet."""
        return bool(self._text or self.lines)

    def add(self, words: str, *, is_bold: bool = False, keeps_lines: bool = False) -> None:
        """Take text as it stands in the file; `keeps_lines`: its line ends are shown."""
        for number, piece in enumerate(words.split("\n")):
            if number:
                self.number += 1
                self._is_spaced = True
                if keeps_lines:
                    self.break_line()
            shown = _WHITE.sub(" ", piece)
            self._is_spaced |= shown.startswith(" ")
            if stripped := shown.strip(" "):
                self._write(stripped, is_bold=is_bold)
                self._is_spaced = shown.endswith(" ")

    def _write(self, words: str, *, is_bold: bool) -> None:
        if self._is_spaced and self._length:
            self._text.append(" ")
            self._length += 1
        if not self._places or self._places[-1][1] != self.number:
            self._places.append((self._length, self.number))
        self._text.append(words)
        self._length += len(words)
        self._is_plain |= not is_bold
        if not self._is_plain and any(map(str.isalpha, words)):
            self._bold = self._length

    def break_line(self) -> None:
        """End the line; a second time, the paragraph too."""
        self.end(closes=not self._length)

    def end(self, *, closes: bool = True, is_said: bool = True) -> None:
        """End the line; `closes`: and the paragraph."""
        whole = "".join(self._text)
        if text := whole.lstrip():
            lead = len(whole) - len(text)
            # Of the lines of the file whose text is stripped, the last one counts.
            places = {max(at - lead, 0): number for at, number in self._places}
            bold = max(self._bold - lead, 0)
            self.lines.append(DocumentLine(text, self._opens, bold, is_said, places=tuple(places.items())))
            self._opens = False
        self._opens |= closes
        self._begin()
