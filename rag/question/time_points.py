"""Points in time as a question says them: a day, a month, "the end of 2018", "three days ago"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rag.question.periods import (
    MONTHS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    Period,
    Point,
    Share,
    Unit,
    calendar_unit,
    days,
    latest,
    running,
)
from rag.question.tokens import Token, Tokens, word_at

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MOST = 999
"""Of days, weeks or years that anybody counts back."""
_DAYS_BACK = {"today": 0, "tonight": 0, "yesterday": 1}

Read = tuple[Point, int]
"""A point, and the token after it."""


def read_relative(tokens: Tokens, at: int, today: date) -> Read | None:
    """Read the time that counts from `today` and begins at a token."""
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


def read_current(tokens: Tokens, at: int, today: date) -> Read | None:
    """Read the "the year" of "at the beginning of the year"."""
    unit = UNITS.get(word_at(tokens, at + 1))
    if word_at(tokens, at) != "the" or unit is None or unit == "day":
        return None
    return _fixed(unit, calendar_unit(unit, today, 0), at + 2)


def _fixed(unit: Unit, period: Period, end: int) -> Read:
    return Point(unit, fixed=period), end


def _named(word: str) -> Point | None:
    """The season or month that a word names."""
    if word in SEASONS:
        return Point("season", month=SEASONS[word])
    return Point("month", month=MONTHS[word]) if word in MONTHS else None


def _this(word: str, at: int, today: date) -> Read | None:
    """Read "this week", "this March"; a winter that has not ended is this one."""
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


def _last_unit(tokens: Tokens, at: int, today: date) -> Read | None:
    """Read "last year", the whole one before, and "the past year", which ends today."""
    unit = UNITS.get(word_at(tokens, at + 1))
    if unit is None or unit == "day":
        return None
    runs = word_at(tokens, at) == "past" or word_at(tokens, at - 1) == "the"
    return _fixed(unit, running(unit, today, 1) if runs else calendar_unit(unit, today, 1), at + 2)


def _last_named(word: str, at: int, today: date) -> Read | None:
    """Read "last March", "last Friday"."""
    if word in WEEKDAYS:
        return _fixed("day", _weekday(word, today, ended=True), at + 2)
    point = _named(word)
    period = latest(point, today, ended=True) if point else None
    return _fixed(point.unit, period, at + 2) if point and period else None


def _last_few(tokens: Tokens, at: int, today: date) -> Read | None:
    """Read "the last three months"."""
    count, unit_at = _count(tokens, at + 1)
    unit = UNITS.get(word_at(tokens, unit_at).removesuffix("s"))
    return _fixed(unit, running(unit, today, count), unit_at + 1) if count and unit else None


def _ago(tokens: Tokens, at: int, today: date) -> Read | None:
    """Read "three days ago", "a year ago"."""
    count, unit_at = _count(tokens, at)
    unit = UNITS.get(word_at(tokens, unit_at).removesuffix("s"))
    if not count or unit is None or word_at(tokens, unit_at + 1) != "ago":
        return None
    return _fixed(unit, calendar_unit(unit, today, count), unit_at + 2)


def _count(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Read a small number: its value, and the token after it."""
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


_SHARES: dict[str, Share] = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
}
_ADJECTIVES = frozenset({"early", "mid", "late"})
_HALVES: dict[str, Share] = {"first": "first half", "second": "second half"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SHORT = {f"{letter}{number}": (letter, number) for letter in "qh" for number in range(1, 5)}
"""`q3` and `h1`."""
_NAMED_YEARS = {("this", "year"): 0, ("last", "year"): 1}
_YEARS = range(1900, 2101)
_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "second", "fall", "spring"})
"""Words that are more than a time: alone they are none."""


