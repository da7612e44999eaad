"""Speakers → colours: the same person has the same one in every transcript, as far as there are enough.

A colour is only ever an aid beside the name.
"""

from __future__ import annotations

import zlib

from rag.records import Transcript, Utterance

COLOURS = 8
"""As many as `reader.css` names: `--voice-0` and so on."""


def voices(transcript: Transcript) -> dict[str, int]:
    """Return a number below `COLOURS` for each person, those who speak first choosing first.

    Who finds the own colour taken gets the next that is free, as long as one is.
    """
    chosen: dict[str, int] = {}
    for utterance in transcript.utterances:
        name = person(utterance)
        if name and name not in chosen:
            own = zlib.crc32(name.encode("utf-8", "surrogatepass")) % COLOURS
            free = [(own + step) % COLOURS for step in range(COLOURS)]
            chosen[name] = next((n for n in free if n not in chosen.values()), own)
    return chosen


def person(utterance: Utterance) -> str | None:
    """Return who speaks as far as the transcript says so: a guess gets no colour."""
    return None if utterance.attribution == "unknown" else utterance.speaker
