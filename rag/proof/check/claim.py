"""Read a claim as typed: its words, in parts where it has an ellipsis, and the person named."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.errors import QuestionError
from rag.proof.check.quote_words import ELLIPSIS, Words, has_brackets, has_case, words_of
from rag.question.request import persons_called, speaker
from rag.text.normalise import fold, squeeze, visible
from rag.text.translation import _, number

MAX_CHARACTERS = 10_000
"""Of a claim: several paragraphs."""
MAX_WORDS = 2_000

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_LIKE = 0.8
"""Similarity from which on two words of a name count as a misspelling."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An alleged quote."""

    text: str
    words: Words
    ellipses: frozenset[int]
    """The words, by number, before which the claim has an ellipsis."""
    cased: bool
    """Whether its letter case is significant."""
    bracketed: bool
    """Whether it has brackets, which may repeat stage directions of the source."""

    @property
    def parts(self) -> tuple[Words, ...]:
        """The stretches between ellipses."""
        cuts = [0, *sorted(self.ellipses), len(self.words)]
        return tuple(self.words.part(first, last) for first, last in pairwise(cuts))

    @property
    def part_texts(self) -> tuple[str, ...]:
        """The same, as typed."""
        return tuple(part.printed(0, len(part) - 1) for part in self.parts)


def read_claim(text: str) -> Claim:
    """Check and cut a claim. Raises QuestionError where it is empty, too long, or no text."""
    claimed = visible(text).strip()
    if _HALF_CHARACTER.search(claimed):
        raise QuestionError(_("the quote holds bytes that are no UTF-8: type it anew"))
    if len(claimed) > MAX_CHARACTERS:
        raise QuestionError(
            _(
                "the quote has %(number)s characters, at most %(most)s are checked: "
                "check it paragraph by paragraph",
                number=number(len(claimed)),
                most=number(MAX_CHARACTERS),
            )
        )
    cased = has_case(claimed)
    words = words_of(claimed, cased=cased)
    if not words:
        raise QuestionError(_("the quote has no words: give the words that somebody is said to have said"))
    if len(words) > MAX_WORDS:
        raise QuestionError(
            _(
                "the quote has %(number)s words, at most %(most)s are checked: "
                "check it paragraph by paragraph",
                number=number(len(words)),
                most=number(MAX_WORDS),
            )
        )
    ends = [match.end() for match in ELLIPSIS.finditer(claimed)]
    after = (next((i for i, start in enumerate(words.starts) if start >= end), 0) for end in ends)
    return Claim(claimed, words, frozenset(after) - {0}, cased, has_brackets(claimed))


def named(given: str, names: Sequence[str], aliases: Mapping[str, str] = {}) -> tuple[str, bool]:
    """The person a name means, and whether that person speaks in these transcripts.

    Raises QuestionError for an empty, ambiguous or probably misspelt name.
    """
    if _HALF_CHARACTER.search(given):
        raise QuestionError(_("the speaker's name holds bytes that are no UTF-8: type it anew"))
    wanted = set(fold(given).split())
    speaks = any(wanted <= set(fold(name).split()) for name in names)
    called = persons_called(given, aliases)
    if speaks or called or any(_slip(wanted, fold(name).split()) for name in names):
        return speaker(given, names, aliases), True
    return squeeze(given), False


def _slip(wanted: set[str], name: Sequence[str]) -> bool:
    """Whether every word typed is similar to a word of the name."""
    return all(
        any(difflib.SequenceMatcher(None, word[:60], part).ratio() >= _LIKE for part in name)
        for word in wanted
    )
