"""Rows of the catalogue → records: the queries that several methods share, and what they return."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from rag.records import Anchor, Doubt, Narration, Passage, Transcript, Utterance

PASSAGE = """
SELECT p.row, t.id, p.utterance, p.start_at, p.end_at, p.first_line, p.last_line, p.tokens,
       u.text AS whole, u.start_at AS offset
FROM passages p JOIN transcripts t ON t.no = p.transcript
JOIN utterances u ON u.transcript = p.transcript AND u.number = p.utterance
"""
UTTERANCE = """
SELECT u.number, u.label, s.name AS speaker, u.role, u.parenthetical, u.attribution, u.text,
       u.start_at, u.end_at, u.first_line, u.last_line, u.time, u.anchors,
       (SELECT json_group_array(json_array(d.line, d.text, d.reason, d.start_at)) FROM doubts d
        WHERE d.transcript = u.transcript AND d.utterance = u.number) AS doubts
FROM utterances u LEFT JOIN speakers s ON s.no = u.speaker
"""


def passage_of(row: sqlite3.Row) -> Passage:
    """The passage of a row of `PASSAGE`: a slice of its utterance's text."""
    # Sliced here: SQLite's substr() ends at a zero character.
    start, end = row["start_at"] - row["offset"], row["end_at"] - row["offset"]
    return Passage(
        transcript=row["id"],
        utterance=row["utterance"],
        start=row["start_at"],
        end=row["end_at"],
        lines=(row["first_line"], row["last_line"]),
        tokens=row["tokens"],
        text=row["whole"][start:end],
    )


def utterance_of(row: sqlite3.Row) -> Utterance:
    """The utterance of a row of `UTTERANCE`."""
    return Utterance(
        number=row["number"],
        label=row["label"],
        speaker=row["speaker"],
        role=row["role"],
        parenthetical=row["parenthetical"],
        attribution=row["attribution"],
        text=row["text"],
        start=row["start_at"],
        end=row["end_at"],
        lines=(row["first_line"], row["last_line"]),
        time=row["time"],
        doubts=tuple(Doubt(*doubt) for doubt in json.loads(row["doubts"])),
        anchors=tuple(Anchor(*anchor) for anchor in json.loads(row["anchors"])),
    )


def transcript_of(
    head: sqlite3.Row, utterances: tuple[Utterance, ...] = (), narration: tuple[Narration, ...] = ()
) -> Transcript:
    """The transcript of a row of `transcripts`; without utterances and narration, its heading alone."""
    return Transcript(
        id=head["id"],
        title=head["title"],
        date=head["date"],
        place=head["place"],
        url=head["url"],
        source=head["source"],
        sha256=head["sha256"],
        language=head["language"],
        section=head["section"],
        utterances=utterances,
        narration=narration,
        warnings=tuple(json.loads(head["warnings"])),
        form=head["form"],
        in_file=bool(head["in_file"]),
        retrieved=head["retrieved"],
        topics=tuple(json.loads(head["topics"])),
        persons=tuple(json.loads(head["persons"])),
    )


def one(db: sqlite3.Connection, query: str, *values: Any) -> sqlite3.Row:  # noqa: ANN401 - whatever SQLite binds
    """The first row of a query. Raises KeyError where there is none."""
    row: sqlite3.Row | None = db.execute(query, values).fetchone()
    if row is None:
        raise KeyError(*values)
    return row


def matching(db: sqlite3.Connection, query: str, values: Iterable[Any]) -> list[sqlite3.Row]:
    """The rows of a query whose `IN ({})` is given as one JSON array: no limit on how many values."""
    return db.execute(query.format("SELECT value FROM json_each(?)"), (json.dumps(list(values)),)).fetchall()
