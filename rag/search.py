"""An understood question → ranked rows: meaning and words, fused, with support from neighbours.

Both scores are stretched to 0…1 over the candidates of the question and added by weight; a passage
whose neighbours in the transcript also score well gains a tenth of their scores. The weights were
measured (docs/retrieval.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rag.catalogue import Scope
from rag.vectors import Rows, Scores, VectorIndex
from rag.words import WordIndex

DEPTH = 2000
"""Candidates from each of the two searches: up to this many passages, everything is scored."""
_SAMPLE = 1000
"""Rows, spread evenly over the index, that tell what an arbitrary passage scores."""

Floats = np.ndarray[tuple[int], np.dtype[np.floating]]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts, each neighbour, and what the question says of who, when and where."""

    meaning: float = 0.8
    words: float = 0.2
    neighbours: float = 0.1
    favour: float = 0.17


@dataclass(frozen=True, slots=True)
class Found:
    """A row that was found."""

    row: int
    score: float
    by_meaning: int | None
    """Rank by meaning alone, from 1; None where it was no candidate."""
    by_words: int | None


class Search:
    """The two indexes of one build, searched together."""

    def __init__(self, vectors: VectorIndex, words: WordIndex, transcript_of_rows: Sequence[int]) -> None:
        self._vectors = vectors
        self._words = words
        self._transcripts = np.asarray(transcript_of_rows, dtype=np.int64)

    def search(
        self,
        sought: str,
        vector: Scores,
        k: int,
        scope: Scope,
        favoured: Sequence[Sequence[int]] = (),
        weights: Weights | None = None,
    ) -> tuple[Found, ...]:
        """The `k` best rows within the scope, best first; all of them where the scope has fewer.

        `vector` is the encoded question, shape (dimension,). Rows that are `favoured`, by who speaks, when
        or where, gain a fixed part of the scale for each: enough to lead among equals, too little to
        bring up what does not fit.
        """
        weights = weights or Weights()
        meaning_rows, _ = self._vectors.search(vector, DEPTH if weights.meaning else 0, scope.rows)
        word_hits = self._words.search(
            sought,
            DEPTH if weights.words else 0,
            transcripts=scope.transcripts,
            speakers=scope.speakers,
        )
        word_rows = np.fromiter((row for row, _ in word_hits), dtype=np.int64, count=len(word_hits))
        rows = np.union1d(meaning_rows, word_rows)
        if not len(rows):
            return ()
        by_words = np.zeros(len(rows))
        by_words[np.searchsorted(rows, word_rows)] = [score for _, score in word_hits]
        by_meaning = self._vectors.vectors(rows.tolist()) @ vector
        score = weights.meaning * _stretched(by_meaning) + weights.words * _stretched(by_words)
        score = self._supported(rows, score, weights.neighbours)
        for favourites in favoured:
            score += weights.favour * np.isin(rows, favourites)
        best = np.argsort(-score, kind="stable")[:k]
        meaning_rank, word_rank = _ranks(meaning_rows), _ranks(word_rows)
        return tuple(
            Found(row, value, meaning_rank.get(row), word_rank.get(row))
            for row, value in zip(rows[best].tolist(), score[best].tolist(), strict=True)
        )

    def likeness(self, row: int, vector: Scores) -> tuple[float, float]:
        """A row's cosine to the question, and its distance from chance in standard deviations.

        Chance: the largest of n draws from a normal distribution lies √(2 ln n) deviations above its
        mean, so that large and small corpora are measured alike.
        """
        background = self._background @ vector
        cosine = float((self._vectors.vectors([row]) @ vector)[0])
        deviations = (cosine - float(background.mean())) / max(float(background.std()), 1e-6)
        return cosine, deviations - math.sqrt(2.0 * math.log(max(len(self._vectors), 1)))

    @cached_property
    def _background(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        count = len(self._vectors)
        spread = np.linspace(0, count - 1, min(_SAMPLE, count)).astype(np.int64)
        return self._vectors.vectors(spread.tolist())

    def _supported(self, rows: Rows, score: Floats, weight: float) -> Floats:
        """Each score and a share of its neighbours': the passages before and after, same transcript."""
        beside = (np.diff(rows) == 1) & (np.diff(self._transcripts[rows]) == 0)
        supported = score.copy()
        supported[1:] += weight * score[:-1] * beside
        supported[:-1] += weight * score[1:] * beside
        return supported / (1.0 + 2.0 * weight)


def _stretched(scores: Floats) -> Floats:
    """Scores moved and scaled to 0…1; all 0 where they are all alike."""
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _ranks(rows: Rows) -> dict[int, int]:
    return {row: rank for rank, row in enumerate(rows.tolist(), start=1)}
