"""The page before anything is asked, what an answer shows at a glance, and help, as people use them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.page.browser.browsing import BOX, NARROW, TURN, WIDE, Open, ask, expect, picture
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN

pytestmark = [pytest.mark.browser, pytest.mark.model]


BOTH = "Who supports the peace process?"
TRADE = "What is said about trade between Russia and Belarus?"
"""Answered by both, in both transcripts."""


def query(page: Any) -> dict[str, list[str]]:  # noqa: ANN401
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("number", range(4))
def test_every_example_is_answered(opened: Open, address: str, number: int) -> None:
    page = opened(address)
    page.locator("#start .suggested a").nth(number).click()
    turn = page.locator(TURN)
    expect(turn.locator(".card").first).to_be_visible()
    assert "Nothing was found" not in turn.inner_text()


@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_month_or_a_speaker_is_chosen_before_asking(
    opened: Open, address: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    page = opened(address, size, scheme)
    covered = page.get_by_role("region", name="What is held here")
    expect(covered).to_contain_text("No transcript of May 2023 to March 2024.")
    covered.scroll_into_view_if_needed()
    picture(page, f"{width}-{scheme}-coverage")
    covered.get_by_role("link", name="April 2024: 1 transcript").click()
    assert query(page) == {"from": ["2024-04"], "to": ["2024-04"]}
    expect(page.locator("#filters .chip")).to_have_text("April 2024 ×")
    turn = ask(page, BOTH)
    assert set(turn.locator(".about time").evaluate_all("all => all.map(e => e.dateTime)")) == {"2024-04-11"}
    page.get_by_role("link", name="New thread").click()
    covered.get_by_role("link", name=LUKASHENKO).click()
    assert query(page) == {"speaker": [LUKASHENKO]}
    turn = ask(page, BOTH)
    whos = turn.locator(".card .who strong").evaluate_all("all => all.map(e => e.textContent)")
    assert set(whos) == {LUKASHENKO}


def test_a_transcript_is_opened_from_the_first_page_and_left_again(opened: Open, address: str) -> None:
    page = opened(address)
    page.get_by_role("region", name="Open a transcript").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Meeting with President of Belarus Alexander Lukashenko"
    )
    assert urlsplit(page.url).path == "/transcripts/004_740d1cef05ee691b"
    page.get_by_role("link", name="Ask the transcripts").click()
    expect(page.locator(BOX)).to_be_focused()


def test_an_answer_is_narrowed_by_its_bars(opened: Open, address: str) -> None:
    page = opened(f"{address}/?{urlencode({'q': TRADE})}")
    glance = page.locator(f"{TURN} .overview")
    glance.locator("summary").click()  # folded, so that the first passage comes first
    picture(page, "wide-light-overview")
    told = {
        name: int(glance.get_by_role("link", name=name).locator("b").inner_text())
        for name in (PUTIN, LUKASHENKO)
    }
    assert sum(told.values()) == page.locator(f"{TURN} .card").count() == 10
    assert f"{told[PUTIN]}" in glance.get_by_role("link", name=PUTIN).inner_text()
    glance.get_by_role("link", name="April 2024").click()
    expect(page.locator(f"{TURN} .chips")).to_contain_text(["April 2024"])
    assert query(page) == {"q": [TRADE], "from": ["2024-04"], "to": ["2024-04"]}
    glance.get_by_role("link", name=LUKASHENKO).click()
    page.locator(f"{TURN} .chip", has_text=LUKASHENKO).wait_for()
    assert query(page) == {"q": [TRADE], "from": ["2024-04"], "to": ["2024-04"], "speaker": [LUKASHENKO]}
    whos = page.locator(f"{TURN} .card .who strong").evaluate_all("all => all.map(e => e.textContent)")
    assert set(whos) == {LUKASHENKO}
    expect(page.locator(TURN)).to_have_count(1)


def test_the_overview_fits_where_there_is_little_room(opened: Open, address: str) -> None:
    page = opened(f"{address}/?{urlencode({'q': PORTS_QUESTION})}", NARROW)
    summary = page.locator(f"{TURN} .overview > summary")
    expect(summary).to_contain_text("When and by whom, of these 10: ")
    chart = page.locator(f"{TURN} .timeline")
    expect(chart).to_be_hidden()
    summary.click()
    expect(chart).to_be_visible()
    picture(page, "narrow-light-overview")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]


def test_help_is_reached_and_left(opened: Open, address: str) -> None:
    page = opened(f"{address}/?{urlencode({'q': PORTS_QUESTION})}", NARROW, "dark")
    page.get_by_role("link", name="How sure is that?").click()
    expect(page.get_by_role("heading", name="How sure an answer is")).to_be_in_viewport()
    picture(page, "narrow-dark-help")
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    page.go_back()
    expect(page.locator(f"{TURN} .card").first).to_be_visible()
