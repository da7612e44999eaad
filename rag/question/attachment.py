"""What an expression of time or place belongs to: the speech act, or something in the topic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, word_at
from rag.text.english import (
    ADDRESSING_VERBS,
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    DETERMINERS,
    MEETING_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    WH,
)
from rag.text.verbs import SAYING

Position = Literal["front", "near", "trailing", "within"]
"""`front`: before the question. `near`: next to the word of saying. `trailing`: at the end, after the topic,
where it can belong to either. `within`: inside the topic, and so part of it."""

_CLOSING = PREPOSITIONS | CLAUSE_OPENERS | WH | AUXILIARIES | CONJUNCTIONS | DETERMINERS | PRONOUNS | ADVERBS
_TIME_CLAUSE = frozenset({"while", "as", "after", "before"})
_FILLING = ADVERBS | {"while", "and", ",", "-", "–", "—", "?", ".", "!", ":", "both", "each", "the", "back"}


def ends_phrase(tokens: Tokens, end: int) -> bool:
    """Whether no noun follows that an expression could describe, as in "the 2018 | budget"."""
    if end >= len(tokens):
        return True
    return not tokens[end].is_word or tokens[end].word in _CLOSING


class Attachment:
    """Tells where expressions stand in one question."""

    def __init__(self, tokens: Tokens, act: SpeechAct | None, stretches: Sequence[tuple[int, int]]) -> None:
        """Prepare a question and its speech act, if it has one.

        `stretches`: tokens (ends exclusive) of all expressions of time and place; they are skipped when
        another expression is placed.
        """
        self._tokens = tokens
        self._act = act
        self._covered = {at for first, end in stretches for at in range(first, end)}

    def position(self, first: int, end: int) -> Position:
        """Where the expression of tokens `first` to `end` stands."""
        act = self._act
        if self._is_filling(0, first) and self._opens_question(end):
            return "front"
        if act is None:
            return "within"
        if end <= act.cue:
            beside = first >= act.first or self._is_filling(end, act.first)
            return "near" if beside and act.takes_topic else "within"
        if self._is_filling(act.end, first, self._addressee(act.end)):
            return "near"
        return self._after_topic(act, first, end)

    def _after_topic(self, act: SpeechAct, first: int, end: int) -> Position:
        """Where an expression stands that follows the topic, or a part of it."""
        if not act.takes_topic or not self._is_last(end):
            return "within"
        clause = self._clause(act.end, first)
        if clause is None:
            return "trailing"
        return "near" if self._is_circumstance(clause, first) else "within"

    def is_beside(self, first: int) -> bool:
        """Whether an expression comes right after the word of saying, other expressions skipped."""
        return self._act is not None and self._is_filling(self._act.end, first)

    def head(self, first: int) -> str:
        """The word before an expression, other expressions skipped."""
        at = first - 1
        while at >= 0 and (at in self._covered or self._tokens[at].word == ","):
            at -= 1
        return self._tokens[at].word if at >= 0 else ""

    def _is_filling(self, first: int, end: int, skipped: Collection[int] = ()) -> bool:
        """Whether only filling words and other expressions stand between two tokens."""
        return all(
            at in self._covered or at in skipped or self._tokens[at].word in _FILLING
            for at in range(first, end)
        )

    def _opens_question(self, end: int) -> bool:
        """Whether the question, or a name, begins after an expression at its front."""
        while end < len(self._tokens) and (end in self._covered or self._tokens[end].word == ","):
            end += 1
        if end == len(self._tokens):
            return False
        after = self._tokens[end]
        before = self._tokens[end - 1]
        asks = after.word in WH or after.word in AUXILIARIES or before.word == ","
        return asks or (self._act is not None and self._act.first == end)

    def _addressee(self, first: int) -> range:
        """The tokens of the listener: "tell | the president of Uzbekistan | in Qingdao"."""
        at = first
        if word_at(self._tokens, at) in {"to", "with"}:
            at += 1
        elif self._act and SAYING.base(self._tokens[self._act.cue].word) not in ADDRESSING_VERBS:
            return range(first, self._stranded(at))
        outside = PREPOSITIONS - {"of"} | CLAUSE_OPENERS | WH | AUXILIARIES
        while at < len(self._tokens) and self._tokens[at].is_word and self._tokens[at].word not in outside:
            at += 1
        return range(first, self._stranded(at))

    def _stranded(self, at: int) -> int:
        """Skip the "on" of "congratulate X on | at the Kremlin": its object stands before the verb."""
        stranded = at + 1 in self._covered and self._tokens[at + 1].word in PREPOSITIONS
        return at + (stranded and word_at(self._tokens, at) in {"on", "for", "about", "to", "of"})

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
            if word not in CLAUSE_OPENERS or at in self._covered:
                continue
            if word in _TIME_CLAUSE and not self._has_subject(at + 1):
                continue
            if word == "as" and word_at(self._tokens, at + 1) in {"a", "an"}:
                continue  # "as a present"
            return at
        return None

    def _has_subject(self, at: int) -> bool:
        return at < len(self._tokens) and self._tokens[at].word in PRONOUNS | DETERMINERS

    def _is_circumstance(self, clause: int, end: int) -> bool:
        """Whether a clause tells the occasion of the speech: "when they met in …"."""
        if self._tokens[clause].word not in _TIME_CLAUSE | {"when"}:
            return False
        return any(token.word in MEETING_VERBS for token in self._tokens[clause + 1 : min(clause + 6, end)])
