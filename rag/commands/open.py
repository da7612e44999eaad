"""`rag open`: the page that is served here, in the browser."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from rag.commands.ask import Place, Since, Speakers, Until
from rag.commands.options import BUILT_IN, INDEX, OFF, Host, Index, Port
from rag.errors import RagError

_WAIT = 3.0
"""Seconds for an answer."""
_TOP = 4096
"""Bytes in which the title of a page stands."""
_TITLE = re.compile(rb"<title>[^<]*[Tt]ranscripts")
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on
"""Addresses that a server listens on, and that nobody can open → the one to open."""


def open_page(
    question: Annotated[
        str | None, typer.Argument(help="Opened with its answer.", show_default="the first page")
    ] = None,
    speaker: Speakers = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    host: Host = BUILT_IN.host,
    port: Port = BUILT_IN.port,
    only_print: Annotated[
        bool, typer.Option("--print", help="Only print the address.", show_default=OFF)
    ] = False,
    index: Index = INDEX,
) -> None:
    """Open the page that is served here, at the answer to a question; print its address."""
    import webbrowser

    from rag.output.stdio import print_text
    from rag.page.links import State, query_string, site
    from rag.records import Filters

    filters = Filters(tuple(speaker or ()), since, until, place)
    host = _ANY.get(host, host)
    address = site(host, port)
    query = query_string(State(question or "", filters))
    if not only_print:
        refuse_unserved(host, port)
    print_text(f"{address}/{'?' if query else ''}{query}\n")
    if not only_print and not webbrowser.open(f"{address}/?{query}"):
        raise RagError("no browser can be opened here: open the address above by hand")


def refuse_unserved(host: str, port: int) -> None:
    """Raise RagError where no page of this program answers."""
    from http.client import HTTPConnection, HTTPException

    from rag.page.links import site

    connection = HTTPConnection(host, port, timeout=_WAIT)
    try:
        connection.request("GET", "/help")
        found = connection.getresponse().read(_TOP)
    except (OSError, UnicodeError) as error:
        raise RagError(
            f"no page is served at {site(host, port)} ({error}): start it with rag serve"
        ) from error
    except HTTPException:
        found = b""
    finally:
        connection.close()
    if not _TITLE.search(found):
        raise RagError(f"another program answers at {site(host, port)}: choose another port with --port")
