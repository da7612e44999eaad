"""Small changes with large consequences, of the kinds that pass unnoticed: a text → what is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
_NUMBERS = {
    "two": "three", "three": "four", "four": "five", "five": "six", "ten": "twelve", "twenty": "thirty",
    "million": "billion", "billion": "million", "thousand": "million", "first": "second", "second": "third",
}  # fmt: skip


@dataclass(frozen=True)
class Twist:
    """One way to change a text, and the kinds of change one of which must be named; none: any will do."""

    pattern: re.Pattern[str]
    change: Callable[[re.Match[str]], str]
    kinds: frozenset[str]

    def __call__(self, text: str) -> str | None:
        """The text with the first place changed; None where there is none."""
        text = text.replace("\xa0", " ")
        found = self.pattern.search(text)
        return None if found is None else text[: found.start()] + self.change(found) + text[found.end() :]


def _twist(pattern: str, change: str | Callable[[re.Match[str]], str], *kinds: str) -> Twist:
    changed = (lambda _: change) if isinstance(change, str) else change
    return Twist(re.compile(pattern), changed, frozenset(kinds))


def _next_month(found: re.Match[str]) -> str:
    return _MONTHS[(_MONTHS.index(found[0]) + 1) % 12]


TWISTS: dict[str, tuple[Twist, ...]] = {
    "numbers": (
        _twist(rf"\b({'|'.join(_NUMBERS)})\b", lambda m: _NUMBERS[m[0]], "number", "date"),
        _twist(r"\b([1-9])([1-9])\b", lambda m: m[2] + m[1] if m[1] != m[2] else "99", "number", "date"),
        _twist(r"\b(\d+)\.(\d)\b", lambda m: m[1] + m[2], "number"),
        _twist(r"\b(two|three|five|\d) (?=million|billion|percent)", lambda m: f"{m[1]} hundred ", "number"),
        _twist(r"\b15\b", "50", "number", "date"),
    ),
    "dates": (
        _twist(r"\b(?:19|20)(\d\d)\b", lambda m: m[0][:2] + f"{(int(m[1]) + 1) % 100:02d}", "date", "number"),
        _twist(rf"\b(?:{'|'.join(_MONTHS)})(?= \d)", _next_month, "date"),
        _twist(rf"\b({'|'.join(_MONTHS)}) (\d+)\b", lambda m: f"{m[1]} {int(m[2]) + 1}", "date"),
    ),
    "negations": (
        _twist(r"\bnever\b", "ever", "negation"),
        _twist(r" not\b(?! only)", "", "negation"),
        _twist(r"\bcannot\b", "can", "negation"),
        _twist(r"\bno (?=[a-z])", "the ", "negation"),
        _twist(r"\bnothing\b", "everything", "negation"),
        _twist(r"\b[Nn](?:obody|o one)\b", "everyone", "negation"),
        _twist(r"\bwithout\b", "with", "negation"),
        _twist(r"\bwill\b(?! not)", "won’t", "negation"),
        _twist(
            r"\b(is|are|was|were|do|does|did|has|had|could|should|would)\b(?! not)",
            lambda m: f"{m[1]}n’t",
            "negation",
        ),
        _twist(r"\balways\b", "never", "negation"),
        _twist(r"\bboth\b", "neither", "negation"),
    ),
    "prefixes": (
        _twist(
            r"\b(?:im|un|in)(?=(?:possible|able|acceptable|fair|necessary|clear|stable)\b)", "", "negation"
        ),
        _twist(r"\bpossible\b", "impossible", "negation"),
        _twist(r"\b(necessary|able|likely|acceptable|clear|usual|fair)\b", lambda m: f"un{m[1]}", "negation"),
        _twist(r"\b(useful|careful|meaningful)\b", lambda m: m[1].replace("ful", "less"), "negation"),
    ),
    "names": (
        _twist(r"\bRussia\b", "Ukraine", "name"),
        _twist(r"\b(?:Putin|Lukashenko|Trump|Medvedev|Macron|Erdogan|Merkel)\b", "Obama", "name"),
    ),
    "small words": (
        _twist(r"\bmust\b", "may"),
        _twist(r"\bwill\b", "would"),
        _twist(r"\bwe\b", "they"),
        _twist(r"\ball\b", "some"),
        _twist(r"\bmore\b", "less"),
        _twist(r"\brefuse\b", "agree"),
        _twist(r"\brubles\b", "dollars"),
        _twist(r" (?:percent|per cent|%)", ""),
        _twist(r"\b(country|region|problem|programme|project|question|year)\b", lambda m: f"{m[1]}s"),
    ),
}
"""By what they touch."""
