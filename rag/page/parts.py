"""The parts of the page that change, each at an address of its own: the script fetches and places them."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from rag.errors import QuestionError
from rag.page.backend import Asks
from rag.page.filters import filters_html
from rag.page.links import read_state
from rag.page.markup import text
from rag.page.pointers import read_hits, read_sentence
from rag.page.reading import missing_html, reader_html
from rag.page.render import turn_html
from rag.page.thread import take
from rag.search.facets import FacetIndex

TURN, FILTERS, READER = "/part/turn", "/part/filters", "/part/reader"
EXAMPLES = 4


def add_parts(app: FastAPI, archive: Asks) -> None:
    """Serve the parts; each takes the query string of the page."""
    counted = cache(lambda: FacetIndex(archive.catalogue))
    examples = cache(lambda: archive.example_questions()[:EXAMPLES])

    @app.get(TURN, include_in_schema=False)
    def turn(request: Request) -> HTMLResponse:
        return HTMLResponse(turn_html(take(archive, read_state(request.url.query)), examples()))

    @app.get(FILTERS, include_in_schema=False)
    def filters(request: Request) -> HTMLResponse:
        state = read_state(request.url.query)
        try:
            return HTMLResponse(filters_html(counted().facets(state.filters), state))
        except QuestionError as error:
            return HTMLResponse(
                f'<p class="error">{text(str(error))}</p>{filters_html(counted().facets(), state)}'
            )

    @app.get(READER, include_in_schema=False)
    def reader(request: Request) -> HTMLResponse:
        link, given = read_state(request.url.query).passage, request.query_params
        if link is None:
            return HTMLResponse(missing_html())
        sentence, hits = read_sentence(given.get("sentence")), read_hits(given.getlist("hit"))
        return HTMLResponse(reader_html(archive, link, sentence, hits))
