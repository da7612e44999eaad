"""The labels of the catalogue: as whom they were read, the roles beside them, and what leaves them open."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rag.records import Attribution


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label of one transcript, and who it was read as."""

    transcript: str
    label: str | None
    speaker: str | None
    attribution: Attribution
    utterances: int


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role of a person, and the first and last ISO day of the transcripts that give it."""

    speaker: str
    role: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class LocatedDoubt:
    """A line that leaves open who speaks."""

    transcript: str
    source: str
    line: int
    text: str
    reason: str


def labels_in(db: sqlite3.Connection) -> tuple[PrintedLabel, ...]:
    """By transcript, in the order in which they first stand there."""
    found = db.execute(
        "SELECT t.id, u.label, s.name, u.attribution, count(*) FROM utterances u "
        "JOIN transcripts t ON t.no = u.transcript LEFT JOIN speakers s ON s.no = u.speaker "
        "GROUP BY t.no, u.label, u.speaker, u.attribution ORDER BY t.no, min(u.number)"
    )
    return tuple(PrintedLabel(*row) for row in found)


def roles_in(db: sqlite3.Connection) -> tuple[RoleHeld, ...]:
    """Those of the most utterances first."""
    found = db.execute(
        "SELECT s.name, u.role, min(t.date), max(t.date) FROM utterances u "
        "JOIN transcripts t ON t.no = u.transcript JOIN speakers s ON s.no = u.speaker "
        "WHERE u.role IS NOT NULL GROUP BY s.no, u.role ORDER BY count(*) DESC, u.role"
    )
    return tuple(RoleHeld(*row) for row in found)


def aliases_in(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Person → other names, as the table of persons writes them."""
    found: dict[str, tuple[str, ...]] = {}
    for name, alias in db.execute(
        "SELECT s.name, a.alias FROM aliases a JOIN speakers s ON s.no = a.speaker ORDER BY a.alias"
    ):
        found[name] = (*found.get(name, ()), alias)
    return found


def doubts_in(db: sqlite3.Connection) -> tuple[LocatedDoubt, ...]:
    """Each line once, though it may leave open several turns."""
    found = db.execute(
        "SELECT DISTINCT t.id, t.source, d.line, d.text, d.reason FROM doubts d "
        "JOIN transcripts t ON t.no = d.transcript ORDER BY t.no, d.line, d.start_at"
    )
    return tuple(LocatedDoubt(*row) for row in found)
