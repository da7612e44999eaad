"""A page of the site saved as text, and how it is read."""

from __future__ import annotations

from rag.readers import SourceAbout, readers
from rag.records import Transcript

PUTIN, LUKASHENKO = "Vladimir Putin", "Alexander Lukashenko"
FURNITURE = "View settings\n\nFont size:\nImages\n\nOfficial website of the President of Russia\n\n"
TOP = f"{FURNITURE}Transcripts \u00a0 /\n\n"
HEAD = f"{TOP}A title\n\nMay 5, 2003, The\u00a0Kremlin, Moscow\n\n"


def read(text: str, about: SourceAbout | None = None) -> Transcript:
    (transcript,) = readers()[".txt"].read(text.encode(), "a/2003-05-05_1.txt", about or SourceAbout())
    for utterance in transcript.utterances:
        assert text[utterance.start : utterance.end] == utterance.text
    return transcript


def said(text: str) -> list[tuple[str | None, str]]:
    return [(u.label, u.text) for u in read(text).utterances]


def narrated(text: str) -> list[str]:
    return [part.text for part in read(text).narration]
