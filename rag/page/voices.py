"""Who speaks, as the page shows it: name, role, what is not certain, and a colour."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from rag.proof.attribution import attribution_in_words, named_in, who_in_words
from rag.records import Attribution, Transcript, Utterance, attribution_of
from rag.text.translation import N_

_KINDS: dict[Attribution, str] = {
    "carried": N_("carried"), "doubtful": N_("doubtful"), "assigned": N_("assigned"),
}  # fmt: skip
"""Attributions that are not certain."""
COLOURS = 8
"""Colours of speakers in `reader.css`: `--voice-0` and so on."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said some words, as far as the transcript says so."""

    name: str | None
    """None where nobody is named; `unnamed` then says so."""
    unnamed: str
    role: str
    parenthetical: str
    kind: str
    """How the words are attributed, where that is not certain; else empty."""
    note: str
    """Why this is not certain; empty where the label is printed."""


def speaker_of(utterance: Utterance, end: int) -> Speaker:
    """Say who said the words that end at offset `end`; where that is not certain, say so."""
    attribution = attribution_of(utterance, end)[0]
    name = named_in(utterance, end)
    return Speaker(
        name,
        unnamed="" if name else f"{who_in_words(utterance, end)}.",
        role=utterance.role or "",
        parenthetical=f"({utterance.parenthetical.strip('()')})" if utterance.parenthetical else "",
        kind=_KINDS.get(attribution, ""),
        note=attribution_in_words(utterance, end) if attribution in _KINDS else "",
    )


def voices(transcript: Transcript) -> dict[str, int]:
    """Return a colour for each person, as a number below `COLOURS`.

    The name decides, so that a person has the same colour in every transcript. Where an earlier speaker has
    it already, the next free colour is taken, as long as there is one.
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
