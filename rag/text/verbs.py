"""Inflected forms of English verbs, by rule and by a list of irregular ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.text import english

Form = Literal["base", "third", "past", "participle", "gerund"]

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a list of verbs."""

    by_word: dict[str, tuple[str, frozenset[Form]]]
    """Form → its verb, and the forms of that verb that it can be."""

    def __contains__(self, word: object) -> bool:
        return word in self.by_word

    def base(self, word: str) -> str | None:
        """The verb that a word is a form of."""
        found = self.by_word.get(word)
        return found[0] if found else None

    def can_be(self, word: str, *wanted: Form) -> bool:
        """Whether a word is one of these forms of a listed verb."""
        found = self.by_word.get(word)
        return found is not None and not found[1].isdisjoint(wanted)


def forms(bases: frozenset[str]) -> Forms:
    """All forms of verbs, given their base forms."""
    by_word: dict[str, tuple[str, frozenset[Form]]] = {}
    for base in sorted(bases):
        past, participle = english.IRREGULAR.get(base) or (_past(base), _past(base))
        spelled: tuple[tuple[str, Form], ...] = (
            (base, "base"),
            (_third(base), "third"),
            (past, "past"),
            (participle, "participle"),
            (_gerund(base), "gerund"),
        )
        for word, form in spelled:
            before = by_word.get(word, (base, frozenset[Form]()))
            by_word[word] = (before[0], before[1] | {form})
    return Forms(by_word)


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in _VOWELS else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in english.DOUBLING else f"{base}ed"


def _gerund(base: str) -> str:
    if base.endswith("e") and not base.endswith("ee"):
        return f"{base[:-1]}ing"
    return f"{base}{base[-1]}ing" if base in english.DOUBLING else f"{base}ing"


SAYING = forms(english.SAYING_VERBS)
THINKING = forms(english.THINKING_VERBS)
ACTING = forms(english.ACTING_VERBS)
LIGHT = forms(english.LIGHT_VERBS)
PHRASAL = forms(frozenset(verb for verb, _ in english.PHRASAL_VERBS))
