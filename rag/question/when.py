"""When something was said, told apart from the times that are spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.question.attachment import Attachment
from rag.question.boundaries import ends_phrase
from rag.question.dates import Expression
from rag.question.speech_act import Frame
from rag.question.tokens import Tokens, word_at
from rag.text.vocabulary import HAPPENINGS, MEASURES, PREPOSITIONS, SAYING_NOUNS, SPEECH_EVENTS

_DESCRIBED = 3
"""Words from a date to the occasion that it describes."""
_LONGER_THAN_A_YEAR = 366
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
    it stands beside the word of saying; where nothing is dated, no time can be asked for.
    """
    if covered is None:
        return When()
    beside: list[Expression] = []
    trailing: list[Expression] = []
    for expression in expressions:
        position = attachment.position(expression.first, expression.end)
        if (position == "within" and frame is not None) or _describes(tokens, expression):
            continue
        if frame is None or frame.acts:
            narrow = expression.relative or (expression.unit != "year" and _within(expression, covered))
            if narrow and (frame is not None or position == "front"):
                beside.append(expression)
        elif position != "trailing":
            beside.append(expression)
        elif _is_of_speaking(expression, attachment, covered):
            trailing.append(expression)
    return to_when(beside or trailing)


def _describes(tokens: Tokens, expression: Expression) -> bool:
    """Whether a time says which thing is meant: "the 2018 budget", "for 2019", "last year's harvest"."""
    if _dates_speech(tokens, expression):
        return False
    before = word_at(tokens, expression.first - 1)
    ruled = before in PREPOSITIONS and tokens[expression.first].word not in PREPOSITIONS
    if ruled or tokens[expression.end - 1].possessive:
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


def _is_of_speaking(
    expression: Expression, attachment: Attachment, covered: tuple[date, date] | None
) -> bool:
    """Whether a time at the end, after the topic, is when it was said."""
    head = attachment.head(expression.first)
    if head in HAPPENINGS or (head in MEASURES and expression.unit in _BY_THE_YEAR):
        return False
    if not expression.governed and expression.unit == "year":
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
    too_long = (until - since).days >= _LONGER_THAN_A_YEAR
    if too_long and (since.year < first.year or until.year > last.year):
        return False
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
