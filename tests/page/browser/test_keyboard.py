"""The page without a mouse: what Tab reaches, in which order, where the focus goes; and without motion."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.browser.browsing import NARROW, Open, expect
from tests.page.browser.states import ALTERED, STATES, Page, answer, citations, filters, reader, visit
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN

pytestmark = [pytest.mark.browser, pytest.mark.model]


REACHABLE = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), textarea, summary, select")]
    .filter(e => !e.disabled && !e.closest("[inert]") && e.checkVisibility({visibilityProperty: true})
        && !(e.closest("details:not([open])") && !e.matches("details > summary")))
    .map((e, n) => { e.dataset.stop = n; return n; })"""
"""All that can be used, numbered in the order of the document."""
STOP = """() => {
    const e = document.activeElement, style = getComputedStyle(e);
    return [e.dataset.stop ?? null, parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none",
        e.outerHTML.slice(0, 120)];
}"""


def focused(page: Page) -> Any:  # noqa: ANN401
    return page.locator(":focus")


def press_until(page: Page, key: str, role: Any, name: str, most: int = 40) -> None:  # noqa: ANN401
    """Press a key until what has this role and name has the focus."""
    wanted = page.get_by_role(role, name=name)
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page).and_(wanted).count():
            return
    raise AssertionError(f"{key} does not reach {role} {name!r}")


def stops(page: Page) -> tuple[list[int], list[int], list[str]]:
    """What can be used, what Tab reaches, begun at the first of it, and what shows no sign of the focus."""
    expected = page.evaluate(REACHABLE)
    reached: list[int] = []
    unseen: list[str] = []
    for _ in range(len(expected) + 5):
        page.keyboard.press("Tab")
        stop, is_seen, html = page.evaluate(STOP)
        if stop is not None and int(stop) in reached:
            break
        if stop is not None:
            reached.append(int(stop))
            unseen += [] if is_seen else [html]
    first = reached.index(0)
    return expected, reached[first:] + reached[:first], unseen


@pytest.mark.parametrize("state", ["start", "answer", "filters", "citations", "check", "help"])
def test_tab_reaches_all_in_the_order_of_reading_and_shows_where_it_is(
    opened: Open, address: str, state: str
) -> None:
    page = opened(address)
    STATES[state](page, address)
    expected, reached, unseen = stops(page)
    assert reached == expected
    assert unseen == []


def test_a_reader_that_covers_the_page_keeps_the_focus(opened: Open, address: str) -> None:
    page = opened(address, NARROW)
    reader(page, address)
    expected, reached, unseen = stops(page)
    assert (reached, unseen) == (expected, [])
    assert page.evaluate("document.querySelectorAll('[data-stop]').length") == page.evaluate(
        "document.querySelectorAll('aside [data-stop]').length"
    )


def test_from_the_first_page_to_a_copied_citation(opened: Open, address: str) -> None:
    page = opened(address)
    page.keyboard.type(PORTS_QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("10 passages found.")).to_be_attached()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(focused(page)).to_have_accessible_name(f"Passage 1: {LUKASHENKO}, 11 April 2024")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(focused(page)).to_contain_text("Copy citation")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Copied")).to_be_attached()
    assert LUKASHENKO in page.evaluate("navigator.clipboard.readText()")


def test_filters_are_set_and_left(opened: Open, address: str) -> None:
    page = opened(address)
    press_until(page, "Shift+Tab", "button", "Filters")
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Filters")
    panel.get_by_role("link").first.wait_for()
    press_until(page, "Shift+Tab", "textbox", "Find: said by")
    page.keyboard.type("putin")
    page.keyboard.press("Enter")
    panel.get_by_role("link", name=f"{PUTIN}, filter: remove").wait_for()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(focused(page)).to_have_accessible_name("Filters: 1")


def test_a_quote_is_checked(opened: Open, address: str) -> None:
    page = opened(address)
    press_until(page, "Shift+Tab", "link", "Check a quote")
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_accessible_name("The quote to check")
    page.keyboard.type(ALTERED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Altered")).to_be_attached()


def test_the_focus_returns_to_where_it_was(opened: Open, address: str) -> None:
    page = opened(address)
    answer(page, address)
    second = page.get_by_role("article", name="Passage 2:")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    aside = page.get_by_role("complementary", name="Transcript")
    expect(aside).to_be_focused()
    press_until(page, "Tab", "button", "Close")
    page.keyboard.press("Enter")
    expect(aside).to_be_hidden()
    expect(second).to_be_focused()
    page.go_forward()
    expect(aside).to_be_visible()
    page.go_back()
    expect(aside).to_be_hidden()
    expect(second).to_be_focused()


def test_a_reader_opened_by_a_link_leaves_the_focus_in_the_box(opened: Open, address: str) -> None:
    page = opened(address)
    answer(page, address)
    link = page.get_by_role("button", name="Copy link").first.get_attribute("data-address")
    visit(page, f"{address}{link}")
    expect(page.get_by_role("complementary", name="Transcript")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()


MOTION = """() => {
    window.moved = [];
    for (const name of ["scrollIntoView", "scrollTo", "scrollBy"]) {
        const real = Element.prototype[name];
        Element.prototype[name] = function (...given) {
            window.moved.push(given[0]?.behavior ?? "auto");
            return real.apply(this, given);
        };
    }
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e);
    return s.transitionDuration.split(", ").some(d => d !== "0s" && s.transitionProperty !== "none")
        || s.animationName !== "none" || s.scrollBehavior !== "auto"; }).map(e => e.outerHTML.slice(0, 99))"""


@pytest.mark.parametrize(("wanted", "scrolls"), [("reduce", {"auto"}), ("no-preference", {"auto", "smooth"})])
def test_who_wants_less_motion_gets_none(opened: Open, address: str, wanted: str, scrolls: set[str]) -> None:
    page = opened(address)
    page.emulate_media(reduced_motion=wanted)
    answer(page, address)
    page.evaluate(MOTION)
    page.keyboard.type("Who supports the peace process?")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Who supports the peace").get_by_role("article").first.wait_for()
    assert set(page.evaluate("window.moved")) == scrolls
    if wanted == "reduce":
        for reach in (citations, filters, reader):
            reach(page, address)
            assert page.evaluate(MOVING) == []
