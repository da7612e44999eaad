"""Days and months: arithmetic with `YYYY-MM`, and ISO days in the words of the language that is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rag.text.translation import ENGLISH, _, date_as, number, spoken

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
    if spoken() == ENGLISH:
        return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"
    return date_as(parsed, "d MMMM y")


def month(iso: str) -> str:
    """`2018-09` → `September 2018`; other text as it is."""
    return _month(iso, "LLLL y")


def month_names() -> tuple[str, ...]:
    """The names of the months."""
    if spoken() == ENGLISH:
        return MONTHS
    return tuple(date_as(date(2000, each, 1), "LLLL") for each in range(1, 13))


def months(several: Sequence[str]) -> str:
    """Months in words, consecutive ones as a run: `March 2018, May to August 2018`."""
    found = runs(several)
    told = [_run(run[0], run[-1]) for run in found[:_RUNS]]
    if more := sum(map(len, found[_RUNS:])):
        told.append(_("and %(number)s more", number=number(more)))
    return ", ".join(told)


def period(since: str | None, until: str | None) -> str:
    """A period in words, its ends days, months or years; empty if neither end is known."""
    if since and until:
        first, last = _moment(since), _moment(until)
        return first if since == until else _("%(first)s to %(last)s", first=first, last=last)
    if since:
        return _("from %(day)s", day=_month(since, "MMMM y") if is_day(f"{since}-01") else day(since))
    return _("up to %(day)s", day=_moment(until)) if until else ""


def _moment(iso: str) -> str:
    return month(iso) if is_day(f"{iso}-01") else day(iso)


def _month(iso: str, pattern: str) -> str:
    """A month by a pattern: languages may decline its name."""
    if not is_day(f"{iso}-01"):
        return iso
    first = date.fromisoformat(f"{iso}-01")
    if spoken() == ENGLISH:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return date_as(first, pattern)


def _run(first: str, last: str) -> str:
    if first == last:
        return month(first)
    begins = month(first).removesuffix(f" {int(last[:4])}")
    return _("%(first)s to %(last)s", first=begins, last=month(last))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
