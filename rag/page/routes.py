"""The plain routes beside the page: the API and its description, and the reader of a whole transcript."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.types import Scope

from rag.errors import QuestionError, RagError
from rag.output.export.forms import MEDIA_TYPES
from rag.page import api, openapi
from rag.page.api import AskQuery, CheckQuery, CiteQuery, ExportQuery, mistake
from rag.page.backend import Backend
from rag.page.guard import Gate, Guard, refusal
from rag.page.help import help_page
from rag.page.links import Pointers, read_hits, read_place, read_sentence
from rag.page.openapi import BUSY, MISSING, file_responses, responses
from rag.page.openapi_page import api_page
from rag.page.reader import missing_page, transcript_page
from rag.page.thread import TURN, add_parts
from rag.proof.cite.styles import MEDIA_TYPES as CITED_AS

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI would otherwise obey environment variables that send requests elsewhere."""

_NO_SCRIPT = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
READER_POLICY = f"{_NO_SCRIPT}; form-action 'none'"
API_PAGE_POLICY = f"{_NO_SCRIPT}; form-action 'self'"

_SEARCHES = (
    TURN,
    "/api/ask",
    "/api/check",
    "/api/export",
    "/api/changes",
    "/gradio_api/run/",
    "/gradio_api/mcp",
)


def build_routes(archive: Backend) -> FastAPI:
    """Return the guarded application without the Gradio page."""
    app = FastAPI(docs_url=None, redoc_url=None, telemetry=NO_TELEMETRY)
    app.add_middleware(Gate, searches=_searches)
    app.add_middleware(Guard)
    app.add_exception_handler(RagError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _no_such)
    openapi.describe(app)
    _add_files(app, archive)
    _add_api(app, archive)
    _add_pages(app, archive)
    add_parts(app, archive)
    return app


def _add_api(app: FastAPI, archive: Backend) -> None:
    @app.get("/api/ask", responses=responses(openapi.Answer, BUSY))
    def ask(asked: Annotated[AskQuery, Query()]) -> JSONResponse:
        """Find ranked, attributed, verbatim passages that answer a question."""
        return JSONResponse(api.ask(archive, asked))

    @app.get("/api/check", responses=responses(openapi.Check, BUSY))
    def check(asked: Annotated[CheckQuery, Query()]) -> JSONResponse:
        """Say whether, where and by whom a quote was said, with every word that differs."""
        return JSONResponse(api.check(archive, asked))

    @app.get(
        "/api/transcripts/{transcript_id:path}",
        responses=responses(openapi.Transcript, MISSING),
    )
    def transcript(transcript_id: str) -> JSONResponse:
        """Return a whole transcript: who said what, in order."""
        try:
            return JSONResponse(api.transcript(archive, transcript_id))
        except QuestionError as error:
            return refusal(404, str(error))

    @app.get("/api/sources", responses=responses(openapi.Sources))
    def sources() -> JSONResponse:
        """Return what is indexed: how much, when, and who speaks."""
        return JSONResponse(api.sources(archive))

    @app.get("/api/changes", responses=responses(openapi.Changes, {**MISSING, **BUSY}))
    def changes(
        transcript: Annotated[
            str | None, Query(max_length=api.NAME, description="Only the transcript of this id.")
        ] = None,
    ) -> JSONResponse:
        """Return what sources said before they were edited, the latest change first."""
        try:
            return JSONResponse(api.changes(archive, transcript))
        except QuestionError as error:
            return refusal(404, str(error))

    @app.get("/api/{rest:path}", include_in_schema=False)
    def no_such(rest: str) -> JSONResponse:
        raise HTTPException(404)


def _add_files(app: FastAPI, archive: Backend) -> None:
    @app.get("/api/export", response_class=Response, responses=file_responses(MEDIA_TYPES.values(), BUSY))
    def export(asked: Annotated[ExportQuery, Query()]) -> Response:
        """Find the same, as a file: question, filters, index, ranked quotes with citations, coverage."""
        name = f'attachment; filename="evidence.{asked.format}"'
        return Response(
            api.export(archive, asked),
            media_type=MEDIA_TYPES[asked.format],
            headers={"Content-Disposition": name, "Content-Security-Policy": READER_POLICY},
        )

    @app.get("/api/cite", response_class=Response, responses=file_responses(CITED_AS.values()))
    def cite(asked: Annotated[CiteQuery, Query()]) -> Response:
        """Cite a passage: in a style, or as a record that proves itself."""
        return Response(
            api.cite(archive, asked),
            media_type=CITED_AS[asked.style],
            headers={"Content-Security-Policy": READER_POLICY},
        )


def _add_pages(app: FastAPI, archive: Backend) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(api_page(app.openapi()), headers={"Content-Security-Policy": API_PAGE_POLICY})

    @app.get("/help", include_in_schema=False)
    def show_help() -> HTMLResponse:
        return HTMLResponse(help_page(), headers={"Content-Security-Policy": READER_POLICY})

    @app.get("/transcripts/{transcript_id:path}", include_in_schema=False)
    def read(transcript_id: str, request: Request) -> HTMLResponse:
        try:
            page, status = transcript_page(archive.transcript(transcript_id), _pointers(request)), 200
        except QuestionError:
            page, status = missing_page(transcript_id), 404
        return HTMLResponse(page, status, headers={"Content-Security-Policy": READER_POLICY})


def _pointers(request: Request) -> Pointers:
    given = request.query_params
    place = read_place(given.get("u"), given.get("start"), given.get("end"))
    return Pointers(place, read_sentence(given.get("sentence")), read_hits(given.getlist("hit")))


def _searches(scope: Scope) -> bool:
    """Whether a request takes a turn; what tools listen to for as long as they like does not."""
    is_listening = scope["method"] == "GET" and scope["path"].startswith("/gradio_api/")
    return scope["path"].startswith(_SEARCHES) and not is_listening


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """Answer with the message; only a question that cannot be searched is the asker's mistake."""
    return refusal(400 if isinstance(error, QuestionError) else 503, str(error))


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return refusal(400, mistake(error.errors()))


async def _no_such(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    told = {404: "there is nothing here: /docs tells what there is", 405: "only GET is understood here"}
    return refusal(error.status_code, told.get(error.status_code, error.detail))
