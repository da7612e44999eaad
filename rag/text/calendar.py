"""Days and months: arithmetic with `YYYY-MM`, and ISO days in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_RUNS = 12
"""Most runs of months that are named; the rest is counted."""


def every_month(months: Iterable[str]) -> tuple[str, ...]:
    """Every month (`YYYY-MM`) from the earliest to the latest of these; empty for none."""
    numbers = [_number(month) for month in months]
    if not numbers:
        return ()
    return tuple(
        f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(min(numbers), max(numbers) + 1)
    )


def runs(months: Iterable[str]) -> list[tuple[str, ...]]:
    """Sorted months, consecutive ones in one tuple."""
    found: list[tuple[str, ...]] = []
    for month in months:
        if found and _number(found[-1][-1]) + 1 == _number(month):
            found[-1] += (month,)
        else:
            found.append((month,))
    return found


def is_day(iso: str) -> bool:
    """Whether this is a valid ISO day."""
    try:
        return date.fromisoformat(iso).isoformat() == iso
    except ValueError:
        return False


def day(iso: str | None) -> str:
    """`2024-04-11` → `11 April 2024`; other text as it is; empty for None."""
    if not iso or not is_day(iso):
        return iso or ""
    parsed = date.fromisoformat(iso)
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def month(iso: str) -> str:
    """`2018-09` → `September 2018`; other text as it is."""
    return day(f"{iso}-01").removeprefix("1 ") if is_day(f"{iso}-01") else iso


def months(several: Sequence[str]) -> str:
    """Months in words, consecutive ones as a run: `March 2018, May to August 2018`."""
    found = runs(several)
    told = [_run(run[0], run[-1]) for run in found[:_RUNS]]
    if more := sum(map(len, found[_RUNS:])):
        told.append(f"and {more:,} more")
    return ", ".join(told)


def period(since: str | None, until: str | None) -> str:
    """A period in words; empty if neither end is known."""
    if since and until:
        return day(since) if since == until else f"{day(since)} to {day(until)}"
    if since:
        return f"from {day(since)}"
    return f"up to {day(until)}" if until else ""


def _run(first: str, last: str) -> str:
    if first == last:
        return month(first)
    begins = month(first).removesuffix(f" {int(last[:4])}")
    return f"{begins} to {month(last)}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
