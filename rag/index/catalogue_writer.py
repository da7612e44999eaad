"""The catalogue, written: what a build read and cut, in a new SQLite file for `catalogue` to read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from rag.records import Passage, Transcript, Utterance
from rag.text.normalise import fold

_SCHEMA = """
CREATE TABLE transcripts (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, date TEXT, place TEXT, url TEXT,
    source TEXT NOT NULL, sha256 TEXT NOT NULL, language TEXT NOT NULL, section TEXT, warnings TEXT NOT NULL,
    form TEXT NOT NULL, in_file INTEGER NOT NULL, retrieved TEXT, whereabouts TEXT NOT NULL,
    topics TEXT NOT NULL, persons TEXT NOT NULL);
CREATE TABLE speakers (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE aliases (
    speaker INTEGER NOT NULL, alias TEXT NOT NULL, PRIMARY KEY (speaker, alias)) WITHOUT ROWID;
CREATE TABLE utterances (
    transcript INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT, speaker INTEGER, role TEXT,
    parenthetical TEXT, attribution TEXT NOT NULL, text TEXT NOT NULL, start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL, first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
    time TEXT, anchors TEXT NOT NULL, PRIMARY KEY (transcript, number)) WITHOUT ROWID;
CREATE TABLE doubts (
    transcript INTEGER NOT NULL, utterance INTEGER NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL,
    reason TEXT NOT NULL, start_at INTEGER NOT NULL,
    PRIMARY KEY (transcript, utterance, start_at)) WITHOUT ROWID;
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


class CatalogueWriter:
    """Fills a new catalogue file; a context manager, at whose end the file is complete."""

    def __init__(
        self, path: Path, speakers: Mapping[str, int], aliases: Mapping[str, Iterable[str]] = {}
    ) -> None:
        """Create the file. `speakers` numbers every person of the corpus; `aliases` are their other names."""
        self._db = sqlite3.connect(path, isolation_level=None)
        # The file is new and thrown away where the build fails: its own journal would only cost time.
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA + "BEGIN;")
        self._speakers = speakers
        self._transcripts = 0
        self._rows = 0
        self._db.executemany(
            "INSERT INTO speakers VALUES (?,?)", ((number, name) for name, number in speakers.items())
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?,?)",
            ((speakers[name], alias) for name in aliases if name in speakers for alias in aliases[name]),
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
            "INSERT INTO transcripts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (number, t.id, t.title, t.date, t.place, t.url, t.source, t.sha256, t.language, t.section,
             json.dumps(t.warnings), t.form, t.in_file, t.retrieved, _whereabouts(t),
             json.dumps(t.topics), json.dumps(t.persons)),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO utterances VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (number, u.number, u.label, self._speaker(u.speaker), u.role, u.parenthetical, u.attribution,
                 u.text, u.start, u.end, *u.lines, u.time, _anchors(u))
                for u in t.utterances
            ),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO doubts VALUES (?,?,?,?,?,?)",
            ((number, u.number, d.line, d.text, d.reason, d.start) for u in t.utterances for d in u.doubts),
        )
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


def _anchors(utterance: Utterance) -> str:
    return json.dumps([(a.start, a.line, a.time, a.page) for a in utterance.anchors])


def _whereabouts(transcript: Transcript) -> str:
    """What a place is looked for in; nothing that is looked for runs from one line into the next."""
    return "\n".join(fold(text) for text in (transcript.place, transcript.title) if text)
