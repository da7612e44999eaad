"""The page's own words for dates, numbers and names: plain text, not yet escaped."""

from __future__ import annotations

from datetime import date

from rag.records import Filters, Understood

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def is_day(iso: str) -> bool:
    """Return whether this is an ISO day of the calendar."""
    try:
        return date.fromisoformat(iso).isoformat() == iso
    except ValueError:
        return False


def day(iso: str) -> str:
    """Turn `2024-04-11` into `11 April 2024`; anything else is left as it is."""
    if not is_day(iso):
        return iso
    that = date.fromisoformat(iso)
    return f"{that.day} {MONTHS[that.month - 1]} {that.year}"


def month(iso: str) -> str:
    """Turn `2018-09` into `September 2018`; anything else is left as it is."""
    return day(f"{iso}-01").removeprefix("1 ") if is_day(f"{iso}-01") else iso


def period(since: str | None, until: str | None) -> str:
    """Put a span of days in words; empty where neither end is known."""
    if since and until:
        return day(since) if since == until else f"{day(since)} to {day(until)}"
    if since:
        return f"from {day(since)}"
    return f"up to {day(until)}" if until else ""


def counted(number: int, thing: str) -> str:
    """Count things: `1 transcript`, `1,200 transcripts`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `11th`."""
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def listed(names: tuple[str, ...], last: str = "or") -> str:
    """Join names: `A`, `A or B`, `A, B or C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def confined(limits: Filters | Understood) -> str:
    """Say what confines a search; empty where nothing does."""
    parts = []
    if limits.speakers:
        parts.append(f"said by {listed(limits.speakers)}")
    if limits.since and limits.until:
        word = "on" if limits.since == limits.until else "from"
        parts.append(f"{word} {period(limits.since, limits.until)}")
    elif limits.since or limits.until:
        parts.append(period(limits.since, limits.until))
    if limits.place:
        parts.append(f"place or title contains “{limits.place}”")
    if isinstance(limits, Filters) and limits.transcripts:
        parts.append(f"in {counted(len(limits.transcripts), 'chosen transcript')}")
    return "; ".join(parts)


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


def shortened(text: str, limit: int) -> str:
    """Cut off a long text that a person typed; never used on a quote."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
