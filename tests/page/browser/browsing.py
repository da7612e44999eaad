"""Serving an archive, and what a person does in a browser."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.page.examples import PORTS_QUESTION

ARTIFACTS = Path(os.environ.get("RAG_ARTIFACTS", "artifacts"))
PEACE = "Who supports the peace process?"
WIDE, NARROW = (1280, 800), (390, 844)
BOX, TURN = "#question textarea", ".turn:not(.waiting)"

Open = Any
"""`opened(address, size, scheme)`, with the `record` of what went on."""


@contextmanager
def served(archive: Any, labelling: Any = None) -> Iterator[str]:  # noqa: ANN401
    """Serve an archive on a free port for as long as the block runs; with `labelling`, to label too."""
    from rag.page.server import build_app

    with started(build_app(archive, labelling=labelling)) as address:
        yield address


@contextmanager
def started(app: Any) -> Iterator[str]:  # noqa: ANN401 - an ASGI application
    """Serve an application on a free port for as long as the block runs."""
    import uvicorn

    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        for _ in range(600):
            if server.started or not thread.is_alive():
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def expect(found: Any) -> Any:  # noqa: ANN401
    """Playwright's assertions, which wait until they hold; imported where a browser is used."""
    from playwright.sync_api import expect as waiting

    return waiting(found)


def ask(page: Any, words: str) -> Any:  # noqa: ANN401
    """Type into the box, press Enter, and return the turn."""
    page.fill(BOX, words)
    page.press(BOX, "Enter")
    turn = page.locator(f"{TURN}[aria-label={json.dumps(words[:200])}]").last
    turn.wait_for()
    return turn


def picture(page: Any, name: str) -> None:  # noqa: ANN401
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=ARTIFACTS / f"page-{name}.png")


def quotes(turn: Any) -> list[str]:  # noqa: ANN401
    found: list[str] = turn.locator(".card .quote").evaluate_all("q => q.map(e => e.textContent)")
    return found


def query(page: Any) -> dict[str, list[str]]:  # noqa: ANN401
    return parse_qs(urlsplit(page.url).query)


def linked(address: str, question: str = PORTS_QUESTION, **parts: str) -> str:
    return f"{address}/?{urlencode({'q': question, **parts})}"
