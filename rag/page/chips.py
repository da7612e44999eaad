"""What was read out of a question and what it is confined to, as chips that one click removes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rag.page import wording
from rag.page.links import State
from rag.page.markup import text, to
from rag.question.readings import Part
from rag.records import Answer, Filters

_PARTS: dict[Part, str] = {
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
    found: list[tuple[Part, str]] = [
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


def _without_ignored(state: State, part: Part) -> State:
    return replace(state, ignored=tuple(each for each in state.ignored if each != part))
