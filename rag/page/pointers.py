"""What is pointed at in a transcript: the passage, its answering sentence, the other hits of an answer.

All of it arrives in an address, where anybody can write anything: `u`, `start` and `end` name the passage,
`sentence=0-84` a part of it, and each `hit=41-10512-11020` an utterance and a place in it, as a Passage
gives them. What fits no utterance points at nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.records import Transcript, Utterance

Place = tuple[int, int, int]
"""Utterance number, and the passage's start and end as the record gives them."""
Span = tuple[int, int]

MOST = 100
"""Hits that are followed up."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pointers:
    """What a transcript is opened at; unchecked against it."""

    place: Place | None = None
    sentence: Span | None = None
    """Offsets inside the passage."""
    hits: tuple[Place, ...] = ()
    """Passages of the answer in this transcript, in its order."""


def read_place(utterance: str | None, start: str | None, end: str | None) -> Place | None:
    """Return the passage that a query string names; None where it is no passage."""
    given = (utterance, start, end)
    numbers = [int(part) for part in given if part is not None and _NUMBER.fullmatch(part)]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == len(given) else None


def read_sentence(given: str | None) -> Span | None:
    """Return the part of the passage that a query string names."""
    found = _SPAN.fullmatch(given or "")
    return (int(found[1]), int(found[2])) if found else None


def read_hits(given: Iterable[str]) -> tuple[Place, ...]:
    """Return the hits that a query string names, in order, each once."""
    found = filter(None, map(_PLACE.fullmatch, given))
    return tuple(sorted({(int(m[1]), int(m[2]), int(m[3])) for m in found}))[:MOST]


def within(utterance: Utterance, place: Place) -> Span | None:
    """Return a place as offsets in the utterance's text; None where it is not in there."""
    start, end = place[1] - utterance.start, place[2] - utterance.start
    is_there = place[0] == utterance.number and 0 <= start < end <= len(utterance.text)
    return (start, end) if is_there else None


def neighbours(transcript: Transcript, pointers: Pointers) -> tuple[tuple[Place, ...], int | None]:
    """Return the hits that are in the transcript, the place among them, and which of them that is."""
    utterances = {utterance.number: utterance for utterance in transcript.utterances}
    given = {*pointers.hits, *((pointers.place,) if pointers.place else ())}
    there = sorted(p for p in given if p[0] in utterances and within(utterances[p[0]], p))
    at = there.index(pointers.place) if pointers.place in there else None
    return tuple(there), at
