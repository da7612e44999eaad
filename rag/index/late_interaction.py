"""FAISS, for the vectors of single tokens: what late interaction compares a question with.

The encoder computes a vector for every word piece on its way to the passage's vector; kept, they tell
whether each part of a question has its counterpart in a passage (ColBERT: Khattab and Zaharia 2020).
They are kept small: pieces that most passages have are left out, the rest product-quantised (Jégou et
al. 2011) to one byte for eight dimensions. A small corpus, on which no codebook can be trained, keeps
them in half precision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
"""What a token counts that is met only in what was said just before: a question and its answer."""
TRAINING = 40_000
"""Tokens that a codebook is trained on; with fewer in the whole corpus there is none."""
_BYTE_COVERS = 8
"""Dimensions that one byte stands for."""
_ROUNDS = 12
"""Of k-means: more change nothing that can be measured."""
_DULL = math.exp(-1.0)
"""Share of the passages above which a piece tells nothing: rarity below 1."""

_VECTORS, _ARRAYS = "vectors.faiss", "places.npz"

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """The tokens of one passage as they are kept: codes, shape (n, bytes), pieces and places, shape (n,)."""

    codes: Bytes
    pieces: Integers
    places: Integers
    """The character of the passage that each begins at; below 0 those of its context, which stand first."""


class TokenWriter:
    """Takes the tokens of passages in any order and makes an index of them."""

    def __init__(self, former: TokenIndex | None = None) -> None:
        """With a `former` index, its codebook is used and its passages can be taken over."""
        self._former = former
        self._codec: Any = None  # a FAISS index: the library ships no types
        self._dull: Integers = np.empty(0, np.int64)
        if former is not None and former.compressed:
            self._codec, self._dull = former.codec, former.dull
        self._kept: dict[int, StoredTokens] = {}
        self._waiting: dict[int, tuple[Tokens, int]] = {}
        self._waiting_tokens = 0

    def add(self, row: int, tokens: Tokens, head: int) -> None:
        """The tokens of the text encoded for a row; the passage itself starts at character `head`."""
        if self._codec is not None:
            self._keep(row, tokens, head)
            return
        self._waiting[row] = replace(tokens, vectors=tokens.vectors.astype(np.float16)), head
        self._waiting_tokens += len(tokens.pieces)
        if self._waiting_tokens >= TRAINING:
            self._train()

    def take_over(self, row: int, old: int) -> None:
        """Row `old` of the former index becomes this row."""
        if self._former is None:
            raise ValueError("there is no former index to take rows from")
        if self._former.compressed:
            self._kept[row] = self._former.kept(old)
        else:
            self.add(row, *self._former.as_added(old))

    def finish(self) -> TokenIndex:
        """The index of all rows that were given: 0, 1, 2 … without a gap."""
        if self._codec is None:
            dimension = max((t.vectors.shape[1] for t, _ in self._waiting.values()), default=0)
            if not dimension:
                return TokenIndex.none(len(self._waiting))
            half = faiss.ScalarQuantizer.QT_fp16
            self._codec = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
            self._keep_waiting()
        rows = [self._kept[row] for row in range(len(self._kept))]
        self._codec.add_sa_codes(np.concatenate([kept.codes for kept in rows]))
        arrays = {
            "starts": np.cumsum([0, *(len(kept.pieces) for kept in rows)], dtype=np.int64),
            "pieces": np.concatenate([kept.pieces for kept in rows]).astype(np.int32),
            "places": np.concatenate([kept.places for kept in rows]).astype(np.int32),
            "dull": self._dull,
        }
        return TokenIndex(self._codec, arrays)

    def _train(self) -> None:
        """Learn the codebook, and which pieces tell nothing, from what has come so far."""
        passages_with = np.bincount(np.concatenate([np.unique(t.pieces) for t, _ in self._waiting.values()]))
        self._dull = np.flatnonzero(passages_with > _DULL * len(self._waiting))
        dimension = next(iter(self._waiting.values()))[0].vectors.shape[1]
        if dimension % _BYTE_COVERS:
            codec = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
            )
        else:
            codec = faiss.IndexPQ(dimension, dimension // _BYTE_COVERS, 8, faiss.METRIC_INNER_PRODUCT)
            codec.do_polysemous_training = False
            codec.pq.cp.niter = _ROUNDS
        told = [t.vectors[~np.isin(t.pieces, self._dull)] for t, _ in self._waiting.values()]
        codec.train(np.concatenate(told).astype(np.float32))
        self._codec = codec
        self._keep_waiting()

    def _keep_waiting(self) -> None:
        for row, (tokens, head) in self._waiting.items():
            self._keep(row, tokens, head)
        self._waiting.clear()

    def _keep(self, row: int, tokens: Tokens, head: int) -> None:
        telling = ~np.isin(tokens.pieces, self._dull)
        codes = self._codec.sa_encode(np.ascontiguousarray(tokens.vectors[telling], dtype=np.float32))
        self._kept[row] = StoredTokens(codes, tokens.pieces[telling], tokens.starts[telling] - head)


class TokenIndex:
    """Token vectors by row. A build that has none, because its model gives none, is an empty one."""

    def __init__(self, index: Any, arrays: Mapping[str, Any]) -> None:  # noqa: ANN401 - a FAISS index, untyped
        self._index = index
        self._starts: Integers = arrays["starts"]
        self._pieces: np.ndarray[tuple[int], np.dtype[np.int32]] = arrays["pieces"]
        self._places: np.ndarray[tuple[int], np.dtype[np.int32]] = arrays["places"]
        # Where the passage's own text begins: after so many tokens of its context.
        self._own: Integers = self._starts[:-1] + _counted(self._places < 0, self._starts)
        self._dull: Integers = arrays["dull"]
        self._tells = np.ones(int(self._dull.max(initial=-1)) + 1, np.bool_)
        self._tells[self._dull] = False
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
            dull=self._dull,
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
        return cls(None, {"starts": starts, "pieces": nothing, "places": nothing, "dull": nothing})

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._own)

    @property
    def compressed(self) -> bool:
        """Whether there was enough to train a codebook."""
        return isinstance(self._index, faiss.IndexPQ) or len(self._dull) > 0

    @property
    def codec(self) -> Any:  # noqa: ANN401 - the library ships no types
        """An empty index that codes as this one does."""
        empty = faiss.clone_index(self._index)
        empty.reset()
        return empty

    @property
    def dull(self) -> Integers:
        """Pieces that are left out."""
        return self._dull

    def kept(self, row: int) -> StoredTokens:
        """A row as it is kept."""
        keys = slice(int(self._starts[row]), int(self._starts[row + 1]))
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return StoredTokens(self._codes[keys], pieces, places)

    def as_added(self, row: int) -> tuple[Tokens, int]:
        """A row of an index without a codebook, as it can be added again: the passage starts at 0."""
        keys = np.arange(self._starts[row], self._starts[row + 1])
        pieces, places = (array[keys].astype(np.int64) for array in (self._pieces, self._places))
        return Tokens(pieces, places, self._decoded(keys)), 0

    @cached_property
    def _codes(self) -> Bytes:
        codes: Bytes = faiss.vector_to_array(self._index.codes).reshape(-1, self._index.code_size)
        return codes

    def own(self, row: int) -> tuple[Integers, Matrix]:
        """Of a row's own text, its context left out: the characters that its tokens begin at, shape (n,).

        And their unit vectors, shape (n, dimension).
        """
        keys = np.arange(self._own[row], self._starts[row + 1])
        return self._places[keys].astype(np.int64), self._decoded(keys)

    def is_content(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of these pieces are kept at all."""
        known = pieces < len(self._tells)
        found = ~known
        found[known] = self._tells[pieces[known]]
        return found

    def weights(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """How much each piece of a question counts: its rarity and one; those that tell nothing, 0."""
        passages = math.log(self.rows + 1)
        rarity = np.full(len(pieces), passages, dtype=np.float32)
        known = pieces < len(self._rarity)
        rarity[known] = self._rarity[pieces[known]]
        return np.where(self.is_content(pieces), rarity + 1.0, 0.0).astype(np.float32)

    def shares(self, pieces: Integers) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The weights, 1 together; all 0 where nothing tells."""
        weights = self.weights(pieces)
        shares: np.ndarray[tuple[int], np.dtype[np.float32]] = weights / max(float(weights.sum()), 1e-9)
        return shares

    def similarity(self, question: Matrix, rows: Integers, asked: Integers) -> Matrix:
        """How well each token of a question is met by each row, shape (tokens, rows), at most 1.

        That is its highest cosine over the row's tokens, context included. `asked` holds for each row
        another one, or -1, whose own text was said just before: a token is also met there, at a
        discount. `question` has shape (tokens, dimension).
        """
        every = np.unique(np.concatenate([rows, asked[asked >= 0]]))
        starts, texts, ends = self._starts[every], self._own[every], self._starts[every + 1]
        keys, bounds = _ranges(starts, ends)
        # A column of nothing at the end, where a row without tokens may begin.
        cosines = np.zeros((len(question), len(keys) + 1), np.float32)
        cosines[:, :-1] = question @ self._decoded(keys).T
        cuts = np.stack([bounds[:-1], bounds[:-1] + texts - starts], axis=1).ravel()
        best = np.maximum.reduceat(cosines, cuts, axis=1)
        context, own = best[:, ::2] * (texts > starts), best[:, 1::2] * (ends > texts)
        whole = np.maximum(context, own)[:, np.searchsorted(every, rows)]
        before = own[:, np.searchsorted(every, np.maximum(asked, every[0]))] * (asked >= 0)
        met: Matrix = np.maximum(whole, BEFORE * before)
        return met

    def _decoded(self, keys: Integers) -> Matrix:
        if self._index is None or not len(keys):
            return np.empty((0, 0 if self._index is None else self._index.d), np.float32)
        # Five times as fast as asking the index for the vectors of these keys.
        return _unit(self._index.sa_decode(self._codes[keys]))


def _ranges(starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Keys of several ranges, one after the other, and where each begins among them, the end included."""
    lengths = ends - starts
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    return np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths), bounds


def _counted(which: np.ndarray[tuple[int], np.dtype[np.bool_]], starts: Integers) -> Integers:
    """How many of each row's tokens these are, shape (rows,)."""
    return np.diff(np.concatenate([[0], np.cumsum(which)])[starts])


def _unit(vectors: Matrix) -> Matrix:
    """Unit length: a decoded vector is a little shorter than what was coded."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    vectors /= np.maximum(lengths, 1e-9)[:, np.newaxis]
    return vectors


def _rarity(
    pieces: np.ndarray[tuple[int], np.dtype[np.int32]], starts: Integers
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """By piece: the logarithm of all passages over those that have it (inverse document frequency)."""
    rows = len(starts) - 1
    if not len(pieces):
        return np.empty(0, np.float32)
    owner = np.repeat(np.arange(rows, dtype=np.int64), np.diff(starts))
    size = int(pieces.max()) + 1
    distinct = np.unique(owner * size + pieces) % size
    return np.log((rows + 1) / (np.bincount(distinct, minlength=size) + 1)).astype(np.float32)
