"""Vectors and tokens of a build that are in Milvus: how they are written, searched and read.

A build has two collections, named after it. `vectors` holds the vector of each row, with the numbers of its
transcript and speaker, by which filters are told to the server. `tokens` holds the codes of late interaction:
a text in base 64 for each row, by the key of its first token (rows of equal text share one).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import IndexMismatchError
from rag.index.late_interaction import Bytes, Integers
from rag.index.milvus import LONGEST_TEXT, MOST_HITS, ROW, SPEAKER, START, TOKENS, TRANSCRIPT, VECTOR, Milvus
from rag.index.milvus_collections import Collections
from rag.index.vectors import Mask, Matrix, Positions, Rows, Scores

_LONGEST_FILTER = 4096
"""Numbers in one filter expression; longer filters are searched part by part."""
_DEPTH = 1000
"""Rows asked of a server at least: its index looks the deeper, and finds what lies far from the question."""
_MOST_RANGES = 32
"""Alternatives in one expression: each is evaluated for all entities, and Lite 2.5 refuses some fifty."""


class MilvusParts:
    """Vectors and tokens of one build."""

    def __init__(self, file: Path, address: str | None = None) -> None:
        """Connect to where the build's `milvus.json` says, or to another address.

        Raises ServerError, and IndexMismatchError where the file is damaged.
        """
        self._there = Collections.load(file)
        self._server = Milvus(address or self._there.address, file.parent)

    def close(self) -> None:
        """End the connection."""
        self._server.close()

    def vectors(self, positions: Positions, dimension: int) -> MilvusVectors:
        """The vectors of passages."""
        return MilvusVectors(self._server, self._there.vectors, positions, dimension)

    def tokens(self, width: int) -> MilvusTokens:
        """The tokens, whose codes have `width` bytes."""
        return MilvusTokens(self._server, self._there.tokens, width)

    def lacking(self, passages: int) -> str | None:
        """What the server has not as the build wrote it; None where it counts what was written."""
        for name, expected in ((self._there.vectors, passages), (self._there.tokens, self._there.stored)):
            if (found := self._server.count(name)) != expected:
                return (
                    f"{self._server.where} has {found} entities in {name}, the build wrote {expected}: "
                    "build it anew with rag build --full"
                )
        return None


class MilvusVectors:
    """The vectors of passages in a collection; see `PassageVectors`."""

    def __init__(self, server: Milvus, collection: str, positions: Positions, dimension: int) -> None:
        self._server = server
        self._collection = collection
        self._positions = positions
        self._dimension = dimension

    def __len__(self) -> int:
        """How many rows the server counts."""
        return self._server.count(self._collection)

    def search(self, query: Scores, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        """See `PassageVectors`. At most 16,384 rows.

        A filter is told to the server as transcripts and speakers. Where it leaves no more rows than the
        server returns, all are scored; else it is for its index to find the nearest among them.
        """
        rows = None if allowed is None else np.flatnonzero(allowed)
        k = min(k, len(self._positions.speakers) if rows is None else len(rows))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        depth = k if self._server.exact else max(k, _DEPTH)
        if allowed is None or rows is None:
            found, scores = self._found(query, depth, [""])
        elif self._server.exact or len(rows) > MOST_HITS:
            found, scores = self._found(query, depth, self._expressions(allowed, rows))
        else:
            found, scores = self._found(query, len(rows), self._expressions(allowed, rows))
            missed = np.setdiff1d(rows, found)
            found = np.concatenate([found, missed])
            scores = np.concatenate([scores, self.vectors(missed) @ query])
        order = np.lexsort((found, -scores))[:k]
        return found[order], scores[order]

    def _found(self, query: Scores, k: int, filters: Sequence[str]) -> tuple[Rows, Scores]:
        """The `k` nearest rows of each filter, and their scores, in no order."""
        parts = [self._server.search(self._collection, query, k, where) for where in filters]
        rows = np.concatenate([np.asarray(ids, np.int64) for ids, _ in parts])
        return rows, np.concatenate([np.asarray(products, np.float32) for _, products in parts])

    def cosines(self, query: Scores, rows: Rows) -> Scores:
        """See `PassageVectors`. What the server's index leaves out is computed from the stored vectors."""
        scores = np.full(len(rows), np.nan, np.float32)
        by_row = np.argsort(rows)
        for first in range(0, len(rows), _LONGEST_FILTER):
            some = rows[by_row[first : first + _LONGEST_FILTER]]
            ids, products = self._server.search(
                self._collection, query, len(some), f"{ROW} in {some.tolist()}"
            )
            at = np.searchsorted(rows, np.asarray(ids, np.int64), sorter=by_row)
            scores[by_row[at]] = products
        missing = np.isnan(scores)
        if missing.any():
            scores[missing] = self.vectors(rows[missing]) @ query
        return scores

    def vectors(self, rows: Sequence[int] | Rows) -> Matrix:
        """See `PassageVectors`. Raises IndexMismatchError where one is not there."""
        wanted, places = np.unique(np.asarray(rows, np.int64), return_inverse=True)
        if not len(wanted):
            return np.empty((0, self._dimension), np.float32)
        found = self._server.read(self._collection, ROW, wanted.tolist(), VECTOR)
        _refuse_missing(len(found), len(wanted), self._server, self._collection)
        stored = np.array([found[row] for row in wanted.tolist()], np.float32)
        return stored[places]

    def _expressions(self, allowed: Mask, rows: Rows) -> list[str]:
        """Expressions that leave these rows alone, as few and short as may be; no row fits two of them."""
        by = self._positions
        speakers = np.unique(by.speakers[rows])
        of_speakers = f"{SPEAKER} in {speakers.tolist()}"
        if np.array_equal(by.within(None, speakers[speakers >= 0].tolist()), allowed):
            return [of_speakers]
        transcripts = np.unique(by.transcripts[rows])
        parts = [f"({part})" for part in _conditions(TRANSCRIPT, transcripts)]
        if np.array_equal(by.within(transcripts.tolist(), None), allowed):
            return parts
        if np.array_equal(by.within(transcripts.tolist(), speakers[speakers >= 0].tolist()), allowed):
            return [f"{of_speakers} and {part}" for part in parts]
        return [f"({part})" for part in _conditions(ROW, rows)]


