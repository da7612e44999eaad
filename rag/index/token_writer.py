"""The token index, written: trains a codebook on the first passages and encodes the rest with it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import faiss
import numpy as np

from rag.index.encoder import Tokens
from rag.index.late_interaction import Integers, StoredTokens, TokenIndex

TRAINING = 40_000
"""Tokens that a codebook is trained on; a corpus with fewer has none."""
_BYTE_COVERS = 8
"""Dimensions that one byte encodes."""
_ROUNDS = 12
"""Iterations of k-means; more make no measurable difference."""
_STOP_SHARE = math.exp(-1.0)
"""A piece that a greater share of the passages have is a stop token: its rarity is below 1."""


class TokenWriter:
    """Takes the tokens of passages in any order and builds an index."""

    def __init__(self, former: TokenIndex | None = None) -> None:
        """With a `former` index, its codebook is used and its passages can be reused."""
        self._former = former
        self._codec: Any = None  # a FAISS index: the library ships no types
        self._stop: Integers = np.empty(0, np.int64)
        if former is not None and former.compressed:
            self._codec, self._stop = former.codec, former.stop
        self._stored: dict[int, StoredTokens] = {}
        self._waiting: dict[int, tuple[Tokens, int]] = {}
        self._waiting_tokens = 0

    def add(self, row: int, tokens: Tokens, head: int) -> None:
        """The tokens of the text encoded for a row; the passage itself starts at character `head`."""
        if self._codec is not None:
            self._store(row, tokens, head)
            return
        self._waiting[row] = replace(tokens, vectors=tokens.vectors.astype(np.float16)), head
        self._waiting_tokens += len(tokens.pieces)
        if self._waiting_tokens >= TRAINING:
            self._train()

    def reuse(self, row: int, old: int) -> None:
        """Row `old` of the former index becomes this row."""
        if self._former is None:
            raise ValueError("there is no former index to reuse rows of")
        if self._former.compressed:
            self._stored[row] = self._former.stored(old)
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
            self._store_waiting()
        rows = [self._stored[row] for row in range(len(self._stored))]
        self._codec.add_sa_codes(np.concatenate([stored.codes for stored in rows]))
        arrays = {
            "starts": np.cumsum([0, *(len(stored.pieces) for stored in rows)], dtype=np.int64),
            "pieces": np.concatenate([stored.pieces for stored in rows]).astype(np.int32),
            "places": np.concatenate([stored.places for stored in rows]).astype(np.int32),
            "stop": self._stop,
        }
        return TokenIndex(self._codec, arrays)

    def _train(self) -> None:
        """Learn the codebook and the stop tokens from what was added so far."""
        passages_with = np.bincount(np.concatenate([np.unique(t.pieces) for t, _ in self._waiting.values()]))
        self._stop = np.flatnonzero(passages_with > _STOP_SHARE * len(self._waiting))
        dimension = next(iter(self._waiting.values()))[0].vectors.shape[1]
        if dimension % _BYTE_COVERS:
            codec = faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
            )
        else:
            codec = faiss.IndexPQ(dimension, dimension // _BYTE_COVERS, 8, faiss.METRIC_INNER_PRODUCT)
            codec.do_polysemous_training = False
            codec.pq.cp.niter = _ROUNDS
        vectors = [t.vectors[~np.isin(t.pieces, self._stop)] for t, _ in self._waiting.values()]
        codec.train(np.concatenate(vectors).astype(np.float32))
        self._codec = codec
        self._store_waiting()

    def _store_waiting(self) -> None:
        for row, (tokens, head) in self._waiting.items():
            self._store(row, tokens, head)
        self._waiting.clear()

    def _store(self, row: int, tokens: Tokens, head: int) -> None:
        content = ~np.isin(tokens.pieces, self._stop)
        codes = self._codec.sa_encode(np.ascontiguousarray(tokens.vectors[content], dtype=np.float32))
        self._stored[row] = StoredTokens(codes, tokens.pieces[content], tokens.starts[content] - head)
