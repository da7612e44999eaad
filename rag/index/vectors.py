"""FAISS, for the vectors of passages: exact search by inner product; and the position of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np

from rag.errors import IndexMismatchError
from rag.index.manifest import EXACT_BELOW
from rag.index.stretches import StretchReader

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Positions:
    """By row, each of shape (rows,). Rows of one transcript are contiguous and in order."""

    transcripts: Integers
    utterances: Integers
    speakers: Integers
    """-1 where the speaker is not known."""

    @cached_property
    def turns(self) -> Integers:
        """The utterances, counted through all transcripts."""
        new_turn = (np.diff(self.utterances) != 0) | (np.diff(self.transcripts) != 0)
        return np.concatenate([[0], np.cumsum(new_turn)])[: len(self.utterances)].astype(np.int64)

    @cached_property
    def turn_starts(self) -> Integers:
        """The first row of each utterance, in order."""
        return np.flatnonzero(np.diff(self.turns, prepend=-1))

    @cached_property
    def transcript_starts(self) -> Integers:
        """The first row of each transcript that has any, in order."""
        return np.flatnonzero(np.diff(self.transcripts, prepend=-1))

    @cached_property
    def before(self) -> Integers:
        """The last row of the utterance before, which may be the question that a row answers; else -1."""
        before = np.searchsorted(self.turns, self.turns) - 1
        alike = self.transcripts[before] == self.transcripts
        return np.where(alike & (before >= 0), before, -1)

    def within(self, transcripts: Sequence[int] | None, speakers: Sequence[int] | None) -> Mask:
        """Which rows are of one of these transcripts and by one of these speakers; None stands for all."""
        left = np.ones(len(self.transcripts), np.bool_)
        for numbers, chosen in ((self.transcripts, transcripts), (self.speakers, speakers)):
            if chosen is not None:
                wanted = np.asarray(chosen, np.int64)
                # By number, and one more for -1, which is never chosen.
                is_wanted = np.zeros(max(numbers.max(initial=0), wanted.max(initial=0)) + 2, np.bool_)
                is_wanted[wanted] = True
                left &= is_wanted[numbers]
        return left


Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]


class PassageVectors(Protocol):
    """The vectors of all passages, by row, searched by cosine: what tests/index/vector_contract.py checks."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def search(self, query: Scores, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        """The `k` best rows and their scores, best first, equal ones by row; fewer where fewer are allowed.

        `query` is a unit vector of shape (dimension,). `allowed` has shape (rows,): only these rows count,
        and they are found as if there were no others. A score is the cosine, not an estimate of it.
        """
        ...

    def cosines(self, query: Scores, rows: Rows) -> Scores:
        """The scores of these rows, each given once, shape (len(rows),)."""
        ...

    def vectors(self, rows: Sequence[int] | Rows) -> Matrix:
        """The vectors of these rows, shape (len(rows), dimension)."""
        ...


class VectorIndex:
    """Exact search over unit vectors; a score is the cosine, higher is better."""

    def __init__(self, index: faiss.Index, file: StretchReader | None = None) -> None:
        """`file` holds the vectors too: single ones are read from it."""
        self._index = index
        self._file = file

    @classmethod
    def of(cls, vectors: Matrix) -> VectorIndex:
        """Index the vectors, row i as id i. Shape (n, dimension), float32, unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Map a file into memory. Raises IndexMismatchError where it holds no index."""
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            # An exact search maps the whole file in any case; many vectors are searched by codes instead.
            return cls(index, StretchReader(path) if index.ntotal >= EXACT_BELOW else None)
        except RuntimeError as error:
            raise IndexMismatchError(f"{path} is not a vector index: build it anew with rag build") from error

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._index.d)

    def search(self, query: Scores, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        """The `k` best rows and their scores, best first, equal ones by row; fewer where fewer are allowed.

        `query` has shape (dimension,), `allowed` shape (rows,): only these rows are looked at. The filter is
        resolved before the search, so that it never leaves fewer hits than it should.
        """
        k = min(k, len(self) if allowed is None else int(np.count_nonzero(allowed)))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # The parameters only borrow the bits and their selector: both must outlive the search.
        bits = None if allowed is None else np.packbits(allowed, bitorder="little")
        selector = None if bits is None else faiss.IDSelectorBitmap(bits)
        parameters = None if selector is None else faiss.SearchParameters(sel=selector)
        scores, found = self._index.search(query[np.newaxis, :], k, params=parameters)
        # FAISS pads what it does not find with row -1, and leaves equal scores in the order of its heap.
        order = np.lexsort((found[0], -scores[0]))
        order = order[found[0][order] >= 0]
        return found[0][order], scores[0][order]

    def cosines(self, query: Scores, rows: Rows) -> Scores:
        """The scores of these rows, each given once, shape (len(rows),)."""
        found: Scores = self.vectors(rows) @ query
        return found

    def vectors(self, rows: Sequence[int] | Rows) -> Matrix:
        """The stored vectors of these rows, shape (len(rows), dimension)."""
        if not len(rows):
            return np.empty((0, self.dimension), np.float32)
        rows = np.asarray(rows, dtype=np.int64)
        if self._file is None:
            return self._index.reconstruct_batch(rows)  # type: ignore[no-any-return]
        # The vectors are the end of the file.
        stride = 4 * self.dimension
        begins = self._file.size - stride * (len(self) - rows)
        found = self._file.read(begins, np.full_like(rows, stride))
        return found.view(np.float32).reshape(-1, self.dimension)


class VectorWriter:
    """Writes the file of a `VectorIndex` in any order of its rows, with no more than a block in memory."""

    def __init__(self, path: Path, rows: int, dimension: int) -> None:
        """Begin a file for so many rows. Raises OSError, as all of it, where the disk takes no more."""
        # FAISS writes an index at once. Its file is that of an empty one with two counts filled in, then
        # the vectors.
        head = bytearray(faiss.serialize_index(faiss.IndexFlatIP(dimension)).tobytes())
        head[8:16] = rows.to_bytes(8, "little")
        head[-8:] = (rows * dimension).to_bytes(8, "little")
        self._file = path.open("wb", buffering=0)
        self._file.write(head)
        self._begin, self._stride = len(head), 4 * dimension
        self._file.truncate(self._begin + rows * self._stride)

    def close(self) -> None:
        """Complete the file."""
        self._file.close()

    def put(self, row: int, vectors: Matrix | Scores) -> None:
        """Write the vectors of the rows from this one on, or of this one alone."""
        self._file.seek(self._begin + row * self._stride)
        left = np.ascontiguousarray(vectors, dtype=np.float32).tobytes()
        while left:
            left = left[self._file.write(left) :]
