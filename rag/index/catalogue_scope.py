"""Filters → the passages that a search may return, and how much such a search looks through."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.index.catalogue_rows import matching, one
from rag.records import Filters, Searched
from rag.text.calendar import every_month
from rag.text.normalise import fold


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters, resolved to the catalogue's numbers; None stands for everything."""

    transcripts: tuple[int, ...] | None
    speakers: tuple[int, ...] | None
    rows: tuple[int, ...] | None
    """The passages that are left, in order."""


EVERYTHING = Scope(None, None, None)


def scope_of(db: sqlite3.Connection, filters: Filters) -> Scope:
    """Resolve filters. Speaker names must be those of the catalogue."""
    if not filters:
        return EVERYTHING
    speakers = None
    if filters.speakers:
        found = matching(db, "SELECT no FROM speakers WHERE name IN ({})", filters.speakers)
        speakers = tuple(r[0] for r in found)
    transcripts = _transcripts_in(db, filters)
    where, values = _within(transcripts, speakers)
    rows = db.execute(f"SELECT row {where} ORDER BY row", values)
    return Scope(transcripts, speakers, tuple(r[0] for r in rows))


def searched_in(db: sqlite3.Connection, scope: Scope, filters: Filters) -> Searched:
    """How much a search of this scope, which the filters resolve to, looks through."""
    everything, utterances, passages = counts(db)
    query = "SELECT count(*), count(date), min(date), max(date) FROM transcripts"
    if scope.rows is None:
        reached = one(db, query)
    else:
        passages = len(scope.rows)
        where, values = _within(scope.transcripts, scope.speakers)
        reached = one(db, f"{query} WHERE no IN (SELECT transcript {where})", *values)
        said = f"SELECT DISTINCT transcript, utterance {where}"
        utterances = one(db, f"SELECT count(*) FROM ({said})", *values)[0]
    transcripts, dated, since, until = reached
    return Searched(
        transcripts=transcripts,
        passages=passages,
        since=since,
        until=until,
        excluded_by_filters=0,
        utterances=utterances,
        undated=transcripts - dated,
        transcripts_left_out=everything - transcripts,
        gaps=_gaps(db, filters),
    )


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
    query = f"SELECT no FROM transcripts WHERE {' AND '.join(conditions)}"
    return tuple(r[0] for r in db.execute(query, tuple(conditions.values())))


def _within(transcripts: Sequence[int] | None, speakers: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    """The passages of these transcripts by these speakers: the end of a query, and its values."""
    confined = [
        (name, at) for name, at in (("speaker", speakers), ("transcript", transcripts)) if at is not None
    ]
    conditions = [f"{name} IN (SELECT value FROM json_each(?))" for name, _ in confined]
    values = tuple(json.dumps(numbers) for _, numbers in confined)
    return f"FROM passages WHERE {' AND '.join(conditions) or '1'}", values


def _gaps(db: sqlite3.Connection, filters: Filters) -> tuple[str, ...]:
    """Months without any transcript, within the dates of the filters."""
    since, until = (filters.since or "")[:7], (filters.until or "~")[:7]
    by_month = transcripts_by_month(db)
    return tuple(month for month, count in by_month.items() if not count and since <= month <= until)
