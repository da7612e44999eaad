"""The page while Gradio is still being imported: it takes questions, and Gradio's goes on from there."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.browser.browsing import BOX, TURN, Open, ask, expect, picture, started
from tests.page.examples import PORTS_QUESTION

if TYPE_CHECKING:
    from fastapi import FastAPI

    from rag.index.encoder import SentenceTransformerEncoder

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_a_question_is_answered_before_gradio_is_there(
    opened: Open, seed_index: Path, real_encoder: SentenceTransformerEncoder
) -> None:
    from rag.archive import Archive
    from rag.page import server
    from rag.page.opening import Opening

    archive, complete = Archive.open(seed_index, real_encoder), threading.Event()

    def add_page(app: FastAPI) -> None:
        assert complete.wait(60)
        server._add_page(app, archive, mcp=False)

    ready = threading.Event()
    opening = Opening(
        lambda: server._without_page(archive, None, local=True), add_page, ready.set, failed=ready.set
    )
    with started(opening) as address:
        assert ready.wait(60)
        page = opened(address, scheme="dark")
        expect(page.locator("gradio-app")).to_have_count(0)
        ask(page, PORTS_QUESTION)
        box, colours = page.locator(BOX).bounding_box(), "getComputedStyle(document.body).backgroundColor"
        early = page.evaluate(colours)
        picture(page, "early-dark")
        complete.set()
        page.fill(BOX, "And of roads?")
        page.locator("#question button").click()
        expect(page.locator(TURN)).to_have_count(2)
        until = time.monotonic() + 60
        while not page.locator("gradio-app").count():
            assert time.monotonic() < until
            page.reload()
            page.wait_for_selector("html[data-ready]")
        expect(page.locator(TURN)).to_have_count(2)
        assert page.evaluate(colours) == early
        late = page.locator(BOX).bounding_box()
        assert all(abs(box[side] - late[side]) <= 3 for side in ("x", "y", "width", "height"))
    archive.close()
