"""Arbitrary texts full of what ends a sentence, or looks like it."""

from __future__ import annotations

from hypothesis import strategies as st

from rag.text.sentences import sentence_spans

PIECES = st.sampled_from(
    [
        *" \t\r\n.!?…。;:\"'“”’«»()[]<>–—1aA😀\x00\x0b\x0c\x1c\x85\xa0\u0301\u200b\u2028",
        *("Mr. ", "St.\xa0", "No. 5", "“So.” ", "e.g. ", "U.S. ", "http://a.b/c. ", "はい。"),
    ]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]
