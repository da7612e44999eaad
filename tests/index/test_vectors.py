"""FAISS: inner products that a reader computes, exact filters, and the row of the turn before."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import faiss
import numpy as np
import pytest

from rag.errors import IndexMismatchError
from rag.index.vectors import Matrix, Positions, Scores, VectorIndex, VectorWriter
from tests.builders import mask
from tests.index.vector_contract import VectorContract


def matrix(*rows: tuple[float, ...]) -> Matrix:
    made: Matrix = np.array(rows, dtype=np.float32)
    return made


def query(*values: float) -> Scores:
    made: Scores = np.array(values, dtype=np.float32)
    return made


class TestExactSearch(VectorContract):
    @classmethod
    def make(cls, vectors: Matrix) -> VectorIndex:
        return VectorIndex.of(vectors)


@pytest.fixture
def index() -> VectorIndex:
    return VectorIndex.of(matrix((1, 0), (0.6, 0.8), (0, 1), (-1, 0)))


@pytest.fixture(scope="module")
def hundred() -> VectorIndex:
    """Row i at i hundredths of a quarter turn: the first axis likes low rows, the second high ones."""
    angles = np.arange(100) * np.pi / 200
    return VectorIndex.of(np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32))


def test_scores_are_inner_products_best_first(index: VectorIndex) -> None:
    rows, scores = index.search(query(1, 0), 4)
    assert rows.tolist() == [0, 1, 2, 3]
    assert scores.tolist() == pytest.approx([1, 0.6, 0, -1])
    rows, scores = index.search(query(0.6, -0.8), 2)
    assert rows.tolist() == [0, 1]  # 0.6 and 0.36 - 0.64; then -0.8 and -0.6
    assert scores.tolist() == pytest.approx([0.6, -0.28])


def test_a_filter_leaves_exactly_the_allowed_rows(hundred: VectorIndex) -> None:
    # the first five by score are 0 to 4, none of which is allowed
    rows, scores = hundred.search(query(1, 0), 5, mask(100, 90, 7, 50, 99, 23))
    assert rows.tolist() == [7, 23, 50, 90, 99]
    assert scores.tolist() == pytest.approx([float(np.cos(row * np.pi / 200)) for row in rows], abs=1e-6)


def test_a_filter_finds_the_best_of_what_it_allows(hundred: VectorIndex) -> None:
    rows, _ = hundred.search(query(0, 1), 3, mask(100, *range(10, 60)))
    assert rows.tolist() == [59, 58, 57]


def test_equal_scores_stand_in_the_order_of_rows() -> None:
    index = VectorIndex.of(matrix((0, 1), *[(1, 0)] * 30, (0, 1)))
    assert index.search(query(1, 0), 32)[0].tolist() == [*range(1, 31), 0, 31]
    assert index.search(query(1, 0), 3, mask(32, 30, 0, 5, 31, 9))[0].tolist() == [5, 9, 30]


@pytest.mark.parametrize("exact_below", [101, 100])
def test_a_written_index_answers_as_one_in_memory(
    hundred: VectorIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact_below: int
) -> None:
    monkeypatch.setattr("rag.index.vectors.EXACT_BELOW", exact_below)
    with closing(VectorWriter(tmp_path / "vectors", 100, 2)) as writer:
        writer.put(60, hundred.vectors(range(60, 100)))
        for row in range(59, -1, -1):
            writer.put(row, hundred.vectors([row])[0])
    loaded = VectorIndex.load(tmp_path / "vectors")
    assert (len(loaded), loaded.dimension) == (100, 2)
    assert (loaded.vectors([7, *range(100)]) == hundred.vectors([7, *range(100)])).all()
    assert loaded.search(query(0, 1), 2)[0].tolist() == [99, 98]


def test_an_index_may_be_empty(tmp_path: Path) -> None:
    VectorWriter(tmp_path / "vectors", 0, 384).close()
    loaded = VectorIndex.load(tmp_path / "vectors")
    assert (len(loaded), loaded.dimension) == (0, 384)
    assert loaded.search(np.ones(384, np.float32), 5)[0].tolist() == []


def test_the_file_is_the_one_that_faiss_writes(tmp_path: Path) -> None:
    vectors = matrix((1, 0), (0.6, 0.8), (0, 1))
    plain = faiss.IndexFlatIP(2)
    plain.add(vectors)
    faiss.write_index(plain, str(tmp_path / "plain"))
    with closing(VectorWriter(tmp_path / "vectors", 3, 2)) as writer:
        writer.put(0, vectors)
    assert (tmp_path / "vectors").read_bytes() == (tmp_path / "plain").read_bytes()


@pytest.mark.parametrize("harm", ["missing", "folder", "empty", "cut", "text", "huge"])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "vectors"
    with closing(VectorWriter(path, 1, 2)) as writer:
        writer.put(0, query(1, 0))
    data = path.read_bytes()
    path.unlink()
    if harm == "folder":
        path.mkdir()
    elif harm != "missing":
        # bytes 8 to 16 say how many rows there are
        forms = {"empty": b"", "cut": data[:-1], "text": b"gas" * 99}
        path.write_bytes(forms.get(harm, data[:8] + b"\xff" * 7 + b"\0" + data[16:]))
    with pytest.raises(IndexMismatchError) as error:
        VectorIndex.load(path)
    assert str(error.value) == f"{path} is not a vector index: build it anew with rag build"


def positions(*rows: tuple[int, int]) -> Positions:
    """Rows as (transcript, utterance)."""
    transcripts, utterances = np.array(rows, np.int64).reshape(-1, 2).T
    return Positions(transcripts, utterances, np.arange(len(rows)) % 3 - 1)


def test_a_row_was_asked_by_the_last_row_of_the_turn_before() -> None:
    #            row: 0       1       2       3       4       5       6
    found = positions((0, 0), (0, 0), (0, 1), (0, 1), (0, 2), (1, 0), (1, 1))
    assert found.before.tolist() == [-1, -1, 1, 1, 3, -1, 5]


def test_a_transcript_that_goes_on_with_the_same_number_is_another_one() -> None:
    assert positions((0, 0), (1, 0), (1, 1)).before.tolist() == [-1, -1, 1]
    assert positions((0, 1), (1, 2)).before.tolist() == [-1, -1]


def test_a_turn_without_a_passage_is_passed_over() -> None:
    assert positions((0, 0), (0, 3)).before.tolist() == [-1, 0]


def test_one_row_and_none() -> None:
    assert positions((0, 0)).before.tolist() == [-1]
    assert positions().before.tolist() == []


def test_rows_within_transcripts_and_by_speakers() -> None:
    where = positions((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2))
    assert where.speakers.tolist() == [-1, 0, 1, -1, 0, 1]
    assert where.within(None, None).all()
    assert where.within((1,), None).tolist() == [False, False, False, True, True, True]
    assert where.within(None, (1, 0)).tolist() == [False, True, True, False, True, True]
    assert where.within((0, 7), (1,)).tolist() == [False, False, True, False, False, False]
    assert not where.within((), None).any()
    assert not where.within(None, ()).any()


def test_utterances_are_counted_through_all_transcripts() -> None:
    assert positions((0, 0), (0, 0), (0, 4), (1, 4), (1, 5)).turns.tolist() == [0, 0, 1, 2, 3]
