"""What is written into a catalogue: numbered as it arrives, complete or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rag.index.catalogue_writer import CatalogueWriter
from rag.records import Passage
from tests.builders import transcript

MEETING = transcript("meeting", ("Anna Ivanova", "Ports. Grain."), (None, "And gas?"))
PASSAGES = (
    Passage("meeting", 0, 14, 20, (1, 1), 2, "Ports."),
    Passage("meeting", 0, 21, 27, (1, 1), 2, "Grain."),
)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    return sqlite3.connect(path).execute(query).fetchall()


def test_rows_are_numbered_in_the_order_of_arrival(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with CatalogueWriter(path, {"Anna Ivanova": 7}) as writer:
        writer.add(MEETING, PASSAGES, [b"one", b"two"])
        writer.add(transcript("other", (None, "Ports.")), PASSAGES[:1], [b"three"])
    assert rows(path, "SELECT row, transcript, speaker, fingerprint FROM passages ORDER BY row") == [
        (0, 0, 7, b"one"),
        (1, 0, 7, b"two"),
        (2, 1, None, b"three"),
    ]
    assert rows(path, "SELECT no, id FROM transcripts ORDER BY no") == [(0, "meeting"), (1, "other")]
    assert rows(path, "SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat1'") == [("sqlite_stat1",)]


def test_no_text_of_a_passage_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with CatalogueWriter(path, {"Anna Ivanova": 0}) as writer:
        writer.add(MEETING, PASSAGES, [b"one", b"two"])
    assert path.read_bytes().count(b"Ports. Grain.") == 1
    assert path.read_bytes().count(b"Ports.") == 1


def test_a_fingerprint_for_every_passage(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="shorter"),
        CatalogueWriter(tmp_path / "catalogue.sqlite", {"Anna Ivanova": 0}) as writer,
    ):
        writer.add(MEETING, PASSAGES, [b"one"])
    assert rows(tmp_path / "catalogue.sqlite", "SELECT count(*) FROM passages") == [(0,)]
