"""What the corpus knows, and what was read out of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.records import SpeakerCount, Understood

Part = Literal["speakers", "dates", "place", "followup"]


@dataclass(frozen=True, slots=True)
class Event:
    """One transcript, as far as a question can name it."""

    title: str | None
    date: str | None
    """ISO day."""
    place: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the corpus knows: who speaks in it, and at which events."""

    speakers: tuple[SpeakerCount, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Words of the question that say who, when or where, or that it follows up another."""

    part: Part
    value: str
    """What they were read as: a person's name, `since/until` (either side may be empty), a place, or
    the question's own words for a follow-up."""
    start: int
    end: int
    """Characters of the question, `end` exclusive."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read."""

    understood: Understood
    found: tuple[Found, ...]
    """In the order of the question; what was carried over from the previous question has no words here."""
    carried: tuple[Part, ...]
    """The parts that the previous question established."""
    rest: str
    """The question without the words that only say who, when or where; the whole question where
    nothing else would be left."""
    kept: tuple[tuple[int, int], ...]
    """The words of the rest, as characters of the question, `end` exclusive; none where the rest is the
    whole question because nothing in it tells."""
