"""What a wide window shows beside each other, and what a thumb reaches on a phone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.page.browser.browsing import NARROW, TURN, WIDE, Open, ask, expect, picture
from tests.page.browser.test_start import TRADE
from tests.page.browser.test_states import WIDER, violations
from tests.page.examples import PORTS_QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.model]

DESK = (1440, 900)


def box(found: Any) -> dict[str, float]:  # noqa: ANN401
    place: dict[str, float] = found.bounding_box()
    return place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wide_window_has_the_overview_beside_the_passages(opened: Open, address: str, scheme: str) -> None:
    page = opened(f"{address}/?{urlencode({'q': TRADE})}", DESK, scheme)
    glance, card = page.locator(f"{TURN} .overview"), page.locator(f"{TURN} .card").first
    expect(glance.get_by_role("heading", name="Who said it")).to_be_visible()
    assert box(glance)["x"] > box(card)["x"] + box(card)["width"]
    assert abs(box(glance)["y"] - box(card)["y"]) < 60
    assert violations(page) + page.evaluate(WIDER) == []
    picture(page, f"desk-{scheme}-overview")
    page.locator(f"{TURN} .card .read").first.click()
    expect(page.locator("#reader #passage")).to_be_in_viewport()
    assert box(glance)["y"] < box(card)["y"] - 60
    assert page.evaluate(WIDER) == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_smaller_window_has_it_folded_above_them(opened: Open, address: str, size: tuple[int, int]) -> None:
    page = opened(f"{address}/?{urlencode({'q': TRADE})}", size)
    glance, card = page.locator(f"{TURN} .overview"), page.locator(f"{TURN} .card").first
    expect(glance.locator(".charts")).to_be_hidden()
    assert box(glance)["y"] + box(glance)["height"] <= box(card)["y"]


def test_filters_have_room_for_names_in_a_wide_window(opened: Open, address: str) -> None:
    page = opened(f"{address}/?{urlencode({'q': PORTS_QUESTION})}", DESK)
    button = page.get_by_role("button", name="Filters")
    assert button.get_attribute("aria-expanded") == "false"
    closed = button.evaluate("each => getComputedStyle(each).backgroundColor")
    button.click()
    region = page.get_by_role("region", name="Filters")
    option = region.locator(".options a", has_text="Vladimir Putin")
    assert box(option)["height"] < 32  # on one line
    assert min(box(each)["width"] for each in region.locator(".kinds > section").all()) >= 208
    assert button.get_attribute("aria-expanded") == "true"
    assert button.evaluate("each => getComputedStyle(each).backgroundColor") != closed
    region.locator(".options a", has_text="11 April 2024").click()
    expect(region.locator(".chip")).to_have_text(
        "Meeting with President of Belarus Alexander Lukashenko, 11 April 2024 ×"
    )


def touched(browser: Any, at: str, script: str = "") -> Any:  # noqa: ANN401
    context = browser.new_context(
        viewport={"width": NARROW[0], "height": NARROW[1]}, has_touch=True, is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.goto(at)
    page.wait_for_selector("html[data-ready]")
    return page


def test_what_a_card_offers_is_reached_by_a_thumb(chromium: Any, address: str) -> None:  # noqa: ANN401
    page = touched(chromium, address)
    card = ask(page, PORTS_QUESTION).locator(".card").first
    actions = card.locator(".links > a, .links > button, summary")
    assert actions.count() >= 5
    assert [box(each) for each in actions.all() if box(each)["height"] < 44] == []
    card.locator(".menu summary").tap()
    choices = card.locator(".menu li > *")
    assert [each.inner_text() for each in choices.all() if box(each)["height"] < 44] == []
    page.context.close()


SHEET = "navigator.share = (given) => { window.shared = given; return Promise.%s; };"
CANCELLED = "reject(new DOMException('no', 'AbortError'))"


@pytest.mark.parametrize("outcome", ["resolve()", CANCELLED])
def test_a_link_is_shared_where_the_system_has_a_sheet(
    chromium: Any,  # noqa: ANN401
    address: str,
    outcome: str,
) -> None:
    page = touched(chromium, address, SHEET % outcome)
    card = ask(page, PORTS_QUESTION).locator(".card").first
    card.get_by_role("button", name="Share link").tap()
    shared = page.evaluate("shared")
    assert shared["url"].startswith(f"{address}/?read=004_740d1cef05ee691b")
    assert "sentence=" in shared["url"]
    assert shared["title"] == "Passage 1: Alexander Lukashenko, 11 April 2024"
    expect(card.get_by_role("button", name="Share link")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("script", ["delete Navigator.prototype.share;", SHEET % "reject(new Error('none'))"])
def test_a_link_is_copied_where_it_cannot_be_shared(chromium: Any, address: str, script: str) -> None:  # noqa: ANN401
    page = touched(chromium, address, script)
    card = ask(page, PORTS_QUESTION).locator(".card").first
    card.locator(".share").tap()
    expect(card.locator(".share")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{address}/?read=")
    page.context.close()
