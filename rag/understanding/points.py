"""Points in time as a question says them: a day, a month, "the end of 2018", "last week"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rag.understanding.periods import (
    MONTHS,
    SEASONS,
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
from rag.understanding.tokens import Token, Tokens

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
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
_NAMED_YEARS = {("this", "year"): 0, ("last", "year"): 1}
_YEARS = range(1900, 2101)
_YEAR_DIGITS = 4
_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "second", "fall", "spring"})
"""Words that are more than a time: alone they are none."""
_SHORT_NAMES = frozenset({"mar", "jan", "dec"})

Read = tuple[Point, int]
"""A point, and the token after it."""


class Points:
    """Reads the points of one question, token by token."""

    def __init__(self, tokens: Tokens, today: date | None) -> None:
        """`today`: what relative points count from; without it they are not read."""
        self._tokens = tokens
        self._today = today

    def word(self, at: int) -> str:
        """The folded word at a place, empty outside of the question."""
        return self._tokens[at].word if 0 <= at < len(self._tokens) else ""

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def read(self, at: int, *, alone: bool = False) -> Read | None:
        """Read the point that begins at a token; `alone` where no preposition says that it is a time."""
        if self.word(at) == "the":
            at += 1
        readers: tuple[Callable[[int], Read | None], ...] = (
            self._shared,
            self._of_week,
            self._counted_from_today,
            self._iso,
            self._day,
            self._month,
            self._season,
            self._numbered,
            self._whole_year,
        )
        read = next((read for reader in readers if (read := reader(at)) is not None), None)
        lone = alone and read is not None and read[1] == at + 1 and self.word(at) in _AMBIGUOUS
        return None if lone else read

    def loose_day(self, at: int) -> Read | None:
        """Read the "1" of "from 1 to 15 March"; the month is in what follows."""
        token = self._token(at)
        return (Point("day", day=token.number), at + 1) if token and _is_day(token) else None

    def _shared(self, at: int) -> Read | None:
        """Read "early September", "the end of 2018", "the first half of May"."""
        word = self.word(at)
        if word == "course" and self.word(at + 1) == "of":
            return self.read(at + 2)
        share = _SHARES.get(word)
        if share and (word in {"early", "mid", "late"} or self.word(at + 1) == "of"):
            begin = at + 2 if word not in {"early", "mid", "late"} or self.word(at + 1) == "-" else at + 1
        elif _ORDINALS.get(word) in {1, 2} and self.word(at + 1) == "half" and self.word(at + 2) == "of":
            share, begin = "first half" if _ORDINALS[word] == 1 else "second half", at + 3
        else:
            return None
        read = self.read(begin) or self._current(begin)
        return (replace(read[0], share=share), read[1]) if read and read[0].unit != "day" else None

    def _current(self, at: int) -> Read | None:
        """Read the "the year" of "at the beginning of the year"."""
        unit = _UNITS.get(self.word(at + 1))
        if self.word(at) != "the" or unit is None or unit == "day" or self._today == date.min:
            return None
        return self._fixed(unit, calendar_unit(unit, self._today, 0), at + 2)

    def _counted_from_today(self, at: int) -> Read | None:
        word, after = self.word(at), self.word(at + 1)
        if word in WEEKDAYS and (dated := self._day(at + 2 if after == "," else at + 1)) is not None:
            return dated
        if self._today == date.min:
            return None
        if word in _TODAY:
            return self._fixed("day", calendar_unit("day", self._today, 0), at + 1)
        if word == "yesterday":
            return self._fixed("day", calendar_unit("day", self._today, 1), at + 1)
        if word == "day" and [self.word(at + k) for k in (1, 2)] == ["before", "yesterday"]:
            return self._fixed("day", calendar_unit("day", self._today, 2), at + 3)
        if word in WEEKDAYS and self.word(at - 1) == "on":
            return self._fixed("day", self._weekday(word, ended=False), at + 1)
        if word in {"this", "last", "past", "previous"}:
            return self._this_or_last(word, after, at)
        return self._ago(at)

    def _this_or_last(self, word: str, named: str, at: int) -> Read | None:
        """Read "this week", "last March", "the past three months"."""
        back = 0 if word == "this" else 1
        if named in _UNITS and _UNITS[named] != "day":
            unit = _UNITS[named]
            over = word == "past" or (word == "last" and self.word(at - 1) == "the")
            period = running(unit, self._today, 1) if over else calendar_unit(unit, self._today, back)
            return self._fixed(unit, period, at + 2)
        if named in SEASONS or named in MONTHS:
            if named in {"mar", "jan", "dec"}:
                return None
            unit = "season" if named in SEASONS else "month"
            point = Point(unit, month=SEASONS.get(named) or MONTHS[named])
            found = latest(point, self._today, ended=True) if back else self._this(point)
            return found and self._fixed(unit, found, at + 2)
        if named in WEEKDAYS and back:
            return self._fixed("day", self._weekday(named, ended=True), at + 2)
        count, unit_at = self._count(at + 1)
        unit_word = self.word(unit_at).removesuffix("s")
        if count and back and unit_word in _UNITS:
            return self._fixed(
                _UNITS[unit_word], running(_UNITS[unit_word], self._today, count), unit_at + 1
            )
        return None

    def _this(self, point: Point) -> Period | None:
        """The season or month of today's year; a winter that has not ended counts as this one."""
        period = days(point, self._today.year)
        later = days(point, self._today.year + 1)
        begun = later is not None and later.since is not None and later.since <= self._today
        return later if begun else period

    def _ago(self, at: int) -> Read | None:
        """Read "three days ago", "a year ago"."""
        count, unit_at = self._count(at)
        unit = _UNITS.get(self.word(unit_at).removesuffix("s"))
        if not count or unit is None or self.word(unit_at + 1) != "ago":
            return None
        return self._fixed(unit, calendar_unit(unit, self._today, count), unit_at + 2)

    def _count(self, at: int) -> tuple[int | None, int]:
        """Read a small number: its value, and what follows it."""
        word, token = self.word(at), self._token(at)
        if word in _COUNTS:
            end = at + 1
            if word == "a" and self.word(end) in {"couple", "few"}:
                word, end = self.word(end), end + 1
            return _COUNTS[word], end + 1 if self.word(end) == "of" else end
        return (token.number if token else None), at + 1

    def _weekday(self, word: str, *, ended: bool) -> Period:
        back = (self._today.weekday() - WEEKDAYS[word]) % 7
        return calendar_unit("day", self._today, back or (7 if ended else 0))

    def _fixed(self, unit: Unit, period: Period, end: int) -> Read:
        return Point(unit, fixed=period), end

    def _iso(self, at: int) -> Read | None:
        parts = self.word(at).split("-")
        if len(parts) == 1 and self.word(at).count(".") == 2:  # noqa: PLR2004 - day.month.year
            parts = self.word(at).split(".")[::-1]
        if not (len(parts) in {2, 3} and all(part.isdecimal() for part in parts) and len(parts[0]) == 4):  # noqa: PLR2004 - digits
            return None
        year, month, *day = map(int, parts)
        if year not in _YEARS or month not in range(1, 13):
            return None
        return Point("day" if day else "month", year, month, day[0] if day else None), at + 1

    def _day(self, at: int) -> Read | None:
        """Read "11 April 2024", "the 11th of April", "April 11, 2024", "Oct 11"."""
        token = self._token(at)
        if token is None:
            return None
        if _is_day(token):
            month_at = at + 2 if self.word(at + 1) == "of" else at + 1
            month = MONTHS.get(self.word(month_at))
            if month is None:
                return None
            year, end = self._year_after(month_at + 1)
            return Point("day", year, month, token.number), end
        month, after = MONTHS.get(token.word), at + 1
        if month and self.word(after) == ".":
            after += 1
        number = self._token(after)
        if month is None or number is None or not _is_day(number):
            return None
        year, end = self._year_after(after + 1)
        return Point("day", year, month, number.number), end

    def _month(self, at: int) -> Read | None:
        month = MONTHS.get(self.word(at))
        if month is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("month", year, month), end

    def _season(self, at: int) -> Read | None:
        begins = SEASONS.get(self.word(at))
        if begins is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("season", year, begins), end

    def _numbered(self, at: int) -> Read | None:
        """Read "the third quarter of 2018", "Q3 2018", "the second half"."""
        word, unit = self.word(at), self.word(at + 1)
        if len(word) == 2 and word[0] in "qh" and word[1] in "1234":  # noqa: PLR2004 - letter and digit
            number, end = int(word[1]), at + 1
            unit = "quarter" if word[0] == "q" else "half"
        elif word in _ORDINALS and unit in {"quarter", "half"}:
            number, end = _ORDINALS[word], at + 2
        else:
            return None
        if unit == "half" and number > 2:  # noqa: PLR2004 - halves
            return None
        year, end = self._year_after(end)
        if year is None and unit == "half":
            return None
        return Point("quarter" if unit == "quarter" else "half", year, number=number), end

    def _whole_year(self, at: int) -> Read | None:
        if self.word(at) == "year":
            at += 1
        token = self._token(at)
        if token is None or token.possessive or token.number not in _YEARS or len(token.word) != 4:  # noqa: PLR2004 - digits
            return None
        return Point("year", token.number), at + 1

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """Read the year that follows, after "of", "in" or a comma: the year, and what follows it."""
        begin = at + 1 if self.word(at) == "of" else at
        named = (self.word(begin), self.word(begin + 1))
        if named in _NAMED_YEARS and self._today != date.min and not self._tokens[begin + 1].possessive:
            return self._today.year - _NAMED_YEARS[named], begin + 2
        for skipped in (at, at + 1 if self.word(at) in {"of", ",", "in", "."} else at):
            token = self._token(skipped)
            if token and len(token.word) == 4 and token.number in _YEARS:  # noqa: PLR2004 - digits
                return token.number, skipped + 1
        return None, at


def _fixed(unit: Unit, period: Period, end: int) -> Read:
    return Point(unit, fixed=period), end


def _is_day(token: Token) -> bool:
    return token.number in range(1, 32) and len(token.word) <= 4  # noqa: PLR2004 - "31st"
