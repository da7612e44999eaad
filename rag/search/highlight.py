"""The sentences of a passage compared with a question, and the one that answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.index.bm25 import WordIndex
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex
from rag.text.sentences import Span, sentence_spans

Floats = np.ndarray[tuple[int], np.dtype[np.floating]]
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, compared with a question."""

    span: Span
    """Offsets in the passage."""
    text: str
    coverage: float
    """How well it covers the question's topic; 0 where nothing of the topic is in it."""
    similarity: float = 0.0
    """Mean cosine of its tokens and the topic's: lower where a sentence only names the topic."""


class SentenceScorer:
    """Compares the sentences of passages with one question."""

    def __init__(self, question: str, topic: Tokens | None, tokens: TokenIndex, words: WordIndex) -> None:
        """`topic` are the question's tokens; without them its words are compared."""
        self._terms = words.terms(question)
        self._topic = topic
        self._shares = None if topic is None else tokens.shares(topic.pieces)
        self._tokens = tokens
        self._words = words

    def sentences(self, rows: Sequence[int], texts: Sequence[str]) -> Iterator[tuple[Sentence, ...]]:
        """The sentences of each passage: by tokens where both sides have content tokens, else by words."""
        if self._topic is None or self._shares is None or not self._shares.any():
            yield from map(self._by_words, texts)
            return
        starts, cosines, bounds = self._tokens.own_cosines(self._topic.vectors, np.asarray(rows, np.int64))
        for text, begin, end in zip(texts, bounds[:-1], bounds[1:], strict=True):
            if begin < end:
                yield by_tokens(text, starts[begin:end], cosines[:, begin:end], self._shares)
            else:
                yield self._by_words(text)

    def _by_words(self, text: str) -> tuple[Sentence, ...]:
        return by_words(text, self._terms, self._words.terms, self._words.rarity)


def highlight(sentences: Sequence[Sentence]) -> Span | None:
    """The best sentence by coverage and similarity, the first of equals; None where none covers anything.

    By coverage alone, 0.75 of 118 labelled sentences were found, by both 0.78 (benchmarks/highlight.py).
    """
    covering = (sentence for sentence in sentences if sentence.coverage > 0.0)
    best = max(covering, key=lambda sentence: sentence.coverage + sentence.similarity, default=None)
    return None if best is None else best.span


def by_tokens(text: str, starts: Integers, cosines: Matrix, shares: Floats) -> tuple[Sentence, ...]:
    """Compare each sentence by the tokens that begin in it.

    `starts` are the characters at which the passage's tokens begin, in order, shape (tokens,), `cosines`
    compare the question's tokens with them, shape (question tokens, tokens), and `shares` are the weights of
    the question's tokens, which sum to 1.
    """
    spans = sentence_spans(text)
    bounds = np.searchsorted(starts, [*(start for start, _ in spans), len(text) + 1])
    lengths = np.diff(bounds)
    filled = np.flatnonzero(lengths)
    coverage, similarity = np.zeros((2, len(spans)))
    if len(filled):
        coverage[filled] = shares @ np.maximum.reduceat(cosines, bounds[filled], axis=1)
        similarity[filled] = np.add.reduceat(cosines.mean(axis=0), bounds[filled]) / lengths[filled]
    return tuple(
        Sentence((start, end), text[start:end], *figures)
        for (start, end), figures in zip(
            spans, zip(coverage.tolist(), similarity.tolist(), strict=True), strict=True
        )
    )


def by_words(
    text: str, wanted: Collection[str], terms: Callable[[str], Sequence[str]], rarity: Callable[[str], float]
) -> tuple[Sentence, ...]:
    """Compare each sentence by the terms that it shares with the question: their summed rarity.

    `wanted` are the question's terms, `terms` cuts a text into terms, `rarity` weighs one.
    """
    return tuple(
        Sentence(
            (start, end),
            text[start:end],
            sum(rarity(term) for term in set(wanted).intersection(terms(text[start:end]))),
        )
        for start, end in sentence_spans(text)
    )
