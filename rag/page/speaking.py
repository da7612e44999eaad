"""The language of a page: the one that was chosen, else the first that the browser asks for.

The API, feeds and what Gradio serves stay in English.
"""

from __future__ import annotations

from contextvars import ContextVar

from starlette.datastructures import URL, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.text.translation import ENGLISH, languages, speaking

CHOICE = "lang"
"""Names the parameter of an address that chooses a language, and the cookie that keeps the choice."""
_KEPT = 365 * 24 * 60 * 60
"""Seconds."""
_LONGEST = 500
"""Characters of a header that are read."""
_ENGLISH = ("/api/", "/gradio_api/", "/feed", "/openapi.json", "/sitemap.xml")

_ROOT = URL("/")
_asked: ContextVar[URL] = ContextVar("asked", default=_ROOT)


class Speaking:
    """Middleware: what is asked for is answered in the language of whoever asks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in one language; a choice in the address is kept."""
        if scope["type"] != "http" or scope["path"].startswith(_ENGLISH):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        chosen = connection.query_params.get(CHOICE)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Language, Cookie")
                if chosen in languages():
                    kept = f"{CHOICE}={chosen}; Path=/; Max-Age={_KEPT}; SameSite=Lax"
                    headers.append("Set-Cookie", kept)
            await send(message)

        token = _asked.set(connection.url)
        try:
            with speaking(language_of(connection)):
                await self.app(scope, receive, send_marked)
        finally:
            _asked.reset(token)


def language_of(connection: HTTPConnection) -> str:
    """Return the language to answer in."""
    for chosen in (connection.query_params.get(CHOICE), connection.cookies.get(CHOICE)):
        if chosen in languages():
            return chosen
    return preferred(connection.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """Return the first language of an Accept-Language header that there is, by weight; else English."""
    ranges = [part.partition(";") for part in header[:_LONGEST].split(",")]
    weighed = sorted(ranges, key=lambda each: -_weight(each[2]))
    codes = (tag.strip().partition("-")[0].lower() for tag, _, weight in weighed if _weight(weight) > 0)
    return next((code for code in codes if code in languages()), ENGLISH)


def _weight(parameter: str) -> float:
    """`q=0.8` → 0.8; what cannot be read weighs nothing."""
    if not parameter.strip():
        return 1
    try:
        return float(parameter.strip().removeprefix("q="))
    except ValueError:
        return 0


def here_in(language: str) -> str:
    """Return the address of the page that is asked for, in another language."""
    address = _asked.get().include_query_params(**{CHOICE: language})
    return f"{address.path}?{address.query}"
