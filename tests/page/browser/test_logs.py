"""The log of a real server: nothing that anybody typed, unless that was asked for."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.model]

TYPED = "zanzibar"
"""What stands in everything that is sent."""
ASKED = (
    f"/part/turn?q=What+of+{TYPED}%3F&previous=And+{TYPED}%3F",
    f"/part/turn?q={TYPED}&speaker={TYPED}&from={TYPED}&transcript={TYPED}",
    f"/part/turn?mode=check&q=We+shipped+to+{TYPED}",
    f"/part/filters?q={TYPED}&place={TYPED}",
    f"/part/reader?read={TYPED}&u=0&at=0-9&text=00000000000000",
    f"/api/ask?q={TYPED}&k={TYPED}",
    f"/api/check?quote={TYPED}&speaker={TYPED}",
    f"/api/export?q={TYPED}&format=json",
    f"/api/cite?transcript={TYPED}&start=0&end=1",
    f"/api/transcripts/{TYPED}",
    f"/api/changes?transcript={TYPED}",
    f"/transcripts/{TYPED}?u={TYPED}",
    f"/?q={TYPED}",
    f"/{TYPED}",
    "/api/ask?q=" + TYPED * 1000,
)
SENT = (
    ("/gradio_api/run/ask", {"data": [f"What of {TYPED}?"]}),
    ("/gradio_api/run/ask", {"data": [{TYPED: TYPED}, TYPED]}),
    ("/gradio_api/run/check", {"data": [TYPED, TYPED, TYPED, TYPED]}),
    ("/gradio_api/run/sources", {"data": [TYPED]}),
    (f"/gradio_api/run/{TYPED}", {"data": [TYPED]}),
    ("/gradio_api/queue/join", {"data": [TYPED], "fn_index": 99, "session_hash": TYPED}),
    ("/gradio_api/queue/join", {TYPED: TYPED}),
    ("/gradio_api/upload", {TYPED: TYPED}),
    ("/gradio_api/run/ask", {"data": [TYPED * 40_000]}),
)


@contextmanager
def running(index: Path, log: Path, *options: str) -> Iterator[str]:
    """Run `rag serve`, what it writes going to a file, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rag", "serve", "--index", str(index), "--port", str(port), *options]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
    try:
        for _ in range(1200):
            if server.poll() is not None or "Gradio is loaded" in log.read_text("utf-8"):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def send_all(address: str) -> list[int]:
    """Send all of it; the status of each reply."""
    with httpx.Client(base_url=address, timeout=30) as client:
        replies = [client.get(path) for path in ASKED]
        replies += [client.post(path, json=body) for path, body in SENT]
    return [reply.status_code for reply in replies]


def test_nothing_typed_is_in_the_log(seed_index: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(seed_index, log) as address:
        statuses = send_all(address)
    written = log.read_text("utf-8")
    assert {200, 400, 404, 413} <= set(statuses)
    assert "the page is ready at" in written
    assert [line for line in written.splitlines() if TYPED in line.lower()] == []


def test_questions_are_in_the_log_where_that_is_asked_for(seed_index: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(seed_index, log, "--log-questions") as address:
        send_all(address)
    written = log.read_text("utf-8")
    assert f"asked: 'What of {TYPED}?', following 'And {TYPED}?'" in written
    assert f"checked: 'We shipped to {TYPED}', said to be by None" in written
