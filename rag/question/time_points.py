"""Points in time as a question names them: a day, a month, "the end of 2018", "Q3"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rag.question.periods import MONTHS, SEASONS, WEEKDAYS, Point, PointRead, Share
from rag.question.relative_times import read_current, read_relative
from rag.question.tokens import Token, Tokens, word_at

_SHARES: dict[str, Share] = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "close": "late",
}  # fmt: skip
_ADJECTIVES = frozenset({"early", "mid", "late"})
_HALVES: dict[str, Share] = {"first": "first half", "second": "second half"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SHORT = {f"{letter}{number}": (letter, number) for letter in "qh" for number in range(1, 5)}
"""`q3` → quarter 3, `h1` → half 1."""
_NAMED_YEARS = {("this", "year"): 0, ("last", "year"): 1}
_YEARS = range(1900, 2101)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
_DOTTED = re.compile(r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})")
_AMBIGUOUS = frozenset({"may", "march", "mar", "jan", "dec", "second", "fall", "spring"})
"""Words with another meaning: alone they are not read as a time."""


class Points:
    """Reads the points of one question."""

    def __init__(self, tokens: Tokens, today: date | None) -> None:
        """`today`: the day that relative points count from; without it they are not read."""
        self._tokens = tokens
        self._today = today

    def read(self, at: int, *, alone: bool = False) -> PointRead | None:
        """Read the point that begins at a token; `alone`: no preposition before it says that it is a time."""
        at = self._after_the(at)
        begin = at
        if (self._word(at), self._word(at + 1)) == ("course", "of"):
            begin = self._after_the(at + 2)
        read = self._shared(begin) or self._plain(begin)
        lone = alone and read is not None and read[1] == at + 1 and self._word(at) in _AMBIGUOUS
        return None if lone else read

    def loose_day(self, at: int) -> PointRead | None:
        """Read the "1" of "from 1 to 15 March"; the month comes later."""
        token = self._token(at)
        return (Point("day", day=token.number), at + 1) if token and _is_day(token) else None

    def _plain(self, at: int) -> PointRead | None:
        """Read a point that is not a part of another one."""
        readers: tuple[Callable[[int], PointRead | None], ...] = (
            self._weekday,
            self._relative,
            self._iso,
            self._day,
            self._month,
            self._season,
            self._numbered,
            self._whole_year,
        )
        return next((read for reader in readers if (read := reader(at)) is not None), None)

    def _after_the(self, at: int) -> int:
        return at + (self._word(at) == "the")

    def _word(self, at: int) -> str:
        return word_at(self._tokens, at)

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _relative(self, at: int) -> PointRead | None:
        return read_relative(self._tokens, at, self._today) if self._today else None

    def _shared(self, at: int) -> PointRead | None:
        """Read "early September", "the end of 2018", "the first half of May"."""
        word, after = self._word(at), self._word(at + 1)
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
        read = self._plain(self._after_the(begin))
        if read is None and self._today:
            read = read_current(self._tokens, begin, self._today)
        return (replace(read[0], share=share), read[1]) if read and read[0].unit != "day" else None

    def _weekday(self, at: int) -> PointRead | None:
        """Read "Thursday, 7 June 2018"."""
        if self._word(at) not in WEEKDAYS:
            return None
        return self._day(at + 2 if self._word(at + 1) == "," else at + 1)

    def _iso(self, at: int) -> PointRead | None:
        """Read `2018-06-07`, `2018-06` and `07.06.2018`."""
        match = _ISO.fullmatch(self._word(at)) or _DOTTED.fullmatch(self._word(at))
        if match is None:
            return None
        year, month, day = (int(digits) if digits else None for digits in match.group("year", "month", "day"))
        if year not in _YEARS or month not in range(1, 13):
            return None
        return Point("month" if day is None else "day", year, month, day), at + 1

    def _day(self, at: int) -> PointRead | None:
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

    def _month(self, at: int) -> PointRead | None:
        month = MONTHS.get(self._word(at))
        if month is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("month", year, month), end

    def _season(self, at: int) -> PointRead | None:
        begins = SEASONS.get(self._word(at))
        if begins is None:
            return None
        year, end = self._year_after(at + 1)
        return Point("season", year, begins), end

    def _numbered(self, at: int) -> PointRead | None:
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

    def _whole_year(self, at: int) -> PointRead | None:
        if self._word(at) == "year":
            at += 1
        token = self._token(at)
        year = _year(token)
        return None if year is None or (token and token.possessive) else (Point("year", year), at + 1)

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """Read a year, perhaps after "of", "in" or a comma: the year or None, and the token after it."""
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
    """Four digits as a year."""
    four = token is not None and len(token.word) == 4  # noqa: PLR2004 - digits
    return token.number if token and four and token.number in _YEARS else None


def _is_day(token: Token) -> bool:
    return token.number in range(1, 32) and len(token.word) <= 4  # noqa: PLR2004 - "31st"
