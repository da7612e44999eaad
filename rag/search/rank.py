"""An encoded question → ranked rows: meaning and words, fused, then late interaction over the first ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from rag.index.bm25 import WordIndex
from rag.index.catalogue_scope import Scope
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex
from rag.index.vectors import Mask, Matrix, PassageVectors, Positions, Rows, Scores
from rag.search.word_hits import WordHits, word_hits

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


RETRIEVAL_DEPTH = 1000
"""Candidates from each of the two indexes: in a corpus of up to this many passages, all are scored."""
RERANK_DEPTH = 120
"""The first candidates, which are compared token by token. A greater depth costs more than it finds."""
_SCALE_DEPTH = 60
"""The first of them, whose lowest score is the 0 of the scale: how low the last ones are tells nothing."""
PREVIOUS = 0.8
"""Discount for a match found only in the passage before: what answers is often longer than one."""
_FLOOR = 0.05
"""Floor per token, so that one zero does not zero the geometric mean."""

Floats = np.ndarray[tuple[int], np.dtype[np.floating]]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the score's parts."""

    meaning: float = 0.8
    words: float = 0.2
    """Meaning and words, of what is not late interaction."""
    late: float = 0.8
    """Late interaction, of the whole."""
    neighbours: float = 0.1
    """Each neighbour's score."""
    boost: float = 0.25
    """Added for each of who, when and where that the question names."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is searched."""

    text: str
    """For the word index."""
    vector: Scores
    """For the vector index, shape (dimension,)."""
    tokens: Tokens | None = None
    """For late interaction."""
    topic: Mask | None = None
    """Which of the tokens are the topic, shape (tokens,); None for all. They count twice."""
    offset: int = 0
    """The character of the encoded text at which the question begins, after those that it follows up."""

    def content(self, index: TokenIndex) -> tuple[Tokens, Mask] | None:
        """The tokens that are not stop tokens, and which of them are the topic; None without any."""
        if self.tokens is None:
            return None
        content = index.is_content(self.tokens.pieces)
        if not content.any():
            return None
        topic = content if self.topic is None or not (self.topic & content).any() else self.topic
        return self.tokens.where(content), topic[content]


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A row that was found."""

    row: int
    score: float
    by_meaning: int | None
    """Rank by meaning alone, from 1; None where it was not a candidate."""
    by_words: int | None
    similarity: float
    """Cosine of the question and the passage."""
    coverage: float
    """How well it covers the question's topic, 0 to 1; the cosine where it was not compared by tokens."""
    matches: Scores | None = field(default=None, compare=False, repr=False)
    """Its highest cosine with each content token of the question; None where it was not compared so."""


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Rows that either index found within a scope, in order, scored before tokens are compared."""

    rows: Rows
    similarity: Floats
    by_meaning: Rows
    """Ranks from 1; 0 where the row was not among the candidates."""
    by_words: Rows
    fused: Floats
    """Meaning and words."""
    bonus: Floats
    """What a row gains by who speaks, when and where."""
    score: Floats

    def first(self, count: int) -> Rows:
        """Which of them come first, in order of their rows."""
        return np.sort(np.argsort(-self.score, kind="stable")[:count])

    def where(self, chosen: Rows) -> _Candidates:
        """Those that are chosen."""
        return _Candidates(
            rows=self.rows[chosen],
            similarity=self.similarity[chosen],
            by_meaning=self.by_meaning[chosen],
            by_words=self.by_words[chosen],
            fused=self.fused[chosen],
            bonus=self.bonus[chosen],
            score=self.score[chosen],
        )


class Search:
    """The indexes of one build, searched together."""

    def __init__(
        self,
        vectors: PassageVectors,
        words: WordIndex,
        positions: Positions,
        tokens: TokenIndex | None = None,
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
        boosted: Sequence[Mask] = (),
        weights: Weights = Weights(),
    ) -> tuple[RankedRow, ...]:
        """The `k` best rows within the scope, best first; all of them where the scope has fewer.

        Each of the `boosted` masks (by speaker, time, place) adds a fixed part of the scale: enough
        to lead among equals, too little to lift what does not fit.
        """
        (ranked,) = self.rankings(query, k, (scope,), boosted, weights)
        return ranked

    def rankings(
        self,
        query: Query,
        k: int,
        scopes: Sequence[Scope],
        boosted: Sequence[Mask] = (),
        weights: Weights = Weights(),
        hidden: Collection[int] = (),
    ) -> tuple[tuple[RankedRow, ...], ...]:
        """The same for several scopes at once: a row that several of them have is compared by tokens once.

        The rows in `hidden` are not there.
        """
        depth = RETRIEVAL_DEPTH + len(hidden)
        by_words = word_hits(self._words, query.text, depth if weights.words else 0, scopes)
        found = [
            self._candidates(query, scope, each, boosted, weights, hidden)
            for scope, each in zip(scopes, by_words, strict=True)
        ]
        content = query.content(self._tokens) if weights.late and self._tokens is not None else None
        if content is None or self._tokens is None:
            return tuple(_ranked(each, each.score, each.similarity, None, k) for each in found)
        firsts = [each.first(max(RERANK_DEPTH, k)) for each in found]
        compared = np.unique(
            np.concatenate([each.rows[first] for each, first in zip(found, firsts, strict=True)])
        )
        if not len(compared):
            return tuple(() for _ in found)
        question, topic = content
        matches = self._tokens.similarity(question.vectors, compared, self._positions.before[compared])
        shares = self._tokens.shares(question.pieces)
        return tuple(
            self._reranked(each, first, matches[:, at], shares, topic, k, weights)
            for each, first in zip(found, firsts, strict=True)
            for at in [np.searchsorted(compared, each.rows[first])]
        )

    def _candidates(
        self,
        query: Query,
        scope: Scope,
        by_words: WordHits,
        boosted: Sequence[Mask],
        weights: Weights,
        hidden: Collection[int],
    ) -> _Candidates:
        """The rows that either index finds within the scope, scored by meaning and words."""
        word_rows, word_scores = by_words
        depth = RETRIEVAL_DEPTH + len(hidden)
        meaning_rows, cosines = self._vectors.search(
            query.vector, depth if weights.meaning else 0, scope.passages
        )
        if hidden:
            there = ~np.isin(meaning_rows, list(hidden))
            meaning_rows, cosines = meaning_rows[there], cosines[there]
            there = ~np.isin(word_rows, list(hidden))
            word_rows, word_scores = word_rows[there], word_scores[there]
        rows = np.union1d(meaning_rows, word_rows)
        bm25 = np.zeros(len(rows))
        bm25[np.searchsorted(rows, word_rows)] = word_scores
        similarity = np.full(len(rows), np.nan, np.float32)
        similarity[np.searchsorted(rows, meaning_rows)] = cosines
        missing = np.isnan(similarity)
        similarity[missing] = self._vectors.cosines(query.vector, rows[missing])
        fused = weights.meaning * _min_max(similarity) + weights.words * _min_max(bm25)
        bonus = weights.boost * sum((each[rows] for each in boosted), start=np.zeros(len(rows)))
        score = self._smoothed(rows, fused, weights.neighbours) + bonus
        ranks = _ranks(rows, meaning_rows), _ranks(rows, word_rows)
        return _Candidates(rows, similarity, *ranks, fused, bonus, score)

    def _reranked(
        self,
        found: _Candidates,
        first: Rows,
        matches: Matrix,
        shares: Floats,
        topic: Mask,
        k: int,
        weights: Weights,
    ) -> tuple[RankedRow, ...]:
        """The first candidates, ranked with what the comparison of their tokens adds."""
        chosen = found.where(first)
        scale = chosen.first(_SCALE_DEPTH)
        late = _match(self._with_previous(chosen.rows, matches), shares, topic)
        fused, late = (_min_max(part, part[scale]) for part in (chosen.fused, late))
        mixed = (1.0 - weights.late) * fused + weights.late * late
        score = self._smoothed(chosen.rows, mixed, weights.neighbours) + chosen.bonus
        return _ranked(chosen, score, _coverage(matches, shares, topic), matches, k)

    def _with_previous(self, rows: Rows, matches: Matrix) -> Matrix:
        """The matches of each row or, at a discount, of the row before it, shape (tokens, rows)."""
        best = matches.copy()
        best[:, 1:] = np.maximum(best[:, 1:], PREVIOUS * matches[:, :-1] * self._adjacent(rows))
        return best

    def _adjacent(self, rows: Rows) -> Mask:
        """Which rows have the next one beside them in the same transcript, shape (rows - 1,)."""
        adjacent: Mask = (np.diff(rows) == 1) & (np.diff(self._positions.transcripts[rows]) == 0)
        return adjacent

    def _smoothed(self, rows: Rows, score: Floats, weight: float) -> Floats:
        """Each score with a share of its neighbours': the passages before and after, same transcript."""
        adjacent = self._adjacent(rows)
        smoothed = score.copy()
        smoothed[1:] += weight * score[:-1] * adjacent
        smoothed[:-1] += weight * score[1:] * adjacent
        return smoothed / (1.0 + 2.0 * weight)


