"""A web address → the bytes of a page: politely, by robots.txt, one request a second, with a few retries."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from rag.errors import FetchError
from rag.intake.web import USER_AGENT, BusyError, Response, Web
from rag.readers import readers

_REDIRECTS = 5
_WAITS = (2.0, 8.0)
"""Seconds before the second and the third try."""
_LONGEST_DELAY = 120.0
"""Seconds between two requests that robots.txt may ask for."""
_ROBOTS_BYTES = 512 * 1024
_LONGEST_URL = 2000
_BUSY = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_MOVED = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/tei+xml": ".xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_ANY = {"", "text/plain", "application/octet-stream"}
"""Types that servers give to files of every kind: the ending of the name tells more."""
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as the server sent it."""

    url: str
    """Where it was found, after redirects."""
    name: str
    """A file name for it: letters, digits, dots and dashes, with the ending of its kind."""
    data: bytes


def is_url(text: str) -> bool:
    """Whether a text names a web page and no file."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE))


def normal_url(text: str) -> str:
    """The address in ASCII, without fragment. Raises FetchError where it is none of http or https."""
    if len(text) > _LONGEST_URL or not text.isprintable():
        raise FetchError(f"{text[:80]!r} is no web address")
    try:
        parts = urlsplit(urldefrag(text.strip()).url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise FetchError(f"{text[:80]!r} is no web address") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise FetchError(f"{text[:80]!r} is no web address; expected https://HOST/PATH")
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port else ""
    kept = "%/:;=@&+$,!~*'()?"
    query = f"?{quote(parts.query, kept)}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{quote(parts.path, kept) or '/'}{query}"


class Fetcher:
    """Fetches pages one after the other."""

    def __init__(self, web: Web | None = None, pause: Callable[[float], None] = time.sleep) -> None:
        self._web = web or Web()
        self._pause = pause
        self._delay = 0.0
        """Before the next request: none before the first one."""
        self._rules: dict[str, RobotFileParser] = {}

    def fetch(self, url: str) -> Fetched:
        """The page. Raises FetchError where robots.txt, the server or what it sends do not allow it."""
        most_bytes = max(reader.max_bytes for reader in readers().values())
        url, response = self._follow(normal_url(url), most_bytes, self._ask_leave)
        if response.status != HTTPStatus.OK:
            raise FetchError(f"the server answers {response.status}")
        return Fetched(url, _name(url, response), response.body)

    def _follow(
        self, url: str, most_bytes: int, before: Callable[[str], None] = lambda url: None
    ) -> tuple[str, Response]:
        """The answer at the end of the redirects, and its address; `before` is called for every address."""
        for _ in range(_REDIRECTS + 1):
            before(url)
            response = self._get(url, most_bytes)
            if response.status not in _MOVED:
                return url, response
            url = normal_url(urljoin(url, response.headers.get("location", "")))
        raise FetchError(f"more than {_REDIRECTS} redirects, the last to {url}")

    def _get(self, url: str, most_bytes: int) -> Response:
        """One answer, at the third try at the latest."""
        for wait in (*_WAITS, None):
            self._pause(self._delay)
            self._delay = 1.0
            try:
                response = self._web.get(url, most_bytes)
            except BusyError:
                if wait is None:
                    raise
            else:
                if wait is None or response.status not in _BUSY:
                    return response
            self._delay = wait
        raise AssertionError("the last try returns or raises")

    def _ask_leave(self, url: str) -> None:
        """Raise FetchError where the site's robots.txt forbids the page."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if site not in self._rules:
            self._rules[site] = self._robots(site)
        rules = self._rules[site]
        if not rules.can_fetch(USER_AGENT, url):
            raise FetchError(f"{site}/robots.txt does not allow it")
        delay = float(rules.crawl_delay(USER_AGENT) or 0)
        if delay > _LONGEST_DELAY:
            raise FetchError(f"{site}/robots.txt asks for {delay:,.0f} seconds between requests")
        self._delay = max(self._delay, delay)

    def _robots(self, site: str) -> RobotFileParser:
        """The rules of a site: all is allowed where it has none. Raises FetchError if that stays unknown."""
        rules = RobotFileParser()
        _, response = self._follow(f"{site}/robots.txt", _ROBOTS_BYTES)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise FetchError(f"{site}/robots.txt cannot be read: the server answers {response.status}")
        found = response.body if response.status == HTTPStatus.OK else b""
        rules.parse(found.decode("utf-8-sig", "replace").splitlines())
        return rules


def _name(url: str, response: Response) -> str:
    """A file name by the address and the type of what was sent. Raises FetchError if no reader takes it."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = PurePosixPath(unquote(urlsplit(url).path))
    suffix = path.suffix.lower()
    if kind not in _ANY or suffix not in readers():
        suffix = _TYPES.get(kind, "")
    if suffix not in readers():
        raise FetchError(f"it is {kind[:80] or 'of an unknown kind'}; expected a page, text or document")
    stem = path.stem if path.suffix.lower() in readers() else path.name
    cleaned = _ODD.sub("-", stem).strip("-.")[:100]
    return (cleaned or (urlsplit(url).hostname or "page")) + suffix
