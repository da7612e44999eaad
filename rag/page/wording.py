"""The page's own words, beside those that it shares with the terminal: plain text, not yet escaped."""

from __future__ import annotations

from rag.wording import (
    NO_PROOF,
    confined,
    counted,
    coverage_in_words,
    day,
    is_day,
    listed,
    month,
    ordinal,
    period,
    searched_in_words,
)

__all__ = [
    "NO_PROOF",
    "confined",
    "counted",
    "coverage_in_words",
    "day",
    "is_day",
    "listed",
    "month",
    "ordinal",
    "period",
    "searched_in_words",
    "shortened",
    "why",
]


def why(by_meaning: int | None, by_words: int | None) -> str:
    """Say why a passage was found, from its two ranks."""
    ways = []
    if by_meaning is not None:
        ways.append(f"{ordinal(by_meaning)} by meaning")
    if by_words is not None:
        ways.append(f"{ordinal(by_words)} by its words")
    return "Ranked " + ", ".join(ways) if ways else ""


def shortened(text: str, limit: int) -> str:
    """Cut off a long text that a person typed; never used on a quote."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
