"""The whole server with Gradio, whose import takes seconds."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.page.backend import QuestionLog, unlogged
from rag.page.guard import BODY_LIMIT, POLICY
from rag.page.server import build_app
from tests.page.examples import PORTS, PORTS_QUESTION, WordArchive, in_thread, transcripts

pytestmark = pytest.mark.slow


ARCHIVE = WordArchive(transcripts())


LATER = "004_740d1cef05ee691b"


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    import uvicorn

    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        for _ in range(600):
            if running.started or not thread.is_alive():
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(10)


@pytest.mark.browser
def test_the_gradio_page_is_served_under_the_same_guard() -> None:
    import gradio

    with TestClient(build_app(ARCHIVE)) as whole:
        page = whole.get("/")
        assert page.status_code == 200
        assert page.headers["content-security-policy"] == POLICY
        assert "--paper: light-dark(" in page.text
        assert whole.get("/api/sources").json()["transcripts"] == 2
        assert whole.get("/docs").status_code == 404
        config = whole.get("/config").json()
        assert config["analytics_enabled"] is False
        assert config["show_error"] is False
        assert config["mcp_server"] is False
        public = [d["api_name"] for d in config["dependencies"] if d["api_visibility"] == "public"]
        assert public == ["ask", "check", "transcript", "sources"]
        assert whole.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
        assert whole.post("/gradio_api/mcp", json={}).status_code in {404, 405}
        big = {"data": ["x" * BODY_LIMIT]}
        assert whole.post("/gradio_api/queue/join", json=big).status_code == 413
    assert gradio.analytics.analytics_enabled() is False


@pytest.mark.browser
def test_programs_that_speak_gradio_get_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    with served(build_app(ARCHIVE)) as address:
        client = Client(address, verbose=False)
        found = json.loads(client.predict(PORTS_QUESTION, k=2, speaker=["Lukashenko"], api_name="/ask"))
        assert found["passages"][0]["text"].replace("\u00a0", " ").startswith(PORTS)
        assert len(found["passages"]) == 2
        assert json.loads(client.predict(api_name="/sources"))["transcripts"] == 2
        assert json.loads(client.predict(LATER, api_name="/transcript"))["id"] == LATER
        with pytest.raises(AppError, match="the quote has no words"):
            client.predict("?!", api_name="/check")
        for given, expected in (
            ({"question": ""}, "the question is empty"),
            ({"question": ["Who?"]}, "q: Input should be a valid string"),
            ({"question": "Who?", "k": "many"}, "k: Input should be a valid integer"),
            ({"question": "Who?", "speaker": ["Nobody"]}, "nobody called 'Nobody'"),
        ):
            with pytest.raises(AppError, match=expected):
                client.predict(**given, api_name="/ask")
        # before the server stops, which cuts off what the client still listens to
        assert "Traceback" not in capsys.readouterr().err


@pytest.mark.browser
def test_assistants_find_the_operations_as_tools() -> None:
    pytest.importorskip("mcp", reason="the package mcp is not installed")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def use(address: str) -> None:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            assert list(tools) == ["ask", "check", "transcript", "sources"]
            assert (
                tools["ask"].inputSchema["properties"]["k"]["description"] == "How many passages, 1 to 100."
            )
            found = await session.call_tool("ask", {"question": PORTS_QUESTION, "k": 1})
            passages = json.loads(found.content[0].text)["passages"]
            assert passages[0]["text"].replace("\u00a0", " ").startswith(PORTS)
            empty = await session.call_tool("ask", {"question": ""})
            assert (empty.isError, "the question is empty" in empty.content[0].text) == (True, True)

    with served(build_app(ARCHIVE, mcp=True)) as address:
        in_thread(asyncio.run, use(address))


def test_a_log_of_questions_hides_nothing_of_the_archive() -> None:
    class Calibrated(WordArchive):
        fitted_calibration = "fitted"  # type: ignore[assignment]

    archive = Calibrated(transcripts())
    assert QuestionLog(archive).fitted_calibration == "fitted"
    assert unlogged(QuestionLog(archive)) is unlogged(archive) is archive
