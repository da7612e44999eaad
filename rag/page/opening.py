"""The page while it loads: an ASGI application that stands in for the real one until that is there.

Gradio alone takes seconds to import. Who comes earlier is told so, and the page opens by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.page.guard import Guard, refusal
from rag.page.rendering import render
from rag.page.speaking import Speaking

if TYPE_CHECKING:
    from fastapi import FastAPI


class Opening:
    """Answers with 503 until the application is loaded, then hands everything over to it."""

    def __init__(
        self, load: Callable[[], FastAPI], ready: Callable[[], None], failed: Callable[[], None]
    ) -> None:
        """`load` runs in a thread of its own. Afterwards `ready` or `failed` is called, in the event loop."""
        self.error: Exception | None = None
        """What `load` raised."""
        self._load = load
        self._ready = ready
        self._failed = failed
        self._app: ASGIApp = Guard(Speaking(_loading))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and the end of the server."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        await receive()
        closing = asyncio.Event()
        loading = asyncio.create_task(self._open(closing))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        closing.set()
        # A thread that still loads has no say in when the server ends.
        if isinstance(self._app, Guard):
            loading.cancel()
        await asyncio.wait([loading])
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, closing: asyncio.Event) -> None:
        """Load the application and let it serve until the server closes."""
        try:
            app = await _in_thread(self._load)
            async with app.router.lifespan_context(app):
                self._app = app
                self._ready()
                await closing.wait()
        except Exception as error:  # noqa: BLE001 - raised where the server was started
            self.error = error
            self._failed()


async def _in_thread(load: Callable[[], FastAPI]) -> FastAPI:
    """What `load` returns or raises, from a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[FastAPI] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        if not loaded.done():
            settle()

    def run() -> None:
        try:
            app = load()
            settle = lambda: loaded.set_result(app)  # noqa: E731
        except Exception as error:  # noqa: BLE001 - raised in the event loop
            raised = error
            settle = lambda: loaded.set_exception(raised)  # noqa: E731
        with suppress(RuntimeError):  # the server has ended
            loop.call_soon_threadsafe(tell, settle)

    Thread(target=run, daemon=True).start()
    return await loaded


async def _loading(scope: Scope, receive: Receive, send: Send) -> None:
    is_page = scope["type"] == "http" and not scope["path"].startswith(("/api/", "/gradio_api/"))
    reply: Response = (
        HTMLResponse(render("loading"), 503)
        if is_page
        else refusal(503, "the index is being loaded: ask again in a moment")
    )
    await reply(scope, receive, send)
