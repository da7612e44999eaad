"""Times that count from today: "yesterday", "last March", "the past year", "three days ago"."""

from __future__ import annotations

from datetime import date

from rag.question.periods import (
    MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    Period,
    Point,
    PointRead,
    Unit,
    calendar_unit,
    days,
    latest,
    running,
)
from rag.question.tokens import Tokens, word_at

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MOST = 999
"""Most days, weeks or years that are counted back."""
_DAYS_BACK = {"today": 0, "tonight": 0, "yesterday": 1}


def read_relative(tokens: Tokens, at: int, today: date) -> PointRead | None:
    """Read the time relative to `today` that begins at a token."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    if word in _DAYS_BACK:
        return _fixed("day", calendar_unit("day", today, _DAYS_BACK[word]), at + 1)
    if (word, after, word_at(tokens, at + 2)) == ("day", "before", "yesterday"):
        return _fixed("day", calendar_unit("day", today, 2), at + 3)
    if word in WEEKDAYS and word_at(tokens, at - 1) == "on":
        return _fixed("day", _weekday(word, today, ended=False), at + 1)
    if word == "this":
        return _this(after, at, today)
    if word in {"last", "past", "previous"}:
        return _last_unit(tokens, at, today) or _last_named(after, at, today) or _last_few(tokens, at, today)
    return _ago(tokens, at, today)


def read_current(tokens: Tokens, at: int, today: date) -> PointRead | None:
    """Read the "the year" of "at the beginning of the year"."""
    unit = UNITS.get(word_at(tokens, at + 1))
    if word_at(tokens, at) != "the" or unit is None or unit == "day":
        return None
    return _fixed(unit, calendar_unit(unit, today, 0), at + 2)


def _fixed(unit: Unit, period: Period, end: int) -> PointRead:
    return Point(unit, fixed=period), end


def _named(word: str) -> Point | None:
    """The season or month that a word names."""
    if word in SEASONS:
        return Point("season", month=SEASONS[word])
    return Point("month", month=MONTHS[word]) if word in MONTHS else None


def _this(word: str, at: int, today: date) -> PointRead | None:
    """Read "this week", "this March"; in January, "this winter" began last December."""
    unit = UNITS.get(word)
    if unit is not None and unit != "day":
        return _fixed(unit, calendar_unit(unit, today, 0), at + 2)
    point = _named(word)
    if point is None:
        return None
    later = days(point, today.year + 1)
    begun = later is not None and later.since is not None and later.since <= today
    period = later if begun else days(point, today.year)
    return _fixed(point.unit, period, at + 2) if period else None


def _last_unit(tokens: Tokens, at: int, today: date) -> PointRead | None:
    """Read "last year", a calendar year, and "the past year", which ends today."""
    unit = UNITS.get(word_at(tokens, at + 1))
    if unit is None or unit == "day":
        return None
    runs = word_at(tokens, at) == "past" or word_at(tokens, at - 1) == "the"
    return _fixed(unit, running(unit, today, 1) if runs else calendar_unit(unit, today, 1), at + 2)


def _last_named(word: str, at: int, today: date) -> PointRead | None:
    """Read "last March", "last Friday"."""
    if word in WEEKDAYS:
        return _fixed("day", _weekday(word, today, ended=True), at + 2)
    point = _named(word)
    period = latest(point, today, ended=True) if point else None
    return _fixed(point.unit, period, at + 2) if point and period else None


def _last_few(tokens: Tokens, at: int, today: date) -> PointRead | None:
    """Read "the last three months"."""
    count, unit_at = _count(tokens, at + 1)
    unit = UNITS.get(word_at(tokens, unit_at).removesuffix("s"))
    return _fixed(unit, running(unit, today, count), unit_at + 1) if count and unit else None


def _ago(tokens: Tokens, at: int, today: date) -> PointRead | None:
    """Read "three days ago", "a year ago"."""
    count, unit_at = _count(tokens, at)
    unit = UNITS.get(word_at(tokens, unit_at).removesuffix("s"))
    if not count or unit is None or word_at(tokens, unit_at + 1) != "ago":
        return None
    return _fixed(unit, calendar_unit(unit, today, count), unit_at + 2)


def _count(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Read a number: its value, None if there is none, and the token after it."""
    word = word_at(tokens, at)
    if word not in _COUNTS:
        number = tokens[at].number if at < len(tokens) else None
        return (number if number is not None and number <= _MOST else None), at + 1
    end = at + 1
    if word == "a" and word_at(tokens, end) in {"couple", "few"}:
        word, end = word_at(tokens, end), end + 1
    return _COUNTS[word], end + 1 if word_at(tokens, end) == "of" else end


def _weekday(word: str, today: date, *, ended: bool) -> Period:
    back = (today.weekday() - WEEKDAYS[word]) % 7
    return calendar_unit("day", today, back or (7 if ended else 0))
