"""The page while it loads: who comes early is told so or can ask already, and who stays gets the page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from rag.errors import RagError
from rag.page.guard import POLICY
from rag.page.opening import Opening
from tests.page.examples import in_thread

pytestmark = pytest.mark.slow


@asynccontextmanager
async def living(opening: Opening) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application between its start and its end."""
    to_app: asyncio.Queue[Message] = asyncio.Queue()
    from_app: asyncio.Queue[Message] = asyncio.Queue()
    life = asyncio.create_task(opening({"type": "lifespan"}, to_app.get, from_app.put))
    await to_app.put({"type": "lifespan.startup"})
    assert await from_app.get() == {"type": "lifespan.startup.complete"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(opening), base_url="http://here") as client:
        yield client
    await to_app.put({"type": "lifespan.shutdown"})
    assert await from_app.get() == {"type": "lifespan.shutdown.complete"}
    await life


def test_who_comes_early_is_told_and_the_application_takes_over() -> None:
    let_go, complete, life = threading.Event(), threading.Event(), list[str]()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        life.append("started")
        yield
        life.append("ended")

    def load() -> FastAPI:
        assert let_go.wait(10)
        app = FastAPI(lifespan=lifespan)
        app.get("/api/sources")(lambda: {"transcripts": 2})
        return app

    def add_page(app: FastAPI) -> None:
        assert complete.wait(10)
        app.get("/")(lambda: "the page of Gradio")
        app.get("/config")(lambda: {"version": 6})

    async def use() -> None:
        ready = asyncio.Event()
        opening = Opening(load, add_page, ready.set, failed=lambda: None)
        async with living(opening) as client:
            page, data = await client.get("/"), await client.get("/api/sources")
            assert (page.status_code, page.headers["retry-after"]) == (503, "2")
            assert page.headers["content-security-policy"] == POLICY
            assert '<meta http-equiv="refresh" content="1">' in page.text
            assert (data.status_code, data.json()) == (
                503,
                {"error": "the index is being loaded: ask again in a moment"},
            )
            let_go.set()
            await asyncio.wait_for(ready.wait(), 10)
            page, config = await client.get("/"), await client.get("/config")
            assert (page.status_code, page.headers["content-security-policy"]) == (200, POLICY)
            assert all(f'id="{name}"' in page.text for name in ("frame", "foot", "above-box", "question"))
            assert (config.status_code, config.headers["retry-after"]) == (503, "2")
            assert (await client.get("/api/sources")).json() == {"transcripts": 2}
            assert life == []
            complete.set()
            while (page := await client.get("/")).text != '"the page of Gradio"':
                assert (page.status_code, opening.error) == (200, None)
                await asyncio.sleep(0.01)
            assert (await client.get("/config")).json() == {"version": 6}
            assert (await client.get("/api/sources")).json() == {"transcripts": 2}
            assert life == ["started"]
        assert life == ["started", "ended"]

    in_thread(asyncio.run, use())


def test_the_server_may_end_while_it_loads() -> None:
    let_go = threading.Event()

    def load() -> FastAPI:
        let_go.wait(10)
        return FastAPI()

    async def use() -> None:
        opening = Opening(load, lambda _: None, ready=lambda: None, failed=lambda: None)
        async with living(opening) as client:
            assert (await client.get("/help")).status_code == 503
        assert opening.error is None

    in_thread(asyncio.run, use())
    let_go.set()


def test_a_page_that_cannot_be_loaded_ends_the_server_with_its_error() -> None:
    def fail(_: FastAPI) -> None:
        raise RagError("no page")

    async def use() -> None:
        failed = asyncio.Event()
        opening = Opening(FastAPI, fail, ready=lambda: None, failed=failed.set)
        async with living(opening):
            await asyncio.wait_for(failed.wait(), 10)
        assert str(opening.error) == "no page"

    in_thread(asyncio.run, use())
