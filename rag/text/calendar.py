"""Days and months: `YYYY-MM` arithmetic, and ISO days put in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_RUNS = 12
"""Runs of months that are named; the rest are counted."""


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, both inclusive; none where the last comes before the first."""
    return tuple(
        f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(_number(first), _number(last) + 1)
    )


def runs(months: Iterable[str]) -> list[tuple[str, ...]]:
    """Months in order, neighbouring ones drawn together."""
    found: list[tuple[str, ...]] = []
    for month in months:
        if found and _number(found[-1][-1]) + 1 == _number(month):
            found[-1] += (month,)
        else:
            found.append((month,))
    return found


def is_day(iso: str) -> bool:
    """Return whether this is an ISO day of the calendar."""
    try:
        return date.fromisoformat(iso).isoformat() == iso
    except ValueError:
        return False


def day(iso: str | None) -> str:
    """Turn `2024-04-11` into `11 April 2024`; anything else is left as it is, and nothing is empty."""
    if not iso or not is_day(iso):
        return iso or ""
    that = date.fromisoformat(iso)
    return f"{that.day} {MONTHS[that.month - 1]} {that.year}"


def month(iso: str) -> str:
    """Turn `2018-09` into `September 2018`; anything else is left as it is."""
    return day(f"{iso}-01").removeprefix("1 ") if is_day(f"{iso}-01") else iso


def months(several: Sequence[str]) -> str:
    """Put months in words, neighbouring ones drawn together: `March 2018, May to August 2018`."""
    found = runs(several)
    told = [_run(run[0], run[-1]) for run in found[:_RUNS]]
    if more := sum(map(len, found[_RUNS:])):
        told.append(f"and {more:,} more")
    return ", ".join(told)


def period(since: str | None, until: str | None) -> str:
    """Put a span of days in words; empty where neither end is known."""
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
