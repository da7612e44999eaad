"""Text fragments in a real browser: the address of a citation leads to its words, and to no others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rag.index.hits import slice_of
from rag.proof.cite.citation import official_address
from rag.readers.corpus import read_corpus
from rag.records import Hit, Transcript
from tests.corpora import ROOT

pytestmark = pytest.mark.browser

FAR = "<style>p { margin: 0 0 3000px }</style>"
"""Each paragraph has the window for itself."""
SEEN = """() => [...document.querySelectorAll('p')].filter(p => {
    const box = p.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}).map(p => p.textContent)"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def held() -> Transcript:
    return read_corpus(ROOT / "corpus").transcripts[1]


@pytest.fixture(scope="module")
def address(held: Transcript, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The transcript as the site prints it: bold labels, a paragraph each."""
    folder = tmp_path_factory.mktemp("site")
    paragraphs: list[str] = []
    for turn in held.utterances:
        first, *rest = (escape(line) for line in turn.text.split("\n") if line.strip())
        paragraphs += [f"<b>{escape(turn.label or '')}:</b> {first}", *rest]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    (folder / "page.html").write_text(f'<!DOCTYPE html><meta charset="utf-8">{FAR}<p>Page</p>{body}', "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page.html"
    server.shutdown()


def cited(held: Transcript, number: int, begin: int, stop: int, url: str) -> Hit:
    turn = held.utterances[number]
    passage = slice_of(held.id, turn, begin, stop)
    heading = (held.title, held.date, held.place, url, held.source, held.sha256)
    return Hit(1, 1.0, passage, turn, *heading, None, 1, 1, None, None)


def test_an_address_leads_to_the_words(held: Transcript, address: str, chromium: Any) -> None:  # noqa: ANN401
    spans: list[tuple[int, int, int]] = []
    for turn in held.utterances:
        lines = [line for line in turn.text.split("\n") if line.strip()]
        last = turn.text.rindex(lines[-1])
        spans.append((turn.number, 0, len(turn.text)))
        spans.append((turn.number, last, len(turn.text)))
        middle = turn.text.index(". ") + 2 if ". " in turn.text else 0
        spans.append((turn.number, middle, min(len(turn.text), middle + 60)))
    page = chromium.new_context().new_page()
    for span in spans[:: max(1, len(spans) // 24)]:
        hit = cited(held, *span, address)
        found = official_address(hit)
        assert found
        page.goto("about:blank")
        page.goto(found)
        page.wait_for_function("scrollY > 0")
        seen = page.evaluate(SEEN)
        said = [line.strip() for line in hit.passage.text.split("\n") if line.strip()]
        assert len(seen) == 1, found
        assert any(line in seen[0] for line in said), (found, seen)


def test_words_that_are_not_there_lead_nowhere(held: Transcript, address: str, chromium: Any) -> None:  # noqa: ANN401
    turn = held.utterances[0]
    other = replace(held, utterances=(replace(turn, text="Zebras graze on the moon.", end=turn.start + 25),))
    page = chromium.new_context().new_page()
    page.goto(str(official_address(cited(other, 0, 0, 25, address))))
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0