def _match(matches: Matrix, shares: Floats, topic: Mask) -> Floats:
    """How well each row matches: the arithmetic mean (MaxSim) over the question, plus that over its topic.

    Tokens are weighted by rarity.
    """
    matched: Floats = (shares + _of_topic(shares, topic)) @ matches / 2.0
    return matched


def _coverage(matches: Matrix, shares: Floats, topic: Mask) -> Floats:
    """How well each row covers the topic.

    A geometric mean, so that a part of the topic that nothing matches counts for more.
    """
    return np.exp(_of_topic(shares, topic) @ np.log(np.maximum(matches, _FLOOR)))


def _of_topic(shares: Floats, topic: Mask) -> Floats:
    """The shares of the topic's tokens, scaled to sum to 1."""
    of_topic: Floats = np.where(topic, shares, 0.0) / shares[topic].sum()
    return of_topic


def _ranked(
    found: _Candidates, score: Floats, coverage: Floats, matches: Matrix | None, k: int
) -> tuple[RankedRow, ...]:
    """The `k` best, best first; equal ones in the order of the corpus."""
    best = np.argsort(-score, kind="stable")[:k]
    columns = (found.rows, score, found.by_meaning, found.by_words, found.similarity, coverage)
    by_row = [None] * len(best) if matches is None else matches[:, best].T
    return tuple(
        RankedRow(row, value, by_meaning or None, by_words or None, similarity, covered, matched)
        for row, value, by_meaning, by_words, similarity, covered, matched in zip(
            *(column[best].tolist() for column in columns), by_row, strict=True
        )
    )


def _min_max(scores: Floats, scale: Floats | None = None) -> Floats:
    """Scores moved and scaled: the lowest one of `scale` (by default of all) is 0, the highest of all is 1.

    All are 0 where these two are alike.
    """
    if not len(scores):
        return scores
    low, high = (scores if scale is None else scale).min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _ranks(rows: Rows, ranked: Rows) -> Rows:
    """For each of the rows, which are in order, its place among the ranked ones, from 1; else 0."""
    ranks = np.zeros(len(rows), np.int64)
    ranks[np.searchsorted(rows, ranked)] = np.arange(1, len(ranked) + 1)
    return ranks
