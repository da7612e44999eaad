"""What a search can be confined to → a panel of links, each with how many passages it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from rag.page import wording
from rag.page.chips import chosen
from rag.page.links import State, query_string
from rag.page.markup import address, text
from rag.records import Filters
from rag.search.facets import Count, Facets

OFFERED = 100
"""Values of one kind that are listed; others are typed."""
MONTHS = 36
"""Where there are more months, years are listed."""

Option = tuple[str, str, int, Filters]
"""A value, its words, how many passages it leaves, and what is searched when it is clicked."""


def filters_html(facets: Facets, state: State) -> str:
    """Return the panel for what is asked now; every link and form leads to an address of the page."""
    filters = state.filters
    titles = {count.value: count.title for count in facets.transcripts if count.value and count.title}
    said = (
        f"{wording.counted(facets.passages, 'passage')} to search{' with these filters' if filters else ''}."
    )
    kinds = (
        _kind("Said by", "speaker", _speakers(facets, filters), filters.speakers, state),
        _when(facets.months, state),
        _kind("Where", "place", _places(facets, filters), (filters.place,), state),
        _kind("In the transcript", "transcript", _transcripts(facets, filters), filters.transcripts, state),
    )
    return (
        f'<div class="filtering" data-said="{text(said)}"><p class="left">{text(said)}</p>'
        f'{chosen(state, titles)}<div class="kinds">{"".join(kinds)}</div></div>'
    )


def _speakers(facets: Facets, filters: Filters) -> list[Option]:
    return [
        (name, name, count.count, replace(filters, speakers=_toggled(filters.speakers, name)))
        for count in facets.speakers
        if (name := count.value)
    ]


def _places(facets: Facets, filters: Filters) -> list[Option]:
    return [
        (name, name, count.count, replace(filters, place=None if filters.place == name else name))
        for count in facets.places
        if (name := count.value)
    ]


def _transcripts(facets: Facets, filters: Filters) -> list[Option]:
    return [
        (name, count.title or name, count.count,
         replace(filters, transcripts=_toggled(filters.transcripts, name)))
        for count in facets.transcripts
        if (name := count.value)
    ]  # fmt: skip


def _toggled(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name) if name in names else (*names, name)


def _kind(
    heading: str, name: str, options: list[Option], chosen_now: Iterable[str | None], state: State
) -> str:
    """Return one list, and a field that finds in it: what is typed and not listed is chosen by Enter."""
    now = {*chosen_now}
    first = sorted(options, key=lambda option: option[0] not in now)[:OFFERED]
    listed = "".join(_option(option, option[0] in now, state) for option in first)
    kept = _kept(state, ("place",) if name == "place" else ())
    return (
        f'<section><h3>{heading}</h3><form action="/">{kept}<input class="find" name="{name}" '
        f'aria-label="Find: {heading.lower()}" placeholder="Find" autocomplete="off" maxlength="300"></form>'
        f'<ul class="options">{listed or "<li>None with these filters.</li>"}</ul></section>'
    )


def _when(months: tuple[Count, ...], state: State) -> str:
    """Return two fields for days, and the months or years that there are."""
    filters = state.filters
    fields = "".join(
        f'<label>{label} <input name="{name}" value="{text(value or "")}" placeholder="{like}" '
        'autocomplete="off" maxlength="10" size="10"></label>'
        for label, name, value, like in (
            ("From", "from", filters.since, "2018"), ("To", "to", filters.until, "2018-09-12"),
        )
    )  # fmt: skip
    listed = "".join(
        _option((value, wording.month(value), count, replace(filters, since=value, until=value)), now, state)
        for value, count in _periods(months)
        for now in [filters.since == filters.until == value]
    )
    return (
        f'<section><h3>When</h3><form action="/" class="dates">{_kept(state, ("from", "to"))}{fields}'
        f'<button>Set</button></form><ul class="options">{listed}</ul></section>'
    )


def _periods(months: tuple[Count, ...]) -> list[tuple[str, int]]:
    """Return months with any passages, or years where the months are many, the latest first."""
    counted: Counter[str] = Counter()
    for count in months:
        if count.value:
            counted[count.value if len(months) <= MONTHS else count.value[:4]] += count.count
    return [(value, count) for value, count in sorted(counted.items(), reverse=True) if count]


def _option(option: Option, is_chosen: bool, state: State) -> str:
    _, words, count, filters = option
    sign = '<span aria-hidden="true">✓ </span>' if is_chosen else ""
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<li><a href="{address(replace(state, filters=filters))}"{current}>{sign}<span>{text(words)}</span> '
        f"<small>{count:,}</small></a></li>"
    )


def _kept(state: State, fields: tuple[str, ...]) -> str:
    """Return all that an address holds but for these fields, as a form sends it along."""
    return "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in parse_qsl(query_string(state))
        if name not in fields
    )
