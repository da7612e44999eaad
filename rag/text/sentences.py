"""Where sentences begin and end, by sentencex (Wikimedia's rule-based segmenter).

Abbreviations ("Mr", "St.", "No. 5"), decimals, quotation marks after the stop and ellipses are its
business; ours is only to keep offsets and never to join two paragraphs into one sentence.
"""

from __future__ import annotations

import re

import sentencex

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"[^\r\n]+")
_WHITE = re.compile(r"\s")


def sentence_spans(text: str, language: str = "en") -> tuple[Span, ...]:
    """Offsets of the sentences of `text`, in order, without the white space around them.

    Every character that is not white space lies in exactly one span. A line end always ends a
    sentence: in transcripts it ends a paragraph.
    """
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        cursor = paragraph.start()
        # sentencex takes white space for one byte: a no-break space before a stop can make it panic.
        for piece in sentencex.segment(language, _WHITE.sub(" ", paragraph.group())):
            end = cursor + len(piece)
            kept = piece.strip()
            if kept:
                start = cursor + piece.index(kept[0])
                spans.append((start, start + len(kept)))
            cursor = end
    return tuple(spans)


def sentences_around(text: str, start: int, end: int, language: str = "en") -> tuple[Span, ...]:
    """Offsets of the sentences that `text[start:end]` touches, whole."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    last = min((at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0), default=len(text))
    spans = ((a + first, b + first) for a, b in sentence_spans(text[first:last], language))
    return tuple((a, b) for a, b in spans if a < end and b > start)
