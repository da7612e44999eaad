"""Filters → the passages that a search may return, and how much such a search looks through."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.index.catalogue_rows import matching, one
from rag.records import Filters, Searched
from rag.text.calendar import every_month
from rag.text.normalise import fold

# A catalogue can be read without FAISS.
if TYPE_CHECKING:
    from rag.index.vectors import Integers, Mask, Positions


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Filters, resolved to the catalogue's numbers; None stands for everything."""

    transcripts: tuple[int, ...] | None
    speakers: tuple[int, ...] | None
    passages: Mask | None
    """Which passages are left, by row, shape (rows,)."""


EVERYTHING = Scope(None, None, None)


def scope_of(db: sqlite3.Connection, filters: Filters, positions: Positions) -> Scope:
    """Resolve filters. Speaker names must be those of the catalogue."""
    speakers = None
    if filters.speakers:
        found = matching(db, "SELECT no FROM speakers WHERE name IN ({})", filters.speakers)
        speakers = tuple(r[0] for r in found)
    transcripts = _transcripts_in(db, filters)
    return Scope(transcripts, speakers, positions.within(transcripts, speakers))


class Days:
    """The days of transcripts, in an order that compares them by number."""

    def __init__(self, by_transcript: Sequence[str | None]) -> None:
        """`by_transcript` are ISO days; None where there is none."""
        import numpy as np

        self._days = sorted({day for day in by_transcript if day})
        number_of = {day: number for number, day in enumerate(self._days)}
        self._number = np.array([number_of[day] if day else -1 for day in by_transcript], np.int64)

    def of(self, transcripts: Integers) -> tuple[int, str | None, str | None]:
        """How many of these have a day, the first day, and the last."""
        numbers = self._number[transcripts]
        dated = numbers[numbers >= 0]
        if not len(dated):
            return 0, None, None
        return len(dated), self._days[dated.min()], self._days[dated.max()]


def searched_in(days: Days, left: Mask, positions: Positions, everything: Searched) -> Searched:
    """How much a search of the passages that are left looks through; the months without any are not told."""
    import numpy as np

    transcripts = positions.transcripts[
        positions.transcript_starts[_reached(left, positions.transcript_starts)]
    ]
    dated, since, until = days.of(transcripts)
    return Searched(
        transcripts=len(transcripts),
        passages=int(np.count_nonzero(left)),
        since=since,
        until=until,
        excluded_by_filters=0,
        utterances=int(np.count_nonzero(_reached(left, positions.turn_starts))),
        undated=len(transcripts) - dated,
        transcripts_left_out=everything.transcripts - len(transcripts),
    )


def _reached(left: Mask, starts: Integers) -> Mask:
    """Which of the stretches of rows that begin there have a row that is left."""
    import numpy as np

    if not len(starts):
        return np.zeros(0, np.bool_)
    reached: Mask = np.logical_or.reduceat(left, starts)
    return reached


def counts(db: sqlite3.Connection) -> tuple[int, int, int]:
    """Transcripts, utterances, passages."""
    row = one(
        db,
        "SELECT (SELECT count(*) FROM transcripts), (SELECT count(*) FROM utterances), "
        "(SELECT count(*) FROM passages)",
    )
    return row[0], row[1], row[2]


def transcripts_by_month(db: sqlite3.Connection) -> dict[str, int]:
    """`YYYY-MM` → transcripts, from the first month to the last, months without any included."""
    query = "SELECT substr(date, 1, 7), count(*) FROM transcripts WHERE date IS NOT NULL GROUP BY 1"
    counted: dict[str, int] = {r[0]: r[1] for r in db.execute(query)}
    return {month: counted.get(month, 0) for month in every_month(counted)}


def transcript_conditions(filters: Filters) -> dict[str, Any]:
    """What filters ask of a transcript, speakers aside: conditions in SQL → their values."""
    conditions: dict[str, Any] = {}
    if filters.since:
        conditions["date >= ?"] = filters.since
    if filters.until:
        conditions["date <= ?"] = filters.until
    if filters.place:
        conditions["instr(whereabouts, ?)"] = fold(filters.place)
    if filters.transcripts:
        conditions["id IN (SELECT value FROM json_each(?))"] = json.dumps(filters.transcripts)
    for column, tags in (("topics", filters.topics), ("persons", filters.persons)):
        if tags:
            chosen = "value IN (SELECT value FROM json_each(?))"
            conditions[f"EXISTS (SELECT 1 FROM json_each({column}) WHERE {chosen})"] = json.dumps(tags)
    return conditions


def _transcripts_in(db: sqlite3.Connection, filters: Filters) -> tuple[int, ...] | None:
    """The numbers of the transcripts that these filters leave; None for all."""
    conditions = transcript_conditions(filters)
    if not conditions:
        return None
    # As one text: a row of the result for each transcript takes ten times as long.
    query = f"SELECT json_group_array(no) FROM transcripts WHERE {' AND '.join(conditions)}"
    return tuple(json.loads(one(db, query, *conditions.values())[0]))


def gaps(by_month: Mapping[str, int], filters: Filters) -> tuple[str, ...]:
    """Months without any transcript, within the dates of the filters."""
    since, until = (filters.since or "")[:7], (filters.until or "~")[:7]
    return tuple(month for month, count in by_month.items() if not count and since <= month <= until)
