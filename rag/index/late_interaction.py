"""FAISS, for the vectors of single tokens: what late interaction compares a question with.

The encoder computes a vector for every word piece on its way to the passage's vector. Stored, they tell
whether each part of a question has its counterpart in a passage (ColBERT: Khattab and Zaharia 2020). Stop
tokens, which most passages have, are not stored; the others are product-quantised (Jégou et al. 2011) to
one byte for eight dimensions. A corpus too small to train a codebook on stores them in half precision.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import faiss
import numpy as np

from rag.errors import IndexMismatchError
from rag.index.encoder import Tokens
from rag.index.stretches import StretchReader

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


class TokenStore(Protocol):
    """What is large of a token index: code, piece and place of each token, by key."""

    def read(self, starts: Integers, ends: Integers) -> tuple[Bytes, Integers, Integers]:
        """Codes, shape (n, bytes), pieces and places, shape (n,), of whole rows, one after another.

        Row i has the keys from `starts[i]` up to `ends[i]`.
        """
        ...


class StoredFiles:
    """A token store in files."""

    def __init__(self, folder: Path, width: int) -> None:
        """A token's code has `width` bytes. Raises OSError or ValueError where the files do not fit."""
        self._width = width
        self._pieces, self._places, self._codes = (
            StretchReader(folder / name) for name in (PIECES, PLACES, CODES)
        )
        tokens = self._pieces.size // 4
        if (self._places.size, self._codes.size) != (4 * tokens, width * tokens):
            raise ValueError("the files are not of the same tokens")

    def read(self, starts: Integers, ends: Integers) -> tuple[Bytes, Integers, Integers]:
        """See `TokenStore`."""
        lengths = ends - starts
        pieces, places = (
            file.read(4 * starts, 4 * lengths).view(np.int32).astype(np.int64)
            for file in (self._pieces, self._places)
        )
        codes = self._codes.read(self._width * starts, self._width * lengths)
        return codes.reshape(len(pieces), self._width), pieces, places


