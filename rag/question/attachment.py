"""What an expression of time or place belongs to: the speaking, or something that is spoken of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, word_at
from rag.text.english import (
    ADDRESSING,
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    DETERMINERS,
    MEETING,
    PREPOSITIONS,
    PRONOUNS,
    WH,
)
from rag.text.verbs import SAYING

Position = Literal["front", "near", "trailing", "within"]
"""`front`: set before the question. `near`: right beside the word of saying. `trailing`: at the end,
after the topic, where it may belong to either. `within`: inside the topic, and so part of it."""

_FILLING = ADVERBS | {"while", "and", ",", "-", "–", "—", "?", ".", "!", ":", "both", "each", "the", "back"}


class Attachment:
    """Tells where expressions stand in one question."""

    def __init__(self, tokens: Tokens, frame: SpeechAct | None, stretches: Sequence[tuple[int, int]]) -> None:
        """Take a question apart by its frame, if it has one.

        `stretches`: tokens, ends exclusive, of all expressions of time and place, of which one does not
        part another from the verb.
        """
        self._tokens = tokens
        self._frame = frame
        self._covered = {at for first, end in stretches for at in range(first, end)}

    def position(self, first: int, end: int) -> Position:
        """Where the expression of tokens `first` to `end` stands."""
        frame = self._frame
        if self._is_filling(0, first) and self._opens_question(end):
            return "front"
        if frame is None:
            return "within"
        if end <= frame.word:
            beside = first >= frame.first or self._is_filling(end, frame.first)
            return "near" if beside and frame.clause else "within"
        if self._is_filling(frame.end, first, self._addressee(frame.end)):
            return "near"
        return self._behind_topic(frame, first, end)

    def _behind_topic(self, frame: SpeechAct, first: int, end: int) -> Position:
        """Where an expression stands that comes after what is said."""
        if not frame.clause or not self._is_last(end):
            return "within"
        clause = self._clause(frame.end, first)
        if clause is None:
            return "trailing"
        return "near" if self._is_circumstance(clause, first) else "within"

    def is_beside(self, first: int) -> bool:
        """Whether an expression comes right after the word of saying, other expressions skipped."""
        return self._frame is not None and self._is_filling(self._frame.end, first)

    def head(self, first: int) -> str:
        """The word before an expression, other expressions skipped."""
        at = first - 1
        while at >= 0 and (at in self._covered or self._tokens[at].word == ","):
            at -= 1
        return self._tokens[at].word if at >= 0 else ""

    def _is_filling(self, first: int, end: int, skipped: Collection[int] = ()) -> bool:
        """Whether nothing that matters stands between two tokens."""
        return all(
            at in self._covered or at in skipped or self._tokens[at].word in _FILLING
            for at in range(first, end)
        )

    def _opens_question(self, end: int) -> bool:
        """Whether a question, or a name, follows: an expression in front of it stands apart."""
        while end < len(self._tokens) and (end in self._covered or self._tokens[end].word == ","):
            end += 1
        if end == len(self._tokens):
            return False
        after = self._tokens[end]
        before = self._tokens[end - 1]
        asks = after.word in WH or after.word in AUXILIARIES or before.word == ","
        return asks or (self._frame is not None and self._frame.first == end)

    def _addressee(self, first: int) -> range:
        """Who is told, asked or answered: "tell | the president of Uzbekistan | in Qingdao"."""
        at = first
        if word_at(self._tokens, at) in {"to", "with"}:
            at += 1
        elif self._frame and SAYING.base(self._tokens[self._frame.word].word) not in ADDRESSING:
            return range(first, self._stranded(at))
        outside = PREPOSITIONS - {"of"} | CLAUSE | WH | AUXILIARIES
        while at < len(self._tokens) and self._tokens[at].is_word and self._tokens[at].word not in outside:
            at += 1
        return range(first, self._stranded(at))

    def _stranded(self, at: int) -> int:
        """Skip the "on" of "congratulate X on | at the Kremlin": what it governs stands in front."""
        ruled = at + 1 in self._covered and self._tokens[at + 1].word in PREPOSITIONS
        return at + (ruled and word_at(self._tokens, at) in {"on", "for", "about", "to", "of"})

    def _is_last(self, end: int) -> bool:
        """Whether only other expressions and "according to X" follow."""
        for at in range(end, len(self._tokens)):
            if self._tokens[at].word in {"according", "when"}:
                return True
            if not (at in self._covered or not self._tokens[at].is_word or self._tokens[at].word in ADVERBS):
                return False
        return True

    def _clause(self, first: int, end: int) -> int | None:
        """Where a subordinate clause begins between two tokens."""
        for at in range(first, end):
            word = self._tokens[at].word
            if word not in CLAUSE or at in self._covered:
                continue
            if word in {"while", "as", "after", "before"} and not self._has_subject(at + 1):
                continue
            return at
        return None

    def _has_subject(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].word in PRONOUNS | DETERMINERS

    def _is_circumstance(self, clause: int, end: int) -> bool:
        """Whether a clause says when it was said: "when they met in …"."""
        if self._tokens[clause].word not in {"when", "while", "as", "after", "before"}:
            return False
        return any(token.word in MEETING for token in self._tokens[clause + 1 : min(clause + 6, end)])
