"""FAISS, for the vectors of single tokens: what late interaction compares a question with.

The encoder computes a vector for every word piece on its way to the passage's vector. Stored, they tell
whether each part of a question has its counterpart in a passage (ColBERT: Khattab and Zaharia 2020). Stop
tokens, which most passages have, are not stored; the others are product-quantised (Jégou et al. 2011) to
one byte for eight dimensions. A corpus too small to train a codebook on stores them in half precision.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import faiss
import numpy as np

from rag.errors import IndexMismatchError
from rag.index.encoder import Tokens

if TYPE_CHECKING:
    from rag.index.vectors import Matrix

BEFORE = 0.9
"""Discount for a match found only in the previous utterance: an answer seldom repeats its question."""
CODEC, ROWS = "codec.faiss", "rows.npz"
CODES, PIECES, PLACES = "codes.bin", "pieces.bin", "places.bin"
"""Files of the index: by row and, in the order in which they were written, by token."""
_SHORTEST = np.float32(1e-18)
"""Least square of a length that is divided by."""

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The tokens of some passages in turn: codes, shape (n, bytes), pieces and places, shape (n,)."""

    codes: Bytes
    pieces: Integers
    places: Integers
    """The character of the passage that each begins at; negative for its context, which stands first."""
    bounds: Integers
    """Where each passage begins among them, and the end, shape (passages + 1,)."""
    context: Integers
    """How many of each passage are of its context, shape (passages,)."""


