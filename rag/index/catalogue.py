"""The catalogue, read: transcripts, utterances and passages in SQLite; `catalogue_writer` fills it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import IndexMismatchError
from rag.records import (
    Coverage,
    Doubt,
    Filters,
    Narration,
    Passage,
    Searched,
    SpeakerCount,
    Transcript,
    Utterance,
)
from rag.text.calendar import every_month
from rag.text.normalise import fold

if TYPE_CHECKING:
    from rag.index.vectors import Positions

PASSAGE = """
SELECT p.row, t.id, p.utterance, p.start_at, p.end_at, p.first_line, p.last_line, p.tokens,
       u.text AS whole, u.start_at AS offset
FROM passages p JOIN transcripts t ON t.no = p.transcript
JOIN utterances u ON u.transcript = p.transcript AND u.number = p.utterance
"""
UTTERANCE = """
SELECT u.number, u.label, s.name AS speaker, u.role, u.parenthetical, u.attribution, u.text,
       u.start_at, u.end_at, u.first_line, u.last_line, u.time,
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
    )


def transcript_of(
    head: sqlite3.Row, utterances: tuple[Utterance, ...], narration: tuple[Narration, ...]
) -> Transcript:
    """The transcript of a row of `transcripts`, with its utterances and narration."""
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
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """Filters, resolved to the catalogue's numbers; None confines nothing."""

    transcripts: tuple[int, ...] | None
    speakers: tuple[int, ...] | None
    rows: tuple[int, ...] | None
    """The passages that are left."""


EVERYTHING = Scope(None, None, None)


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
        found = {r["row"]: passage_of(r) for r in self._in(PASSAGE + "WHERE p.row IN ({})", rows)}
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
        with closing(self._db.execute(PASSAGE + "ORDER BY p.row")) as cursor:
            yield from map(passage_of, cursor)

    def passages_of(self, transcript_id: str) -> tuple[Passage, ...]:
        """The passages of one transcript, in order."""
        return tuple(
            map(passage_of, self._db.execute(PASSAGE + "WHERE t.id = ? ORDER BY p.row", (transcript_id,)))
        )

    def fingerprints(self) -> dict[bytes, int]:
        """What was encoded, by fingerprint → row."""
        return {r[0]: r[1] for r in self._db.execute("SELECT fingerprint, row FROM passages")}

    def positions(self) -> Positions:
        """Where every row stands: rows of one transcript stand together, in order."""
        import numpy as np

        from rag.index.vectors import Positions

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
        utterances = self._db.execute(UTTERANCE + "WHERE u.transcript = ? ORDER BY u.number", (number,))
        narration = self._db.execute("SELECT * FROM narration WHERE transcript = ? ORDER BY rowid", (number,))
        return transcript_of(
            head,
            tuple(map(utterance_of, utterances)),
            tuple(Narration(n["text"], (n["first_line"], n["last_line"])) for n in narration),
        )

    def heading(self, transcript_id: str) -> Transcript:
        """A transcript without its utterances and narration: title, date, place, source."""
        return transcript_of(self._one("SELECT * FROM transcripts WHERE id = ?", transcript_id), (), ())

    def utterances(self, transcript_id: str, first: int, last: int) -> tuple[Utterance, ...]:
        """The utterances of a transcript numbered `first` to `last`, as far as there are any."""
        found = self._db.execute(
            UTTERANCE + "JOIN transcripts t ON t.no = u.transcript "
            "WHERE t.id = ? AND u.number BETWEEN ? AND ? ORDER BY u.number",
            (transcript_id, first, last),
        )
        return tuple(map(utterance_of, found))

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
        within, values = _within(transcripts, speakers)
        rows = self._db.execute(f"SELECT row {within}", values)
        return Scope(transcripts, speakers, tuple(r[0] for r in rows))

    def searched(self, scope: Scope = EVERYTHING, filters: Filters = Filters()) -> Searched:
        """What a search of this scope, which the filters resolve to, looks through."""
        everything, utterances, passages = self.counts()
        query = "SELECT count(*), count(date), min(date), max(date) FROM transcripts"
        if scope.rows is None:
            reached = self._one(query)
        else:
            passages = len(scope.rows)
            within, values = _within(scope.transcripts, scope.speakers)
            reached = self._one(f"{query} WHERE no IN (SELECT transcript {within})", *values)
            said = f"SELECT DISTINCT transcript, utterance {within}"
            utterances = self._one(f"SELECT count(*) FROM ({said})", *values)[0]
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
            gaps=self._gaps(filters),
        )

    def coverage(self) -> Coverage:
        """What is indexed, by speaker and by month."""
        transcripts, utterances, passages = self.counts()
        since, until = self._one("SELECT min(date), max(date) FROM transcripts")
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
        return {month: counted.get(month, 0) for month in every_month(counted)}

    def _gaps(self, filters: Filters) -> tuple[str, ...]:
        """Months without any transcript, as far as they reach into the dates that are searched."""
        since, until = (filters.since or "")[:7], (filters.until or "~")[:7]
        return tuple(
            month for month, count in self._months().items() if not count and since <= month <= until
        )

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


def _within(transcripts: Sequence[int] | None, speakers: Sequence[int] | None) -> tuple[str, tuple[str, ...]]:
    """The passages of these transcripts by these speakers: the end of a query, and its values."""
    confined = [
        (name, at) for name, at in (("speaker", speakers), ("transcript", transcripts)) if at is not None
    ]
    conditions = [f"{name} IN (SELECT value FROM json_each(?))" for name, _ in confined]
    values = tuple(json.dumps(numbers) for _, numbers in confined)
    return f"FROM passages WHERE {' AND '.join(conditions) or '1'}", values
