"""The best passages by words, for several scopes at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rag.index.bm25 import WordIndex
from rag.index.catalogue_scope import Scope
from rag.index.vectors import Rows, Scores

_BROAD = 0.1
"""Share of the passages from which on a scope's hits are picked out of those of all passages."""
_MORE = 1.2
"""How many more hits than that share calls for are read."""

WordHits = tuple[Rows, Scores]
"""Rows and their scores, best first."""


def word_hits(words: WordIndex, text: str, k: int, scopes: Sequence[Scope]) -> tuple[WordHits, ...]:
    """For each scope its `k` best, or all that share a word with the text.

    A filter that leaves many passages makes the word index score them all, while without one it passes over
    those that cannot be among the best. So broad scopes are served by one search without a filter.
    """
    shares = [_share(scope) for scope in scopes]
    depth = max(
        (math.ceil(k * (_MORE / each if each < 1 else 1)) for each in shares if each >= _BROAD), default=0
    )
    rows, scores = _arrays(words.search(text, depth)) if depth else _arrays([])
    found = []
    for scope, share in zip(scopes, shares, strict=True):
        inside = np.ones(len(rows), np.bool_) if scope.passages is None else scope.passages[rows]
        if share >= _BROAD and (np.count_nonzero(inside) >= k or len(rows) < depth):
            found.append((rows[inside][:k], scores[inside][:k]))
        else:
            hits = words.search(text, k, transcripts=scope.transcripts, speakers=scope.speakers)
            found.append(_arrays(hits))
    return tuple(found)


def _share(scope: Scope) -> float:
    """Of the passages that there are."""
    return 1.0 if scope.passages is None else float(scope.passages.mean())


def _arrays(hits: Sequence[tuple[int, float]]) -> WordHits:
    table = np.array(hits, np.float64).reshape(-1, 2)
    return table[:, 0].astype(np.int64), table[:, 1].astype(np.float32)
