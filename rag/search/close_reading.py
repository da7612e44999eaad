"""A question held against the sentences of single passages."""

from __future__ import annotations

from rag.index.bm25 import WordIndex
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex
from rag.search.highlight import Sentence, by_tokens, by_words


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
