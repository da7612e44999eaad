"""A thread of questions and what came of each: the page's memory of one visit."""

from __future__ import annotations

from dataclasses import dataclass

from rag.errors import RagError
from rag.page.asks import Asks
from rag.records import Answer, Filters

KEPT = 12
"""Turns that a thread keeps; older ones are let go."""
SHOWN = 10
"""Passages asked for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and either its answer or why it could not be searched."""

    question: str
    answer: Answer | None = None
    error: str | None = None


Thread = tuple[Turn, ...]


def follow(
    archive: Asks,
    thread: Thread,
    question: str,
    filters: Filters = Filters(),
) -> Thread:
    """Return the thread with one more turn; the last question that was searched goes along as `previous`."""
    previous = next((turn.question for turn in reversed(thread) if turn.answer), None)
    try:
        turn = Turn(question, answer=archive.ask(question, filters, k=SHOWN, previous=previous))
    except RagError as error:
        turn = Turn(question, error=str(error))
    return (*thread, turn)[-KEPT:]
