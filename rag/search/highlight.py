"""The sentences of a passage compared with a question, and the one that answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
    """A sentence of a passage."""

    span: Span
    """Offsets in the passage."""
    text: str
    met: float
    """How well it meets the question: 0 for not at all."""
    about: float = 0.0
    """How alike its tokens and the question's are on average: a sentence that only names what is asked
    about is less so than one that speaks of it."""


def by_tokens(text: str, starts: Integers, cosines: Matrix, shares: Floats) -> tuple[Sentence, ...]:
    """The sentences, each met by the tokens that begin in it.

    `starts` are the characters at which the passage's tokens begin, shape (tokens,), `cosines` compare the
    question's tokens with them, shape (question tokens, tokens), and `shares` say how much each of the
    question's tokens counts, 1 together.
    """
    spans = tuple(sentence_spans(text))
    owner = np.searchsorted([start for start, _ in spans], starts, side="right") - 1
    found = []
    for number, (start, end) in enumerate(spans):
        own = cosines[:, owner == number]
        met, about = (float(shares @ own.max(axis=1)), float(own.mean())) if own.size else (0.0, 0.0)
        found.append(Sentence((start, end), text[start:end], met, about))
    return tuple(found)


def by_words(
    text: str, sought: Collection[str], terms: Callable[[str], Sequence[str]], rarity: Callable[[str], float]
) -> tuple[Sentence, ...]:
    """The sentences, each met by the telling words that it shares with the question.

    `sought` are the question's terms, `terms` cuts a text into terms, `rarity` weighs one: a word that
    few passages have tells more.
    """
    wanted = set(sought)
    return tuple(
        Sentence(
            (start, end),
            text[start:end],
            sum(rarity(term) for term in wanted.intersection(terms(text[start:end]))),
        )
        for start, end in sentence_spans(text)
    )


def highlight(sentences: Sequence[Sentence]) -> Span | None:
    """The sentence that meets the question best and is about it, the first of equals; None where none does.

    By what is met alone, 0.75 of 118 labelled sentences were found, by both 0.78 (benchmarks/highlight.py).
    """
    meeting = (sentence for sentence in sentences if sentence.met > 0.0)
    best = max(meeting, key=lambda sentence: sentence.met + sentence.about, default=None)
    return None if best is None else best.span


class CloseReading:
    """Reads passages for one question, each at most once."""

    def __init__(self, question: str, topic: Tokens | None, tokens: TokenIndex, words: WordIndex) -> None:
        """`topic` are the question's tokens; without them its words are looked for."""
        self._terms = words.terms(question)
        self._topic = topic
        self._shares = None if topic is None else tokens.shares(topic.pieces)
        self._tokens = tokens
        self._words = words
        self._read: dict[int, tuple[Sentence, ...]] = {}

    @property
    def length(self) -> int:
        """How many tokens, or words, tell what the question is about."""
        return len(self._terms) if self._topic is None else len(self._topic.pieces)

    def sentences(self, row: int, text: str) -> tuple[Sentence, ...]:
        """The sentences of a row's passage, and how well each meets the question."""
        if row not in self._read:
            found = self._by_tokens(row, text)
            self._read[row] = (
                by_words(text, self._terms, self._words.terms, self._words.rarity) if found is None else found
            )
        return self._read[row]

    def _by_tokens(self, row: int, text: str) -> tuple[Sentence, ...] | None:
        """None where either side has no token that tells anything."""
        if self._topic is None or self._shares is None or not self._shares.any():
            return None
        starts, vectors = self._tokens.own(row)
        if not len(starts):
            return None
        return by_tokens(text, starts, self._topic.vectors @ vectors.T, self._shares)
