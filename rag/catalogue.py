"""The catalogue: transcripts, utterances and passages in SQLite, alone.

A passage's text is not stored: it is a slice of its utterance's text, so that what is shown cannot
differ from what was read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from rag.errors import IndexMismatchError
from rag.records import Coverage, Filters, Narration, Passage, SpeakerCount, Transcript, Utterance
from rag.speakers import fold

if TYPE_CHECKING:
    from rag.positions import Positions

_SCHEMA = """
CREATE TABLE transcripts (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, date TEXT, place TEXT, url TEXT,
    source TEXT NOT NULL, sha256 TEXT NOT NULL, language TEXT NOT NULL, section TEXT, warnings TEXT NOT NULL,
    whereabouts TEXT NOT NULL);
CREATE TABLE speakers (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE utterances (
    transcript INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT, speaker INTEGER, role TEXT,
    parenthetical TEXT, attribution TEXT NOT NULL, text TEXT NOT NULL, start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
    PRIMARY KEY (transcript, number)) WITHOUT ROWID;
CREATE TABLE narration (
    transcript INTEGER NOT NULL, text TEXT NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, transcript INTEGER NOT NULL, utterance INTEGER NOT NULL, speaker INTEGER,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL, tokens INTEGER NOT NULL, fingerprint BLOB NOT NULL);
CREATE INDEX passages_by_transcript ON passages (transcript);
CREATE INDEX passages_by_speaker ON passages (speaker);
CREATE INDEX utterances_by_speaker ON utterances (speaker);
CREATE INDEX transcripts_by_date ON transcripts (date);
"""

_PASSAGE = """
SELECT p.row, t.id, p.utterance, p.start_at, p.end_at, p.first_line, p.last_line, p.tokens,
       u.text AS whole, u.start_at AS offset
FROM passages p JOIN transcripts t ON t.no = p.transcript
JOIN utterances u ON u.transcript = p.transcript AND u.number = p.utterance
"""
_UTTERANCE = """
SELECT u.number, u.label, s.name AS speaker, u.role, u.parenthetical, u.attribution, u.text,
       u.start_at, u.end_at, u.first_line, u.last_line
FROM utterances u LEFT JOIN speakers s ON s.no = u.speaker
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters, resolved to the catalogue's numbers; None confines nothing."""

    transcripts: tuple[int, ...] | None
    speakers: tuple[int, ...] | None
    rows: tuple[int, ...] | None
    """The passages that are left."""


EVERYTHING = Scope(None, None, None)


class CatalogueWriter:
    """Fills a new catalogue file; a context manager, at whose end the file is complete."""

    def __init__(self, path: Path, speakers: Mapping[str, int]) -> None:
        """Create the file. `speakers` numbers every person of the corpus."""
        self._db = sqlite3.connect(path, isolation_level=None)
        # The file is new and thrown away where the build fails: its own journal would only cost time.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
        self._speakers = speakers
        self._transcripts = 0
        self._rows = 0
        self._db.executemany(
            "INSERT INTO speakers VALUES (?,?)", ((number, name) for name, number in speakers.items())
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._db.execute("COMMIT")
            self._db.execute("ANALYZE")
        self._db.close()

    def add(self, transcript: Transcript, passages: Sequence[Passage], fingerprints: Sequence[bytes]) -> None:
        """Append a transcript and its passages; rows are numbered in the order of arrival.

        `fingerprints` name what was encoded for each passage, so that a later build can reuse it.
        """
        number = self._transcripts
        self._transcripts += 1
        t = transcript
        self._db.execute(
            "INSERT INTO transcripts VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (number, t.id, t.title, t.date, t.place, t.url, t.source, t.sha256, t.language, t.section,
             json.dumps(t.warnings), _whereabouts(t)),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO utterances VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (number, u.number, u.label, self._speaker(u.speaker), u.role, u.parenthetical, u.attribution,
                 u.text, u.start, u.end, *u.lines)
                for u in t.utterances
            ),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO narration VALUES (?,?,?,?)", ((number, n.text, *n.lines) for n in t.narration)
        )
        speaker_of = {u.number: self._speaker(u.speaker) for u in t.utterances}
        self._db.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                (self._rows + i, number, p.utterance, speaker_of[p.utterance], p.start, p.end, *p.lines,
                 p.tokens, fingerprint)
                for i, (p, fingerprint) in enumerate(zip(passages, fingerprints, strict=True))
            ),
        )  # fmt: skip
        self._rows += len(passages)

    def _speaker(self, name: str | None) -> int | None:
        return None if name is None else self._speakers[name]


