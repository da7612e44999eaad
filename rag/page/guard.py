"""An ASGI guard around everything served: response headers, limits, no uploads, errors as JSON.

`Guard` is the outermost layer. `Gate`, inside it, lets only so many questions search at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 256 * 1024
"""Bytes; a question is at most 2,000 characters."""
ADDRESS_LIMIT = 64 * 1024
"""Bytes of path and query string; most clients cannot send more."""

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What Gradio's own page needs and no more; a response that brings a stricter one keeps it."""

AT_ONCE = 4
"""Questions that are searched at the same time."""
WAITING = 64
"""Questions that may wait; one more is refused."""
COME_BACK = "2"
"""Seconds after which a refused client may try again (Retry-After)."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_GRADIO = "/gradio_api/"
_USED_OF_GRADIO = (
    "app_id", "cancel", "heartbeat/", "info", "mcp", "queue/data", "queue/join", "reset", "run/",
    "startup-events", "theme.css",
)  # fmt: skip
"""What the page, `gradio_client` and tools use; other paths would take uploads, read files or proxy."""
LOCAL = ("localhost", "127.0.0.1", "::1")
"""The names of this machine for itself."""
_UNUSED = ("/upload", "/monitoring", "/login", "/run-history")

log = logging.getLogger(__name__)


class Guard:
    """Refuses requests that are too long, of unknown length or to unused paths; an exception becomes a 500.

    What the log shows of an exception is decided in `rag.page.logs`: its message may hold what was typed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if message["status"] == 503:  # noqa: PLR2004
                    headers.setdefault("Retry-After", COME_BACK)
            await send(message)

        try:
            await (_refusal(scope) or self.app)(scope, receive, send_guarded)
        except Exception:
            log.exception("a request could not be answered")
            if not started:
                failed = refusal(500, "the program failed; the server's log says where")
                await failed(scope, receive, send_guarded)


class Gate:
    """Limits how many requests search at the same time; when too many wait, one more gets a 503."""

    def __init__(
        self,
        app: ASGIApp,
        searches: Callable[[Scope], bool],
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
    ) -> None:
        """`searches` tells which requests are limited; all others pass."""
        self.app = app
        self._searches = searches
        self._turns = asyncio.Semaphore(at_once)
        self._room = at_once + waiting
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not self._searches(scope):
            await self.app(scope, receive, send)
        elif self._inside >= self._room:
            await refusal(503, "too many questions at once: ask again in a moment")(scope, receive, send)
        else:
            self._inside += 1
            try:
                async with self._turns:
                    await self.app(scope, receive, send)
            finally:
                self._inside -= 1


def refusal(status: int, error: str) -> JSONResponse:
    """Return an error in the form that all have: `{"error": "one line"}`."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(error.split()))
    return JSONResponse({"error": line}, status)


def _refusal(scope: Scope) -> ASGIApp | None:
    headers = Headers(scope=scope)
    path: str = scope["path"]
    if len(scope.get("raw_path") or path) + len(scope["query_string"]) > ADDRESS_LIMIT:
        return refusal(414, f"the address is longer than {ADDRESS_LIMIT:,} bytes")
    if path.startswith(_GRADIO) and not path.removeprefix(_GRADIO).startswith(_USED_OF_GRADIO):
        return refusal(404, "there is nothing here, and nothing can be uploaded")
    if path.startswith(_UNUSED):
        return refusal(404, "there is nothing here, and nothing can be uploaded")
    if "transfer-encoding" in headers:
        return refusal(411, "the length of the body must be given")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > BODY_LIMIT:
        return refusal(413, f"a request may hold {BODY_LIMIT:,} bytes")
    return None


def is_local(headers: Headers) -> bool:
    """Whether a request names this machine; another site may have its own name lead here."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname in LOCAL
    except ValueError:
        return False


def is_foreign(headers: Headers) -> bool:
    """Whether a form was sent by another site's page."""
    origin = headers.get("origin")
    crossed = headers.get("sec-fetch-site", "same-origin") != "same-origin"
    return crossed or (origin is not None and urlsplit(origin).netloc != headers.get("host"))
