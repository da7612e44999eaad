"""The pictures of the README, over the transcripts of `corpus/`: `python -m benchmarks.screens [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.common import index_of
from benchmarks.serving import PHONE, WIDE, chromium, served, visit, window

_QUESTION = "What did Lukashenko say about ports and sea shipments?"
_ALTERED = {
    "mode": "check",
    "q": "Thank you for your support with air shipments.",
    "speaker": "Alexander Lukashenko",
}


def main() -> None:
    """Write four pictures, and their names."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    with chromium() as browser, served(index_of(Path("corpus"))) as (address, _):
        for name, size, scheme, reach in (
            ("page-reader", WIDE, "light", _reader),
            ("page-phone", PHONE, "light", _answer),
            ("page-check", WIDE, "light", _check),
            ("page-start", WIDE, "dark", visit),
        ):
            with window(browser, size, scheme) as page:
                reach(page, address)
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{name}.png")
                print(folder / f"{name}.png")


def _answer(page: Any, address: str) -> None:
    visit(page, f"{address}/?{urlencode({'q': _QUESTION})}")
    page.get_by_role("article", name="Passage 1:").wait_for()


def _reader(page: Any, address: str) -> None:
    _answer(page, address)
    page.get_by_role("link", name="Read in transcript").first.click()
    page.get_by_role("complementary", name="Transcript").get_by_role("heading", level=1).wait_for()


def _check(page: Any, address: str) -> None:
    visit(page, f"{address}/?{urlencode(_ALTERED)}")
    page.get_by_text("Struck out").first.wait_for()


if __name__ == "__main__":
    main()
