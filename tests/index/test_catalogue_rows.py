"""Rows become records."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from conftest import transcript

from rag.index.catalogue import PASSAGE, UTTERANCE, passage_of, transcript_of, utterance_of
from rag.index.catalogue_writer import CatalogueWriter
from rag.records import Passage

TEXT = "A\0 zero character. Ports\N{GRINNING FACE}."
MEETING = transcript("meeting", ("Anna Ivanova", "Before."), (None, TEXT))


def test_a_passage_is_cut_out_of_its_utterance_to_the_character(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    start = MEETING.utterances[1].start
    passages = [
        Passage("meeting", 1, start, start + 18, (3, 3), 4, TEXT[:18]),
        Passage("meeting", 1, start + 19, start + len(TEXT), (3, 3), 2, TEXT[19:]),
    ]
    with CatalogueWriter(path, {"Anna Ivanova": 0}) as writer:
        writer.add(MEETING, passages, [b"one", b"two"])
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    assert list(map(passage_of, db.execute(PASSAGE + "ORDER BY p.row"))) == passages
    utterances = tuple(map(utterance_of, db.execute(UTTERANCE + "ORDER BY u.number")))
    assert utterances == MEETING.utterances
    assert transcript_of(db.execute("SELECT * FROM transcripts").fetchone(), utterances, ()) == MEETING
