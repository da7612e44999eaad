"""Whether the parts of a question (who, when, where, follow-up) were read as the labels say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.evaluation.questions import UNJUDGED, ExpectedUnderstanding, Unjudged
from rag.records import Understood

Part = Literal["speakers", "dates", "place", "followup"]
PARTS: tuple[Part, ...] = ("speakers", "dates", "place", "followup")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one part of one question was read."""

    part: Part
    implied: bool
    """Whether the question says anything about this part."""
    right: bool
    """Whether exactly what it implies was read; where it implies nothing, wrong is a false reading."""


def judge(expected: ExpectedUnderstanding, read: Understood) -> tuple[Reading, ...]:
    """One Reading for each part that the labels judge, in the order of PARTS.

    Speakers are compared as sets of names, places without regard to letter case and white space.
    Dates are right where both ends are; an end that the labels leave out is not judged.
    """
    readings: list[Reading] = []
    if not isinstance(expected.speakers, Unjudged):
        implied = set(expected.speakers)
        readings.append(Reading("speakers", bool(implied), implied == set(read.speakers)))
    ends = [
        (implied_day, day)
        for implied_day, day in ((expected.since, read.since), (expected.until, read.until))
        if implied_day is not UNJUDGED
    ]
    if ends:
        right = all(implied_day == day for implied_day, day in ends)
        readings.append(Reading("dates", any(implied_day for implied_day, _ in ends), right))
    if not isinstance(expected.place, Unjudged):
        right = _folded(expected.place) == _folded(read.place)
        readings.append(Reading("place", expected.place is not None, right))
    if not isinstance(expected.followup, Unjudged):
        readings.append(Reading("followup", expected.followup, expected.followup == read.followup))
    return tuple(readings)


def _folded(place: str | None) -> str | None:
    return None if place is None else " ".join(place.casefold().split())
