"""One question asked of two sides, each answered on its own: two speakers, or two periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.errors import QuestionError
from rag.records import Answer, Filters, QuestionPart, Request
from rag.text.translation import _

SIDES = 2
_DAY = r"\d{4}(?:-\d{1,2}){0,2}"
_PERIOD = re.compile(rf"(?P<since>{_DAY})?\s*(?P<to>\.\.)?\s*(?P<until>{_DAY})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ComparisonSide:
    """What was found on one side; its grade is its own."""

    name: str
    """The speaker, or the period, as given."""
    answer: Answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question, answered on both sides."""

    question: str
    sides: tuple[ComparisonSide, ...]

    @property
    def answered(self) -> bool:
        """Whether anything was found on either side."""
        return any(side.answer.answered for side in self.sides)


def compare(ask: Callable[[Request], Answer], request: Request, given: Sequence[str]) -> Comparison:
    """Ask a question of two sides: names of speakers, or periods as in `2018-03` and `2018-04..2018-12`.

    What the question itself says of speakers, or of dates, is not read then. Raises QuestionError where the
    sides are not two of one kind, and what `ask` raises.
    """
    names = [name.strip() for name in given]
    periods = [_period(name) for name in names]
    are_periods = all(period is not None for period in periods)
    if len(names) != SIDES or not all(names) or any(periods) != are_periods:
        sides = ", ".join(f"“{name[:40]}”" for name in names)
        raise QuestionError(
            _(
                "cannot compare %(sides)s: give two speakers, or two periods as in 2018-03 and "
                "2018-04..2018-12",
                sides=sides,
            )
        )
    part: QuestionPart = "dates" if are_periods else "speakers"
    asked = replace(request, ignore=tuple(dict.fromkeys((*request.ignore, part))))
    return Comparison(
        request.text,
        tuple(
            ComparisonSide(name, ask(replace(asked, filters=_confined(request.filters, name, period))))
            for name, period in zip(names, periods, strict=True)
        ),
    )


def _period(name: str) -> tuple[str | None, str | None] | None:
    """First and last day, month or year; None where it is no period."""
    found = _PERIOD.fullmatch(name)
    if not found or not (found["since"] or found["until"]):
        return None
    return (found["since"], found["until"]) if found["to"] else (found["since"], found["since"])


def _confined(filters: Filters, name: str, period: tuple[str | None, str | None] | None) -> Filters:
    if period is None:
        return replace(filters, speakers=(name,))
    return replace(filters, since=period[0], until=period[1])
