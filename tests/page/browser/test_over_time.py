"""Repeats in the browser: folded under their card, to be opened and read, at both sizes and for everyone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from rag.archive import Archive
from tests.page.browser.browsing import NARROW, WIDE, Open, expect, served
from tests.page.browser.test_states import WIDER, violations
from tests.proof.test_over_time import PUTIN, SAID, over_time_archive

pytestmark = [pytest.mark.browser]
__all__ = ["over_time_archive"]


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_what_was_said_again_stands_under_its_card(
    opened: Open, over_time_archive: Archive, size: tuple[int, int], scheme: str
) -> None:
    with served(over_time_archive) as at:
        page: Any = opened(f"{at}/?{urlencode({'mode': 'check', 'q': SAID, 'speaker': PUTIN})}", size, scheme)
        assert f"{PUTIN} said this 4 times, in 4 transcripts" in page.locator(".times").inner_text()
        page.get_by_text("Said again on 3 other days").click()
        page.get_by_text("Nearly the same words by Alexander Lukashenko").click()
        first = page.locator(".repeats li").first
        expect(first.locator("ins")).to_contain_text("nine million")
        assert violations(page) + page.evaluate(WIDER) == []
        first.get_by_role("link", name="Read in transcript").click()
        expect(page.locator("#reader #passage")).to_contain_text("nine million")
