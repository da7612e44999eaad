"""Questions with known readings, over the names and events of a small corpus.

The questions were written before the rules were run on them, and their readings are what a reader takes
them to ask for; `second` when the rules for the first ones were done, `third` before reasons, deeds and
recorded events were read: the rules of then got 17 of its 42 speakers, 9 of its 18 dates and 2 of its 11
places right. In `followups`, `pronouns` and `alone` another question was asked before; 16 of the 35
`pronouns` were right when they were written. `misread` are those that the rules are known to get wrong: the
place of the first, and the dates of the second.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rag.question.readings import Event, Known
from rag.records import SpeakerCount, Understood

ERDOGAN = "Recep Tayyip Erdogan"
TODAY = "2018-12-28"

Reading = tuple[str, tuple[str, ...], str | None, str | None, str | None]
"""Question, speakers, since, until, place."""


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()]


_KNOWN = _lines("known.jsonl")
SPEAKERS = tuple(
    SpeakerCount(each["speaker"], tuple(each["roles"]), each["utterances"])
    for each in _KNOWN
    if "speaker" in each
)
KNOWN = Known(
    SPEAKERS, tuple(Event(each["title"], each["date"], each["place"]) for each in _KNOWN if "title" in each)
)


def readings(*sets: str) -> list[Reading]:
    """The questions of these sets."""
    return [reading for _, reading in following(*sets)]


def following(*sets: str) -> list[tuple[str | None, Reading]]:
    """The questions of these sets, each with the one before it, if any."""
    return [
        (
            each.get("previous"),
            (
                each["question"],
                tuple(each.get("speakers", ())),
                each.get("from"),
                each.get("to"),
                each.get("place"),
            ),
        )
        for each in _lines("readings.jsonl")
        if each["set"] in sets
    ]


def understood(reading: Reading, *, followup: bool = False) -> Understood:
    """What a line of the tables says."""
    _, speakers, since, until, place = reading
    return Understood(speakers, since, until, place, followup)
