"""Every main state of the page: for everyone (axe), in its window, without motion, and as a picture."""

from __future__ import annotations

import pytest

from tests.page.browser.browsing import ARTIFACTS, NARROW, WIDE, Open
from tests.page.browser.states import STATES, Page

pytestmark = [pytest.mark.browser, pytest.mark.model]


SMALL = (320, 640)
WIDER = """() => document.documentElement.scrollWidth > innerWidth
    ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 100)) : []"""
"""What stands out of the window, where that can be scrolled sideways."""


def violations(page: Page) -> list[str]:
    """Every rule of axe-core that something on the page breaks, with what breaks it."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page.evaluate(axe.AXE_SCRIPT)
    told = page.evaluate("axe.run()")
    assert len(told["passes"]) > 10
    found = told["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("phone", NARROW)])
def test_main_states_keep_every_rule_of_axe(
    opened: Open, address: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    """Their pictures are kept as well: `screens/WIDTH-SCHEME-STATE.png` among the artefacts."""
    page, broken = opened(address, size, scheme), {}
    folder = ARTIFACTS / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    for name, reach in STATES.items():
        reach(page, address)
        page.screenshot(path=folder / f"{width}-{scheme}-{name}.png")
        if found := violations(page) + page.evaluate(WIDER):
            broken[name] = found
    assert broken == {}


def test_no_state_is_wider_than_a_small_window(opened: Open, address: str) -> None:
    page, broken = opened(address, SMALL), {}
    for name, reach in STATES.items():
        reach(page, address)
        if found := page.evaluate(WIDER):
            broken[name] = found
    assert broken == {}
