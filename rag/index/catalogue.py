"""The catalogue, read: transcripts, utterances and passages in SQLite; `catalogue_writer` fills it.

The `catalogue` modules alone know the SQL schema.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexMismatchError
from rag.index.catalogue_labels import (
    LocatedDoubt,
    PrintedLabel,
    RoleHeld,
    aliases_in,
    doubts_in,
    labels_in,
    roles_in,
)
from rag.index.catalogue_list import Listing, ListOrder, listed_in
from rag.index.catalogue_rows import (
    PASSAGE,
    UTTERANCE,
    matching,
    one,
    passage_of,
    transcript_of,
    utterance_of,
)
from rag.index.catalogue_scope import (
    EVERYTHING,
    Days,
    Scope,
    counts,
    gaps,
    scope_of,
    searched_in,
    transcripts_by_month,
)
from rag.readers.events import event_of, is_same_event
from rag.records import (
    Coverage,
    Filters,
    Narration,
    Passage,
    Searched,
    SpeakerCount,
    TagKind,
    Transcript,
    Utterance,
)
from rag.text.language_detection import UNKNOWN

if TYPE_CHECKING:
    from rag.index.vectors import Positions


@dataclass(frozen=True, slots=True)
class PassageCount:
    """How many passages of one transcript are by one speaker."""

    transcript: int
    """Its number, in the order of `Catalogue.headings`."""
    speaker: str | None
    passages: int


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

    def passages(self, rows: Sequence[int]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order asked for."""
        found = {r["row"]: passage_of(r) for r in matching(self._db, PASSAGE + "WHERE p.row IN ({})", rows)}
        return tuple(found[row] for row in rows)

    def row(self, passage: Passage) -> int:
        """The row of a passage of this catalogue. Raises KeyError where it has no such passage."""
        query = (
            "SELECT p.row FROM passages p JOIN transcripts t ON t.no = p.transcript "
            "WHERE t.id = ? AND p.utterance = ? AND p.start_at = ? AND p.end_at = ?"
        )
        at = (passage.transcript, passage.utterance, passage.start, passage.end)
        return int(one(self._db, query, *at)[0])

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

    def fingerprints_of(self, transcript_id: str) -> list[bytes]:
        """What was encoded for the passages of a transcript, in order."""
        query = (
            "SELECT p.fingerprint FROM passages p JOIN transcripts t ON t.no = p.transcript WHERE t.id = ?"
        )
        return [r[0] for r in self._db.execute(f"{query} ORDER BY p.row", (transcript_id,))]

    def ids_by_source(self) -> dict[str, list[str]]:
        """Source file → ids of its transcripts, in the order of the index."""
        found: dict[str, list[str]] = {}
        for source, name in self._db.execute("SELECT source, id FROM transcripts ORDER BY no"):
            found.setdefault(source, []).append(name)
        return found

    @cached_property
    def positions(self) -> Positions:
        """Where every row stands: rows of one transcript stand together, in order."""
        import numpy as np

        from rag.index.vectors import Positions

        query = "SELECT transcript, utterance, ifnull(speaker, -1) FROM passages ORDER BY row"
        table = np.fromiter(chain.from_iterable(self._db.execute(query)), dtype=np.int64).reshape(-1, 3)
        return Positions(*np.ascontiguousarray(table.T))

    def transcript_ids(self) -> tuple[str, ...]:
        """Every transcript's id, in the order of the index."""
        return tuple(r[0] for r in self._db.execute("SELECT id FROM transcripts ORDER BY no"))

    def unknown(self, transcript_ids: Sequence[str]) -> list[str]:
        """Those of the ids that no transcript has, in the order given."""
        if not transcript_ids:
            return []
        known = {
            r[0] for r in matching(self._db, "SELECT id FROM transcripts WHERE id IN ({})", transcript_ids)
        }
        return [each for each in transcript_ids if each not in known]

    def sources(self) -> frozenset[str]:
        """The source files that something was read from."""
        return frozenset(r[0] for r in self._db.execute("SELECT DISTINCT source FROM transcripts"))

    def transcript(self, transcript_id: str) -> Transcript:
        """A whole transcript, as it was read. Raises KeyError where there is none of this id."""
        head = one(self._db, "SELECT * FROM transcripts WHERE id = ?", transcript_id)
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
        return transcript_of(one(self._db, "SELECT * FROM transcripts WHERE id = ?", transcript_id))

    def other_pages(self, transcript_id: str) -> tuple[Transcript, ...]:
        """Headings of the same event in other languages. Raises KeyError for an unknown id."""
        head = self.heading(transcript_id)
        same = self._by_event.get(event_of(head) or "", ()) if head.language != UNKNOWN else ()
        return tuple(each for each in same if each.language != head.language and is_same_event(each, head))

    @cached_property
    def _by_event(self) -> dict[str, list[Transcript]]:
        """Headings by the number of the event, where the language is known."""
        found: dict[str, list[Transcript]] = {}
        for head in self.headings():
            if head.language != UNKNOWN and (number := event_of(head)):
                found.setdefault(number, []).append(head)
        return found

    def headings(self) -> tuple[Transcript, ...]:
        """Every transcript without its utterances and narration, in the order of the index."""
        return tuple(map(transcript_of, self._db.execute("SELECT * FROM transcripts ORDER BY no")))

    def latest(self) -> Iterator[Transcript]:
        """The same, the latest first; those without a date come last."""
        with closing(self._db.execute("SELECT * FROM transcripts ORDER BY date DESC, no DESC")) as cursor:
            yield from map(transcript_of, cursor)

    def listed(
        self, filters: Filters = Filters(), order: ListOrder = "latest", first: int = 0, most: int = 50
    ) -> Listing:
        """A part of the list of transcripts that the filters leave, in this order."""
        return listed_in(self._db, filters, order, first, most)

    def whereabouts(self) -> tuple[str, ...]:
        """By transcript: the folded text that a place is looked for in."""
        return tuple(r[0] for r in self._db.execute("SELECT whereabouts FROM transcripts ORDER BY no"))

    def passage_counts(self) -> tuple[PassageCount, ...]:
        """Passages by transcript and speaker."""
        found = self._db.execute(
            "SELECT p.transcript, s.name, count(*) FROM passages p LEFT JOIN speakers s ON s.no = p.speaker "
            "GROUP BY p.transcript, p.speaker"
        )
        return tuple(PassageCount(*row) for row in found)

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

    def tags(self, kind: TagKind) -> tuple[str, ...]:
        """Every topic or person that transcripts are tagged with, those of the most transcripts first."""
        found = self._db.execute(
            f"SELECT value FROM transcripts, json_each({kind}) GROUP BY value ORDER BY count(*) DESC, value"
        )
        return tuple(r[0] for r in found)

    def labels(self) -> tuple[PrintedLabel, ...]:
        """The labels of every transcript, with the persons whom they were read as."""
        return labels_in(self._db)

    def roles(self) -> tuple[RoleHeld, ...]:
        """Every role of every person, those of the most utterances first."""
        return roles_in(self._db)

    def doubts(self) -> tuple[LocatedDoubt, ...]:
        """Every line that leaves open who speaks, by transcript and line."""
        return doubts_in(self._db)

    def aliases(self) -> dict[str, str]:
        """Other names of persons → the person."""
        return {alias: name for name, found in aliases_in(self._db).items() for alias in found}

    def scope(self, filters: Filters) -> Scope:
        """Which rows a search may return. Speaker names must be those of the catalogue."""
        return scope_of(self._db, filters, self.positions) if filters else EVERYTHING

    def searched(self, scope: Scope = EVERYTHING, filters: Filters = Filters()) -> Searched:
        """How much a search of this scope, which the filters resolve to, looks through."""
        coverage = self.coverage()
        found = Searched(
            transcripts=coverage.transcripts,
            passages=coverage.passages,
            since=coverage.since,
            until=coverage.until,
            excluded_by_filters=0,
            utterances=coverage.utterances,
            undated=coverage.transcripts - sum(coverage.by_month.values()),
        )
        if scope.passages is not None:
            found = searched_in(self._days, scope.passages, self.positions, found)
        return replace(found, gaps=gaps(coverage.by_month, filters))

    @cached_property
    def _days(self) -> Days:
        """The days of all transcripts."""
        return Days([r[0] for r in self._db.execute("SELECT date FROM transcripts ORDER BY no")])

    def coverage(self) -> Coverage:
        """What is indexed, by speaker and by month; counted once."""
        return self._coverage

    @cached_property
    def _coverage(self) -> Coverage:
        since, until = one(self._db, "SELECT min(date), max(date) FROM transcripts")
        by_month = transcripts_by_month(self._db)
        return Coverage(*counts(self._db), since, until, self._speaker_counts(), by_month)

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
        aliases = aliases_in(self._db)
        return tuple(
            SpeakerCount(name, tuple(roles.get(name, ())), count, aliases.get(name, ()))
            for name, count in found
        )
