"""What a search is confined to, as chips, and what it can be confined to, as a panel of links."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl

from markupsafe import Markup

from rag.output.export.formats import FORMATS, Format
from rag.output.messages import listed
from rag.page.links import State, query_string
from rag.page.rendering import render
from rag.records import Answer, Filters, QuestionPart, TagKind
from rag.search.facets import Count, Facets
from rag.text.calendar import day, is_day, month, period
from rag.text.translation import N_, _, ngettext

LISTED = 100
"""Values of one kind that are listed; others are typed."""
MONTHS = 36
"""Where there are more months, years are listed."""

_PARTS: dict[QuestionPart, str] = {
    "speakers": N_("the speaker"),
    "dates": N_("the time"),
    "place": N_("the place"),
    "followup": N_("the follow-up"),
}
_FORMATS: dict[Format, str] = {
    "docx": N_("Word"),
    "html": N_("Web page"),
    "md": N_("Markdown"),
    "csv": N_("Table (CSV)"),
    "json": N_("JSON"),
}


# Chips.


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit in words, and what is asked without it."""

    words: str
    without: State


def understood(answer: Answer, state: State) -> Markup:
    """Return what was read from the question, each part with a link that ignores it, and what is ignored."""
    read = answer.understood
    found: list[tuple[QuestionPart, str]] = [
        ("speakers", listed(read.speakers)),
        ("dates", chosen_days(read.since, read.until)),
        ("place", read.place or ""),
    ]
    return render(
        "understood",
        chips=[Chip(words, replace(state, ignored=(*state.ignored, part))) for part, words in found if words],
        ignored=[
            (_(_PARTS[part]), replace(state, ignored=tuple(each for each in state.ignored if each != part)))
            for part in state.ignored
        ],
        today=state.today,
    )


def chosen(state: State, titles: Mapping[str, str] = {}) -> Markup:
    """Return the filters, each to be removed, and all at once; empty where there are none.

    `titles` are those of transcripts, with their days, by id.
    """
    return render(
        "chosen",
        chips=list(_chosen(state, titles)),
        cleared=replace(state, filters=Filters(), compare=()),
    )


def _chosen(state: State, titles: Mapping[str, str]) -> Iterator[Chip]:
    filters = state.filters

    def without(**changes: object) -> State:
        return replace(state, filters=replace(filters, **changes))  # type: ignore[arg-type]

    if state.compare:
        sides = listed(state.compare, "and")
        yield Chip(_("%(sides)s, side by side", sides=sides), replace(state, compare=()))
    for name in filters.speakers:
        yield Chip(name, without(speakers=tuple(each for each in filters.speakers if each != name)))
    if filters.since or filters.until:
        yield Chip(chosen_days(filters.since, filters.until), without(since=None, until=None))
    if filters.place:
        yield Chip(filters.place, without(place=None))
    for name in filters.transcripts:
        others = tuple(each for each in filters.transcripts if each != name)
        yield Chip(titles.get(name, name), without(transcripts=others))
    for part in get_args(TagKind):
        for tag in getattr(filters, part):
            yield Chip(tag, without(**{part: _with_or_without(getattr(filters, part), tag)}))


def dated(title: str, date: str | None) -> str:
    """The title of a transcript with its day: others may have the same title."""
    return ", ".join(filter(None, (title, day(date))))


def chosen_days(since: str | None, until: str | None) -> str:
    """Put a span of days, months or years in words: a whole month or year by its name."""
    if since and until and is_day(since) and is_day(until):
        last = monthrange(int(until[:4]), int(until[5:7]))[1]
        if since == f"{until[:7]}-01" and until.endswith(f"-{last}"):
            return month(since[:7])
        if (since, until) == (f"{since[:4]}-01-01", f"{since[:4]}-12-31"):
            return since[:4]
    return period(since, until)


# The panel.

FilterPart = Literal["speakers", "place", "transcripts", "topics", "persons"]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of one kind, and what is searched when it is clicked."""

    words: str
    passages: int
    """How many it leaves."""
    state: State
    is_chosen: bool


def filters_html(facets: Facets, state: State) -> Markup:
    """Return the panel for what is asked now; every link and form leads to an address of the page."""
    filters = state.filters
    titles = {
        count.value: dated(count.title, count.date)
        for count in facets.transcripts
        if count.value and count.title
    }
    left = facets.passages
    if filters:
        told = ngettext(
            "%(number)s passage to search with these filters.",
            "%(number)s passages to search with these filters.",
            left,
        )
    else:
        told = ngettext("%(number)s passage to search.", "%(number)s passages to search.", left)
    return render(
        "filters",
        left=told,
        chosen=chosen(state, titles),
        speakers=list(_options(facets.speakers, "speakers", filters.speakers, state)),
        months=list(_months(facets.months, state)),
        places=list(_options(facets.places, "place", (filters.place,), state)),
        transcripts=list(_options(facets.transcripts, "transcripts", filters.transcripts, state)),
        topics=list(_options(facets.topics, "topics", filters.topics, state)),
        persons=list(_options(facets.persons, "persons", filters.persons, state)),
        since=filters.since,
        until=filters.until,
        compare=state.compare,
        kept=parse_qsl(query_string(state)),
    )


def _options(
    counts: Iterable[Count], part: FilterPart, chosen_now: Iterable[str | None], state: State
) -> Iterator[Option]:
    """Return the values to list for one part of the filters, those chosen now first."""
    now = {*chosen_now}
    named = [(count.value, count) for count in counts if count.value]
    for value, count in sorted(named, key=lambda each: each[0] not in now)[:LISTED]:
        toggled = replace(state, filters=_toggled(state.filters, part, value))
        yield Option(dated(count.title or value, count.date), count.count, toggled, value in now)


def _toggled(filters: Filters, part: FilterPart, value: str) -> Filters:
    """Choose a value, or no longer where it is chosen; there is one place at most."""
    if part == "place":
        return replace(filters, place=None if filters.place == value else value)
    changed: dict[str, Any] = {part: _with_or_without(getattr(filters, part), value)}
    return replace(filters, **changed)


def _with_or_without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value) if value in values else (*values, value)


def _months(months: tuple[Count, ...], state: State) -> Iterator[Option]:
    """Return months with any passages, or years where the months are many, the latest first."""
    passages: Counter[str] = Counter()
    for count in months:
        if count.value:
            passages[count.value if len(months) <= MONTHS else count.value[:4]] += count.count
    filters = state.filters
    for value, number in sorted(passages.items(), reverse=True):
        if number:
            within = replace(state, filters=replace(filters, since=value, until=value))
            yield Option(month(value), number, within, filters.since == filters.until == value)


# Files.


def export_html(state: State, passages: int) -> Markup:
    """Return a menu of files that hold the first `passages` of what a state asks for."""
    asked = query_string(replace(state, passage=None))
    return render(
        "export",
        files=[
            (_(name), f"/api/export?{asked}&k={passages}&format={form}")
            for form, name in _FORMATS.items()
            if form in FORMATS
        ],
    )