class Points:
    """Reads the points of one question."""

    def __init__(self, tokens: Tokens, today: date | None) -> None:
        """`today`: what relative points count from; without it they are not read."""
        self._tokens = tokens
        self._today = today

    def read(self, at: int, *, alone: bool = False) -> Read | None:
        """Read the point that begins at a token; `alone` where no preposition says that it is a time."""
        if self._word(at) == "the":
            at += 1
        readers: tuple[Callable[[int], Read | None], ...] = (
            self._shared,
            self._weekday,
            self._relative,
            self._iso,
            self._day,
            self._month,
            self._season,
            self._numbered,
            self._whole_year,
        )
        read = next((read for reader in readers if (read := reader(at)) is not None), None)
        lone = alone and read is not None and read[1] == at + 1 and self._word(at) in _AMBIGUOUS
        return None if lone else read

    def loose_day(self, at: int) -> Read | None:
        """Read the "1" of "from 1 to 15 March"; the month is in what follows."""
        token = self._token(at)
        return (Point("day", day=token.number), at + 1) if token and _is_day(token) else None

    def _word(self, at: int) -> str:
        return word_at(self._tokens, at)

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _relative(self, at: int) -> Read | None:
        return read_relative(self._tokens, at, self._today) if self._today else None

    def _shared(self, at: int) -> Read | None:
        """Read "early September", "the end of 2018", "the first half of May", "the course of 2018"."""
        word, after = self._word(at), self._word(at + 1)
        if word == "course" and after == "of":
            return self.read(at + 2)
        share: Share | None = None
        begin = at + 2
        if word in _ADJECTIVES:
            share, begin = _SHARES[word], at + 2 if after == "-" else at + 1
        elif after == "of":
            share = _SHARES.get(word)
        elif (after, self._word(at + 2)) == ("half", "of"):
            share, begin = _HALVES.get(word), at + 3
        if share is None:
            return None
        read = self.read(begin) or (read_current(self._tokens, begin, self._today) if self._today else None)
        return (replace(read[0], share=share), read[1]) if read and read[0].unit != "day" else None

    def _weekday(self, at: int) -> Read | None:
        """Read "Thursday, 7 June 2018"."""
        if self._word(at) not in WEEKDAYS:
            return None
        return self._day(at + 2 if self._word(at + 1) == "," else at + 1)

    def _iso(self, at: int) -> Read | None:
        """Read `2018-06-07`, `2018-06` and `07.06.2018`."""
        word = self._word(at)
        parts = word.split("-") if "-" in word else word.split(".")[::-1]
        if not all(part.isdecimal() for part in parts) or [len(part) > 2 for part in parts] not in (  # noqa: PLR2004 - digits
            [True, False, False],
            [True, False],
        ):
            return None
        year, month, *day = map(int, parts)
        if year not in _YEARS or month not in range(1, 13) or (not day and "." in word):
            return None
        return Point("day" if day else "month", year, month, day[0] if day else None), at + 1

    def _day(self, at: int) -> Read | None:
        """Read "11 April 2024", "the 11th of April", "April 11, 2024", "Oct. 11"."""
        token = self._token(at)
        if token is None:
            return None
        if _is_day(token):
            month_at = at + 2 if self._word(at + 1) == "of" else at + 1
            number, end = token.number, month_at + 1
        else:
            month_at = at
            day_at = at + 2 if self._word(at + 1) == "." else at + 1
            day = self._token(day_at)
            number, end = day.number if day and _is_day(day) else None, day_at + 1
        month = MONTHS.get(self._word(month_at))
        if month is None or number is None:
            return None
        year, end = self._year_after(end)
        return Point("day", year, month, number), end

    def _month(self, at: int) -> Read | None:
        month = MONTHS.get(self._word(at))
        if month is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("month", year, month), end

    def _season(self, at: int) -> Read | None:
        begins = SEASONS.get(self._word(at))
        if begins is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("season", year, begins), end

    def _numbered(self, at: int) -> Read | None:
        """Read "the third quarter of 2018", "Q3 2018", "the second half of 2018"."""
        word, unit, end = self._word(at), self._word(at + 1), at + 2
        number = _ORDINALS.get(word)
        if word in _SHORT:
            letter, number = _SHORT[word]
            unit, end = "quarter" if letter == "q" else "half", at + 1
        if number is None or unit not in {"quarter", "half"}:
            return None
        year, end = self._year_after(end)
        if unit == "quarter":
            return Point("quarter", year, number=number), end
        halves = 2
        return (Point("half", year, number=number), end) if year and number <= halves else None

    def _whole_year(self, at: int) -> Read | None:
        if self._word(at) == "year":
            at += 1
        token = self._token(at)
        year = _year(token)
        return None if year is None or (token and token.possessive) else (Point("year", year), at + 1)

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """Read the year that follows, after "of", "in" or a comma: the year, and the token after it."""
        begin = at + 1 if self._word(at) == "of" else at
        back = _NAMED_YEARS.get((self._word(begin), self._word(begin + 1)))
        if back is not None and self._today and not self._tokens[begin + 1].possessive:
            return self._today.year - back, begin + 2
        for skipped in (at, at + 1 if self._word(at) in {"of", ",", "in", "."} else at):
            year = _year(self._token(skipped))
            if year is not None:
                return year, skipped + 1
        return None, at


def _year(token: Token | None) -> int | None:
    """The year that four digits are."""
    four = token is not None and len(token.word) == 4  # noqa: PLR2004 - digits
    return token.number if token and four and token.number in _YEARS else None


def _is_day(token: Token) -> bool:
    return token.number in range(1, 32) and len(token.word) <= 4  # noqa: PLR2004 - "31st"
