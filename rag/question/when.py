"""When something was said: the expressions of time in a question, and those that date the speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rag.question.attachment import Attachment, ends_phrase
from rag.question.periods import Period, Point, PointRead, Unit, days, latest
from rag.question.readings import SpeechAct
from rag.question.time_points import Points
from rag.question.tokens import Tokens, word_at
from rag.text.english import (
    HAPPENINGS,
    MEASURES,
    PREPOSITIONS,
    SAYING_NOUNS,
    SPEECH_EVENTS,
)

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
_DESCRIBED = 3
"""Most words from a date to the occasion that it describes."""
_YEAR_DAYS = 366
_BY_THE_YEAR = frozenset({"year", "half", "quarter"})
"""Units of what is counted by the year."""

Covered = tuple[date, date]
"""The first and last day of the corpus."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Words for a time."""

    first: int
    end: int
    """Tokens, `end` exclusive, with the preposition."""
    period: Period
    unit: Unit
    governed: bool
    """Whether a preposition, or the words themselves ("last year"), say that something happens at that
    time; if not, they can describe a thing ("the 2018 budget")."""
    relative: bool
    """Whether it counts from today."""


class Dates:
    """Reads the expressions of one question."""

    def __init__(self, tokens: Tokens, today: date | None, newest: date | None, year: int | None) -> None:
        """`today`: the day that relative expressions count from; without it they are not read.

        `year`: the year of a month that names none; without it, the last such month begun by `newest`.
        """
        self._tokens = tokens
        self._points = Points(tokens, today)
        self._newest = newest
        self._year = year

    def expressions(self) -> tuple[Expression, ...]:
        """All expressions from left to right; they do not overlap."""
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
        """The days from one point to another; year and month of the second complete the first."""
        closing = self._days(right)
        start = replace(left, year=left.year or right.year, month=left.month or right.month)
        opening = days(start, closing.since.year) if closing and closing.since else None
        since, until = opening and opening.since, closing and closing.until
        return Period(since, until) if since and until and since <= until else None

    def _onwards(self, at: int, left: PointRead) -> Expression | None:
        """Read "from March 2018 on"."""
        if word_at(self._tokens, left[1]) not in {"on", "onward", "onwards"}:
            return None
        period = self._days(left[0])
        if period is None:
            return None
        open_ended = Period(period.since, None)
        return Expression(at, left[1] + 1, open_ended, left[0].unit, governed=True, relative=False)

    def _related(self, at: int) -> Expression | None:
        """Read a point, with the preposition before it if there is one."""
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
        """Whether a preposition governs the noun that a date describes: "at the June 2018 Direct Line"."""
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


@dataclass(frozen=True, slots=True)
class When:
    """The days of the speech, ISO, both inclusive."""

    since: str | None = None
    until: str | None = None
    stretches: tuple[tuple[int, int], ...] = ()
    """Tokens of the expressions that were read, ends exclusive."""


def read_when(
    tokens: Tokens,
    act: SpeechAct | None,
    expressions: Sequence[Expression],
    attachment: Attachment,
    covered: Covered | None,
    today: date | None = None,
) -> When:
    """The time of the speech that a question asks for; none if nothing in the corpus is dated.

    A time that the corpus does not cover dates the speech only if it stands next to the word of saying, or
    is a past month or year after the last transcript, of which none can tell: "last year", asked later.
    """
    if covered is None:
        return When()
    if untold := [each for each in expressions if today and _is_untold(each, covered[1], today)]:
        return to_when(untold)
    beside: list[Expression] = []
    trailing: list[Expression] = []
    for expression in expressions:
        position = attachment.position(expression.first, expression.end)
        if (position == "within" and act is not None) or _describes(tokens, expression):
            continue
        if act is None or act.only_event:  # a whole year may be that of the topic
            narrow = expression.relative or (expression.unit != "year" and _is_covered(expression, covered))
            if narrow and (act is not None or position == "front"):
                beside.append(expression)
        elif position != "trailing":
            beside.append(expression)
        elif _is_of_speaking(expression, attachment, covered):
            trailing.append(expression)
    return to_when(beside or trailing)


def _describes(tokens: Tokens, expression: Expression) -> bool:
    """Whether a time describes a thing: "the 2018 budget", "for 2019", "last year's harvest"."""
    if _dates_speech(tokens, expression):
        return False
    before = word_at(tokens, expression.first - 1)
    governed_by_other = before in PREPOSITIONS and tokens[expression.first].word not in PREPOSITIONS
    if governed_by_other or tokens[expression.end - 1].possessive:
        return True
    return not expression.governed and not ends_phrase(tokens, expression.end)


def _dates_speech(tokens: Tokens, expression: Expression) -> bool:
    """Read "the speech of 1 March", "the 1 March speech", "the June 2018 news conference"."""
    before = [token.word for token in tokens[max(expression.first - 2, 0) : expression.first]]
    if before[-1:] == ["of"]:
        return before[0] in SPEECH_EVENTS or before[0] in SAYING_NOUNS
    for token in tokens[expression.end : expression.end + _DESCRIBED]:
        if token.word in PREPOSITIONS or not token.is_word:
            return False
        if token.word in SPEECH_EVENTS:
            return True
    return False


def _is_of_speaking(expression: Expression, attachment: Attachment, covered: Covered) -> bool:
    """Whether a time at the end, after the topic, dates the speech."""
    head = attachment.head(expression.first)
    if head in HAPPENINGS or (head in MEASURES and expression.unit in _BY_THE_YEAR):
        return False
    if not expression.governed and expression.unit == "year":
        return False
    return expression.relative or _is_covered(expression, covered)


def _is_untold(expression: Expression, last: date, today: date) -> bool:
    """Whether a relative time lies wholly after the last transcript, and not in the future."""
    since = expression.period.since
    return bool(
        expression.relative and expression.unit not in {"day", "week"} and since and last < since <= today
    )


def _is_covered(expression: Expression, covered: Covered) -> bool:
    """Whether the corpus covers a day of an expression; of an open period, the day that is named."""
    since, until = expression.period.since, expression.period.until
    first, last = covered
    if since is None or until is None:
        named = since or until
        return named is not None and first <= named <= last
    too_long = (until - since).days >= _YEAR_DAYS
    if too_long and (since.year < first.year or until.year > last.year):
        return False
    return since <= last and until >= first


def to_when(expressions: Sequence[Expression]) -> When:
    """One period: the first expression; if each of the first two names one end, both together."""
    if not expressions:
        return When()
    first, *others = expressions
    since, until = first.period.since, first.period.until
    used = [first]
    for other in others[:1]:
        if since is None and other.period.until is None:
            since, used = other.period.since, [first, other]
        elif until is None and other.period.since is None:
            until, used = other.period.until, [first, other]
    return When(
        since.isoformat() if since else None,
        until.isoformat() if until else None,
        tuple((each.first, each.end) for each in used),
    )