class MilvusTokens:
    """Codes, pieces and places of tokens in a collection; see `TokenStore`."""

    def __init__(self, server: Milvus, collection: str, width: int) -> None:
        self._server = server
        self._collection = collection
        self._kind = token_kind(width)

    def read(self, starts: Integers, ends: Integers) -> tuple[Bytes, Integers, Integers]:
        """See `TokenStore`. Raises IndexMismatchError where a row's tokens are not there."""
        keys = [keys_of(*each, self._kind) for each in zip(starts.tolist(), ends.tolist(), strict=True)]
        wanted = list(dict.fromkeys(key for row in keys for key in row))
        found = self._server.read(self._collection, START, wanted, TOKENS)
        _refuse_missing(len(found), len(wanted), self._server, self._collection)
        stored = b"".join(b64decode(found[key]) for row in keys for key in row)
        read = np.frombuffer(stored, self._kind)
        return read["code"], read["piece"].astype(np.int64), read["place"].astype(np.int64)


def token_kind(width: int) -> np.dtype[Any]:
    """A stored token, whose code has `width` bytes."""
    return np.dtype([("code", np.uint8, (width,)), ("piece", "<i4"), ("place", "<i4")])


def keys_of(start: int, end: int, kind: np.dtype[Any]) -> range:
    """The keys of the texts that hold the tokens from `start` to `end`: one, unless they are too long."""
    return range(start, end, LONGEST_TEXT // 4 * 3 // kind.itemsize)


def _refuse_missing(found: int, expected: int, server: Milvus, collection: str) -> None:
    if found != expected:
        raise IndexMismatchError(
            f"{server.where} has only {found} of {expected} entities asked for in {collection}: "
            "build the index anew with rag build --full"
        )


def _conditions(field: str, numbers: Integers) -> Iterator[str]:
    """Expressions for ascending numbers: as ranges where those are few, else one by one."""
    breaks = np.flatnonzero(np.diff(numbers) > 1)
    if len(breaks) < _MOST_RANGES:
        first, last = numbers[np.concatenate([[0], breaks + 1])], numbers[np.concatenate([breaks, [-1]])]
        bounds = zip(first.tolist(), last.tolist(), strict=True)
        yield " or ".join(f"({field} >= {one} and {field} <= {other})" for one, other in bounds)
        return
    for at in range(0, len(numbers), _LONGEST_FILTER):
        yield f"{field} in {numbers[at : at + _LONGEST_FILTER].tolist()}"
