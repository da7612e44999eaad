"""The filter panel: every value leads to an address, with its count; an answer as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.output.export.formats import FORMATS, MEDIA_TYPES
from rag.page.filters import MONTHS, chosen_days, export_html, filters_html
from rag.page.links import State
from rag.records import Filters
from rag.search.facets import Count, FacetIndex, Facets
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, corpus_client, transcripts
from tests.page.markup import HOSTILE, Page

EARLIER, LATER = (held.id for held in transcripts())


@pytest.fixture(scope="module")
def index() -> FacetIndex:
    return FacetIndex(WordArchive(transcripts()).catalogue)


def panel(index: FacetIndex, state: State) -> Page:
    return Page(filters_html(index.facets(state.filters), state))


def test_every_value_leads_to_what_it_leaves(index: FacetIndex) -> None:
    asked = State("Who?", previous="Why?")
    counts = index.facets()
    led = panel(index, asked).led()
    (first, second) = counts.speakers
    assert {first.value, second.value} == {PUTIN, LUKASHENKO}
    assert led[f"{first.value} {first.count}"] == replace(asked, filters=Filters((str(first.value),)))
    april = next(count for count in counts.months if count.value == "2024-04")
    assert led[f"April 2024 {april.count}"] == replace(
        asked, filters=Filters(since="2024-04", until="2024-04")
    )
    assert led[f"The Kremlin, Moscow {counts.passages}"] == replace(
        asked, filters=Filters(place="The Kremlin, Moscow")
    )
    # Both have one title: the links are told apart by where they lead.
    links = [s.filters.transcripts for s in map(_state, panel(index, asked).links()) if s.filters.transcripts]
    assert links == [(LATER,), (EARLIER,)]


def _state(link: str) -> State:
    from rag.page.links import read_state

    return read_state(link.removeprefix("/"))


def test_what_is_chosen_is_marked_and_taken_back_by_a_click(index: FacetIndex) -> None:
    asked = State("Who?", Filters((PUTIN,), "2024-04", "2024-04", "Kremlin", (LATER,)))
    page = panel(index, asked)
    current = [e for e in page.elements if "aria-current" in e.attributes]
    without = [_state(e.attributes["href"]).filters for e in current]
    assert without == [
        replace(asked.filters, speakers=()),
        replace(asked.filters, since="2024-04", until="2024-04"),
        replace(asked.filters, place=None),
        replace(asked.filters, transcripts=()),
    ]
    (left,) = page.texts("p", "left")
    assert left == f"{index.facets(asked.filters).passages} passages to search with these filters."
    assert page.led()["Clear filters"] == State("Who?")


def test_tags_are_listed_where_there_are_any(index: FacetIndex) -> None:
    assert "Tagged topic" not in panel(index, State()).texts("h3")
    tagged = replace(index.facets(), topics=(Count("Ports", 4), Count("Trade", 0)), persons=())
    asked = State("Who?", Filters(topics=("Trade",), persons=("Berg Anna",)))
    page = Page(filters_html(tagged, asked))
    assert "Tagged topic" in page.texts("h3")
    assert "Tagged person" not in page.texts("h3")
    led = page.led()
    assert led["Ports 4"] == replace(asked, filters=replace(asked.filters, topics=("Trade", "Ports")))
    assert led["✓ Trade 0"] == replace(asked, filters=replace(asked.filters, topics=()))
    without_person = replace(asked, filters=replace(asked.filters, persons=()))
    assert [_state(link) for link in page.links()].count(without_person) == 1


def test_forms_keep_all_that_the_address_holds(index: FacetIndex) -> None:
    asked = State("Who?", Filters((PUTIN,), "2024", None, "Kremlin"), previous="Why?", ignored=("dates",))
    page = panel(index, asked)
    fields = [(e.attributes["name"], e.attributes.get("value")) for e in page.elements if e.tag == "input"]
    kept = [
        ("q", "Who?"),
        ("speaker", PUTIN),
        ("from", "2024"),
        ("place", "Kremlin"),
        ("previous", "Why?"),
        ("ignore", "dates"),
    ]
    dates, place = ([each for each in kept if each[0] != name] for name in ("from", "place"))
    assert fields == [
        *kept, ("speaker", None), *dates, ("from", "2024"), ("to", ""), *place, ("place", None), *kept,
        ("transcript", None), *kept, ("compare", ""), ("compare", ""),
    ]  # fmt: skip


def test_the_days_of_a_filter_are_told_as_they_were_given() -> None:
    given = (
        ("2018-01-01", "2018-12-31"), ("2018-02-01", "2018-02-28"), ("2018-10-01", "2018-10-31"),
        ("2018-10-01", "2018-10-30"), ("2018-10-01", "2018-10-01"), ("2017-01-01", "2018-12-31"),
    )  # fmt: skip
    assert [chosen_days(*days) for days in given] == [
        "2018", "February 2018", "October 2018", "1 October 2018 to 30 October 2018", "1 October 2018",
        "1 January 2017 to 31 December 2018",
    ]  # fmt: skip
    given = (("2018-06", None), ("2018", "2018"), ("2018-06-01", "2018-07"))
    assert [chosen_days(*days) for days in given] == [
        "from June 2018", "2018", "1 June 2018 to July 2018",
    ]  # fmt: skip


def test_where_months_are_many_years_are_listed() -> None:
    months = tuple(Count(f"{2000 + n // 12}-{n % 12 + 1:02d}", n % 2) for n in range(MONTHS + 1))
    page = Page(filters_html(Facets(18, (), months, (), ()), State()))
    assert [(words, state.filters.since) for words, state in page.led().items()] == [
        ("2002 6", "2002"), ("2001 6", "2001"), ("2000 6", "2000"),
    ]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_values_stay_text(bad: str) -> None:
    counts = (Count(bad, 1, bad),)
    page = Page(
        filters_html(
            Facets(1, counts, counts, counts, counts), State(bad, Filters((bad,), bad, bad, bad, (bad,)))
        )
    )
    assert page.texts("span")[-1] == bad
    assert all(state.question == bad for state in page.led().values())


@pytest.mark.slow
def test_every_form_is_offered_and_served() -> None:
    client = corpus_client()
    asked = State("And gas?", Filters((PUTIN,), "2023"), PORTS_QUESTION, ("place",), "2026-11-25")
    links = Page(export_html(asked, 3)).links()
    assert len(links) == len(FORMATS)
    for link in links:
        reply = client.get(link)
        assert reply.status_code == 200
        form = link.rpartition("=")[2]
        assert reply.headers["content-type"].partition(";")[0] == MEDIA_TYPES[form].partition(";")[0]
        assert reply.headers["content-disposition"] == f'attachment; filename="evidence.{form}"'
    told = client.get(next(link for link in links if link.endswith("json"))).json()
    assert told["question"] == "And gas?"
    assert len(told["passages"]) == 3


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_questions_stay_text(bad: str) -> None:
    assert len(Page(export_html(State(bad, Filters((bad,), place=bad), bad), 10)).links()) == len(FORMATS)
