"""The routes from which the script of the page fetches its parts; each takes the query string of the page."""

from __future__ import annotations

from functools import lru_cache

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.page.backend import Backend
from rag.page.filters import filters_html
from rag.page.frame import foot_html, frame_html
from rag.page.links import read_hits, read_sentence, read_state
from rag.page.overview import corpus_overview
from rag.page.reader import missing_html, reader_html
from rag.page.start import example_questions, examples_html, latest_transcripts, start_html
from rag.page.thread import error_html, take, turn_html
from rag.search.facets import FacetIndex, overview

FRAME, FOOT, EXAMPLES = "/part/frame", "/part/foot", "/part/examples"
TURN, FILTERS, READER = "/part/turn", "/part/filters", "/part/reader"


def add_parts(app: FastAPI, archive: Backend) -> None:
    """Serve the parts."""
    _add_frame(app, archive)
    facet_index = lru_cache(maxsize=1)(FacetIndex)

    @app.get(TURN, include_in_schema=False)
    def turn(request: Request) -> HTMLResponse:
        return HTMLResponse(turn_html(take(archive, read_state(request.url.query))))

    @app.get(FILTERS, include_in_schema=False)
    def filters(request: Request) -> HTMLResponse:
        state = read_state(request.url.query)
        try:
            return HTMLResponse(filters_html(facet_index(archive.catalogue).facets(state.filters), state))
        except QuestionError as error:
            return HTMLResponse(
                error_html(str(error)) + filters_html(facet_index(archive.catalogue).facets(), state)
            )

    @app.get(READER, include_in_schema=False)
    def reader(request: Request) -> HTMLResponse:
        link, given = read_state(request.url.query).passage, request.query_params
        if link is None:
            return HTMLResponse(missing_html())
        sentence, hits = read_sentence(given.get("sentence")), read_hits(given.getlist("hit"))
        return HTMLResponse(reader_html(archive, link, sentence, hits))


def _add_frame(app: FastAPI, archive: Backend) -> None:
    """Serve what stands on the page whatever is asked."""

    @lru_cache(maxsize=1)
    def examples_of(_: Catalogue) -> tuple[str, ...]:
        return example_questions(archive)

    @app.get(FRAME, include_in_schema=False)
    def frame() -> HTMLResponse:
        coverage = archive.coverage()
        covered = corpus_overview(overview(coverage))
        start = start_html(covered, latest_transcripts(archive.catalogue))
        return HTMLResponse(frame_html(coverage, start))

    @app.get(FOOT, include_in_schema=False)
    def foot() -> HTMLResponse:
        return HTMLResponse(foot_html(archive.coverage()))

    @app.get(EXAMPLES, include_in_schema=False)
    def examples() -> HTMLResponse:
        return HTMLResponse(examples_html(examples_of(archive.catalogue)))
