"""One turn of the conversation: what the address asks for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.page import asks
from rag.page.asks import Asks
from rag.page.permalinks import State
from rag.records import Answer

if TYPE_CHECKING:
    from rag.check import Check

SHOWN = 10
"""Passages asked for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question or an alleged quote, and its answer, its verdict, or why it could not be searched."""

    state: State
    """What the address of this turn holds: nothing that had no effect."""
    answer: Answer | None = None
    check: Check | None = None
    error: str | None = None


def take(archive: Asks, state: State) -> Turn:
    """Do what a state asks for; a mistake of the asker's is an outcome like another."""
    asked = replace(state, question=state.question.strip(), passage=None)
    try:
        if asked.mode == "check":
            return _checked(archive, asked)
        answer = archive.ask(
            asked.question, asked.filters, k=SHOWN, previous=asked.previous, ignore=asked.ignored
        )
    except RagError as error:
        return Turn(asked, error=str(error))
    if not answer.understood.followup:
        asked = replace(asked, previous=None)
    return Turn(asked, answer=answer)


def _checked(archive: Asks, asked: State) -> Turn:
    speaker = next(iter(asked.filters.speakers), None)
    return Turn(asked, check=asks.check(archive, asked.question, speaker))