class TokenIndex:
    """Token vectors by row; empty where the model gives none."""

    def __init__(self, folder: Path, store: Callable[[int], TokenStore] | None = None) -> None:
        """Open a folder that `TokenWriter` wrote. Raises IndexMismatchError where it holds no index.

        `store` replaces the files of the folder; it is given the bytes of a code.
        """
        try:
            with np.load(folder / ROWS) as file:
                arrays = dict(file)
            self._starts, self._own, self._ends = (arrays[name] for name in ("starts", "own", "ends"))
            self._stop: Integers = arrays["stop"]
            self._rarity: np.ndarray[tuple[int], np.dtype[np.float32]] = arrays["rarity"]
            codec = folder / CODEC
            self._codec: Any = faiss.read_index(str(codec)) if codec.exists() else None  # untyped
            self._store = StoredFiles(folder, self.width) if store is None else store(self.width)
            self._centroids = _centroids(self._codec)
        except (RuntimeError, OSError, ValueError, KeyError) as error:
            raise IndexMismatchError(f"{folder} is no token index: build it anew with rag build") from error
        self._is_content = np.ones(int(self._stop.max(initial=-1)) + 1, np.bool_)
        self._is_content[self._stop] = False

    def __len__(self) -> int:
        """How many tokens there are."""
        return int(self._ends.max(initial=0))

    @property
    def width(self) -> int:
        """Bytes of a token's code."""
        return int(self._codec.sa_code_size()) if self._codec else 0

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

    def spans(self) -> list[tuple[int, int]]:
        """Where the tokens of rows begin and end in the store, in order; rows of equal text share them."""
        spans = np.unique(np.stack([self._starts, self._ends], axis=1), axis=0)
        found: list[tuple[int, int]] = [(start, end) for start, end in spans.tolist() if start < end]
        return found

    def read(self, start: int, end: int) -> tuple[Bytes, Integers, Integers]:
        """Codes, pieces and places of the tokens of such a span."""
        return self._store.read(np.array([start]), np.array([end]))

    def stored(self, rows: Integers) -> StoredTokens:
        """The stored tokens of some rows."""
        starts, ends = self._starts[rows], self._ends[rows]
        codes, pieces, places = self._store.read(starts, ends)
        bounds = np.concatenate([[0], np.cumsum(ends - starts)])
        return StoredTokens(codes, pieces, places, bounds, self._own[rows] - starts)

    def as_added(self, row: int) -> tuple[Tokens, int]:
        """A row of an index without a codebook, as it can be added again: the passage starts at 0."""
        found = self.stored(np.array([row]))
        return Tokens(found.pieces, found.places, self._unit(found.codes)), 0

    def own_cosines(self, question: Matrix, rows: Integers) -> tuple[Integers, Matrix, Integers]:
        """The tokens of the rows' own texts, without their contexts, compared with unit vectors.

        Returns the characters that they begin at, shape (n,), the cosines, shape (len(question), n), and
        where each row begins among them, with the end, shape (rows + 1,).
        """
        found = self.stored(rows)
        own, bounds = ranges(found.bounds[:-1] + found.context, found.bounds[1:])
        return found.places[own], self._cosines(question, found.codes[own]), bounds

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
        found = self.stored(every)
        starts, ends = found.bounds[:-1], found.bounds[1:]
        texts = starts + found.context
        # One more column of zeros, where a row without tokens may begin.
        cosines = np.zeros((len(question), len(found.codes) + 1), np.float32)
        cosines[:, :-1] = self._cosines(question, found.codes)
        cuts = np.stack([starts, texts], axis=1).ravel()
        best = np.maximum.reduceat(cosines, cuts, axis=1)
        context, own = best[:, ::2] * (texts > starts), best[:, 1::2] * (ends > texts)
        whole = np.maximum(context, own)[:, np.searchsorted(every, rows)]
        previous = own[:, np.searchsorted(every, np.maximum(before, every[0]))] * (before >= 0)
        matches: Matrix = np.maximum(whole, BEFORE * previous)
        return matches

    def _cosines(self, question: Matrix, codes: Bytes) -> Matrix:
        """Of unit vectors and stored tokens, shape (len(question), len(codes))."""
        if not len(codes):
            return np.empty((len(question), 0), np.float32)
        if self._centroids is None:
            decoded: Matrix = question @ self._unit(codes).T
            return decoded
        # Asymmetric distance computation (Jégou et al. 2011): the products of the question and each centroid
        # are computed once, and looked up by code for every token. Their last column gives its length.
        parts, count, width = self._centroids.shape
        products = np.empty((parts, count, len(question) + 1), np.float32)
        by_part = question.reshape(len(question), parts, width).transpose(1, 2, 0)
        np.matmul(self._centroids, by_part, out=products[:, :, :-1])
        products[:, :, -1] = np.square(self._centroids).sum(axis=2)
        sums = np.zeros((len(codes), len(question) + 1), np.float32)
        for product, code in zip(products, codes.T.astype(np.intp), strict=True):
            sums += product.take(code, axis=0)
        sums /= np.sqrt(np.maximum(sums[:, -1:], _SHORTEST))
        return sums[:, :-1].T

    def _unit(self, codes: Bytes) -> Matrix:
        """The stored vectors: decoded, each is a little shorter than the one that was encoded."""
        stored = self._decoded(codes)
        squares = np.einsum("ij,ij->i", stored, stored)
        stored /= np.sqrt(np.maximum(squares, _SHORTEST))[:, np.newaxis]
        return stored

    def _decoded(self, codes: Bytes) -> Matrix:
        if self._codec is None or not len(codes):
            return np.empty((0, 0 if self._codec is None else self._codec.d), np.float32)
        decoded: Matrix = self._codec.sa_decode(np.ascontiguousarray(codes))
        return decoded


def ranges(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The keys of several ranges, concatenated, and where each begins among them, with the end."""
    lengths = ends - starts
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths), bounds


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
