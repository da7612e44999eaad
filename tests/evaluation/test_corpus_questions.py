"""The labelled questions of corpus/: sound in form, and every label on a paragraph that somebody spoke."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.corpora import CORPUS

Question = dict[str, Any]

DELIVERED = {
    "000_70b41862cd742c5a.txt": "9313d1b24f56885900eecf459d60449bfdd2c654abd80fd8b66b3208d68ca2aa",
    "004_740d1cef05ee691b.txt": "ceff543674e0bd0265cc21765f139bbe10ae8c58275a0919cc7878f638658fd8",
}
HELD = {"000_70b41862cd742c5a.txt": "2023-04-05", "004_740d1cef05ee691b.txt": "2024-04-11"}
SPEAKERS = {"Vladimir Putin", "Alexander Lukashenko"}
KEYS = {"qid", "kind", "question", "previous", "today", "transcript", "understood", "relevant"}
UNDERSTOOD = {"speakers", "from", "to", "place", "followup"}
LEAST = {
    "topic": 20,
    "speaker": 12,
    "when_where": 10,
    "fact": 10,
    "keyword": 10,
    "followup": 10,
    "unanswerable": 16,
}
LINES = (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS: list[Question] = [json.loads(line) for line in LINES]


def spoken_lines(name: str) -> set[int]:
    """Lines, from 1, of the paragraphs of all turns: neither page head, closing date, separator nor cut."""
    source = (CORPUS / name).read_bytes().decode("utf-8")
    lines = source.replace("\N{NO-BREAK SPACE}", " ").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("President of Russia Vladimir Putin:"))
    closing = max(i for i, line in enumerate(lines) if line.endswith(", The Kremlin, Moscow"))
    return {i + 1 for i in range(first, closing) if lines[i].strip() not in ("", "* * *", "<…>")}


SPOKEN = {name: spoken_lines(name) for name in DELIVERED}


@pytest.mark.parametrize("name", DELIVERED)
def test_transcripts_are_byte_for_byte_as_delivered(name: str) -> None:
    assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == DELIVERED[name]


def test_spoken_lines_are_the_paragraphs_of_the_turns() -> None:
    # Read off the files by eye: first greeting, last reply, and how many paragraphs lie between.
    found = {name: (min(lines), max(lines), len(lines)) for name, lines in SPOKEN.items()}
    assert found == {"000_70b41862cd742c5a.txt": (17, 63, 24), "004_740d1cef05ee691b.txt": (23, 151, 65)}


def test_qids_and_questions_are_unique() -> None:
    qids = Counter(q["qid"] for q in QUESTIONS)
    asked = Counter((q["question"], q["previous"], q["transcript"]) for q in QUESTIONS)
    assert [key for key, n in [*qids.items(), *asked.items()] if n > 1] == []


def test_every_kind_has_enough_questions() -> None:
    counts = Counter(q["kind"] for q in QUESTIONS)
    assert set(counts) == set(LEAST)
    assert {kind: n for kind, n in counts.items() if n < LEAST[kind]} == {}
    assert len(QUESTIONS) >= 80


def test_ports_and_sea_shipments_are_asked() -> None:
    asked = {q["question"]: q["relevant"] for q in QUESTIONS}
    labels = asked["What did Lukashenko say about ports and sea shipments?"]
    assert [(item["file"][:3], item["line"], item["grade"]) for item in labels] == [
        ("004", 89, 2),
        ("004", 93, 2),
    ]


def test_keys_are_those_of_the_format() -> None:
    for q in QUESTIONS:
        assert set(q) - {"note"} == KEYS, q["qid"]
        assert set(q["understood"]) <= UNDERSTOOD, q["qid"]
        assert q["question"].strip() == q["question"] != "", q["qid"]


def test_understood_names_people_days_and_places() -> None:
    for q in QUESTIONS:
        understood = q["understood"]
        assert set(understood.get("speakers", [])) <= SPEAKERS, q["qid"]
        days = [date.fromisoformat(understood[key]) for key in ("from", "to") if understood.get(key)]
        assert days == sorted(days), q["qid"]
        assert ("from" in understood) == ("to" in understood), q["qid"]
        assert understood["place"] is None or understood["place"] in q["question"], q["qid"]
        assert q["today"] is None or date.fromisoformat(q["today"]), q["qid"]


def test_labels_stand_on_spoken_paragraphs() -> None:
    for q in QUESTIONS:
        for item in q["relevant"]:
            assert set(item) - {"sentence"} == {"file", "line", "grade"}, q["qid"]
            assert item["line"] in SPOKEN[item["file"]], q["qid"]
            assert item["grade"] in (1, 2), q["qid"]
        places = Counter((item["file"], item["line"]) for item in q["relevant"])
        assert not places or max(places.values()) == 1, q["qid"]


def test_answering_sentences_are_whole_sentences_of_their_line() -> None:
    labelled = [(q["qid"], item) for q in QUESTIONS for item in q["relevant"] if "sentence" in item]
    assert len(labelled) >= 60
    for qid, item in labelled:
        source = (CORPUS / item["file"]).read_bytes().decode("utf-8")
        start, end = item["sentence"]
        assert source.count("\n", 0, start) + 1 == item["line"], qid
        words = source[start:end]
        assert "\n" not in words and words[-1] in ".?!…”", (qid, words)
        assert source[start - 2 : start - 1] in "\n.?!:…”", (qid, words)


def test_labels_lie_in_the_searched_transcript_and_period() -> None:
    for q in QUESTIONS:
        only = q["transcript"]
        assert only is None or f"{only}.txt" in DELIVERED, q["qid"]
        since = q["understood"].get("from") or "0001-01-01"
        until = q["understood"].get("to") or "9999-12-31"
        for item in q["relevant"]:
            assert only is None or item["file"] == f"{only}.txt", q["qid"]
            assert since <= HELD[item["file"]] <= until, q["qid"]


def test_unanswerable_has_no_label_and_the_rest_a_full_answer() -> None:
    for q in QUESTIONS:
        grades = [item["grade"] for item in q["relevant"]]
        assert grades == [] if q["kind"] == "unanswerable" else 2 in grades, q["qid"]


def test_followups_have_a_previous_question() -> None:
    for q in QUESTIONS:
        if q["kind"] == "followup":
            assert q["understood"]["followup"] is True, q["qid"]
        if q["understood"]["followup"]:
            assert q["previous"], q["qid"]


def test_readme_shows_a_line_of_the_file() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in readme if line.startswith('{"qid"') and line in LINES] != []
