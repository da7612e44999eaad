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
