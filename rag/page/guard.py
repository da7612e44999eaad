"""An ASGI guard around everything served: response headers, a limit on bodies, no uploads."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 256 * 1024
"""Bytes; a question is at most 2,000 characters."""

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""What Gradio's own page needs and no more; a response that brings a stricter one keeps it."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_UPLOADS = ("/gradio_api/upload", "/upload")


class Guard:
    """Refuses bodies over the limit or of unsaid length, and file uploads, which Gradio leaves open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (_refusal(scope) or self.app)(scope, receive, send_guarded)


def _refusal(scope: Scope) -> ASGIApp | None:
    headers = Headers(scope=scope)
    if scope["path"].rstrip("/") in _UPLOADS:
        return PlainTextResponse("Nothing can be uploaded here.", 404)
    if "transfer-encoding" in headers:
        return PlainTextResponse("The length of the body must be given.", 411)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > BODY_LIMIT:
        return PlainTextResponse(f"A request may hold {BODY_LIMIT} bytes.", 413)
    return None
