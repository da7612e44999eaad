"""Approximate search: the contract of every vector index, what is compared, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import IndexMismatchError
from rag.index.approximate import ApproximateIndex, approximate, write_approximate
from rag.index.vectors import Matrix, Rows, Scores, VectorIndex
from tests.builders import mask
from tests.index.vector_contract import VectorContract, clustered


class TestApproximateSearch(VectorContract):
    @classmethod
    def make(cls, vectors: Matrix) -> ApproximateIndex:
        exact = VectorIndex.of(vectors)
        return ApproximateIndex(approximate(exact), exact, few=50, compared=6000)


@pytest.fixture(scope="module")
def vectors() -> VectorIndex:
    return VectorIndex.of(clustered()[:2000])


@pytest.fixture
def written(vectors: VectorIndex, tmp_path: Path) -> Path:
    write_approximate(tmp_path / "written", vectors)
    return tmp_path / "written"


def test_a_written_index_answers_as_the_one_in_memory(vectors: VectorIndex, written: Path) -> None:
    loaded = ApproximateIndex.load(written, vectors)
    rows, scores = loaded.search(clustered()[70], 3)
    expected = vectors.search(clustered()[70], 3)
    assert rows.tolist() == expected[0].tolist()
    assert scores == pytest.approx(expected[1])


def test_the_same_vectors_give_the_same_file(vectors: VectorIndex, written: Path) -> None:
    again = written.with_name("again")
    write_approximate(again, vectors)
    assert again.read_bytes() == written.read_bytes()


def test_only_candidates_are_compared_by_their_vectors(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def cosines(self: VectorIndex, query: Scores, rows: Rows) -> Scores:
        counted.append(len(rows))
        return self.vectors(rows) @ query

    monkeypatch.setattr(VectorIndex, "cosines", cosines)
    monkeypatch.setattr("rag.index.approximate._CANDIDATES", 100)
    index = ApproximateIndex(approximate(vectors), vectors, few=50, compared=400)
    index.search(clustered()[70], 10)
    index.search(clustered()[70], 90)
    index.search(clustered()[70], 10, mask(2000, *range(30, 75)))
    assert counted == [100, 180, 45]


def test_a_filter_that_leaves_far_rows_alone_still_finds_as_many(vectors: VectorIndex) -> None:
    index = ApproximateIndex(approximate(vectors), vectors, few=10, compared=100)
    allowed = clustered()[:2000] @ clustered()[70] < 0
    assert len(index.search(clustered()[70], 300, allowed)[0]) == 300


@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "text", "other rows", "other dimension"])
def test_a_file_that_is_no_index_of_these_vectors_is_refused(
    vectors: VectorIndex, written: Path, harm: str
) -> None:
    data = written.read_bytes()
    written.unlink()
    if harm == "other rows":
        vectors = VectorIndex.of(clustered()[:1999])
    elif harm == "other dimension":
        vectors = VectorIndex.of(clustered()[:2000, :16])
    if harm != "missing":
        written.write_bytes({"empty": b"", "cut": data[:-1], "text": b"gas" * 99}.get(harm, data))
    with pytest.raises(IndexMismatchError) as error:
        ApproximateIndex.load(written, vectors)
    assert str(error.value) == f"{written} is no index of these vectors: build it anew with rag build --full"
