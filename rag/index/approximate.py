"""FAISS, for many passages: a few thousand candidates by codes in memory, their scores by the exact vectors.

The rows are divided into lists by k-means. Of each row one bit a dimension is kept (RaBitQ: Gao and Long
2024). A search compares the codes of the nearest lists and computes the cosines of the best ones from the
vectors on disk. How many lists it compares follows from how many of their rows the filter leaves, so that a
filter loses nothing, wherever the rows that it leaves may lie; where it leaves few, all of them are computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from rag.errors import IndexMismatchError
from rag.index.runtime import faiss_in_one_thread
from rag.index.vectors import Integers, Mask, Matrix, Rows, Scores, VectorIndex

_TRAINED_ON = 40
"""Rows a list that k-means is trained on."""
_MOST_LISTS = 4096
_ROUNDS = 10
"""Iterations of k-means."""
_BLOCK = 8192
"""Rows that are added at once."""
_PART = 8
"""The codes of an eighth of the rows that the filter leaves are compared, and at least `_COMPARED`."""
_COMPARED = 60_000
_EVEN = 0.8
"""Share of the rows expected in the nearest lists, below which a filter is about something else."""
_CANDIDATES = 2000
"""Rows whose cosines are computed, at least; more where more than half as many are asked for."""
_FEW = 20_000
"""Up to so many rows, all cosines are computed."""


class ApproximateIndex:
    """Searches the rows of a `VectorIndex`; safe to use from several threads."""

    def __init__(
        self,
        index: Any,  # noqa: ANN401
        vectors: VectorIndex,
        *,
        few: int = _FEW,
        compared: int = _COMPARED,
    ) -> None:
        """`index` is what `approximate` makes of the vectors."""
        self._index = index  # a FAISS index: the library ships no types
        self._lists = faiss.downcast_index(index.index)
        self._vectors = vectors
        self._few = few
        self._compared = compared
        stored = self._lists.invlists
        self._list_of = np.empty(len(vectors), np.int32)
        self._sizes = np.array([stored.list_size(each) for each in range(self._lists.nlist)], np.int64)
        for each, size in enumerate(self._sizes.tolist()):
            if size:
                self._list_of[faiss.rev_swig_ptr(stored.get_ids(each), size)] = each

    @classmethod
    def load(cls, path: Path, vectors: VectorIndex) -> ApproximateIndex:
        """Read what `write_approximate` wrote. Raises IndexMismatchError where it is not of these vectors."""
        try:
            index = faiss.read_index(str(path))
            if (index.ntotal, index.d) == (len(vectors), vectors.dimension):
                return cls(index, vectors)
        except (RuntimeError, AttributeError, IndexError):  # IndexError: ids of rows that there are not
            pass
        raise IndexMismatchError(f"{path} is no index of these vectors: build it anew with rag build --full")

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    def search(self, query: Scores, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        """See PassageVectors.search."""
        left = len(self) if allowed is None else int(np.count_nonzero(allowed))
        k = min(k, left)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if left <= self._few:
            rows = np.arange(left) if allowed is None else np.flatnonzero(allowed)
        else:
            rows = self._candidates(query, k, left, allowed)
        scores = self.cosines(query, rows)
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], scores[order]

    def _candidates(self, query: Scores, k: int, left: int, allowed: Mask | None) -> Rows:
        """Rows that are among the best by their codes, in any order."""
        asked = self._index.chain.at(0).apply(query[np.newaxis, :])
        _, nearest = self._lists.quantizer.search(asked, len(self._sizes))
        parameters = faiss.SearchParametersIVF()
        inside = None
        if allowed is not None:
            inside = np.bincount(self._list_of[allowed], minlength=len(self._sizes))[nearest[0]]
            # The parameters only borrow the bits and their selector: both must outlive the search.
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
            parameters.sel = selector
        parameters.nprobe = self._lists_to_compare(self._sizes[nearest[0]], inside, max(2 * k, left // _PART))
        _, found = self._lists.search(asked, max(_CANDIDATES, 2 * k), params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows

    def _lists_to_compare(self, sizes: Integers, inside: Integers | None, wanted: int) -> int:
        """How many of the lists, the nearest first, hold `wanted` rows, and `_COMPARED` if there are.

        `sizes` are the rows of each list, `inside` those that a filter leaves. All lists, where the nearest
        ones have fewer rows than if the filter left any rows alike: then it is about something else than the
        question, and the best of what it leaves may lie in any list.
        """
        count = _reaching(sizes, len(self) // _PART)
        if inside is None:
            return max(count, _reaching(sizes, max(wanted, self._compared)))
        if inside[:count].sum() < sizes[:count].sum() / len(self) * inside.sum() * _EVEN:
            return len(sizes)
        return _reaching(inside, max(wanted, self._compared))

    def cosines(self, query: Scores, rows: Rows) -> Scores:
        """See PassageVectors.cosines."""
        return self._vectors.cosines(query, rows)

    def vectors(self, rows: Sequence[int] | Rows) -> Matrix:
        """See PassageVectors.vectors."""
        return self._vectors.vectors(rows)


def _reaching(sizes: Integers, rows: int) -> int:
    """How many of these lists hold so many rows; all where they hold fewer."""
    return min(len(sizes), int(np.searchsorted(np.cumsum(sizes), rows)) + 1)


def approximate(vectors: VectorIndex) -> Any:  # noqa: ANN401 - a FAISS index: the library ships no types
    """An index of these vectors, of which there is one at least; the same vectors give the same one.

    Reads a block of them at a time. Takes half a minute of one core and 60 MB for a million.
    """
    rows, dimension = len(vectors), vectors.dimension
    lists = min(_MOST_LISTS, 2 ** round(np.log2(np.sqrt(rows))))
    rotation = faiss.RandomRotationMatrix(dimension, dimension)
    rotation.init(0)
    quantizer = faiss.IndexFlatL2(dimension)
    inverted = faiss.IndexIVFRaBitQFastScan(quantizer, dimension, lists, faiss.METRIC_L2)
    inverted.cp.niter, inverted.cp.seed, inverted.cp.min_points_per_centroid = _ROUNDS, 0, 1
    index = faiss.IndexPreTransform(rotation, inverted)
    sample = np.random.default_rng(0).choice(rows, min(rows, _TRAINED_ON * lists), replace=False)
    with faiss_in_one_thread():  # sums of several threads differ in their last bits
        index.train(vectors.vectors(np.sort(sample)))
        for first in range(0, rows, _BLOCK):
            index.add(vectors.vectors(np.arange(first, min(first + _BLOCK, rows))))
    return index


def write_approximate(path: Path, vectors: VectorIndex) -> None:
    """Write the file that `ApproximateIndex.load` reads."""
    with path.open("wb") as stream:
        # Through our own file: FAISS ignores an error on closing, such as a full disk.
        faiss.write_index(approximate(vectors), faiss.PyCallbackIOWriter(stream.write))
