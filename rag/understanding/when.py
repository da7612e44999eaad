"""When something was said, told apart from the times that are spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.understanding.attachment import Attachment, ends_phrase
from rag.understanding.dates import Expression
from rag.understanding.frames import Frame
from rag.understanding.tokens import Tokens
from rag.understanding.vocabulary import HAPPENINGS, MEASURES

_BY_THE_YEAR = frozenset({"year", "half", "quarter"})


@dataclass(frozen=True, slots=True)
class When:
    """The days of speaking, ISO, both inclusive."""

    since: str | None = None
    until: str | None = None
    stretches: tuple[tuple[int, int], ...] = ()
    """Tokens of the expressions that say so, ends exclusive."""


def read_when(
    tokens: Tokens,
    frame: Frame | None,
    expressions: Sequence[Expression],
    attachment: Attachment,
    covered: tuple[date, date] | None,
) -> When:
    """The time of speaking that a question asks for.

    `covered`: the first and last day of the corpus. A time outside of it is one of speaking only where
    it stands beside the word of saying.
    """
    beside: list[Expression] = []
    trailing: list[Expression] = []
    for expression in expressions:
        position = attachment.position(expression.first, expression.end)
        bare = not expression.governed and not _dates_speech(tokens, expression, frame)
        if position == "within" or (bare and not ends_phrase(tokens, expression.end)):
            continue
        if position == "front":
            if frame is not None or _within(expression, covered):
                beside.append(expression)
        elif position == "near":
            beside.append(expression)
        elif not bare and _is_of_speaking(expression, attachment, covered):
            trailing.append(expression)
    return to_when(beside or trailing)


def _dates_speech(tokens: Tokens, expression: Expression, frame: Frame | None) -> bool:
    """Read "the speech of 1 March", "the 1 March speech"."""
    before = tokens[expression.first - 1].word if expression.first else ""
    return frame is not None and before == "of" and expression.first == frame.word + 2


def _is_of_speaking(
    expression: Expression, attachment: Attachment, covered: tuple[date, date] | None
) -> bool:
    """Whether a time at the end, after the topic, is when it was said."""
    head = attachment.head(expression.first)
    if head in HAPPENINGS or (head in MEASURES and expression.unit in _BY_THE_YEAR):
        return False
    return expression.relative or _within(expression, covered)


def _within(expression: Expression, covered: tuple[date, date] | None) -> bool:
    """Whether the corpus has any day of an expression; the named end of an open one has to be there."""
    if covered is None:
        return False
    since, until = expression.period.since, expression.period.until
    first, last = covered
    if since is None or until is None:
        named = since or until
        return named is not None and first <= named <= last
    return since <= last and until >= first


def to_when(expressions: Sequence[Expression]) -> When:
    """One period: the first expression, closed by the second where each names one end."""
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
