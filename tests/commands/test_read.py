"""`rag read`: how files are read, the broken ones among them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.commands.running import (
    MISTAKE,
    SUCCESS,
    Run,
    assert_mistake,
)
from tests.corpora import PUTIN

pytestmark = pytest.mark.slow


def test_read_shows_how_a_file_is_read(here: Path, run: Run) -> None:
    (here / "corpus" / "sources.toml").write_text('["lesson.txt"]\nurl = "https://example.org/1"')
    ran = run("read", "corpus/lesson.txt", "corpus/councils.jsonl", "--json")
    assert (ran.code, ran.err) == (SUCCESS, "")
    lesson, first, second = map(json.loads, ran.out.splitlines())
    assert (first["id"], second["id"]) == ("council-1", "council-2")
    source = (here / "corpus" / "lesson.txt").read_bytes()
    assert list(lesson) == [
        "id", "title", "date", "place", "url", "language", "form", "topics", "persons",
        "sha256", "warnings",
        "doubts", "utterances", "narration",
    ]  # fmt: skip
    assert (lesson["id"], lesson["title"], lesson["date"]) == ("lesson", "An open lesson", "2023-12-05")
    assert (lesson["place"], lesson["url"], lesson["language"]) == ("Minsk", "https://example.org/1", "und")
    assert lesson["sha256"] == hashlib.sha256(source).hexdigest()
    assert lesson["utterances"][1] == {
        "utterance": 1,
        "label": PUTIN,
        "speaker": PUTIN,
        "role": None,
        "parenthetical": None,
        "attribution": "printed",
        "text": "Ours has one.",
        "start": (start := source.decode().index("Ours has one.")),
        "end": start + 13,
        "lines": [11, 11],
    }
    assert first["utterances"][1]["attribution"] == "unknown"
    told = run("read", "corpus/lesson.txt").out.splitlines()
    assert told[0] == "An open lesson"
    assert told[1].startswith("lesson.txt · read as site text · 5 December 2023 · Minsk · 2 utterances, ")


def test_a_broken_file_among_good_ones(here: Path, run: Run) -> None:
    (here / "corpus" / "empty.txt").write_text("")
    ran = run(
        "read", "corpus/lesson.txt", "nowhere.txt", "corpus/empty.txt", "corpus/councils.jsonl", "--json"
    )
    assert ran.code == MISTAKE
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["lesson", "council-1", "council-2"]
    assert ran.err.splitlines() == [
        "rag: nowhere.txt: there is no such file",
        "rag: corpus/empty.txt: the file is empty; expected a transcript",
    ]


def test_read_names_who_is_named_in_a_table_above(here: Path, run: Run) -> None:
    table = here / "corpus" / "speakers.toml"
    table.write_text('[transcripts.harbour]\nQuestion = "Ann Holloway"')
    (here / "corpus" / "2024").mkdir()
    (here / "corpus" / "harbour.txt").rename(here / "corpus" / "2024" / "harbour.txt")
    ran = run("read", "corpus/2024/harbour.txt", "--json")
    assert [(u["speaker"], u["attribution"]) for u in ran.json["utterances"]][1] == (
        "Ann Holloway",
        "assigned",
    )
    table.write_text("[")
    assert_mistake(here, run, "read", "corpus/2024/harbour.txt", said="speakers.toml")
