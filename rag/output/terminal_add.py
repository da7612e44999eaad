"""What `rag add` is about to add, for a person to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.text import Text

from rag.output.messages import counted, language_name
from rag.output.stdio import plain
from rag.output.terminal import console, show_doubts
from rag.records import Transcript
from rag.text.calendar import day

_SPEAKERS = 12
_DOUBTS = 10


def show_new_file(name: str, transcripts: Iterable[Transcript], others: Iterable[Transcript]) -> None:
    """How each transcript of a file was read; `others` are pages of the same event that are there already."""
    for transcript in transcripts:
        _line(transcript.title or transcript.id, "bold")
        about = (
            name,
            f"read as {transcript.form}",
            f"language {language_name(transcript.language)}",
            day(transcript.date) or "no date",
            transcript.place or "no place",
        )
        _line(" · ".join(about), "dim")
        _line(_voices(transcript))
        show_doubts(transcript, _DOUBTS)
    for other in others:
        _line(f"the same event in another language is there already: {other.source}", "dim")


def _voices(transcript: Transcript) -> str:
    """`27 utterances: Ann Bell (14), Carl Dee (12), no name given (1)`."""
    voices = Counter(utterance.speaker or "no name given" for utterance in transcript.utterances)
    named = [f"{name} ({count:,})" for name, count in voices.most_common(_SPEAKERS)]
    more = [f"{len(voices) - _SPEAKERS:,} more"] if len(voices) > _SPEAKERS else []
    return f"{counted(len(transcript.utterances), 'utterance')}: {', '.join(named + more)}"


def _line(text: str, style: str = "") -> None:
    console.print(Text(plain(text), style), soft_wrap=True)
