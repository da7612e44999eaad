"""Filters, checking a quote and copying, in a real browser."""

from __future__ import annotations

import pytest

from tests.page.browser.browsing import (
    BOX,
    NARROW,
    PEACE,
    TURN,
    Open,
    ask,
    expect,
    linked,
    picture,
    query,
    quotes,
)
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_filters_are_counted_chosen_and_cleared(opened: Open, address: str) -> None:
    page = opened(address)
    ask(page, "What is said about the northern option?")
    page.get_by_role("button", name="Filters").click()
    panel = page.get_by_role("region", name="Filters")
    panel.get_by_role("link", name=PUTIN).click()
    expect(panel.locator("a[aria-current]")).to_contain_text(PUTIN)
    panel.get_by_label("From").fill("2024")
    panel.get_by_role("button", name="Set").click()
    expect(panel.locator(".left")).to_contain_text("to search with these filters")
    expect(panel.locator(".chip")).to_have_count(2)
    turn = page.locator(TURN)
    expect(turn).to_have_count(1)
    assert query(page)["speaker"] == [PUTIN]
    assert query(page)["from"] == ["2024"]
    picture(page, "wide-light-filters")
    assert {who[: len(PUTIN)] for who in turn.locator(".card .who").all_text_contents()} == {PUTIN}
    assert turn.locator(".about time").evaluate_all("t => [...new Set(t.map(e => e.dateTime))]") == [
        "2024-04-11"
    ]
    expect(page.get_by_role("button", name="Filters: 2")).to_be_visible()
    panel.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_visible()
    assert query(page) == {"q": ["What is said about the northern option?"]}


def test_a_filter_is_found_by_typing_and_holds_for_the_next_question(opened: Open, address: str) -> None:
    page = opened(address, NARROW)
    page.get_by_role("button", name="Filters").click()
    find = page.get_by_label("Find: said by")
    find.fill("lukash")
    options = page.locator("#filters section").first.locator("li:visible")
    expect(options).to_have_count(1)
    find.press("Enter")
    expect(page.locator("#filters .chip")).to_have_count(1)
    picture(page, "narrow-light-filters")
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    turn = ask(page, PEACE)
    assert {who[: len(LUKASHENKO)] for who in turn.locator(".card .who").all_text_contents()} == {LUKASHENKO}


def test_a_quote_is_checked_and_the_words_that_differ_are_marked(opened: Open, address: str) -> None:
    page = opened(address)
    page.get_by_role("link", name="Check a quote").click()
    expect(page.locator(BOX)).to_be_focused()
    page.get_by_label("Said by").fill(LUKASHENKO)
    turn = ask(page, "Thank you for your support with air shipments.")
    assert "Altered" in turn.locator(".verdict").inner_text()
    seen = "e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim())"
    assert turn.locator(".diff del").evaluate(seen) == ["air"]
    assert turn.locator(".diff ins").evaluate(seen) == ["sea"]
    picture(page, "wide-light-check")
    expect(page.locator("#status")).to_contain_text("Altered")
    assert query(page)["mode"] == ["check"]
    again = opened(page.url, NARROW, "dark")
    expect(again.locator(f"{TURN} .verdict")).to_contain_text("Altered")
    picture(again, "narrow-dark-check")
    assert again.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    exact = ask(page, "Russian ports help us ship goods.")
    assert "Exact" in exact.locator(".verdict").inner_text()


def test_a_quote_is_copied_to_the_character(opened: Open, address: str) -> None:
    page = opened(linked(address))
    turn = page.locator(TURN)
    turn.get_by_role("button", name="Copy quote").first.click()
    turn.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == quotes(turn)[0]


def test_a_quote_is_copied_where_the_page_has_no_clipboard_of_its_own(opened: Open, address: str) -> None:
    page = opened(linked(address))
    turn = page.locator(TURN)
    turn.wait_for()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    turn.get_by_role("button", name="Copy quote").first.click()
    turn.get_by_role("button", name="Copied").wait_for()
    page.locator(BOX).focus()
    page.keyboard.press("Control+V")
    expect(page.locator(BOX)).to_have_value(quotes(turn)[0])


def test_a_citation_is_chosen_from_a_menu_and_copied(opened: Open, address: str) -> None:
    page = opened(linked(address), NARROW)
    turn = page.locator(TURN)
    menu = turn.locator(".card .menu").first
    menu.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    picture(page, "narrow-light-citation")
    menu.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator("#status")).to_have_text("Copied")
    expect(menu.locator("summary")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{quotes(turn)[0]}”")
    assert "Alexander Lukashenko, President of the Republic of Belarus" in copied
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")


def test_an_answer_is_saved_as_a_file(opened: Open, address: str) -> None:
    page = opened(linked(address))
    turn = page.locator(TURN)
    turn.get_by_text("Save as a file").click()
    with page.expect_download() as saving:
        turn.get_by_role("link", name="Markdown").click()
    assert saving.value.suggested_filename == "evidence.md"
    assert PORTS_QUESTION in saving.value.path().read_text("utf-8")
