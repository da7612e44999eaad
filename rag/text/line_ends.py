"""Where the lines of a text end."""

from __future__ import annotations

import re

LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""Every mark that some program takes as the end of a line."""


def count_lines(text: str, start: int, end: int) -> int:
    """How many lines end between two places: by line feeds, or by any mark where the text has none."""
    if "\n" in text:
        return text.count("\n", start, end)
    return sum(1 for _ in LINE_END.finditer(text, start, end))
