"""FAISS, for the vectors of single tokens: what late interaction compares a question with.

The encoder computes a vector for every word piece on its way to the passage's vector. Stored, they tell
whether each part of a question has its counterpart in a passage (ColBERT: Khattab and Zaharia 2020). Stop
tokens, which most passages have, are not stored; the others are product-quantised (Jégou et al. 2011) to
one byte for eight dimensions. A corpus too small to train a codebook on stores them in half precision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
_VECTORS, _ARRAYS = "vectors.faiss", "places.npz"

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The tokens of one passage: codes, shape (n, bytes), pieces and places, shape (n,)."""

    codes: Bytes
    pieces: Integers
    places: Integers
    """The character of the passage that each begins at; negative for its context, which stands first."""


class TokenIndex:
    """Token vectors by row; empty where the model gives none."""

    def __init__(self, index: Any, arrays: Mapping[str, Any]) -> None:  # noqa: ANN401 - a FAISS index, untyped
        self._index = index
        self._starts: Integers = arrays["starts"]
        self._pieces: np.ndarray[tuple[int], np.dtype[np.int32]] = arrays["pieces"]
        self._places: np.ndarray[tuple[int], np.dtype[np.int32]] = arrays["places"]
        # Where the passage's own text begins: after so many tokens of its context.
        self._own: Integers = self._starts[:-1] + _counted(self._places < 0, self._starts)
        self._stop: Integers = arrays["stop"]
        self._is_content = np.ones(int(self._stop.max(initial=-1)) + 1, np.bool_)
        self._is_content[self._stop] = False
        self._rarity = _rarity(self._pieces, self._starts)

    @classmethod
    def load(cls, folder: Path) -> TokenIndex:
        """Read a saved index. Raises IndexMismatchError where the folder holds none."""
        try:
            with np.load(folder / _ARRAYS) as file:
                arrays = dict(file)
            path = folder / _VECTORS
            return cls(faiss.read_index(str(path)) if path.exists() else None, arrays)
        except (RuntimeError, OSError, ValueError, KeyError) as error:
            raise IndexMismatchError(f"{folder} is no token index: build it anew with rag build") from error

    def save(self, folder: Path) -> None:
        """Write the index into a folder. Raises OSError where the disk does not take all of it."""
        folder.mkdir(exist_ok=True)
        np.savez(
            folder / _ARRAYS,
            starts=self._starts,
            pieces=self._pieces,
            places=self._places,
            stop=self._stop,
        )
        if self._index is not None:
            with (folder / _VECTORS).open("wb") as stream:
                faiss.write_index(self._index, faiss.PyCallbackIOWriter(stream.write))

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._pieces)

    @classmethod
    def none(cls, rows: int) -> TokenIndex:
        """The index of so many passages whose model gives no token vectors."""
        nothing = np.zeros(0, np.int64)
        starts = np.zeros(rows + 1, np.int64)
        return cls(None, {"starts": starts, "pieces": nothing, "places": nothing, "stop": nothing})

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._own)

    @property
    def compressed(self) -> bool:
        """Whether there was enough to train a codebook."""
        return isinstance(self._index, faiss.IndexPQ) or len(self._stop) > 0

    @property
    def codec(self) -> Any:  # noqa: ANN401 - the library ships no types
        """An empty index that codes as this one does."""
        empty = faiss.clone_index(self._index)
        empty.reset()
        return empty

    @property
    def stop(self) -> Integers:
        """The stop tokens: pieces that are not stored."""
        return self._stop

    def stored(self, row: int) -> StoredTokens:
        """The stored tokens of a row."""
        keys = slice(int(self._starts[row]), int(self._starts[row + 1]))
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return StoredTokens(self._codes[keys], pieces, places)

    def as_added(self, row: int) -> tuple[Tokens, int]:
        """A row of an index without a codebook, as it can be added again: the passage starts at 0."""
        keys = np.arange(self._starts[row], self._starts[row + 1])
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return Tokens(pieces, places, self._unit(keys)), 0

    @cached_property
    def _codes(self) -> Bytes:
        codes: Bytes = faiss.vector_to_array(self._index.codes).reshape(-1, self._index.code_size)
        return codes

    def own(self, row: int) -> tuple[Integers, Matrix]:
        """The tokens of a row's own text, without its context.

        Returns the characters that they begin at, shape (n,), and their unit vectors, shape (n, dimension).
        """
        keys = np.arange(self._own[row], self._starts[row + 1])
        return self._places[keys].astype(np.int64), self._unit(keys)

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
        texts, ends = self._own[every], self._starts[every + 1]
        starts = np.where(np.isin(every, rows), self._starts[every], texts)
        keys, bounds = _ranges(starts, ends)
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
        stored = self._decoded(keys)
        # Fewer products are scaled than coordinates.
        products: Matrix = question @ stored.T
        return products / _lengths(stored)

    def _unit(self, keys: Integers) -> Matrix:
        """The stored vectors: decoded, each is a little shorter than the one that was encoded."""
        stored = self._decoded(keys)
        stored /= _lengths(stored)[:, np.newaxis]
        return stored

    def _decoded(self, keys: Integers) -> Matrix:
        if self._index is None or not len(keys):
            return np.empty((0, 0 if self._index is None else self._index.d), np.float32)
        # Five times faster than the index's own reconstruction of these keys.
        decoded: Matrix = self._index.sa_decode(self._codes[keys])
        return decoded


def _ranges(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """The keys of several ranges, concatenated, and where each begins among them, with the end."""
    lengths = ends - starts
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths), bounds


def _counted(which: np.ndarray[tuple[int], np.dtype[np.bool_]], starts: Integers) -> Integers:
    """How many of each row's tokens these are, shape (rows,)."""
    return np.diff(np.concatenate([[0], np.cumsum(which)])[starts])


def _lengths(vectors: Matrix) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The length of each vector, more than 0."""
    squares: np.ndarray[tuple[int], np.dtype[np.float32]] = np.einsum("ij,ij->i", vectors, vectors)
    return np.maximum(np.sqrt(squares), np.float32(1e-9))


def _rarity(
    pieces: np.ndarray[tuple[int], np.dtype[np.int32]], starts: Integers
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """By piece: the logarithm of all passages over those that have it (inverse document frequency)."""
    rows = len(starts) - 1
    if not len(pieces):
        return np.empty(0, np.float32)
    owner = np.repeat(np.arange(rows, dtype=np.int64), np.diff(starts))
    size = int(pieces.max()) + 1
    keys = np.sort(owner * size + pieces)
    distinct = keys[np.diff(keys, prepend=-1) > 0] % size
    return np.log((rows + 1) / (np.bincount(distinct, minlength=size) + 1)).astype(np.float32)
