"""Hits to cite: a page of the Kremlin site, and what is hard to quote."""

from __future__ import annotations

from dataclasses import replace

from rag.records import Hit, Utterance
from tests.builders import hit_in

URL = "http://en.kremlin.ru/events/president/transcripts/58537"
PUTIN = Utterance(
    number=4,
    label="President of Russia Vladimir Putin",
    speaker="Vladimir Putin",
    role="President of Russia",
    parenthetical=None,
    attribution="printed",
    text="Good afternoon. We shipped grain, gas & coal – 100% of it.\n\nThank you.",
    start=1000,
    end=1071,
    lines=(12, 14),
)


def hit(utterance: Utterance = PUTIN, start: int = 0, end: int | None = None, **changes: object) -> Hit:
    """Quote `utterance.text[start:end]`."""
    forum = {
        "score": 1.0,
        "title": "Eastern Economic Forum",
        "date": "2018-09-12",
        "place": "Vladivostok",
        "url": URL,
        "sha256": "ab" * 32,
    }
    return hit_in(utterance, start, end, "2018-09-12_58537", **{**forum, **changes})


QUESTION = replace(PUTIN, label="Question", speaker=None, role=None)
UNLABELLED = replace(PUTIN, label=None, speaker=None, role=None, attribution="unknown")
CARRIED = replace(PUTIN, label=None, attribution="carried")
RETRANSLATED = replace(
    PUTIN, label="Shinzo Abe", speaker="Shinzo Abe", role=None, parenthetical="retranslated"
)
