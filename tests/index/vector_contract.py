"""What every vector index answers, whatever it is made of: a subclass says how one is made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache

import numpy as np
import pytest

from rag.index.vectors import Mask, Matrix, PassageVectors, Scores

_ROWS, _IN_CLUSTER, _DIMENSION = 20_000, 100, 64
_SPREAD = 0.1
"""Standard deviation around the middle of a cluster, for every coordinate."""
RECALL = 0.97


@cache
def clustered() -> Matrix:
    """Unit vectors, a hundred around each of 200 directions in turn; shape (20,000, 64)."""
    rng = np.random.default_rng(0)
    return _unit(np.repeat(_directions(), _IN_CLUSTER, axis=0) + rng.normal(0, _SPREAD, (_ROWS, _DIMENSION)))


@cache
def asked() -> Matrix:
    """Unit vectors near some of the rows, shape (20, 64)."""
    rng = np.random.default_rng(1)
    return _unit(clustered()[rng.integers(_ROWS, size=20)] + rng.normal(0, _SPREAD, (20, _DIMENSION)))


@cache
def _directions() -> Matrix:
    return _unit(np.random.default_rng(2).normal(size=(_ROWS // _IN_CLUSTER, _DIMENSION)))


def _unit(vectors: np.ndarray[tuple[int, int], np.dtype[np.floating]]) -> Matrix:
    unit: Matrix = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


class VectorContract(ABC):
    """Inherit it in a class that pytest collects."""

    queries = 20
    """Questions to each filter; a slow index may be asked fewer."""

    @classmethod
    @abstractmethod
    def make(cls, vectors: Matrix) -> PassageVectors:
        """An index of these unit vectors, row i as row i."""

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls) -> PassageVectors:
        """All the rows of `clustered`."""
        return cls.make(clustered())

    @pytest.fixture(scope="class")
    @classmethod
    def few(cls) -> PassageVectors:
        """Four rows whose cosines a reader computes."""
        rows = [(1, 0), (0.6, 0.8), (0, 1), (-1, 0)]
        return cls.make(np.array(rows, np.float32))

    @pytest.mark.slow
    @pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.0001])
    @pytest.mark.parametrize("lies", ["anywhere", "together", "elsewhere"])
    def test_the_ten_best_are_found_whatever_a_filter_leaves(
        self, index: PassageVectors, share: float, lies: str
    ) -> None:
        """Recall@10 against all products; the scores are the products."""
        found = expected = 0
        for number, query in enumerate(asked()[: self.queries]):
            products = clustered() @ query
            allowed = _left(share, lies, query, number)
            rows, scores = index.search(query, 10, None if allowed.all() else allowed)
            best = np.argsort(np.where(allowed, -products, np.inf))[: min(10, allowed.sum())]
            assert len(rows) == len(set(rows.tolist())) == len(best)
            assert allowed[rows].all()
            assert scores == pytest.approx(products[rows], abs=1e-4)
            assert (np.diff(scores) <= 0).all()
            found += len(np.intersect1d(rows, best))
            expected += len(best)
        assert found >= RECALL * expected

    def test_scores_are_cosines_best_first(self, few: PassageVectors) -> None:
        rows, scores = few.search(np.array([1, 0], np.float32), 4)
        assert rows.tolist() == [0, 1, 2, 3]
        assert scores.tolist() == pytest.approx([1, 0.6, 0, -1], abs=1e-6)

    def test_more_than_there_is_gives_what_there_is(self, few: PassageVectors) -> None:
        rows, scores = few.search(np.array([0, 1], np.float32), 1000)
        assert rows.tolist()[:2] == [2, 1]
        assert (sorted(rows.tolist()), len(scores)) == ([0, 1, 2, 3], 4)

    @pytest.mark.parametrize("k", [0, -1])
    def test_nothing_asked_is_nothing_found(self, few: PassageVectors, k: int) -> None:
        rows, scores = few.search(np.array([1, 0], np.float32), k)
        assert (len(rows), len(scores)) == (0, 0)

    def test_an_empty_filter_allows_nothing(self, few: PassageVectors) -> None:
        rows, scores = few.search(np.array([1, 0], np.float32), 10, np.zeros(4, np.bool_))
        assert (len(rows), len(scores)) == (0, 0)

    def test_equal_scores_stand_in_the_order_of_rows(self) -> None:
        vectors = np.array([(0, 1), *[(1, 0)] * 30, (0, 1)], np.float32)
        rows, _ = self.make(vectors).search(np.array([1, 0], np.float32), 32)
        assert rows.tolist() == [*range(1, 31), 0, 31]

    def test_stored_vectors_come_back_in_the_order_asked_for(self, few: PassageVectors) -> None:
        assert (few.vectors([3, 1, 3]) == np.array([(-1, 0), (0.6, 0.8), (-1, 0)], np.float32)).all()
        assert few.vectors([]).shape == (0, 2)

    def test_cosines_stand_in_the_order_asked_for(self, few: PassageVectors, index: PassageVectors) -> None:
        found = few.cosines(np.array([1, 0], np.float32), np.array([3, 0, 1]))
        assert found.tolist() == pytest.approx([-1, 1, 0.6], abs=1e-6)
        assert few.cosines(np.array([1, 0], np.float32), np.empty(0, np.int64)).shape == (0,)
        some = np.random.default_rng(2).permutation(_ROWS)[:1000]
        assert index.cosines(asked()[0], some) == pytest.approx(clustered()[some] @ asked()[0], abs=1e-4)

    def test_it_knows_how_many_rows_it_has(self, few: PassageVectors, index: PassageVectors) -> None:
        assert (len(few), len(index)) == (4, _ROWS)


def _left(share: float, lies: str, query: Scores, seed: int) -> Mask:
    """Which rows a filter leaves: some of all clusters, or whole clusters, or those not near the question."""
    rng = np.random.default_rng(seed)
    if lies == "anywhere":
        order = rng.permutation(_ROWS)
    else:
        clusters = rng.permutation(len(_directions()))
        if lies == "elsewhere":
            nearest = np.argsort(-(_directions() @ query))
            clusters = clusters[~np.isin(clusters, nearest[: len(nearest) // 10])]
        order = (_IN_CLUSTER * clusters[:, np.newaxis] + np.arange(_IN_CLUSTER)).ravel()
    left = np.zeros(_ROWS, np.bool_)
    left[order[: max(2, round(share * _ROWS))]] = True
    return left
