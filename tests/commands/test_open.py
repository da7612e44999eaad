"""`rag open`: the address of an answer, and what is said where no page is served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rag.commands.open import _TITLE
from rag.page.frame import help_page
from rag.page.rendering import render
from tests.commands.running import MISTAKE, SUCCESS, Run, assert_mistake

pytestmark = pytest.mark.slow


class _Page(BaseHTTPRequestHandler):
    body = help_page().encode()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def port() -> Iterator[str]:
    """Where something answers as the page does."""
    with HTTPServer(("127.0.0.1", 0), _Page) as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(served.server_port)
        served.shutdown()
        thread.join()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser is told to open."""
    addresses: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: not addresses.append(address))
    return addresses


def test_the_answer_is_opened_and_its_address_printed(
    here: Path, run: Run, port: str, opened: list[str]
) -> None:
    ran = run("open", "What of gas & ports?", "--speaker", "Putin", "--from", "2018-04", "--port", port)
    address = f"http://127.0.0.1:{port}/?q=What+of+gas+%26+ports%3F&speaker=Putin&from=2018-04"
    assert (ran.code, ran.out, ran.err, opened) == (SUCCESS, f"{address}\n", "", [address])
    everywhere = "0.0.0.0"  # noqa: S104 - opened, not listened on
    assert run("open", "--port", port, "--host", everywhere).out == f"http://127.0.0.1:{port}/\n"


def test_print_opens_nothing_and_needs_no_page(here: Path, run: Run, opened: list[str]) -> None:
    assert run("open", "gas", "--print", "--port", "1", "--host", "::").out == "http://[::1]:1/?q=gas\n"
    (here / "rag.toml").write_text("port = 9000\n")
    assert run("open", "--print").out == "http://127.0.0.1:9000/\n"
    assert opened == []


def test_where_no_page_is_served(here: Path, run: Run, opened: list[str]) -> None:
    said = "no page is served at http://127.0.0.1:1 ([Errno 111] Connection refused): start it with rag serve"
    assert_mistake(here, run, "open", "gas", "--port", "1", said=said)
    assert_mistake(here, run, "open", "--host", "x" * 70, said="no page is served at http://xxx")
    assert opened == []


def test_another_program(
    here: Path, run: Run, port: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Page, "body", b"<title>Something else</title>")
    said = f"another program answers at http://127.0.0.1:{port}: choose another port with --port"
    assert_mistake(here, run, "open", "--port", port, said=said)
    assert opened == []


def test_without_a_browser_the_address_is_still_printed(
    here: Path, run: Run, port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    ran = run("open", "--port", port)
    assert (ran.code, ran.out) == (MISTAKE, f"http://127.0.0.1:{port}/\n")
    assert ran.err == "rag: no browser can be opened here: open the address above by hand\n"


def test_the_page_is_known_while_it_loads_and_afterwards() -> None:
    assert _TITLE.search(render("loading").encode())
    assert _TITLE.search(help_page().encode())
