"""Overviews by value: every bar and cell is counted, named in words, and leads to what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.page.links import State, read_state
from rag.page.overview import ALL_SPEAKERS, SPEAKERS, YEARS, answer_overview, corpus_overview
from rag.records import Coverage, Filters, Hit, SpeakerCount
from rag.search.facets import overview
from tests.page.examples import LUKASHENKO, PUTIN
from tests.page.markup import HOSTILE, Page, hit

ASKED = State("Who?", Filters(place="Moscow"))


def said(name: str | None, date: str | None) -> Hit:
    found = hit(date=date)
    return replace(found, utterance=replace(found.utterance, speaker=name))


HITS = (
    said(PUTIN, "2023-12-01"), said(PUTIN, "2024-02-01"), said(LUKASHENKO, "2024-02-29"),
    said(PUTIN, "2024-02-03"), said(None, None),
)  # fmt: skip


def led(page: Page) -> dict[str, State]:
    """Where links lead, by what they are called."""
    links = [e.attributes for e in page.elements if e.tag == "a"]
    texts = [e.text for e in page.elements if e.tag == "a"]
    return {
        a.get("aria-label", words): read_state(a["href"].removeprefix("/"))
        for a, words in zip(links, texts, strict=True)
    }


def covered(by_month: dict[str, int], speakers: tuple[SpeakerCount, ...] = (), undated: int = 0) -> Coverage:
    held = sum(by_month.values()) + undated
    return Coverage(held, 10, 20, None, None, speakers, by_month)


def test_bars_of_an_answer_confine_the_question_to_what_they_count() -> None:
    page = Page(answer_overview(HITS, ASKED))
    assert page.texts("summary") == [
        "When and by whom, of these 5: December 2023 to February 2024, 2 speakers"
    ]
    assert led(page) == {
        "December 2023: 1 passage": State("Who?", Filters(since="2023-12", until="2023-12", place="Moscow")),
        "February 2024: 3 passages": State("Who?", Filters(since="2024-02", until="2024-02", place="Moscow")),
        f"{PUTIN}  3": State("Who?", Filters((PUTIN,), place="Moscow")),
        f"{LUKASHENKO}  1": State("Who?", Filters((LUKASHENKO,), place="Moscow")),
    }
    assert page.texts("li", "none") == ["January 2024: 0 passagesJ2024"]
    assert page.texts("p") == ["1 passage without a date.", "no speaker named  1"]
    bars = [e.attributes["style"] for e in page.elements if e.tag == "i"]
    assert bars == ["--share:33%", "--share:100%", "--share:100%", "--share:33%", "--share:33%"]


def test_a_long_time_is_told_by_years() -> None:
    page = Page(answer_overview((said(PUTIN, "2019-05-01"), said(PUTIN, "2022-05-01")), State("Who?")))
    assert [name for name in led(page) if "passage" in name] == ["2019: 1 passage", "2022: 1 passage"]
    assert page.texts("li", "none") == ["2020: 0 passages2020", "2021: 0 passages2021"]
    assert led(page)["2022: 1 passage"].filters == Filters(since="2022", until="2022")


def test_one_month_and_one_voice_need_no_overview() -> None:
    assert answer_overview(HITS[:1], ASKED) == ""
    assert answer_overview((HITS[1], HITS[3]), ASKED) == ""
    assert answer_overview((), ASKED) == ""


def test_of_one_month_the_voices_alone_are_drawn_and_of_one_voice_the_months() -> None:
    page = Page(answer_overview(HITS[1:4], ASKED))
    assert page.texts("summary") == ["When and by whom, of these 3: February 2024, 2 speakers"]
    assert page.texts("h3") == ["Who said it"]
    page = Page(answer_overview(HITS[:2], ASKED))
    assert page.texts("summary") == [
        "When and by whom, of these 2: December 2023 to February 2024, 1 speaker"
    ]
    assert page.texts("h3") == ["When it was said"]


def test_places_are_drawn_where_there_are_several() -> None:
    held = [
        replace(each, place=place)
        for each, place in zip(HITS[:3], ("Moscow", "Sochi", "Moscow"), strict=True)
    ]
    page = Page(answer_overview((*held, replace(HITS[3], place=None)), State("Who?")))
    assert page.texts("summary")[0].endswith("February 2024, 2 speakers, 2 places")
    assert page.texts("h3")[1:] == ["Who said it", "Where it was said"]
    assert led(page)["Moscow  2"] == State("Who?", Filters(place="Moscow"))
    assert page.texts("p") == ["no place named  1"]


def test_what_nobody_dates_or_names_is_told() -> None:
    page = Page(answer_overview((said(None, None), said(PUTIN, "2024-02-01"), said(None, None)), ASKED))
    assert page.texts("p") == ["2 passages without a date.", "no speaker named  2"]
    assert list(led(page)) == ["February 2024: 1 passage", f"{PUTIN}  1"]


def test_the_corpus_is_a_calendar_whose_cells_set_the_time() -> None:
    months = {"2023-11": 1, "2023-12": 0, "2024-01": 7, "2024-02": 0, "2024-03": 0, "2024-04": 4}
    page = Page(corpus_overview(overview(covered(months, undated=2))))
    assert page.texts("tr")[1:] == ["2023101", "2024700411"]
    assert led(page) == {
        f"{words}: {count}": State(filters=Filters(since=month, until=month))
        for words, count, month in (
            ("November 2023", "1 transcript", "2023-11"),
            ("January 2024", "7 transcripts", "2024-01"),
            ("April 2024", "4 transcripts", "2024-04"),
        )
    }
    assert page.texts("p") == [
        "No transcript of December 2023, February to March 2024. 2 transcripts without a date."
    ]
    assert [e.attributes["class"] for e in page.elements if "shade" in e.attributes.get("class", "")] == [
        "shade-1", "shade-4", "shade-2",
    ]  # fmt: skip
    assert len(page.texts("td", "gap")) == 3
    assert len(page.texts("td", "outside")) == 18


def test_a_corpus_without_gaps_says_so() -> None:
    page = Page(corpus_overview(overview(covered({"2023-11": 1}))))
    assert page.texts("p") == ["From the first month to the last, there is a transcript of each."]


def test_many_years_are_folded() -> None:
    months = {f"{year}-01": 1 for year in range(2000, 2000 + YEARS + 3)}
    page = Page(corpus_overview(overview(covered(months))))
    assert page.texts("summary") == ["Earlier: 2000 to 2002"]
    assert len(page.texts("table", "calendar")) == 2


def test_speakers_are_named_with_their_role_and_confine_what_is_asked() -> None:
    some = tuple(SpeakerCount(f"Speaker {n}", ("Minister", "Chair"), 1000 - n) for n in range(SPEAKERS + 1))
    page = Page(corpus_overview(overview(covered({}, some))))
    assert page.texts("li")[0] == "Speaker 0 Minister · 1,000 turns"
    assert led(page)["Speaker 0"] == State(filters=Filters(("Speaker 0",)))
    assert page.texts("summary") == ["1 more speaker"]
    many = tuple(SpeakerCount(f"Speaker {n}", (), 1) for n in range(ALL_SPEAKERS + 2))
    page = Page(corpus_overview(overview(covered({}, many))))
    assert len(page.texts("li")) == ALL_SPEAKERS
    assert "2 further speakers: find them under Filters." in page.texts("p")


def test_an_empty_corpus_has_no_calendar() -> None:
    page = Page(corpus_overview(overview(covered({}))))
    assert page.texts("p") == [""]
    assert page.links() == []


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_names_stay_text(bad: str) -> None:
    page = Page(answer_overview((said(bad, "2024-02-01"), said(PUTIN, None)), State(bad)))
    assert bad in page.texts("span")
    page = Page(corpus_overview(overview(covered({}, (SpeakerCount(bad, (bad,), 1),)))))
    assert page.texts("a") == [bad]
    assert page.texts("li") == [f"{bad} {bad} · 1 turn"]
