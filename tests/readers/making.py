"""A text, and how it is read: who says what, by which label, and what is doubtful."""

from __future__ import annotations

from rag.readers import SourceAbout, readers
from rag.records import Transcript


def read(text: str, name: str = "talk.txt") -> Transcript:
    suffix = name[name.rindex(".") :]
    (transcript,) = readers()[suffix].read(text.encode(), name, SourceAbout())
    for utterance in transcript.utterances if transcript.in_file else ():
        assert text[utterance.start : utterance.end] == utterance.text
    return transcript


def said(text: str) -> list[tuple[str | None, str]]:
    return [(u.speaker, u.text) for u in read(text).utterances]


def doubts(text: str) -> list[tuple[int, str]]:
    return [(doubt.line, doubt.text) for doubt in read(text).doubts]
