"""Months of the calendar, as `YYYY-MM`."""

from __future__ import annotations

from collections.abc import Iterable


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


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
