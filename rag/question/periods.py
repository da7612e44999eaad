"""Periods: the days of a month, a season, the end of a year, "last week"."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rag.text.calendar import MONTHS as MONTH_NAMES
from rag.text.calendar import WEEKDAYS as WEEKDAY_NAMES

Unit = Literal["day", "week", "month", "season", "quarter", "half", "year"]
Share = Literal["early", "mid", "late", "first half", "second half"]

MONTHS = {
    spelling: number
    for number, name in enumerate(map(str.lower, MONTH_NAMES), 1)
    for spelling in (name, name[:3])
} | {"sept": 9}
"""Names and abbreviations → number."""
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Season → the month it begins in."""
WEEKDAYS = {name.lower(): number for number, name in enumerate(WEEKDAY_NAMES)}
"""Name → number, from 0 for Monday."""
_UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")
UNITS: dict[str, Unit] = {unit: unit for unit in _UNITS}
_PER_YEAR = {"quarter": 4, "half": 2}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends inclusive; an open end is None."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month or the like as a question names it; the year is None if it is left out."""

    unit: Unit
    year: int | None = None
    month: int | None = None
    """Of a day or a month; of a season, the month it begins in."""
    day: int | None = None
    number: int | None = None
    """Of a quarter or half, from 1."""
    share: Share | None = None
    fixed: Period | None = None
    """The days themselves, if the words count from today."""

    @property
    def needs_year(self) -> bool:
        """Whether its year is left out."""
        return self.year is None and self.fixed is None


PointRead = tuple[Point, int]
"""A point, and the token after its words."""


def days(point: Point, year: int) -> Period | None:
    """The days of a point; `year` is used if it names none. None for a day that does not exist."""
    period = point.fixed or _whole(point, point.year or year)
    if period is None or point.share is None:
        return period
    return _share(period, point)


def _whole(point: Point, year: int) -> Period | None:
    if point.unit == "day":
        if not (point.month and point.day and point.day <= calendar.monthrange(year, point.month)[1]):
            return None
        only = date(year, point.month, point.day)
        return Period(only, only)
    if point.unit == "month":
        return months(year, point.month or 1, 1)
    if point.unit == "season":
        begins = point.month or 1
        return months(year - 1 if begins == SEASONS["winter"] else year, begins, 3)
    if point.unit in _PER_YEAR and point.number:
        length = 12 // _PER_YEAR[point.unit]
        return months(year, (point.number - 1) * length + 1, length)
    return months(year, 1, 12)


def months(year: int, first: int, count: int) -> Period:
    """`count` whole months from month `first`."""
    last_year, last = divmod(year * 12 + first - 1 + count - 1, 12)
    return Period(
        date(year, first, 1), date(last_year, last + 1, calendar.monthrange(last_year, last + 1)[1])
    )


def _share(period: Period, point: Point) -> Period:
    """The first or second ten days of a month, or the rest; a third of anything longer; or a half."""
    since, until = period.since, period.until
    if since is None or until is None or since == until:
        return period
    length = (until - since).days + 1
    in_month = length <= 31  # noqa: PLR2004 - days
    if point.share in {"first half", "second half"}:
        middle = since + timedelta(days=14) if in_month else _month_before(since, length // 2)
        return (
            Period(since, middle)
            if point.share == "first half"
            else Period(middle + timedelta(days=1), until)
        )
    if in_month:
        first, second = since + timedelta(days=9), since + timedelta(days=19)
    else:
        first, second = _month_before(since, length // 3), _month_before(since, 2 * length // 3)
    if point.share == "early":
        return Period(since, first)
    if point.share == "mid":
        return Period(first + timedelta(days=1), second)
    return Period(second + timedelta(days=1), until)


def _month_before(since: date, length: int) -> date:
    """The last day of the month that ends nearest to `length` days after `since`."""
    whole = round(length / 30.4)
    return months(since.year, since.month, max(whole, 1)).until or since


def calendar_unit(unit: Unit, today: date, back: int) -> Period:
    """The day, week, month, quarter, half or year that lies `back` units before today's."""
    if unit == "day":
        day = today - timedelta(days=back)
        return Period(day, day)
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(days=6))
    length = {"month": 1, "quarter": 3, "half": 6}.get(unit, 12)
    year, first = divmod((today.year * 12 + today.month - 1) // length * length - back * length, 12)
    return months(year, first + 1, length)


def running(unit: Unit, today: date, count: int) -> Period:
    """The last `count` days, weeks, months, quarters or years, with today."""
    if unit in {"day", "week"}:
        return Period(today - timedelta(days=count * (7 if unit == "week" else 1)), today)
    year, month = divmod(
        today.year * 12 + today.month - 1 - count * {"month": 1, "quarter": 3}.get(unit, 12), 12
    )
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return Period(date(year, month + 1, day), today)


def latest(point: Point, by: date, *, ended: bool = False) -> Period | None:
    """The most recent days that a point without a year can mean, begun (or `ended`) by the day `by`."""
    for year in range(by.year + 1, by.year - 5, -1):
        period = days(point, year)
        if period and period.since and period.until and (period.until if ended else period.since) <= by:
            return period
    return None
