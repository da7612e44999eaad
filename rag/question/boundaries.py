"""Where a phrase ends."""

from __future__ import annotations

from rag.question.tokens import Tokens
from rag.text.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    WH,
)

_CLOSING = PREPOSITIONS | CLAUSE | WH | AUXILIARIES | CONJUNCTIONS | DETERMINERS | PRONOUNS | ADVERBS


def ends_phrase(tokens: Tokens, end: int) -> bool:
    """Whether nothing follows that an expression could describe: "the 2018 | budget"."""
    if end >= len(tokens):
        return True
    return not tokens[end].is_word or tokens[end].word in _CLOSING
