"""Every expression of time in a question, and the days it covers; whose time it is, `when` decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rag.understanding.boundaries import ends_phrase
from rag.understanding.periods import MONTHS, SEASONS, WEEKDAYS, Period, Point, Share, Unit, days, latest
from rag.understanding.periods import calendar_unit as unit_back
from rag.understanding.periods import running as running_unit
from rag.understanding.tokens import Token, Tokens

Relation = Literal["in", "since", "after", "before", "until"]

_RELATIONS: dict[str, Relation] = {
    "in": "in",
    "on": "in",
    "during": "in",
    "throughout": "in",
    "at": "in",
    "within": "in",
    "over": "in",
    "around": "in",
    "since": "since",
    "after": "after",
    "following": "after",
    "before": "before",
    "until": "until",
    "till": "until",
}
_DASHES = frozenset({"-", "–", "—", "/", "to"})
_LINKS = {"between": frozenset({"and"}), "from": _DASHES | {"till", "until", "through"}}
"""What opens a range, and what links its ends."""
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
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_COUNTS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "couple": 2, "few": 3}
_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
_NAMED_YEARS = {("this", "year"): 0, ("last", "year"): 1}
_TODAY = frozenset({"today", "tonight"})
_YEARS = range(1900, 2101)
_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "second", "fall", "spring"})
"""Words that are more than a time: alone they are none."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that say a time."""

    first: int
    end: int
    """Tokens, `end` exclusive; the preposition included."""
    period: Period
    unit: Unit
    governed: bool
    """Whether a preposition of time, or the words themselves ("last year"), say that something is at that
    time; if not, they may describe a thing ("the 2018 budget")."""
    relative: bool
    """Whether it counts from today."""


Read = tuple[Point, int]


