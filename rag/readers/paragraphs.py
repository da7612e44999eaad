"""Text → paragraphs with their places."""

from __future__ import annotations

from dataclasses import dataclass

_WHITE = "".join(chr(code) for code in range(0x3100) if chr(code).isspace()) + "\ufeff\u200b\u2060"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One physical line that is not blank: `source[start:end]`, no white space at either end."""

    line: int
    """From 1; only a line feed ends a line."""
    start: int
    end: int


def split(source: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text. Paragraphs that share a line are one; a paragraph is never two lines."""
    found = []
    start = 0
    for number, line in enumerate(source.split("\n"), 1):
        if stripped := line.strip(_WHITE):
            begin = start + line.index(stripped[0])
            found.append(Paragraph(number, begin, begin + len(stripped)))
        start += len(line) + 1
    return tuple(found)
