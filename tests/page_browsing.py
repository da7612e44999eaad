"""The page in a real browser: one server over the corpus and encoder of the project, one Chromium."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from page_examples import CORPUS

from benchmarks.serving import QUIET

ARTIFACTS = Path(os.environ.get("RAG_ARTIFACTS", "artifacts"))
WIDE, NARROW = (1280, 800), (390, 844)
BOX, TURN = "#question textarea", ".turn:not(.waiting)"

Open = Any
"""`opened(address, size, scheme)`, with the `record` of what went on."""


@contextmanager
def served(archive: Any) -> Iterator[str]:  # noqa: ANN401
    """Serve an archive on a free port for as long as the block runs."""
    import uvicorn

    from rag.page.server import build_app

    config = uvicorn.Config(build_app(archive), port=0, log_level="warning", timeout_graceful_shutdown=1)
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


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the corpus of the project."""
    from rag.index.builder import build_index
    from rag.index.encoder import SentenceTransformerEncoder

    index = tmp_path_factory.mktemp("index")
    build_index(CORPUS, index, SentenceTransformerEncoder())
    return index


@pytest.fixture(scope="session")
def address(seed_index: Path) -> Iterator[str]:
    from rag.archive import Archive

    archive = Archive.open(seed_index)
    with served(archive) as at:
        yield at
    archive.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no chromium on the PATH")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Record:
    """What went on behind the page."""

    hosts: set[str | None] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def listen(self, context: Any) -> None:  # noqa: ANN401
        context.on(
            "request", lambda r: self.hosts.add(urlsplit(r.url).hostname if r.url[:4] == "http" else None)
        )
        context.on(
            "response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 400 else None
        )
        context.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        context.on("weberror", lambda e: self.faults.append(str(e.error)))


@pytest.fixture
def opened(chromium: Any) -> Iterator[Open]:  # noqa: ANN401
    """Open an address in a fresh context; at the end nothing may have failed or gone elsewhere."""
    record, contexts = Record(), []

    def opener(at: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Any:  # noqa: ANN401
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        record.listen(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(at)
        page.wait_for_selector("html[data-ready]")
        return page

    opener.record = record  # type: ignore[attr-defined]
    yield opener
    for context in contexts:
        context.close()
    assert record.hosts - {None} == {"127.0.0.1"}
    assert record.faults == []


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
