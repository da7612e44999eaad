"""The page in a real browser: one server over the corpus and the encoder of the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.corpora import CORPUS
from tests.page.browser.browsing import WIDE, Open, served

if TYPE_CHECKING:
    from rag.index.encoder import SentenceTransformerEncoder


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory, real_encoder: SentenceTransformerEncoder) -> Path:
    """An index over the corpus of the project; only to be read."""
    from rag.index.builder import build_index

    index = tmp_path_factory.mktemp("index")
    build_index(CORPUS, index, real_encoder)
    return index


@pytest.fixture(scope="session")
def address(seed_index: Path, real_encoder: SentenceTransformerEncoder) -> Iterator[str]:
    """The page over `seed_index`, served for all tests that only look at it."""
    from rag.archive import Archive

    archive = Archive.open(seed_index, real_encoder)
    with served(archive) as at:
        yield at
    archive.close()


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
