"""The page's own words, beside those that it shares with the terminal: plain text, not yet escaped."""

from __future__ import annotations

from calendar import monthrange

from rag.output.messages import NO_PROOF, counted, coverage_in_words, listed, ordinal, searched_in_words
from rag.text.calendar import MONTHS, day, is_day, month, months, period

__all__ = [
    "MONTHS",
    "NO_PROOF",
    "chosen_days",
    "counted",
    "coverage_in_words",
    "day",
    "ending",
    "is_day",
    "listed",
    "month",
    "months",
    "ordinal",
    "period",
    "searched_in_words",
    "shortened",
    "why",
]


def why(by_meaning: int | None, by_words: int | None) -> str:
    """Say why a passage was found, from its ranks among all passages; empty where neither is known."""
    meaning = "" if by_meaning is None else _nth(by_meaning, "closest in meaning")
    words = "" if by_words is None else _nth(by_words, "best match of words")
    if meaning and words:
        told = f"{meaning}, {words}"
    elif meaning:
        told = f"{meaning}; its words are mostly others than the question’s"
    else:
        told = words and f"{words}; its meaning is farther off"
    return told[:1].upper() + told[1:]


def _nth(rank: int, what: str) -> str:
    return what if rank == 1 else f"{ordinal(rank)} {what}"


def ending(words: str, limit: int) -> str:
    """Return the end of a text, from the first whole word within the limit; a slice of it."""
    if len(words) <= limit:
        return words
    cut = len(words) - limit
    space = words.find(" ", cut)
    return words[space + 1 :] if space != -1 else words[cut:]


def chosen_days(since: str | None, until: str | None) -> str:
    """Put a span of days in words: of days, months or years as they were given, whole ones by name."""
    if since and until and is_day(since) and is_day(until):
        last = monthrange(int(until[:4]), int(until[5:7]))[1]
        if since == f"{until[:7]}-01" and until.endswith(f"-{last}"):
            return month(since[:7])
        if (since, until) == (f"{since[:4]}-01-01", f"{since[:4]}-12-31"):
            return since[:4]
    return period(*(month(given) if given else None for given in (since, until)))


def shortened(text: str, limit: int) -> str:
    """Cut off a long text that a person typed; never used on a quote."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
