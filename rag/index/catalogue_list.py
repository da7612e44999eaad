"""The transcripts as a list to be browsed: some at a time, in an order, with who speaks most in each."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from rag.index.catalogue_rows import one, transcript_of
from rag.index.catalogue_scope import transcript_conditions
from rag.records import Filters, Transcript

ListOrder = Literal["latest", "earliest", "title"]

_ORDERS: dict[ListOrder, str] = {
    "latest": "date DESC, no DESC",
    "earliest": "date IS NULL, date, no",
    "title": "title IS NULL, title COLLATE NOCASE, date, no",
}


@dataclass(frozen=True, slots=True)
class ListedTranscript:
    """A transcript without its utterances, and the persons who speak in it."""

    heading: Transcript
    speakers: tuple[str, ...]
    """Most utterances first."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the list."""

    total: int
    """Transcripts that the filters leave."""
    transcripts: tuple[ListedTranscript, ...]


def listed_in(db: sqlite3.Connection, filters: Filters, order: ListOrder, first: int, most: int) -> Listing:
    """At most `most` transcripts from number `first` (from 0) on, of those that the filters leave.

    A speaker's filter leaves the transcripts in which one of these persons speaks; names must be those of
    the catalogue. Transcripts without a date or title come last.
    """
    conditions = transcript_conditions(filters)
    if filters.speakers:
        spoke = (
            "no IN (SELECT u.transcript FROM utterances u JOIN speakers s ON s.no = u.speaker "
            "WHERE s.name IN (SELECT value FROM json_each(?)))"
        )
        conditions[spoke] = json.dumps(filters.speakers)
    where = f"FROM transcripts WHERE {' AND '.join(conditions) or '1'}"
    values = tuple(conditions.values())
    total: int = one(db, f"SELECT count(*) {where}", *values)[0]
    query = f"SELECT * {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
    heads = db.execute(query, (*values, most, first)).fetchall()
    return Listing(
        total, tuple(ListedTranscript(transcript_of(head), _speakers(db, head["no"])) for head in heads)
    )


def _speakers(db: sqlite3.Connection, transcript: int) -> tuple[str, ...]:
    found = db.execute(
        "SELECT s.name FROM utterances u JOIN speakers s ON s.no = u.speaker WHERE u.transcript = ? "
        "GROUP BY s.no ORDER BY count(*) DESC, s.name",
        (transcript,),
    )
    return tuple(row[0] for row in found)
