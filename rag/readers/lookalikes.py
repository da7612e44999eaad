"""Names that are spelled in two ways, most likely."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from rag.readers.paragraphs import Doubt
from rag.records import Utterance
from rag.text.normalise import fold

_ALIKE = 0.88
"""Share of letters in common: one letter or two apart in a name of fifteen."""
_MOST_PERSONS = 300
"""Comparing is quadratic; no event has as many speakers."""


def lookalikes(utterances: Sequence[Utterance]) -> list[Doubt]:
    """Warn of every person who speaks once and whose name is almost somebody else's."""
    times = Counter(utterance.speaker for utterance in utterances if utterance.speaker)
    if len(times) > _MOST_PERSONS:
        return []
    lines = {utterance.speaker: utterance.lines[0] for utterance in utterances}
    doubts = []
    for person in sorted((name for name, count in times.items() if count == 1), key=lambda name: lines[name]):
        others = {fold(other): other for other in times if other != person and lines[other] != lines[person]}
        for close in difflib.get_close_matches(fold(person), others, n=1, cutoff=_ALIKE):
            other = others[close]
            if times[other] > 1 or lines[other] < lines[person]:
                doubts.append(Doubt(lines[person], f"“{person}” may be “{other}”"))
    return doubts
