"""The token index, written: trains a codebook on the first passages and encodes the rest with it.

Tokens are appended to files as they come; in memory are only the places of rows in them, and the passages
that a codebook is still to be trained on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import faiss
import numpy as np

from rag.index.encoder import Tokens
from rag.index.late_interaction import CODEC, CODES, PIECES, PLACES, ROWS, Integers, TokenIndex, ranges
from rag.index.runtime import return_freed_memory

TRAINING = 40_000
"""Tokens that a codebook is trained on; a corpus with fewer has none."""
_BYTE_COVERS = 8
"""Dimensions that one byte encodes."""
_ROUNDS = 12
"""Iterations of k-means; more make no measurable difference."""
_STOP_SHARE = math.exp(-1.0)
"""A piece that a greater share of the passages have is a stop token: its rarity is below 1."""
_AT_ONCE = 64
"""Passages whose tokens are encoded at once."""
_BLOCK = 4096
"""Rows that are copied or counted at once."""


class TokenWriter:
    """Takes the tokens of passages in any order and writes an index."""

    def __init__(self, folder: Path, rows: int, former: TokenIndex | None = None) -> None:
        """Write into a new folder. With a `former` index, its codebook is used and its rows can be reused."""
        folder.mkdir()
        self._folder = folder
        self._former = former
        self.codec: Any = None  # untyped
        """The FAISS index that codes tokens, once there is one."""
        self.stop: Integers = np.empty(0, np.int64)
        """The stop tokens: pieces that are not stored."""
        if former is not None and former.compressed:
            self.codec, self.stop = former.codec, former.stop
        self._files: list[BinaryIO] = [(folder / name).open("wb") for name in (CODES, PIECES, PLACES)]
        self._stored = 0
        # By row: where its tokens begin, where those of its own text do, and where they end.
        self._starts, self._own, self._ends = (np.zeros(rows, np.int64) for _ in range(3))
        self._same: list[tuple[int, int]] = []
        self._waiting: list[tuple[int, Tokens, int]] = []
        self._untrained = 0

    @property
    def is_settled(self) -> bool:
        """Whether there is a codebook, or what was added so far shows that the model has no token vectors."""
        return self.codec is not None or (bool(self._waiting) and not self._untrained)

    def add(self, row: int, tokens: Tokens, head: int) -> None:
        """The tokens of the text encoded for a row; the passage itself starts at character `head`."""
        kind = np.float16 if self.codec is None else np.float32
        self._waiting.append((row, replace(tokens, vectors=tokens.vectors.astype(kind, copy=False)), head))
        if self.codec is None:
            self._untrained += len(tokens.pieces)
            if self._untrained >= TRAINING:
                self._train()
        elif len(self._waiting) >= _AT_ONCE:
            self._store_waiting()

    def repeat(self, row: int, other: int) -> None:
        """A row has the tokens of another one, which is given as well."""
        self._same.append((row, other))

    def reuse(self, rows: Integers, old: Integers) -> None:
        """Rows `old` of the former index become these rows."""
        former = self._former
        if former is None:
            raise ValueError("there is no former index to reuse rows of")
        if not former.compressed:
            for row, old_row in zip(rows.tolist(), old.tolist(), strict=True):
                self.add(row, *former.as_added(old_row))
            return
        for first in range(0, len(rows), _BLOCK):
            block = slice(first, first + _BLOCK)
            stored = former.stored(old[block])
            begins = self._stored + stored.bounds[:-1]
            self._starts[rows[block]], self._ends[rows[block]] = begins, self._stored + stored.bounds[1:]
            self._own[rows[block]] = begins + stored.context
            self._append(stored.codes, stored.pieces, stored.places)

    def finish(self) -> None:
        """Complete the folder; every row was given once."""
        if self.codec is None and self._waiting:
            dimension = max(tokens.vectors.shape[1] for _, tokens, _ in self._waiting)
            if dimension:
                half = faiss.ScalarQuantizer.QT_fp16
                self.codec = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
        if self.codec is not None:
            self._store_waiting()
        for file in self._files:
            file.close()
        for row, other in self._same:
            for places in (self._starts, self._own, self._ends):
                places[row] = places[other]
        if self.codec is not None:
            with (self._folder / CODEC).open("wb") as stream:
                # Through our own file: FAISS ignores an error on closing, such as a full disk.
                faiss.write_index(self.codec, faiss.PyCallbackIOWriter(stream.write))
        np.savez(
            self._folder / ROWS,
            starts=self._starts,
            own=self._own,
            ends=self._ends,
            stop=self.stop,
            rarity=self._rarity(),
        )

    def _train(self) -> None:
        """Learn the codebook and the stop tokens from what was added so far."""
        return_freed_memory()  # training takes the most that a build ever has
        tokens = [each for _, each, _ in self._waiting if len(each.pieces)]
        passages_with = np.bincount(np.concatenate([np.unique(each.pieces) for each in tokens]))
        self.stop = np.flatnonzero(passages_with > _STOP_SHARE * len(self._waiting))
        dimension = tokens[0].vectors.shape[1]
        if dimension % _BYTE_COVERS:
            codec = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
            )
        else:
            codec = faiss.IndexPQ(dimension, dimension // _BYTE_COVERS, 8, faiss.METRIC_INNER_PRODUCT)
            codec.do_polysemous_training = False
            codec.pq.cp.niter = _ROUNDS
        content = [~np.isin(each.pieces, self.stop) for each in tokens]
        vectors = np.empty((sum(map(np.count_nonzero, content)), dimension), np.float32)
        filled = 0
        for each, kept in zip(tokens, content, strict=True):  # no second copy of them all
            found = each.vectors[kept]
            vectors[filled : filled + len(found)] = found
            filled += len(found)
        codec.train(vectors)
        self.codec = codec
        self._store_waiting()

    def _store_waiting(self) -> None:
        for first in range(0, len(self._waiting), _AT_ONCE):
            self._store(self._waiting[first : first + _AT_ONCE])
        self._waiting.clear()

    def _store(self, block: Sequence[tuple[int, Tokens, int]]) -> None:
        """The tokens of some passages: FAISS has its threads started once for many."""
        rows = np.array([row for row, _, _ in block])
        pieces = np.concatenate([tokens.pieces for _, tokens, _ in block])
        places = np.concatenate([tokens.starts - head for _, tokens, head in block])
        content = ~np.isin(pieces, self.stop)
        none = np.empty((0, self.codec.d), np.float32)
        vectors = np.concatenate([none, *(tokens.vectors for _, tokens, _ in block if len(tokens.pieces))])
        codes = self.codec.sa_encode(vectors[content])
        owners = np.repeat(np.arange(len(block)), [len(tokens.pieces) for _, tokens, _ in block])
        stored = np.bincount(owners[content], minlength=len(block))
        context = np.bincount(owners[content & (places < 0)], minlength=len(block))
        self._ends[rows] = self._stored + np.cumsum(stored)
        self._starts[rows] = self._ends[rows] - stored
        self._own[rows] = self._starts[rows] + context
        self._append(codes, pieces[content], places[content])

    def _append(self, *arrays: np.ndarray[Any, Any]) -> None:
        """Codes, pieces and places of tokens, each to its file."""
        for file, array, kind in zip(self._files, arrays, (np.uint8, np.int32, np.int32), strict=True):
            file.write(np.ascontiguousarray(array, dtype=kind).data)
        self._stored += len(arrays[0])

    def _rarity(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """By piece: the logarithm of all passages over those that have it (inverse document frequency)."""
        if not self._stored:
            return np.empty(0, np.float32)
        pieces = np.memmap(self._folder / PIECES, np.int32, "r")
        size, rows = int(pieces.max()) + 1, len(self._starts)
        passages_with = np.zeros(size, np.int64)
        for first in range(0, rows, _BLOCK):
            keys, bounds = ranges(self._starts[first : first + _BLOCK], self._ends[first : first + _BLOCK])
            owners = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
            pairs = np.sort(owners * size + pieces[keys])
            passages_with += np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] % size, minlength=size)
        return np.log((rows + 1) / (passages_with + 1)).astype(np.float32)
