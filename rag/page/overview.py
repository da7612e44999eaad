"""Overviews as bars and cells that are links: of an answer, and of the whole corpus.

`answer_overview` shows when and by whom the passages of an answer were said; a click on a bar asks the same
question within that time or of that speaker. `corpus_overview` is for the start page: transcripts by year and
month, months without any, and who speaks most; a click sets the filter. Every bar has its number beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from rag.output.messages import passage_count, transcript_count
from rag.output.over_time_messages import span_in_words
from rag.page.links import State
from rag.page.rendering import render
from rag.proof.over_time import OverTime
from rag.records import Filters, Hit, SpeakerCount
from rag.search.facets import Count, Overview, Year, said_by, said_when, said_where
from rag.text.calendar import month, month_names, months, period
from rag.text.translation import _, ngettext

TIMELINE_MONTHS = 24
"""Where a timeline has more months, its columns are years."""
YEARS = 12
"""Years of the corpus that are shown at once, the latest ones."""
SPEAKERS, ALL_SPEAKERS = 12, 200
"""Speakers of the corpus that are shown at once, and at most."""
SHADES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of passages, drawn in relation to the largest one."""

    words: str
    passages: int
    percent: int
    """Of the largest."""
    state: State
    """What is asked when it is clicked."""
    year: str = ""
    letter: str = ""
    """What stands below a column: the year, and the initial of the month."""


def answer_overview(hits: Sequence[Hit], state: State, over_time: OverTime | None = None) -> Markup:
    """Return when, by whom and where these passages were said; empty where each is one alone.

    Their repeats, where they are given, count as well.
    """
    said = over_time.places if over_time else hits
    by_month, by_speaker, by_place = said_when(said), said_by(said), said_where(said)
    if max(map(len, (by_month, by_speaker, by_place))) <= 1:
        return Markup("")
    dated = [count.value for count in by_month if count.value and count.count]
    named = [count for count in by_speaker if count.value]
    places = sum(count.value is not None for count in by_place)
    return render(
        "answer_overview",
        passages=len(hits),
        repeats=len(said) - len(hits),
        span=span_in_words(over_time) if over_time else "",
        when=period(dated[0], dated[-1]) if dated else "",
        by=ngettext("%(number)s speaker", "%(number)s speakers", len(named))
        if named
        else _("no speaker named"),
        is_long=len(by_month) > 1,
        columns=list(_columns([count for count in by_month if count.value], state)),
        undated=sum(count.count for count in by_month if count.value is None),
        where=ngettext("%(number)s place", "%(number)s places", places) if places > 1 else "",
        bars=[
            (heading, nobody, list(bars))
            for heading, nobody, bars, counts in (
                (_("Who said it"), _("no speaker named"), _speakers(by_speaker, state), by_speaker),
                (_("Where it was said"), _("no place named"), _places(by_place, state), by_place),
            )
            if len(counts) > 1
        ],
    )


def _columns(by_month: Sequence[Count], state: State) -> Iterator[Bar]:
    """Return a column for every month from the first to the last, or for every year."""
    passages: Counter[str] = Counter()
    for count in by_month:
        value = count.value or ""
        passages[value if len(by_month) <= TIMELINE_MONTHS else value[:4]] += count.count
    largest = max(passages.values(), default=1)
    for place, (value, number) in enumerate(passages.items()):
        year, _, number_of_month = value.partition("-")
        within = replace(state, filters=replace(state.filters, since=value, until=value))
        yield Bar(
            f"{month(value)}: {passage_count(number)}",
            number,
            _percent(number, largest),
            within,
            year if place == 0 or number_of_month in {"", "01"} else "",
            month_names()[int(number_of_month) - 1][0].upper() if number_of_month else "",
        )


def _speakers(by_speaker: Sequence[Count], state: State) -> Iterator[Bar]:
    for count in by_speaker:
        speakers = (count.value,) if count.value else ()
        yield _bar(count, by_speaker, replace(state, filters=replace(state.filters, speakers=speakers)))


def _places(by_place: Sequence[Count], state: State) -> Iterator[Bar]:
    for count in by_place:
        yield _bar(count, by_place, replace(state, filters=replace(state.filters, place=count.value)))


def _bar(count: Count, counts: Sequence[Count], only: State) -> Bar:
    largest = max(each.count for each in counts)
    return Bar(count.value or "", count.count, _percent(count.count, largest), only)


def _percent(number: int, largest: int) -> int:
    return 100 * number // max(largest, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of the calendar."""

    words: str
    transcripts: int | None
    """None outside the span of the corpus."""
    shade: int
    """From 1 to `SHADES`."""
    state: State


def corpus_overview(overview: Overview) -> Markup:
    """Return what the corpus covers, so that people know what they are asking."""
    shown, earlier = overview.years[-YEARS:], overview.years[:-YEARS]
    return render(
        "corpus_overview",
        month_names=month_names(),
        years=_calendar(shown),
        earlier=_calendar(earlier),
        gaps=_gaps(overview),
        speakers=[(speaker, _only(speaker)) for speaker in overview.speakers[:ALL_SPEAKERS]],
        shown_speakers=SPEAKERS,
        further_speakers=max(len(overview.speakers) - ALL_SPEAKERS, 0),
    )


def _calendar(years: Sequence[Year]) -> list[tuple[Year, list[Cell]]]:
    most = max((held or 0 for year in years for held in year.months), default=0)
    return [
        (year, [_cell(f"{year.year}-{n:02d}", held, most) for n, held in enumerate(year.months, 1)])
        for year in years
    ]


def _cell(value: str, held: int | None, most: int) -> Cell:
    words = f"{month(value)}: {transcript_count(held or 0)}"
    shade = 1 + (SHADES - 1) * ((held or 1) - 1) // max(most - 1, 1)
    return Cell(words, held, shade, State(filters=Filters(since=value, until=value)))


def _gaps(overview: Overview) -> str:
    """Name the months without any transcript, and count the transcripts without a date."""
    told = []
    if overview.gaps:
        told.append(_("No transcript of %(months)s.", months=months(overview.gaps)))
    elif overview.years:
        told.append(_("From the first month to the last, there is a transcript of each."))
    if undated := overview.undated:
        told.append(
            ngettext(
                "%(number)s transcript without a date.", "%(number)s transcripts without a date.", undated
            )
        )
    return " ".join(told)


def _only(speaker: SpeakerCount) -> State:
    return State(filters=Filters(speakers=(speaker.name,)))
