"""An understood question → ranked rows: meaning and words, fused, the first ones read token by token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.index.bm25 import WordIndex
from rag.index.catalogue import Scope
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex
from rag.index.vectors import Positions, Rows, Scores, VectorIndex

_ALIKE = 0.8
"""Share of the shorter passage's word triples that the other has too."""
_WORD = re.compile(r"\w+")


def repeated(texts: Iterable[str]) -> Iterator[bool]:
    """For each text whether one before it says nearly the same (by shingles: Broder 1997)."""
    seen: list[frozenset[tuple[str, ...]]] = []
    for text in texts:
        shingles = _shingles(text)
        yield any(_alike(shingles, other) for other in seen)
        seen.append(shingles)


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    least, most = sorted((len(one), len(other)))
    # A short passage is not the same as a long one that happens to contain it.
    return least >= _ALIKE * most and len(one & other) >= _ALIKE * least


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:  # noqa: PLR2004 - a triple
        return frozenset({tuple(words)})
    return frozenset(zip(words, words[1:], words[2:], strict=False))


DEPTH = 1000
"""Candidates from each of the two searches: up to this many passages, everything is scored."""
READ = 60
"""The first candidates, which are read token by token: more of them change nothing."""
SHORT = 10
"""Tokens (tiktoken) below which a passage is a reaction rather than a statement."""
_UNMET = 0.05
"""What a token counts at least, in a mean that a single nought would make nothing of."""

Floats = np.ndarray[tuple[int], np.dtype[np.floating]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much counts what."""

    meaning: float = 0.8
    words: float = 0.2
    """Meaning and words, of what is not late."""
    late: float = 0.8
    """Late interaction, of the whole."""
    neighbours: float = 0.1
    """Each neighbour's score."""
    favour: float = 0.25
    """Each of who, when and where that the question names."""
    short: float = 0.2
    """Taken from a passage of one word; less from longer ones, nothing from `SHORT` tokens on."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched."""

    text: str
    """For the words."""
    vector: Scores
    """For the meaning, shape (dimension,)."""
    tokens: Tokens | None = None
    """For late interaction."""
    topic: Mask | None = None
    """Which of the tokens say what it is about; None for all. They count once more than the others."""

    def telling(self, index: TokenIndex) -> tuple[Tokens, Mask] | None:
        """The tokens that tell passages apart, and which of them are the topic; None without any."""
        if self.tokens is None:
            return None
        telling = index.telling(self.tokens.pieces)
        if not telling.any():
            return None
        topic = telling if self.topic is None or not (self.topic & telling).any() else self.topic
        return self.tokens.where(telling), topic[telling]


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A row that was found."""

    row: int
    score: float
    by_meaning: int | None
    """Rank by meaning alone, from 1; None where it was no candidate."""
    by_words: int | None
    likeness: float
    """Cosine of the question and the passage."""
    met: float
    """How well it meets the question's topic, 0 to 1; the cosine where it was not read token by token."""


class Search:
    """The three indexes of one build, searched together."""

    def __init__(
        self, vectors: VectorIndex, words: WordIndex, positions: Positions, tokens: TokenIndex | None = None
    ) -> None:
        self._vectors = vectors
        self._words = words
        self._tokens = tokens if tokens is not None and len(tokens) else None
        self._positions = positions

    def search(
        self,
        query: Query,
        k: int,
        scope: Scope,
        favoured: Sequence[Sequence[int]] = (),
        weights: Weights | None = None,
    ) -> tuple[RankedRow, ...]:
        """The `k` best rows within the scope, best first; all of them where the scope has fewer.

        Rows that are `favoured`, by who speaks, when or where, gain a fixed part of the scale for each:
        enough to lead among equals, too little to bring up what does not fit.
        """
        weights = weights or Weights()
        meaning_rows, cosines = self._vectors.search(
            query.vector, DEPTH if weights.meaning else 0, scope.rows
        )
        word_hits = self._words.search(
            query.text,
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
        likeness = np.full(len(rows), np.nan, np.float32)
        likeness[np.searchsorted(rows, meaning_rows)] = cosines
        unlike = np.isnan(likeness)
        likeness[unlike] = self._vectors.vectors(rows[unlike]) @ query.vector
        fused = weights.meaning * _stretched(likeness) + weights.words * _stretched(by_words)
        given = self._given(rows, favoured, weights)
        score = self._supported(rows, fused, weights.neighbours) + given
        order = np.argsort(-score, kind="stable")
        met = likeness.copy()
        if weights.late and self._tokens is not None and (telling := query.telling(self._tokens)):
            first = np.sort(order[: max(READ, k)])
            whole, met[first] = self._late(self._tokens, *telling, rows[first])
            again = (1.0 - weights.late) * _stretched(fused[first]) + weights.late * _stretched(whole)
            score[first] = self._supported(rows[first], again, weights.neighbours) + given[first]
            order = first[np.argsort(-score[first], kind="stable")]
        best = order[:k]
        meaning_rank, word_rank = _ranks(rows, meaning_rows), _ranks(rows, word_rows)
        return tuple(
            RankedRow(
                int(rows[i]),
                float(score[i]),
                int(meaning_rank[i]) or None,
                int(word_rank[i]) or None,
                float(likeness[i]),
                float(met[i]),
            )
            for i in best
        )

    def _given(self, rows: Rows, favoured: Sequence[Sequence[int]], weights: Weights) -> Floats:
        """What a row gains or loses whatever else it scores."""
        tokens = self._positions.tokens[rows]
        given = -weights.short * np.clip(1.0 - tokens / SHORT, 0.0, 1.0)
        for favourites in favoured:
            given += weights.favour * np.isin(rows, favourites)
        return given

    def _late(self, index: TokenIndex, question: Tokens, topic: Mask, rows: Rows) -> tuple[Floats, Floats]:
        """How well each row meets the question, and how well its topic.

        Every token counts by its rarity. The first is an arithmetic mean (MaxSim) of the whole and of the
        topic, the second a geometric mean: there a part that nothing meets counts for more.
        """
        met = index.likeness(question.vectors, rows, self._positions.before[rows])
        whole = index.shares(question.pieces)
        about = np.where(topic, whole, 0.0) / whole[topic].sum()
        return (whole + about) @ met / 2.0, np.exp(about @ np.log(np.maximum(met, _UNMET)))

    def _supported(self, rows: Rows, score: Floats, weight: float) -> Floats:
        """Each score and a share of its neighbours': the passages before and after, same transcript."""
        beside = (np.diff(rows) == 1) & (np.diff(self._positions.transcripts[rows]) == 0)
        supported = score.copy()
        supported[1:] += weight * score[:-1] * beside
        supported[:-1] += weight * score[1:] * beside
        return supported / (1.0 + 2.0 * weight)


def _stretched(scores: Floats) -> Floats:
    """Scores moved and scaled to 0…1; all 0 where they are all alike."""
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _ranks(rows: Rows, ranked: Rows) -> Rows:
    """For each of the rows, which are in order, its place among the ranked ones, from 1; else 0."""
    ranks = np.zeros(len(rows), np.int64)
    ranks[np.searchsorted(rows, ranked)] = np.arange(1, len(ranked) + 1)
    return ranks
