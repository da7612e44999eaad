"""Minimal pairs are well formed, their labels name lines that exist, and wording does not tell the trap."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.common import COLLECTION
from benchmarks.pairs import NAME_PAIRS, PAIRS, QMSUM, SEEDS, Pair, accuracy, by_wording, load, ordered
from rag.evaluation.wording import words_of
from tests.corpora import CORPUS

pytestmark = pytest.mark.slow

KEYS = {"pair", "collection", "transcript", "twin", "trap", "relevant", "note"}
pairs = load()
name_pairs = load(NAME_PAIRS)


def of(collection: str) -> list[Pair]:
    return [pair for pair in pairs + name_pairs if pair.collection == collection]


def test_each_line_has_the_keys_of_a_pair() -> None:
    for path in (PAIRS, NAME_PAIRS):
        for line in path.read_text("utf-8").splitlines():
            assert set(json.loads(line)) == KEYS
    for pair in pairs + name_pairs:
        assert pair.note
        assert any(label["grade"] == 2 for label in pair.relevant)
        assert all(label["grade"] in (1, 2) for label in pair.relevant)


def test_pairs_are_many_and_their_ids_and_questions_unique() -> None:
    assert len(pairs) >= 120
    assert [pair.pair for pair in pairs] == [f"p{number:03d}" for number in range(1, len(pairs) + 1)]
    most = Counter(question for pair in pairs for question in (pair.twin, pair.trap)).most_common(1)
    assert most[0][1] == 1
    assert {pair.collection for pair in pairs} == {COLLECTION, SEEDS, QMSUM}


@pytest.mark.parametrize("pair", pairs + name_pairs, ids=lambda pair: pair.pair)
def test_twin_and_trap_differ_in_a_few_words_and_are_of_one_length(pair: Pair) -> None:
    twin, trap = words_of(pair.twin), words_of(pair.trap)
    assert twin != trap
    assert len(twin & trap) >= len(twin | trap) / 2
    assert abs(len(pair.twin) - len(pair.trap)) <= 8


def test_no_line_of_the_seeds_has_the_name_of_a_trap() -> None:
    seeds = " ".join(path.read_text("utf-8") for path in CORPUS.glob("*.txt"))
    for pair in name_pairs:
        name = pair.note.removesuffix(" stands in no passage")
        assert name in pair.trap
        assert pair.collection != SEEDS or name not in seeds


def test_labels_in_the_seeds_name_lines_with_words() -> None:
    _lines_exist(of(SEEDS), CORPUS)


@pytest.mark.data
@pytest.mark.skipif("RAG_DEV_DATA" not in os.environ, reason="RAG_DEV_DATA is not set")
def test_labels_in_the_development_collection_name_lines_with_words() -> None:
    _lines_exist(of(COLLECTION), Path(os.environ["RAG_DEV_DATA"]) / COLLECTION / "transcripts")


@pytest.mark.data
@pytest.mark.skipif("RAG_DEV_DATA" not in os.environ, reason="RAG_DEV_DATA is not set")
def test_labels_in_qmsum_name_utterances_of_the_transcript_that_is_asked() -> None:
    source = Path(os.environ["RAG_DEV_DATA"]) / QMSUM / "transcripts.jsonl"
    meetings = {meeting["id"]: meeting for meeting in map(json.loads, source.read_text("utf-8").splitlines())}
    for pair in of(QMSUM):
        for label in pair.relevant:
            assert label["transcript"] == pair.transcript
            assert meetings[label["transcript"]]["utterances"][label["utterance"]]["text"].strip()


def test_wording_alone_does_not_tell_the_trap() -> None:
    for some in (pairs, name_pairs):
        scores = by_wording(some)
        assert accuracy(scores) <= 0.58
        assert ordered(scores).mean <= 0.58


def test_wording_tells_where_each_side_has_a_word_of_its_own() -> None:
    told = [Pair(f"p{n}", SEEDS, None, f"Who met {n}?", f"Who left {n}?", (), "") for n in range(20)]
    assert accuracy(by_wording(told)) == 1
    assert ordered(by_wording(told)).mean == 1


def test_a_word_that_only_its_own_pair_has_tells_nothing() -> None:
    alone = [Pair(f"p{n}", SEEDS, None, f"Who met {n}?", f"Who met {n + 100}?", (), "") for n in range(20)]
    assert accuracy(by_wording(alone)) == 0.5


def _lines_exist(some: list[Pair], folder: Path) -> None:
    for pair in some:
        for label in pair.relevant:
            lines = (folder / label["file"]).read_text("utf-8").splitlines()
            assert lines[label["line"] - 1].strip(), pair.pair
