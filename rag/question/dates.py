"""Every expression of time in a question, and the days it covers; whose time it is, `when` decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rag.question.boundaries import ends_phrase
from rag.question.periods import Period, Point, Unit, days, latest
from rag.question.relative import Read
from rag.question.time_points import Points
from rag.question.tokens import Tokens, word_at

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
_TWO_WORDS: dict[tuple[str, str], Relation] = {("prior", "to"): "before", ("up", "to"): "until"}
_DASHES = frozenset({"-", "–", "—", "/", "to"})
_OPENED = {"between": frozenset({"and"}), "from": _DASHES | {"till", "until", "through"}}
"""What opens a range, and what links its ends."""


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


class Dates:
    """Reads the expressions of one question."""

    def __init__(self, tokens: Tokens, today: date | None, newest: date | None, year: int | None) -> None:
        """`today`: what relative expressions count from; without it they are not read.

        A month without a year is that of `year`, or else the last one begun by `newest`.
        """
        self._tokens = tokens
        self._points = Points(tokens, today)
        self._newest = newest
        self._year = year

    def expressions(self) -> tuple[Expression, ...]:
        """All of them, from left to right, none within another."""
        found: list[Expression] = []
        at = 0
        while at < len(self._tokens):
            expression = self._range(at) or self._related(at)
            if expression is not None:
                found.append(expression)
            at = expression.end if expression else at + 1
        return tuple(found)

    def _range(self, at: int) -> Expression | None:
        """Read "between March and May 2018", "from 1 to 15 March", "in March–May", "in 2017 and 2018"."""
        opening = word_at(self._tokens, at)
        relation = _RELATIONS.get(opening)
        links = _OPENED.get(opening) or (_DASHES | {"and", "or"} if relation else _DASHES)
        governed = opening in _OPENED or relation == "in"
        begin = at + 1 if governed else at
        left = self._points.read(begin) or self._points.loose_day(begin)
        if left is None:
            return None
        if word_at(self._tokens, left[1]) not in links:
            return self._onwards(at, left) if opening == "from" else None
        right = self._points.read(left[1] + 1)
        if right is None or (opening not in _OPENED and left[0].unit != right[0].unit):
            return None
        period = self._between(left[0], right[0])
        if period is None:
            return None
        return Expression(at, right[1], period, right[0].unit, governed, relative=False)

    def _between(self, left: Point, right: Point) -> Period | None:
        """The days from one point to another, which says what the first leaves out."""
        closing = self._days(right)
        start = replace(left, year=left.year or right.year, month=left.month or right.month)
        opening = days(start, closing.since.year) if closing and closing.since else None
        since, until = opening and opening.since, closing and closing.until
        return Period(since, until) if since and until and since <= until else None

    def _onwards(self, at: int, left: Read) -> Expression | None:
        """Read "from March 2018 on"."""
        if word_at(self._tokens, left[1]) not in {"on", "onward", "onwards"}:
            return None
        period = self._days(left[0])
        if period is None:
            return None
        open_ended = Period(period.since, None)
        return Expression(at, left[1] + 1, open_ended, left[0].unit, governed=True, relative=False)

    def _related(self, at: int) -> Expression | None:
        """Read a point with the preposition before it, if there is one."""
        first, after = word_at(self._tokens, at), word_at(self._tokens, at + 1)
        relation, begin = _RELATIONS.get(first), at + 1
        if relation is None:
            relation, begin = _TWO_WORDS.get((first, after)), at + 2
        if relation is None:
            begin = at
        read = self._points.read(begin, alone=relation is None)
        period = self._days(read[0]) if read else None
        if read is None or period is None:
            return None
        point, end = read
        relative = point.fixed is not None
        if relation == "before" and point.share == "late":
            relation = "until"  # "before the end of May"
        if relation == "in" and not relative and self._describes(at, begin, point, end):
            at, relation = begin + 1, None  # "at the | June 2018 | Direct Line"
        governed = relation is not None or relative
        return Expression(at, end, _relate(relation or "in", period), point.unit, governed, relative)

    def _describes(self, at: int, begin: int, point: Point, end: int) -> bool:
        """Whether a preposition governs what a date describes, and not the date."""
        if word_at(self._tokens, begin) != "the" or point.share or point.unit in {"quarter", "half"}:
            return False
        return word_at(self._tokens, at) in {"at", "within"} or not ends_phrase(self._tokens, end)

    def _days(self, point: Point) -> Period | None:
        if not point.needs_year:
            return days(point, 0)
        if self._year is not None:
            return days(point, self._year)
        return latest(point, self._newest) if self._newest else None


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
