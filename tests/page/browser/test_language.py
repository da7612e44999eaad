"""The page in Russian: by the browser's language, by the switch, in light and dark and at both sizes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.page.browser.browsing import BOX, NARROW, TURN, WIDE, Open, ask, expect, picture
from tests.page.browser.states import ALTERED
from tests.page.browser.test_states import WIDER, violations
from tests.page.examples import LUKASHENKO, PORTS, PORTS_QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.model]


def broken(page: Any, name: str, taken: str) -> dict[str, list[str]]:  # noqa: ANN401
    picture(page, f"{taken}-{name}-ru")
    found = violations(page) + page.evaluate(WIDER)
    return {name: found} if found else {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_the_page_is_switched_to_russian_and_stays_so(
    opened: Open, address: str, width: str, size: tuple[int, int], scheme: str
) -> None:
    taken = f"{width}-{scheme}"
    page, wrong = opened(address, size, scheme), {}
    page.get_by_role("link", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page).to_have_title("Спросите стенограммы")
    expect(page.locator(BOX)).to_have_attribute("placeholder", "Задайте вопрос")
    expect(page.locator("#start")).to_contain_text("Нет стенограмм за месяцы: май 2023 – март 2024.")
    page.locator("#start .suggested a").first.wait_for()
    wrong |= broken(page, "start", taken)
    turn = ask(page, PORTS_QUESTION)
    expect(turn.locator(".found")).to_contain_text("Найдено 10 фрагментов.")
    expect(turn.locator(".card .about").first).to_contain_text("11 апреля 2024")
    assert PORTS in turn.locator(".card .quote").first.inner_text().replace("\u00a0", " ")
    turn.get_by_text("Почему это найдено").first.click()
    wrong |= broken(page, "answer", taken)
    page.get_by_role("button", name="Фильтры").click()
    page.get_by_role("region", name="Фильтры").get_by_role("link", name=LUKASHENKO).first.wait_for()
    wrong |= broken(page, "filters", taken)
    page.keyboard.press("Escape")
    turn.get_by_role("link", name="Читать в стенограмме").first.click()
    expect(page.get_by_role("complementary", name="Стенограмма")).to_be_visible()
    wrong |= broken(page, "reader", taken)
    page.goto(f"{address}/?{urlencode({'mode': 'check', 'q': ALTERED})}")
    expect(page.locator(f"{TURN} .verdict")).to_contain_text("Искажено")
    wrong |= broken(page, "check", taken)
    for name in ("help", "transcripts"):
        page.goto(f"{address}/{name}")
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        wrong |= broken(page, name, taken)
    assert wrong == {}


def test_the_thread_stays_when_the_language_changes(opened: Open, address: str) -> None:
    page = opened(address)
    for question in (PORTS_QUESTION, "Who supports the peace process?"):
        ask(page, question)
    page.get_by_role("link", name="Русский").click()
    expect(page.locator(TURN)).to_have_count(2)
    expect(page.locator(f"{TURN} .found").last).to_contain_text(re.compile("Найдено|самые близкие"))
    page.get_by_role("link", name="English").click()
    expect(page.locator(f"{TURN} .searched").last).to_contain_text("Searched 2 transcripts")
    expect(page.locator(TURN)).to_have_count(2)


def test_the_address_and_the_browser_choose_a_language(opened: Open, address: str) -> None:
    page = opened(f"{address}/?lang=ru&q={PORTS_QUESTION}")
    expect(page.locator(f"{TURN} .found")).to_contain_text("Найдено 10 фрагментов.")
    assert "lang=" not in page.url
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "ru")
