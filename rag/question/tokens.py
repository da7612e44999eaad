"""A question as tokens: words and marks with their places, folded for comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.english import AUXILIARIES, word_set
from rag.text.normalise import fold

_TOKEN = re.compile(
    r"""\d{4}-\d{2}(?:-\d{2})?(?!\d)            # ISO day or month
    | \d{1,2}\.\d{1,2}\.\d{4}(?!\d)
    | \d+(?:st|nd|rd|th)\b
    | \d+(?:[.,]\d+)*(?![^\W_])
    | (?:early|mid|late)(?=-[^\W\d_])           # "mid-April" is two words
    | (?:hon|mr|mrs|ms|dr|prof|st|gen|sen|rev|messrs)\.  # abbreviations
    | (?:[^\W\d_]\.-?)+(?=[\s\w]|$)             # initials
    | [^\W_]+(?:['’ʼ.&-][^\W_]+)*
    | \S""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTRACTED = {"can't": "can", "won't": "will", "shan't": "shall", "cannot": "can"}
_CLITIC_HOSTS = word_set(
    """what who where when why how that there here it he she what's let which this everything"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a question."""

    text: str
    """As typed, without a possessive ending."""
    word: str
    """Folded: no accents, no letter case, plain apostrophes; "didn't" is "did"."""
    start: int
    end: int
    """Characters of the question, the possessive ending included."""
    possessive: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not punctuation."""
        return self.word[:1].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def number(self) -> int | None:
        """`12`, `12th` → 12."""
        digits = self.word.rstrip("sthndr")
        return int(digits) if digits.isdecimal() and len(digits) < 5 else None  # noqa: PLR2004 - a year at most


Tokens = Sequence[Token]


def is_auxiliary(token: Token) -> bool:
    """Whether a word is an auxiliary verb; "May" inside a question is a month or a person."""
    named = token.word in {"may", "will"} and token.is_capitalised and token.start > 0
    return token.word in AUXILIARIES and not named


def tokenise(question: str) -> tuple[Token, ...]:
    """Split a question into words and marks."""
    found = [match.span() for match in _TOKEN.finditer(question)]
    tokens: list[Token] = []
    for at, (start, end) in enumerate(found):
        text = question[start:end]
        follows = question[found[at + 1][0]] if at + 1 < len(found) else ""
        if text in {"'", "’"} and tokens and _ends_plural_possessive(tokens[-1], start, follows):
            last = tokens.pop()
            tokens.append(Token(last.text, last.word, last.start, end, possessive=True))
        else:
            tokens.extend(_split(text, start, end))
    return tuple(tokens)


def word_at(tokens: Tokens, at: int) -> str:
    """The folded word of a token; empty for a number outside of the question."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def words(tokens: Tokens) -> list[str]:
    """The folded words of tokens."""
    return [token.word for token in tokens]


def _ends_plural_possessive(last: Token, mark: int, follows: str) -> bool:
    return last.end == mark and last.word.endswith(("s", "x", "z")) and follows.isalnum()


def _split(text: str, start: int, end: int) -> list[Token]:
    """One token, or two for "what's" and "Putin's"-like words."""
    word = fold(text)
    if word.endswith("n't") or word in _CONTRACTED:
        return [Token(text, _CONTRACTED.get(word, word.removesuffix("n't")), start, end)]
    if word.endswith(".") and "." not in word[:-1] and len(word) > 2:  # noqa: PLR2004 - an initial is one letter
        return [Token(text[:-1], word[:-1], start, end)]
    host = word.removesuffix("'s")
    if host == word or not host:
        return [Token(text, word, start, end)]
    if host in _CLITIC_HOSTS:
        return [Token(text[:-2], host, start, end - 2), Token(text[-2:], "is", end - 2, end)]
    return [Token(text[:-2], host, start, end, possessive=True)]
