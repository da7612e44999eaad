"""What a search is confined to, as chips, and what it can be confined to, as a panel of links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from rag.output.export.forms import FORMATS, Format
from rag.page import wording
from rag.page.links import State, query_string
from rag.page.markup import address, folded, text, to
from rag.records import Answer, Filters, QuestionPart
from rag.search.facets import Count, Facets

_PARTS: dict[QuestionPart, str] = {
    "speakers": "the speaker",
    "dates": "the time",
    "place": "the place",
    "followup": "the follow-up",
}

Chip = tuple[str, State]
"""Its words, and what is asked without it."""


def understood(answer: Answer, state: State) -> str:
    """Return what the question itself says, each part to be taken out, and what was, to be put back."""
    read = answer.understood
    found: list[tuple[QuestionPart, str]] = [
        ("speakers", wording.listed(read.speakers)),
        ("dates", wording.chosen_days(read.since, read.until)),
        ("place", read.place or ""),
    ]
    chips = [(words, replace(state, ignored=(*state.ignored, part))) for part, words in found if words]
    back = "".join(
        to(_without_ignored(state, part), f"{_PARTS[part]} ignored: undo", "chip undo")
        for part in state.ignored
    )
    counted = f" (counted from {wording.day(state.today)})" if state.today else ""
    row = _row(f"Understood and favoured{counted}:", chips, "read from the question") if chips else ""
    return row + (f'<p class="chips">{back}</p>' if back else "")


def chosen(state: State, titles: Mapping[str, str] = {}) -> str:
    """Return the filters, each to be removed, and all at once; empty where there are none."""
    chips = list(_chosen(state, titles))
    if not chips:
        return ""
    clear = to(replace(state, filters=Filters()), "Clear filters", "clear")
    return _row("Only:", chips, "filter", clear)


def _chosen(state: State, titles: Mapping[str, str]) -> Iterator[Chip]:
    filters = state.filters

    def without(**changes: object) -> State:
        return replace(state, filters=replace(filters, **changes))  # type: ignore[arg-type]

    for name in filters.speakers:
        yield name, without(speakers=tuple(each for each in filters.speakers if each != name))
    if filters.since or filters.until:
        yield wording.chosen_days(filters.since, filters.until), without(since=None, until=None)
    if filters.place:
        yield filters.place, without(place=None)
    for name in filters.transcripts:
        others = tuple(each for each in filters.transcripts if each != name)
        yield titles.get(name, name), without(transcripts=others)


def _row(heading: str, chips: list[Chip], kind: str, after: str = "") -> str:
    links = "".join(to(without, f"{words} ×", "chip", f"{words}, {kind}: remove") for words, without in chips)
    return f'<p class="chips"><span>{text(heading)}</span> {links}{after}</p>'


def _without_ignored(state: State, part: QuestionPart) -> State:
    return replace(state, ignored=tuple(each for each in state.ignored if each != part))


_NAMES: dict[Format, str] = {
    "docx": "Word",
    "html": "Web page",
    "md": "Markdown",
    "csv": "Table (CSV)",
    "json": "JSON",
}


def export_html(state: State, passages: int) -> str:
    """Return a menu of files with so many passages of what a state asks for."""
    asked = query_string(replace(state, passage=None))
    links = "".join(
        f'<li><a href="{text(f"/api/export?{asked}&k={passages}&format={form}")}" download>{name}</a></li>'
        for form, name in _NAMES.items()
        if form in FORMATS
    )
    return folded("Save as a file", f"<ul>{links}</ul>", "menu")


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
