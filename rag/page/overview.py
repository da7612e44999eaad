"""What there is at a glance, as bars and cells that are links: of an answer, and of the whole corpus.

`answer_overview` folds away when and by whom the passages of an answer were said; each bar asks the same
confined to it. `corpus_overview` is for the start page: transcripts by year and month, gaps named, and who
speaks; each cell and name sets the filter. Numbers stand beside every bar: none is told by its size alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.page import wording
from rag.page.links import State
from rag.page.markup import address, dotted, folded, text
from rag.records import Filters, Hit, SpeakerCount
from rag.search.facets import Count, Overview, Year, said_by, said_when

MONTHS = 24
"""Where a timeline has more months, its columns are years."""
YEARS = 12
"""Years of the corpus that are shown at once, the latest ones."""
FIRST, MOST = 12, 200
"""Speakers of the corpus that are shown at once, and at most."""
SHADES = 4

_INITIALS = "JFMAMJJASOND"


def answer_overview(hits: Sequence[Hit], state: State) -> str:
    """Return when and by whom these passages were said; empty where it is one month and one voice."""
    when, by = said_when(hits), said_by(hits)
    dated = [count for count in when if count.value and count.count]
    told = [wording.period(*_ends(dated))] if dated else []
    named = [count for count in by if count.value]
    told.append(wording.counted(len(named), "speaker") if named else "no speaker named")
    charts = (
        _timeline(when, state) if len(when) > 1 else "",
        _voices(by, state) if len(by) > 1 else "",
    )
    if not any(charts):
        return ""
    sections = "".join(f"<section>{chart}</section>" for chart in charts if chart)
    inside = f'<div class="charts">{sections}</div>'
    return folded(f"When and by whom, of these {len(hits)}: {', '.join(told)}", inside, "overview")


def corpus_overview(overview: Overview) -> str:
    """Return what the corpus covers, so that people know what they are asking."""
    shown, earlier = overview.years[-YEARS:], overview.years[:-YEARS]
    before = (
        folded(f"Earlier: {earlier[0].year} to {earlier[-1].year}", _calendar(earlier)) if earlier else ""
    )
    return (
        '<section class="corpus" aria-label="What is held here"><h2>What is held here</h2>'
        f"{_calendar(shown)}{before}<p>{text(_gaps(overview))}</p>{_speakers(overview.speakers)}</section>"
    )


def _ends(counts: Sequence[Count]) -> tuple[str, str]:
    return wording.month(counts[0].value or ""), wording.month(counts[-1].value or "")


def _timeline(when: Sequence[Count], state: State) -> str:
    """Return a column for every month from the first to the last, or for every year."""
    columns = _columns([count for count in when if count.value])
    undated = sum(count.count for count in when if count.value is None)
    most = max((count for _, count in columns), default=1)
    drawn = "".join(
        _column(value, count, most, state, is_first=place == 0)
        for place, (value, count) in enumerate(columns)
    )
    apart = f"<p>{wording.counted(undated, 'passage')} without a date.</p>" if undated else ""
    axis = f'<ol class="timeline" aria-label="When it was said">{drawn}</ol>' if columns else ""
    return f"<h3>When it was said</h3>{axis}{apart}"


def _columns(months: Sequence[Count]) -> list[tuple[str, int]]:
    if len(months) <= MONTHS:
        return [(count.value or "", count.count) for count in months]
    years: Counter[str] = Counter()
    for count in months:
        years[(count.value or "")[:4]] += count.count
    return list(years.items())


def _column(value: str, count: int, most: int, state: State, *, is_first: bool) -> str:
    year, _, month = value.partition("-")
    label = text(_INITIALS[int(month) - 1]) if month else ""
    beneath = f"<small>{text(year)}</small>" if is_first or month in {"", "01"} else ""
    told = f"{wording.month(value)}: {wording.counted(count, 'passage')}"
    if not count:
        return f'<li class="none"><span class="unseen">{text(told)}</span><span>{label}</span>{beneath}</li>'
    confined = replace(state.filters, since=value, until=value)
    return (
        f'<li><a href="{address(replace(state, filters=confined))}" aria-label="{text(told)}">'
        f'<b>{count}</b>{_bar(count, most)}</a><span aria-hidden="true">{label}</span>{beneath}</li>'
    )


def _voices(by: Sequence[Count], state: State) -> str:
    most = max((count.count for count in by), default=1)

    def row(count: Count) -> str:
        inside = f"<span>{text(count.value or 'no speaker named')}</span> {_bar(count.count, most)}"
        inside += f" <b>{count.count:,}</b>"
        if count.value is None:
            return f"<li><p>{inside}</p></li>"
        confined = replace(state.filters, speakers=(count.value,))
        return f'<li><a href="{address(replace(state, filters=confined))}">{inside}</a></li>'

    return f'<h3>Who said it</h3><ul class="bars">{"".join(map(row, by))}</ul>'


def _bar(count: int, most: int) -> str:
    """Return a bar of hundredths of the longest."""
    return f'<i style="--share:{100 * count // max(most, 1)}%"></i>'


def _calendar(years: Sequence[Year]) -> str:
    if not years:
        return ""
    most = max((month or 0 for year in years for month in year.months), default=0)
    heads = "".join(
        f'<th scope="col"><span aria-hidden="true">{name[0]}</span><span class="unseen">{name}</span></th>'
        for name in wording.MONTHS
    )
    rows = "".join(_year(year, most) for year in years)
    return (
        '<table class="calendar"><caption>Transcripts by month</caption>'
        f'<thead><tr><th scope="col">Year</th>{heads}<th scope="col">All</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _year(year: Year, most: int) -> str:
    cells = "".join(_month(f"{year.year}-{n:02d}", held, most) for n, held in enumerate(year.months, 1))
    return f'<tr><th scope="row">{year.year}</th>{cells}<td>{year.transcripts:,}</td></tr>'


def _month(month: str, held: int | None, most: int) -> str:
    if held is None:
        return '<td class="outside"></td>'
    if not held:
        return '<td class="gap">0</td>'
    shade = 1 + (SHADES - 1) * (held - 1) // max(most - 1, 1)
    confined = State(filters=Filters(since=month, until=month))
    told = f"{wording.month(month)}: {wording.counted(held, 'transcript')}"
    return (
        f'<td class="shade-{shade}"><a href="{address(confined)}" aria-label="{text(told)}">{held:,}</a></td>'
    )


def _gaps(overview: Overview) -> str:
    """Name the months without any transcript, and those transcripts that have no month."""
    told = [f"No transcript of {wording.months(overview.gaps)}." if overview.gaps else ""]
    if not overview.gaps and overview.years:
        told = ["From the first month to the last, there is a transcript of each."]
    if overview.undated:
        told.append(f"{wording.counted(overview.undated, 'transcript')} without a date.")
    return " ".join(filter(None, told))


def _speakers(speakers: Sequence[SpeakerCount]) -> str:
    if not speakers:
        return ""
    rest = speakers[FIRST:MOST]
    more = folded(f"{wording.counted(len(rest), 'more speaker')}", _names(rest)) if rest else ""
    left = len(speakers) - MOST
    named = f"<p>{wording.counted(left, 'further speaker')}: find them under Filters.</p>" if left > 0 else ""
    return f"<h3>Who speaks most</h3>{_names(speakers[:FIRST])}{more}{named}"


def _names(speakers: Iterable[SpeakerCount]) -> str:
    return f'<ul class="voices">{"".join(map(_name, speakers))}</ul>'


def _name(speaker: SpeakerCount) -> str:
    first = next(filter(None, speaker.roles), "")
    told = dotted([text(first), wording.counted(speaker.utterances, "turn")])
    confined = State(filters=Filters(speakers=(speaker.name,)))
    return f'<li><a href="{address(confined)}">{text(speaker.name)}</a> <small>{told}</small></li>'
