"""The page while it loads: an ASGI application that stands in for the real one until that is there.

Loading the index takes a second, importing Gradio several more. Who comes before the first is told so, and
the page opens by itself; who comes before the second gets the same page around a box of plain HTML.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.page.guard import Guard, refusal
from rag.page.rendering import LONGEST, page_head, render
from rag.page.speaking import Speaking

if TYPE_CHECKING:
    from fastapi import FastAPI

Result = TypeVar("Result")

log = logging.getLogger(__name__)

_OF_GRADIO = ("/gradio_api/", "/config")
"""What programs ask of Gradio."""


class Opening:
    """Answers with 503 until the application is loaded, then hands everything over to it."""

    def __init__(
        self,
        load: Callable[[], FastAPI],
        complete: Callable[[FastAPI], object],
        ready: Callable[[], None],
        failed: Callable[[], None],
    ) -> None:
        """`load` gives the routes, `complete` adds Gradio's page; they run in threads of their own.

        `ready` is called after `load`, `failed` where either raises, both in the event loop.
        """
        self.error: Exception | None = None
        """What `load` or `complete` raised."""
        self._load = load
        self._complete = complete
        self._ready = ready
        self._failed = failed
        self._app: ASGIApp = Guard(Speaking(_loading))
        self._is_complete = False

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
        if not self._is_complete:
            loading.cancel()
        await asyncio.wait([loading])
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, closing: asyncio.Event) -> None:
        """Load the application and let it serve until the server closes."""
        try:
            app = await _in_thread(self._load)
            self._app = _Early(app)
            self._ready()
            await _in_thread(lambda: self._complete(app))
            async with app.router.lifespan_context(app):
                self._app, self._is_complete = app, True
                log.info("Gradio is loaded: its page is served, and its clients are")
                await closing.wait()
        except Exception as error:  # noqa: BLE001 - raised where the server was started
            self.error = error
            self._failed()


class _Early:
    """The routes of an application that lacks Gradio's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._page = Guard(Speaking(_early_page))
        self._loading = Guard(Speaking(_loading))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["path"] == "/":
            await self._page(scope, receive, send)
        elif scope["path"].startswith(_OF_GRADIO):
            await self._loading(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _in_thread(act: Callable[[], Result]) -> Result:
    """What `act` returns or raises, from a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        if not done.done():
            settle()

    def run() -> None:
        try:
            result = act()
            settle = lambda: done.set_result(result)  # noqa: E731
        except Exception as error:  # noqa: BLE001 - raised in the event loop
            raised = error
            settle = lambda: done.set_exception(raised)  # noqa: E731
        with suppress(RuntimeError):  # the server has ended
            loop.call_soon_threadsafe(tell, settle)

    Thread(target=run, daemon=True).start()
    return await done


async def _loading(scope: Scope, receive: Receive, send: Send) -> None:
    is_page = scope["type"] == "http" and not scope["path"].startswith(("/api/", *_OF_GRADIO))
    reply: Response = (
        HTMLResponse(render("loading"), 503)
        if is_page
        else refusal(503, "the index is being loaded: ask again in a moment")
    )
    await reply(scope, receive, send)


async def _early_page(scope: Scope, receive: Receive, send: Send) -> None:
    await HTMLResponse(render("early", head=page_head(), longest=LONGEST))(scope, receive, send)
