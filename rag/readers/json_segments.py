"""Segments, as WhisperX and pyannote write them → utterances: those of one speaker that follow are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import Any

from rag.records import Anchor, Utterance

_SEGMENTS = ("segments", "turnLevelTranscription")


def segments_in(row: dict[str, Any]) -> object:
    """What stands for the segments of a recording; None where there are none."""
    inner = row.get("output")
    rows = (row, inner) if isinstance(inner, dict) else (row,)
    return next((each[key] for each in rows for key in _SEGMENTS if key in each), None)


def other_speakers(item: dict[str, Any], label: str | None) -> list[str]:
    """Whom the words of a segment name beside its own speaker."""
    words = item.get("words")
    named = (
        [word.get("speaker") for word in words if isinstance(word, dict)] if isinstance(words, list) else []
    )
    others = {name for name in named if isinstance(name, str) and name.strip()} - {label}
    return sorted(others) if label else []


def joined(segments: Sequence[Utterance]) -> Iterator[Utterance]:
    """Utterances of one or several segments each; a doubtful one is one by itself."""
    spoken = [segment for segment in segments if segment.text.strip()] or segments[:1]
    groups = groupby(spoken, key=lambda each: (each.label, each.role, each.doubts and each.number))
    for number, (_, group) in enumerate(groups):
        several = list(group)
        texts = [segment.text.strip() for segment in several]
        starts = accumulate((len(text) + 1 for text in texts), initial=0)
        text = " ".join(texts)
        yield replace(
            several[0],
            number=number,
            text=text,
            end=len(text),
            anchors=tuple(
                Anchor(start, segment.lines[0], segment.time)
                for start, segment in zip(starts, several, strict=False)
            ),
        )
