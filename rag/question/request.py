"""A question and its filters, checked and resolved against what is indexed."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from rag.errors import QuestionError
from rag.question.parser import Understanding, conversation
from rag.question.people import alias_key
from rag.records import Filters, QuestionPart, Request, TagKind, Understood
from rag.text.normalise import fold
from rag.text.translation import _
from rag.text.translation import number as digits

MAX_CHARACTERS = 2000
"""Of a question: several times what the model reads of one."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for."""

    text: str
    """As asked."""
    query_text: str
    """What is searched for: a follow-up has the questions that it follows in front."""
    topic: str
    """The question without the words that only say who, when and where."""
    focus: tuple[tuple[int, int], ...]
    """Offsets in `text` of the topic's words, ends exclusive; empty where no word is of the topic."""
    filters: Filters
    """What the user confines the search to."""
    understood: Understood
    """What the question itself says: boosts the ranking, never excludes anything."""


def understand(
    request: Request, names: Sequence[str], reading: Understanding, aliases: Mapping[str, str] = {}
) -> Question:
    """Check a question, read it and resolve its filters.

    `names` are the persons of the corpus, `aliases` other names → the person.

    Without `request.today`, relative dates are not read. Raises QuestionError for an empty or too long
    question, an unknown or ambiguous speaker, an invalid date, a period that ends before it begins, or an
    unknown part to ignore.
    """
    if unknown := sorted(set(request.ignore).difference(get_args(QuestionPart))):
        raise QuestionError(
            f"cannot ignore {_short(unknown[0])!r}: expected {', '.join(get_args(QuestionPart))}"
        )
    asked, previous = _checked(request.text), request.previous
    before = conversation(previous if previous and previous.strip() and _checked(previous) else None)
    today = day(request.today, last=False) if request.today else None
    found = reading.read(asked, "\n".join(before), today, request.ignore)
    return Question(
        text=asked,
        query_text=" ".join((*before, asked)) if before and found.understood.followup else asked,
        topic=found.rest,
        focus=found.kept,
        filters=resolve(request.filters, names, aliases),
        understood=found.understood,
    )


def resolve(filters: Filters, names: Sequence[str], aliases: Mapping[str, str] = {}) -> Filters:
    """Filters as the catalogue understands them: whole names, whole days."""
    since = day(filters.since, last=False) if filters.since else None
    until = day(filters.until, last=True) if filters.until else None
    if since and until and since > until:
        raise QuestionError(
            _("the period ends before it begins: from %(since)s to %(until)s", since=since, until=until)
        )
    speakers = tuple(dict.fromkeys(speaker(name, names, aliases) for name in filters.speakers))
    place = filters.place.strip() if filters.place else None
    return replace(filters, speakers=speakers, since=since, until=until, place=place or None)


def speaker(given: str, names: Sequence[str], aliases: Mapping[str, str] = {}) -> str:
    """The one person of the corpus that is meant: a whole name, an alias, or any part that only one has."""
    wanted = fold(given)
    if not wanted:
        raise QuestionError(_("the speaker's name is empty: give a name, or leave it out"))
    exact = [name for name in names if fold(name) == wanted] or persons_called(given, aliases)
    found = exact or _holding(wanted, names)
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(
            _(
                "%(number)s speakers are called %(name)r: %(names)s; give the whole name",
                number=len(found),
                name=_short(given),
                names=_listed(found),
            )
        )
    told = _("nobody called %(name)r speaks in these transcripts", name=_short(given))
    if near := _nearest(wanted, names):
        told += _("; the nearest names are %(names)s", names=_listed(near))
    raise QuestionError(told)


def with_tags(filters: Filters, tags: Callable[[TagKind], Sequence[str]]) -> Filters:
    """Filters whose topics and persons are whole ones of those that there are. Raises QuestionError."""
    if not (filters.topics or filters.persons):
        return filters
    topics, persons = (
        tuple(dict.fromkeys(tag(given, tags(kind), kind) for given in getattr(filters, kind)))
        for kind in get_args(TagKind)
    )
    return replace(filters, topics=topics, persons=persons)


def tag(given: str, tags: Sequence[str], kind: TagKind) -> str:
    """The one topic, or tagged person, that is meant: a whole one, or any words that only one has."""
    wanted, one = fold(given), kind.removesuffix("s")
    if not wanted:
        raise QuestionError(f"the {one} is empty: give one, or leave it out")
    whole = [each for each in tags if each == given] or [each for each in tags if fold(each) == wanted]
    found = whole or _holding(wanted, tags)
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(
            f"{len(found)} {kind} are called {_short(given)!r}: {_listed(found)}; give the whole {one}"
        )
    if not tags:
        raise QuestionError(f"these transcripts have no {kind}: only web pages that name theirs have")
    there = _listed(_nearest(wanted, tags) or tags)
    raise QuestionError(f"no transcript is tagged with the {one} {_short(given)!r}; there are {there}")


def _holding(wanted: str, names: Sequence[str]) -> list[str]:
    """The names that have all words of a folded text."""
    parts = set(wanted.split())
    return [name for name in names if parts <= set(fold(name).split())]


def persons_called(given: str, aliases: Mapping[str, str]) -> list[str]:
    """The persons of whom a name is an alias: at most one in a table of persons."""
    wanted = alias_key(given)
    return list(dict.fromkeys(name for alias, name in aliases.items() if alias_key(alias) == wanted))


def day(text: str, *, last: bool) -> str:
    """`2018`, `2018-09` or `2018-09-12` as a whole day: the first of the period, or its last."""
    match = _DAY.fullmatch(text.strip())
    year, month, number = (int(part) if part else None for part in match.groups()) if match else (0, 0, 0)
    if year:
        month = month if month is not None else (12 if last else 1)
        if 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            days = calendar.monthrange(year, month)[1]
            number = number if number is not None else (days if last else 1)
            if 1 <= number <= days:
                return f"{year:04d}-{month:02d}-{number:02d}"
    raise QuestionError(_("%(text)r is no date: expected YYYY-MM-DD, YYYY-MM or YYYY", text=_short(text)))


def _checked(text: str) -> str:
    """The question without white space around it."""
    asked = " ".join(text.split())
    if not asked:
        raise QuestionError(
            _("the question is empty: ask something, for example what somebody said about something")
        )
    if len(asked) > MAX_CHARACTERS:
        raise QuestionError(
            _(
                "the question has %(number)s characters, at most %(most)s are read: ask it shorter",
                number=digits(len(asked)),
                most=digits(MAX_CHARACTERS),
            )
        )
    return asked


def _nearest(wanted: str, names: Sequence[str]) -> list[str]:
    """Names that resemble what was asked for, as a whole or by one of their parts."""
    wanted = wanted[:60]  # comparing takes time with the square of the length, and no name is longer

    def likeness(name: str) -> float:
        folded = fold(name)
        return max(difflib.SequenceMatcher(None, wanted, part).ratio() for part in (folded, *folded.split()))

    near = sorted(names, key=likeness, reverse=True)[:3]
    return [name for name in near if likeness(name) >= 0.6]  # noqa: PLR2004 - below this, names have little in common


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(_short, names[:5]))
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown  # noqa: PLR2004 - a line's worth


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - a line's worth
