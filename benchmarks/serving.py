"""A real server as a user would run it, and a real browser to look at it with."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import httpx

WIDE, PHONE = (1280, 800), (390, 844)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""What Chromium is started with, so that it asks nobody else for anything."""

_START = 120
"""Seconds within which the server is to be up."""


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int]]:
    """Run `rag serve` on a free port; its address and process, once Gradio's page is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--index", str(index), "--port", str(port)]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(_START * 20):
            if running.poll() is not None or _is_up(address):
                break
            sleep(0.05)
        yield address, running.pid
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the Chromium on the PATH; ends the program with one line where there is none."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("skipped: no chromium on the PATH")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def window(browser: Any, size: tuple[int, int] = WIDE, scheme: str = "light") -> Iterator[Any]:
    """Open a page of a browser that was never here before."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def visit(page: Any, address: str) -> None:
    """Open an address and wait until the page says that it is ready."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def _is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/config").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