class TokenIndex:
    """Token vectors by row; empty where the model gives none. What is large stays on disk, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        """Open a folder that `TokenWriter` wrote. Raises IndexMismatchError where it holds no index."""
        try:
            with np.load(folder / ROWS) as file:
                arrays = dict(file)
            self._starts, self._own, self._ends = (arrays[name] for name in ("starts", "own", "ends"))
            self._stop: Integers = arrays["stop"]
            self._rarity: np.ndarray[tuple[int], np.dtype[np.float32]] = arrays["rarity"]
            codec = folder / CODEC
            self._codec: Any = faiss.read_index(str(codec)) if codec.exists() else None  # untyped
            self._pieces, self._places = (_mapped(folder / name, np.int32) for name in (PIECES, PLACES))
            width = self._codec.sa_code_size() if self._codec else 0
            self._codes: Bytes = _mapped(folder / CODES, np.uint8).reshape(len(self._pieces), width)
            self._centroids = _centroids(self._codec)
        except (RuntimeError, OSError, ValueError, KeyError) as error:
            raise IndexMismatchError(f"{folder} is no token index: build it anew with rag build") from error
        self._is_content = np.ones(int(self._stop.max(initial=-1)) + 1, np.bool_)
        self._is_content[self._stop] = False

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._pieces)

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._own)

    @property
    def compressed(self) -> bool:
        """Whether there was enough to train a codebook."""
        return isinstance(self._codec, faiss.IndexPQ) or len(self._stop) > 0

    @property
    def codec(self) -> Any:  # noqa: ANN401 - the library ships no types
        """An empty FAISS index that codes as this one does."""
        return self._codec

    @property
    def stop(self) -> Integers:
        """The stop tokens: pieces that are not stored."""
        return self._stop

    def stored(self, rows: Integers) -> StoredTokens:
        """The stored tokens of some rows."""
        starts, ends = self._starts[rows], self._ends[rows]
        keys, bounds = ranges(starts, ends)
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return StoredTokens(self._codes[keys], pieces, places, bounds, self._own[rows] - starts)

    def as_added(self, row: int) -> tuple[Tokens, int]:
        """A row of an index without a codebook, as it can be added again: the passage starts at 0."""
        keys = np.arange(self._starts[row], self._ends[row])
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return Tokens(pieces, places, self._unit(keys)), 0

    def own_cosines(self, question: Matrix, rows: Integers) -> tuple[Integers, Matrix, Integers]:
        """The tokens of the rows' own texts, without their contexts, compared with unit vectors.

        Returns the characters that they begin at, shape (n,), the cosines, shape (len(question), n), and
        where each row begins among them, with the end, shape (rows + 1,).
        """
        keys, bounds = ranges(self._own[rows], self._ends[rows])
        return self._places[keys].astype(np.int64), self._cosines(question, keys), bounds

    def is_content(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of these pieces are not stop tokens."""
        known = pieces < len(self._is_content)
        found = ~known
        found[known] = self._is_content[pieces[known]]
        return found

    def weights(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The weight of each piece of a question: its rarity plus one; 0 for stop tokens."""
        passages = math.log(self.rows + 1)
        rarity = np.full(len(pieces), passages, dtype=np.float32)
        known = pieces < len(self._rarity)
        rarity[known] = self._rarity[pieces[known]]
        return np.where(self.is_content(pieces), rarity + 1.0, 0.0).astype(np.float32)

    def shares(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The weights, scaled to sum to 1; all 0 where all are stop tokens."""
        weights = self.weights(pieces)
        shares: np.ndarray[tuple[int], np.dtype[np.float32]] = weights / max(float(weights.sum()), 1e-9)
        return shares

    def similarity(self, question: Matrix, rows: Integers, before: Integers) -> Matrix:
        """How well each token of a question matches each row, shape (tokens, rows), at most 1.

        That is its highest cosine over the row's tokens, context included. `before` holds for each row the
        last row of the previous utterance, or -1: a match in its own text counts too, at a discount.
        `question` has shape (tokens, dimension).
        """
        every = np.unique(np.concatenate([rows, before[before >= 0]]))
        texts, ends = self._own[every], self._ends[every]
        starts = np.where(np.isin(every, rows), self._starts[every], texts)
        keys, bounds = ranges(starts, ends)
        # One more column of zeros, where a row without tokens may begin.
        cosines = np.zeros((len(question), len(keys) + 1), np.float32)
        cosines[:, :-1] = self._cosines(question, keys)
        cuts = np.stack([bounds[:-1], bounds[:-1] + texts - starts], axis=1).ravel()
        best = np.maximum.reduceat(cosines, cuts, axis=1)
        context, own = best[:, ::2] * (texts > starts), best[:, 1::2] * (ends > texts)
        whole = np.maximum(context, own)[:, np.searchsorted(every, rows)]
        previous = own[:, np.searchsorted(every, np.maximum(before, every[0]))] * (before >= 0)
        matches: Matrix = np.maximum(whole, BEFORE * previous)
        return matches

    def _cosines(self, question: Matrix, keys: Integers) -> Matrix:
        """Of unit vectors and stored tokens, shape (len(question), len(keys))."""
        if not len(keys):
            return np.empty((len(question), 0), np.float32)
        if self._centroids is None:
            decoded: Matrix = question @ self._unit(keys).T
            return decoded
        # Asymmetric distance computation (Jégou et al. 2011): the products of the question and each centroid
        # are computed once, and looked up by code for every token. Their last column gives its length.
        parts, codes, width = self._centroids.shape
        products = np.empty((parts, codes, len(question) + 1), np.float32)
        by_part = question.reshape(len(question), parts, width).transpose(1, 2, 0)
        np.matmul(self._centroids, by_part, out=products[:, :, :-1])
        products[:, :, -1] = np.square(self._centroids).sum(axis=2)
        sums = np.zeros((len(keys), len(question) + 1), np.float32)
        for product, code in zip(products, self._codes[keys].T.astype(np.intp), strict=True):
            sums += product.take(code, axis=0)
        sums /= np.sqrt(np.maximum(sums[:, -1:], _SHORTEST))
        return sums[:, :-1].T

    def _unit(self, keys: Integers) -> Matrix:
        """The stored vectors: decoded, each is a little shorter than the one that was encoded."""
        stored = self._decoded(keys)
        squares = np.einsum("ij,ij->i", stored, stored)
        stored /= np.sqrt(np.maximum(squares, _SHORTEST))[:, np.newaxis]
        return stored

    def _decoded(self, keys: Integers) -> Matrix:
        if self._codec is None or not len(keys):
            return np.empty((0, 0 if self._codec is None else self._codec.d), np.float32)
        decoded: Matrix = self._codec.sa_decode(np.ascontiguousarray(self._codes[keys]))
        return decoded


def ranges(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The keys of several ranges, concatenated, and where each begins among them, with the end."""
    lengths = ends - starts
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths), bounds


def _mapped(path: Path, kind: type[np.generic]) -> np.ndarray[Any, Any]:
    """An array on disk, shape (n,); a file without bytes cannot be mapped."""
    return np.asarray(np.memmap(path, kind, "r")) if path.stat().st_size else np.empty(0, kind)


def _centroids(codec: Any) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]] | None:  # noqa: ANN401
    """Of a product quantiser, shape (parts, codes, dimensions of a part); None for another codec."""
    if not isinstance(codec, faiss.IndexPQ):
        return None
    quantiser = codec.pq
    shape = quantiser.M, quantiser.ksub, quantiser.dsub
    centroids: np.ndarray[tuple[int, int, int], np.dtype[np.float32]] = faiss.vector_to_array(
        quantiser.centroids
    ).reshape(shape)
    return centroids