class Dates:
    """Reads the expressions of one question."""

    def __init__(self, tokens: Tokens, today: date | None, newest: date | None, year: int | None) -> None:
        """`today`: what relative expressions count from; without it they are not read.

        A month without a year is that of `year`, or else the last one begun by `newest`.
        """
        self._tokens = tokens
        self._today = today or date.min
        self._newest = newest
        self._year = year

    def expressions(self) -> tuple[Expression, ...]:
        """All of them, from left to right, none within another."""
        found: list[Expression] = []
        at = 0
        while at < len(self._tokens):
            expression = self._range(at) or self._related(at)
            if expression is None:
                at += 1
            else:
                found.append(expression)
                at = expression.end
        return tuple(found)

    def _word(self, at: int) -> str:
        return self._tokens[at].word if 0 <= at < len(self._tokens) else ""

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _range(self, at: int) -> Expression | None:
        """Read "between March and May 2018", "from 1 to 15 March", "March–May 2018"."""
        opening = self._word(at)
        links = _LINKS.get(opening, _DASHES | {"and", "or"} if opening in _RELATIONS else _DASHES)
        governed = opening in _LINKS or _RELATIONS.get(opening) == "in"
        begin = at + 1 if governed else at
        left = self._point(begin) or self._loose_day(begin)
        if left is None:
            return None
        if self._word(left[1]) not in links:
            return self._onwards(at, left) if opening == "from" else None
        right = self._point(left[1] + 1)
        if right is None:
            return None
        closing = right[0]
        start = _completed(left[0], closing)
        if opening not in _LINKS and start.unit != closing.unit:
            return None
        until = self._days(closing)
        since = days(start, until.since.year) if until and until.since else None
        if not (since and until and since.since and until.until and since.since <= until.until):
            return None
        return Expression(at, right[1], Period(since.since, until.until), closing.unit, governed, False)

    def _onwards(self, at: int, left: Read) -> Expression | None:
        """Read "from March 2018 on"."""
        if self._word(left[1]) not in {"on", "onward", "onwards"}:
            return None
        period = self._days(left[0])
        return period and Expression(at, left[1] + 1, Period(period.since, None), left[0].unit, True, False)

    def _related(self, at: int) -> Expression | None:
        """Read a point with the preposition before it, if there is one."""
        relation = _RELATIONS.get(self._word(at))
        begin = at + 1 if relation else at
        if relation is None and self._word(at) in {"prior", "up"} and self._word(at + 1) == "to":
            relation, begin = "before" if self._word(at) == "prior" else "until", at + 2
        read = self._point(begin, alone=relation is None)
        if read is None:
            return None
        point, end = read
        period = self._days(point)
        if period is None:
            return None
        relative = point.fixed is not None
        if relation == "before" and point.share == "late":
            relation = "until"  # "before the end of May"
        if relation == "in" and not relative and self._describes(at, begin, point, end):
            at, relation = begin + 1, None  # "at the | June 2018 | Direct Line"
        whole = _relate(relation or "in", period)
        return Expression(at, end, whole, point.unit, relation is not None or relative, relative)

    def _describes(self, at: int, begin: int, point: Point, end: int) -> bool:
        """Whether a preposition governs what a date describes, and not the date."""
        if self._word(begin) != "the" or point.share or point.unit in {"quarter", "half"}:
            return False
        return self._word(at) in {"at", "over", "within"} or not ends_phrase(self._tokens, end)

    def _days(self, point: Point) -> Period | None:
        if not point.needs_year:
            return days(point, 0)
        if self._year is not None:
            return days(point, self._year)
        return latest(point, self._newest) if self._newest else None

    def _point(self, at: int, *, alone: bool = False) -> Read | None:
        """Read one point; `alone` where no preposition says that it is a time."""
        if self._word(at) == "the":
            at += 1
        readers: tuple[Callable[[int], Read | None], ...] = (
            self._shared,
            self._counted_from_today,
            self._iso,
            self._day,
            self._month,
            self._season,
            self._numbered,
            self._whole_year,
        )
        for reader in readers:
            read = reader(at)
            if read is not None:
                lone = alone and read[1] == at + 1 and self._word(at) in _AMBIGUOUS
                return None if lone else read
        return None

    def _shared(self, at: int) -> Read | None:
        """Read "early September", "the end of 2018", "the first half of May"."""
        word = self._word(at)
        if word == "course" and self._word(at + 1) == "of":
            return self._point(at + 2)
        share = _SHARES.get(word)
        if share and (word in {"early", "mid", "late"} or self._word(at + 1) == "of"):
            begin = at + 2 if word not in {"early", "mid", "late"} or self._word(at + 1) == "-" else at + 1
        elif _ORDINALS.get(word) in {1, 2} and self._word(at + 1) == "half" and self._word(at + 2) == "of":
            share, begin = "first half" if _ORDINALS[word] == 1 else "second half", at + 3
        else:
            return None
        read = self._point(begin) or self._current(begin)
        return (replace(read[0], share=share), read[1]) if read and read[0].unit != "day" else None

    def _current(self, at: int) -> Read | None:
        """Read the "the year" of "at the beginning of the year"."""
        unit = _UNITS.get(self._word(at + 1))
        if self._word(at) != "the" or unit is None or unit == "day" or self._today == date.min:
            return None
        return self._fixed(unit, unit_back(unit, self._today, 0), at + 2)

    def _counted_from_today(self, at: int) -> Read | None:
        word, after = self._word(at), self._word(at + 1)
        if word in WEEKDAYS and (dated := self._day(at + 2 if after == "," else at + 1)) is not None:
            return dated
        if self._today == date.min:
            return None
        if word in _TODAY:
            return self._fixed("day", unit_back("day", self._today, 0), at + 1)
        if word == "yesterday":
            return self._fixed("day", unit_back("day", self._today, 1), at + 1)
        if word == "day" and [self._word(at + k) for k in (1, 2)] == ["before", "yesterday"]:
            return self._fixed("day", unit_back("day", self._today, 2), at + 3)
        if word in WEEKDAYS and self._word(at - 1) == "on":
            return self._fixed("day", self._weekday(word, ended=False), at + 1)
        if word in {"this", "last", "past", "previous"}:
            return self._this_or_last(word, after, at)
        return self._ago(at)

    def _this_or_last(self, word: str, named: str, at: int) -> Read | None:
        """Read "this week", "last March", "the past three months"."""
        back = 0 if word == "this" else 1
        if named in _UNITS and _UNITS[named] != "day":
            unit = _UNITS[named]
            over = word == "past" or (word == "last" and self._word(at - 1) == "the")
            period = running_unit(unit, self._today, 1) if over else unit_back(unit, self._today, back)
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
        unit_word = self._word(unit_at).removesuffix("s")
        if count and back and unit_word in _UNITS:
            return self._fixed(
                _UNITS[unit_word], running_unit(_UNITS[unit_word], self._today, count), unit_at + 1
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
        unit = _UNITS.get(self._word(unit_at).removesuffix("s"))
        if not count or unit is None or self._word(unit_at + 1) != "ago":
            return None
        return self._fixed(unit, unit_back(unit, self._today, count), unit_at + 2)

    def _count(self, at: int) -> tuple[int | None, int]:
        """Read a small number: its value, and what follows it."""
        word, token = self._word(at), self._token(at)
        if word in _COUNTS:
            end = at + 1
            if word == "a" and self._word(end) in {"couple", "few"}:
                word, end = self._word(end), end + 1
            return _COUNTS[word], end + 1 if self._word(end) == "of" else end
        return (token.number if token else None), at + 1

    def _weekday(self, word: str, *, ended: bool) -> Period:
        back = (self._today.weekday() - WEEKDAYS[word]) % 7
        return unit_back("day", self._today, back or (7 if ended else 0))

    def _fixed(self, unit: Unit, period: Period, end: int) -> Read:
        return Point(unit, fixed=period), end

    def _iso(self, at: int) -> Read | None:
        parts = self._word(at).split("-")
        if len(parts) == 1 and self._word(at).count(".") == 2:  # noqa: PLR2004 - day.month.year
            parts = self._word(at).split(".")[::-1]
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
            month_at = at + 2 if self._word(at + 1) == "of" else at + 1
            month = MONTHS.get(self._word(month_at))
            if month is None:
                return None
            year, end = self._year_after(month_at + 1)
            return Point("day", year, month, token.number), end
        month, after = MONTHS.get(token.word), at + 1
        if month and self._word(after) == ".":
            after += 1
        number = self._token(after)
        if month is None or number is None or not _is_day(number):
            return None
        year, end = self._year_after(after + 1)
        return Point("day", year, month, number.number), end

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
        """Read "the third quarter of 2018", "Q3 2018", "the second half"."""
        word, unit = self._word(at), self._word(at + 1)
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
        if self._word(at) == "year":
            at += 1
        token = self._token(at)
        if token is None or token.possessive or token.number not in _YEARS or len(token.word) != 4:  # noqa: PLR2004 - digits
            return None
        return Point("year", token.number), at + 1

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """Read the year that follows, after "of", "in" or a comma: the year, and what follows it."""
        begin = at + 1 if self._word(at) == "of" else at
        named = (self._word(begin), self._word(begin + 1))
        if named in _NAMED_YEARS and self._today != date.min and not self._tokens[begin + 1].possessive:
            return self._today.year - _NAMED_YEARS[named], begin + 2
        for skipped in (at, at + 1 if self._word(at) in {"of", ",", "in", "."} else at):
            token = self._token(skipped)
            if token and len(token.word) == 4 and token.number in _YEARS:  # noqa: PLR2004 - digits
                return token.number, skipped + 1
        return None, at

    def _loose_day(self, at: int) -> Read | None:
        """Read the "1" of "from 1 to 15 March"; the month is in what follows."""
        token = self._token(at)
        return (Point("day", day=token.number), at + 1) if token and _is_day(token) else None


def _is_day(token: Token) -> bool:
    return token.number in range(1, 32) and len(token.word) <= 4  # noqa: PLR2004 - "31st"


def _completed(left: Point, right: Point) -> Point:
    """Give the left end of a range what only the right one says."""
    return replace(left, year=left.year or right.year, month=left.month or right.month)


def _relate(relation: Relation, period: Period) -> Period:
    one = timedelta(days=1)
    if relation == "since":
        return Period(period.since, None)
    if relation == "until":
        return Period(None, period.until)
    if relation == "after" and period.until:
        return Period(period.until + one, None)
    if relation == "before" and period.since:
        return Period(None, period.since - one)
    return period
