"""Where to go from an answer: only to what is really there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.page import wording
from rag.page.links import State
from rag.question.readings import Part
from rag.records import Answer, Filters
from rag.search.facets import said_by, said_when

VOICES, MONTHS = 2, 1
"""Other speakers and other months that are suggested."""

_WITHOUT: tuple[tuple[Part, str], ...] = (
    ("speakers", "by anyone"), ("dates", "at any time"), ("place", "anywhere"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask next."""

    words: str
    state: State


def after(answer: Answer, state: State) -> tuple[Suggestion, ...]:
    """Suggest follow-ups about others and other times that this very answer has passages of.

    They follow the whole conversation: this question may only say "And Medvedev?".
    """
    conversation = "\n".join(filter(None, (state.previous, state.question)))
    return tuple(
        Suggestion(words, State(words, state.filters, previous=conversation))
        for words in (*_voices(answer, state), *_months(answer, state))
    )


def instead(answer: Answer, state: State, examples: tuple[str, ...]) -> tuple[Suggestion, ...]:
    """Suggest ways out of an answer that is none: fewer limits, and questions that are answered."""
    freer = []
    if state.filters:
        freer.append(Suggestion("The same without filters", replace(state, filters=Filters())))
    read = answer.understood
    said = {"speakers": read.speakers, "dates": read.since or read.until, "place": read.place}
    for part, words in _WITHOUT:
        if said[part]:
            ignoring = replace(state, ignored=(*state.ignored, part))
            freer.append(Suggestion(f"The same, said {words}", ignoring))
    return (*freer, *(Suggestion(question, State(question)) for question in examples))


def _voices(answer: Answer, state: State) -> Iterator[str]:
    named = {*answer.understood.speakers, *state.filters.speakers}
    if not state.filters.speakers:
        others = [each.value for each in said_by(answer.hits) if each.value and each.value not in named]
        yield from (f"And {name}?" for name in others[:VOICES])


def _months(answer: Answer, state: State) -> Iterator[str]:
    limits = (state.filters, answer.understood)
    if any(limit.since or limit.until for limit in limits):
        return
    months = sorted(said_when(answer.hits), key=lambda each: -each.count)
    found = [each.value for each in months if each.value and each.count]
    if len(found) > 1:
        yield from (f"And in {wording.month(value)}?" for value in found[:MONTHS])
