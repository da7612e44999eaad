"""What was found → what speaks for and against its being an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from rag.search.confidence import Evidence
from rag.search.highlight import Sentence
from rag.search.quantities import asks_for_number, holds_number
from rag.search.rank import Found

_LOOKED_INTO = 5
"""Passages in which a number is looked for."""


def gather(
    question: str,
    tokens: int,
    found: Sequence[Found],
    fitting: Collection[int] | None,
    sentences: Callable[[int], Sequence[Sentence]],
) -> Evidence:
    """The evidence for a question that something was found for.

    `tokens` counts those of its topic, `fitting` are the rows by the speaker, from the time and at the place
    that it asks for (None: it names none of them), `sentences` those of a row with how well each meets the
    topic.
    """
    fit = [item for item in found if fitting is None or item.row in fitting]
    met = max((item.met for item in fit), default=0.0)
    wants_number = asks_for_number(question)
    without_number = 0.0
    if wants_number:
        best = sorted(fit, key=lambda item: -item.met)[:_LOOKED_INTO]
        said = [sentence for item in best for sentence in sentences(item.row)]
        any_sentence = max((sentence.met for sentence in said), default=0.0)
        numbered = max((sentence.met for sentence in said if holds_number(sentence.text)), default=0.0)
        without_number = any_sentence - numbered
    return Evidence(
        met=met,
        first=found[0].met if found[0] in fit else 0.0,
        length=math.log1p(tokens),
        asks_for_number=wants_number,
        without_number=without_number,
    )
