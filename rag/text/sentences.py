"""Sentence boundaries, by sentencex (Wikimedia's rule-based segmenter), and line numbers.

sentencex handles abbreviations ("Mr", "St.", "No. 5"), decimals, ellipses, and quotation marks after the full
stop. This module keeps the offsets, and never joins two paragraphs into one sentence.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"[^\r\n]+")
_WHITE = re.compile(r"\s")
LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""Every line separator of Unicode."""


def sentence_spans(text: str, language: str = "en") -> tuple[Span, ...]:
    """Offsets of the sentences of `text`, in order, without the white space around them.

    Every character that is not white space lies in exactly one span. A line end always ends a sentence,
    because it ends a paragraph of a transcript.
    """
    import sentencex  # here, because reading a file only needs the line ends

    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        cursor = paragraph.start()
        # sentencex assumes that white space is one byte: a no-break space before a full stop can crash it.
        for piece in sentencex.segment(language, _WHITE.sub(" ", paragraph.group())):
            end = cursor + len(piece)
            kept = piece.strip()
            if kept:
                start = cursor + piece.index(kept[0])
                spans.append((start, start + len(kept)))
            cursor = end
    return tuple(spans)


def sentences_around(text: str, start: int, end: int, language: str = "en") -> tuple[Span, ...]:
    """Offsets of the whole sentences that `text[start:end]` overlaps."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    last = min((at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0), default=len(text))
    spans = ((a + first, b + first) for a, b in sentence_spans(text[first:last], language))
    return tuple((a, b) for a, b in spans if a < end and b > start)


def byte_lines(data: bytes) -> list[bytes]:
    """Split a file of JSON at its line feeds, or at carriage returns if it has none.

    JSON strings may hold the other separators.
    """
    return data.split(b"\n" if b"\n" in data else b"\r")


def count_lines(text: str, start: int, end: int) -> int:
    """Count the line ends in `text[start:end]`: only line feeds, or every separator if the text has none."""
    if "\n" in text:
        return text.count("\n", start, end)
    return sum(1 for _ in LINE_END.finditer(text, start, end))
