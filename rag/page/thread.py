"""One turn of the conversation: what the address asks for, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.page import backend as asks
from rag.page.backend import Asks
from rag.page.links import State
from rag.records import Answer

if TYPE_CHECKING:
    from rag.proof.check import Check

SHOWN = 10
"""Passages asked for."""

_YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question or an alleged quote, and its answer, its verdict, or why it could not be searched."""

    state: State
    """What the address of this turn holds: nothing that had no effect."""
    answer: Answer | None = None
    check: Check | None = None
    error: str | None = None
    day: str | None = None
    """The ISO day on which it was taken: that on which its passages were read."""


def take(archive: Asks, state: State) -> Turn:
    """Do what a state asks for; a mistake of the asker's is an outcome like another."""
    day = date.today().isoformat()
    asked = replace(state, question=state.question.strip(), passage=None)
    try:
        if asked.mode == "check":
            return Turn(asked, check=_checked(archive, asked), day=day)
        today = asked.today or day
        answer = archive.ask(
            asked.question, asked.filters, SHOWN, asked.previous, today=today, ignore=asked.ignored
        )
    except RagError as error:
        return Turn(asked, error=str(error))
    previous = asked.previous if answer.understood.followup else None
    asked = replace(asked, previous=previous, today=today if _counts_from_today(answer, previous) else None)
    return Turn(asked, answer=answer, day=day)


def _counts_from_today(answer: Answer, previous: str | None) -> bool:
    """Whether the question means another time on another day: it names a time and no year."""
    is_dated = bool(answer.understood.since or answer.understood.until)
    return is_dated and not _YEAR.search(f"{previous or ''} {answer.question}")


def _checked(archive: Asks, asked: State) -> Check:
    speaker = next(iter(asked.filters.speakers), None)
    return asks.check(archive, asked.question, speaker)