class Catalogue:
    """A finished catalogue, read only; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises IndexMismatchError where the file is no catalogue."""
        try:
            # immutable: a build never changes once it serves, so no lock files are needed beside it.
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
            self._db.row_factory = sqlite3.Row
            self._db.execute("SELECT count(*) FROM speakers").fetchone()
        except sqlite3.DatabaseError as error:
            raise IndexMismatchError(
                f"{path} is not a catalogue ({error}): build the index anew with rag build"
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def counts(self) -> tuple[int, int, int]:
        """Transcripts, utterances, passages."""
        row = self._one(
            "SELECT (SELECT count(*) FROM transcripts), (SELECT count(*) FROM utterances), "
            "(SELECT count(*) FROM passages)"
        )
        return row[0], row[1], row[2]

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order asked for."""
        found = {r["row"]: _passage(r) for r in self._in(_PASSAGE + "WHERE p.row IN ({})", rows)}
        return tuple(found[row] for row in rows)

    def row(self, passage: Passage) -> int:
        """The row of a passage of this catalogue. Raises KeyError where it has no such passage."""
        query = (
            "SELECT p.row FROM passages p JOIN transcripts t ON t.no = p.transcript "
            "WHERE t.id = ? AND p.utterance = ? AND p.start_at = ? AND p.end_at = ?"
        )
        at = (passage.transcript, passage.utterance, passage.start, passage.end)
        return int(self._one(query, *at)[0])

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in the order of its row."""
        with closing(self._db.execute(_PASSAGE + "ORDER BY p.row")) as cursor:
            yield from map(_passage, cursor)

    def fingerprints(self) -> dict[bytes, int]:
        """What was encoded, by fingerprint → row."""
        return {r[0]: r[1] for r in self._db.execute("SELECT fingerprint, row FROM passages")}

    def positions(self) -> Positions:
        """Where every row stands: rows of one transcript stand together, in order."""
        import numpy as np

        from rag.positions import Positions

        found = self._db.execute("SELECT transcript, utterance, tokens FROM passages ORDER BY row")
        table = np.asarray(found.fetchall(), dtype=np.int64).reshape(-1, 3)
        return Positions(table[:, 0], table[:, 1], table[:, 2])

    def transcript_ids(self) -> tuple[str, ...]:
        """Every transcript's id, in the order of the index."""
        return tuple(r[0] for r in self._db.execute("SELECT id FROM transcripts ORDER BY no"))

    def sources(self) -> frozenset[str]:
        """The source files that something was read from."""
        return frozenset(r[0] for r in self._db.execute("SELECT DISTINCT source FROM transcripts"))

    def transcript(self, transcript_id: str) -> Transcript:
        """A whole transcript, as it was read. Raises KeyError where there is none of this id."""
        head = self._one("SELECT * FROM transcripts WHERE id = ?", transcript_id)
        number = head["no"]
        utterances = self._db.execute(_UTTERANCE + "WHERE u.transcript = ? ORDER BY u.number", (number,))
        narration = self._db.execute("SELECT * FROM narration WHERE transcript = ? ORDER BY rowid", (number,))
        return _transcript(
            head,
            tuple(map(_utterance, utterances)),
            tuple(Narration(n["text"], (n["first_line"], n["last_line"])) for n in narration),
        )

    def heading(self, transcript_id: str) -> Transcript:
        """A transcript without its utterances and narration: title, date, place, source."""
        return _transcript(self._one("SELECT * FROM transcripts WHERE id = ?", transcript_id), (), ())

    def utterances(self, transcript_id: str, first: int, last: int) -> tuple[Utterance, ...]:
        """The utterances of a transcript numbered `first` to `last`, as far as there are any."""
        found = self._db.execute(
            _UTTERANCE + "JOIN transcripts t ON t.no = u.transcript "
            "WHERE t.id = ? AND u.number BETWEEN ? AND ? ORDER BY u.number",
            (transcript_id, first, last),
        )
        return tuple(map(_utterance, found))

    def speaker_names(self) -> tuple[str, ...]:
        """Every person, most utterances first."""
        found = self._db.execute(
            "SELECT s.name FROM speakers s JOIN utterances u ON u.speaker = s.no "
            "GROUP BY s.no ORDER BY count(*) DESC, s.name"
        )
        return tuple(r[0] for r in found)

    def scope(self, filters: Filters) -> Scope:
        """Which rows a search may return. Speaker names must be those of the catalogue."""
        if not filters:
            return EVERYTHING
        speakers = None
        if filters.speakers:
            found = self._in("SELECT no FROM speakers WHERE name IN ({})", filters.speakers)
            speakers = tuple(r[0] for r in found)
        transcripts = self._transcripts_in(filters)
        conditions, values = ["1"], []
        for column, numbers in (("speaker", speakers), ("transcript", transcripts)):
            if numbers is not None:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(numbers))
        rows = self._db.execute(f"SELECT row FROM passages WHERE {' AND '.join(conditions)}", values)
        return Scope(transcripts, speakers, tuple(r[0] for r in rows))

    def span(self, scope: Scope = EVERYTHING) -> tuple[int, str | None, str | None]:
        """How many transcripts a scope reaches, and their first and last date."""
        query = "SELECT count(*), min(date), max(date) FROM transcripts"
        if scope.rows is None:
            row = self._one(query)
        else:
            within = "SELECT transcript FROM passages WHERE row IN (SELECT value FROM json_each(?))"
            row = self._one(f"{query} WHERE no IN ({within})", json.dumps(scope.rows))
        return row[0], row[1], row[2]

    def coverage(self) -> Coverage:
        """What is indexed, by speaker and by month."""
        transcripts, utterances, passages = self.counts()
        _, since, until = self.span()
        return Coverage(
            transcripts, utterances, passages, since, until, self._speaker_counts(), self._months()
        )

    def select(self, query: str, *values: Any) -> list[sqlite3.Row]:  # noqa: ANN401 - whatever SQLite binds
        """Every row of a query that only its caller needs."""
        return self._db.execute(query, values).fetchall()

    def _transcripts_in(self, filters: Filters) -> tuple[int, ...] | None:
        conditions: list[str] = []
        values: list[Any] = []
        if filters.since:
            conditions.append("date >= ?")
            values.append(filters.since)
        if filters.until:
            conditions.append("date <= ?")
            values.append(filters.until)
        if filters.place:
            conditions.append("instr(whereabouts, ?)")
            values.append(fold(filters.place))
        if filters.transcripts:
            conditions.append("id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(filters.transcripts))
        if not conditions:
            return None
        found = self._db.execute(f"SELECT no FROM transcripts WHERE {' AND '.join(conditions)}", values)
        return tuple(r[0] for r in found)

    def _speaker_counts(self) -> tuple[SpeakerCount, ...]:
        roles: dict[str, list[str]] = {}
        for name, role in self._db.execute(
            "SELECT s.name, u.role FROM utterances u JOIN speakers s ON s.no = u.speaker "
            "WHERE u.role IS NOT NULL GROUP BY s.no, u.role ORDER BY count(*) DESC, u.role"
        ):
            roles.setdefault(name, []).append(role)
        found = self._db.execute(
            "SELECT s.name, count(*) FROM utterances u JOIN speakers s ON s.no = u.speaker "
            "GROUP BY s.no ORDER BY count(*) DESC, s.name"
        )
        return tuple(SpeakerCount(name, tuple(roles.get(name, ())), count) for name, count in found)

    def _months(self) -> dict[str, int]:
        found = self._db.execute(
            "SELECT substr(date, 1, 7), count(*) FROM transcripts WHERE date IS NOT NULL GROUP BY 1"
        )
        counted = {r[0]: r[1] for r in found}
        return {month: counted.get(month, 0) for month in _months_between(counted)}

    def _one(self, query: str, *values: Any) -> sqlite3.Row:  # noqa: ANN401 - whatever SQLite binds
        row: sqlite3.Row | None = self._db.execute(query, values).fetchone()
        if row is None:
            raise KeyError(*values)
        return row

    def _in(self, query: str, values: Iterable[Any]) -> list[sqlite3.Row]:
        """Run a query whose `IN ({})` is given as one JSON array: no limit on how many values."""
        return self._db.execute(
            query.format("SELECT value FROM json_each(?)"), (json.dumps(list(values)),)
        ).fetchall()


def _whereabouts(transcript: Transcript) -> str:
    """What a place is looked for in; nothing that is looked for runs from one line into the next."""
    return "\n".join(fold(text) for text in (transcript.place, transcript.title) if text)


def _months_between(months: Iterable[str]) -> Iterator[str]:
    """Every month from the first to the last, `YYYY-MM`."""
    ordered = sorted(months)
    if not ordered:
        return
    first, last = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (ordered[0], ordered[-1]))
    for month in range(first, last + 1):
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"


def _passage(row: sqlite3.Row) -> Passage:
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


def _utterance(row: sqlite3.Row) -> Utterance:
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
    )


def _transcript(
    head: sqlite3.Row, utterances: tuple[Utterance, ...], narration: tuple[Narration, ...]
) -> Transcript:
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
    )
