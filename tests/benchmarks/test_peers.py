"""What peers are given, and how their rankings are judged, on the small corpus."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from benchmarks.peers import asking
from benchmarks.peers.passages import export, narrow_filters
from benchmarks.peers.plot import cell, draw
from rag.archive import Archive
from tests.corpora import ENCODED, IVANOVA

pytestmark = pytest.mark.slow


def test_peers_are_given_what_is_encoded(archive: Archive) -> None:
    passages = export(archive)
    assert [each["text"] for each in passages] == list(ENCODED)
    ports = passages[0]
    assert (ports["speaker"], ports["date"], ports["transcript"]) == (IVANOVA, "2024-02-29", "council-1")


def test_a_narrow_filter_leaves_five() -> None:
    said = [{"id": f"{n}", "speaker": "A", "date": "2024-01-01"} for n in range(5)]
    said += [{"id": f"B{n}", "speaker": "B", "date": "2024-01-01"} for n in range(6)]
    day = {"speaker": "A", "from": "2024-01-01", "to": "2024-01-01"}
    assert narrow_filters(said) == [(day, {"0", "1", "2", "3", "4"})]


def test_rankings_are_judged(
    built: Path, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "HOME", tmp_path)
    ports, grain, *_ = (passage["id"] for passage in export(archive))
    answer = {"transcript": "council-1", "utterance": 0, "grade": 2}
    asked = [
        {"qid": "1", "question": "Ports?", "relevant": [answer]},
        {"qid": "2", "question": "And then?", "previous": "Ports?", "relevant": [answer]},
        {"qid": "3", "question": "Fish?", "relevant": []},
    ]
    (tmp_path / "all").mkdir()
    everything = tmp_path / "all" / "questions.jsonl"
    everything.write_text("".join(json.dumps(each) + "\n" for each in asked), "utf-8")
    kept = asking.asked_of(everything)
    assert [json.loads(line)["qid"] for line in kept.read_text("utf-8").splitlines()] == ["1"]
    replies = {
        "first": [{"qid": "1", "found": [[ports, 2.0], [grain, 1.0]]}],
        "second": [{"qid": "1", "found": [[grain, 2.0], [ports, 1.0]]}],
    }
    measured = asking.judged(replies, kept, built / "index")
    assert measured["first"] == {"nDCG@10": 1.0, "Success@5": 1.0, "p": None}
    assert measured["second"]["nDCG@10"] == pytest.approx(1 / math.log2(3))
    assert measured["second"]["Success@5"] == 1.0


def test_the_picture_says_what_refuses(tmp_path: Path) -> None:
    figures = {
        "rag": {"questions": {"nDCG@10": 0.5, "Success@5": 1.0}, "five left, recall": 1.0},
        "bm25s": {},
    }
    draw(figures, tmp_path / "peers.svg")
    assert "refuses" in (tmp_path / "peers.svg").read_text("utf-8")
    assert [cell(value) for value in (None, 1234.5, figures["rag"]["questions"])] == [
        "–",
        "1,230",
        "0.500 / 1.000",
    ]
