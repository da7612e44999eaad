"""The plain routes beside the page: the API and its description, and the reader of a whole transcript."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.types import Scope

from rag.errors import QuestionError, RagError, first_error
from rag.evaluation.label_session import Labelling
from rag.output.answer_forms import AnswerJson, CheckJson, CompareJson, ErrorJson
from rag.output.export.formats import MEDIA_TYPES
from rag.output.source_forms import ChangesJson, SourcesJson, TranscriptJson
from rag.page import api, feed
from rag.page.api import AskQuery, CheckQuery, CiteQuery, CompareQuery, ExportQuery
from rag.page.backend import Backend
from rag.page.frame import help_page
from rag.page.guard import Gate, Guard, refusal
from rag.page.label_page import LABEL
from rag.page.label_routes import add_labelling, refuse_labelling
from rag.page.links import Pointers, query_string, read_hits, read_place, read_sentence, read_state
from rag.page.parts import EXAMPLES, TURN, add_parts
from rag.page.reader import in_other_languages, missing_page, transcript_page
from rag.page.speaking import Speaking
from rag.page.transcript_list import ListQuery, list_page, sitemap
from rag.proof.cite.styles import MEDIA_TYPES as CITED_AS

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI would otherwise obey environment variables that send requests elsewhere."""

READER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'; "
    "form-action 'none'"
)
FORM_POLICY = READER_POLICY.replace("form-action 'none'", "form-action 'self'")
"""Of a page with a form."""

Responses = dict[int | str, dict[str, Any]]

_ABOUT = """\
Ranked, attributed, verbatim passages of transcripts. Nothing is generated: apart from the names of fields, \
every word is a source's. An error is {"error": "one line"}. An empty parameter counts as absent."""
_ERRORS: Responses = {
    400: {"model": ErrorJson, "description": "The request cannot be searched; `error` says why."},
    "default": {"model": ErrorJson, "description": "Any other error."},
}
_MISSING: Responses = {404: {"model": ErrorJson, "description": "There is no transcript of this id."}}
_BUSY: Responses = {
    503: {
        "model": ErrorJson,
        "description": "Too many questions at once, or the index cannot be read.",
        "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    }
}
_SEARCHES = (
    TURN,
    EXAMPLES,
    "/api/ask",
    "/api/compare",
    "/api/check",
    "/api/export",
    "/api/changes",
    "/feed",
    "/gradio_api/run/",
    "/gradio_api/mcp",
    LABEL,
)


def build_routes(archive: Backend, labelling: Labelling | None = None, *, local: bool = True) -> FastAPI:
    """Return the guarded application without the Gradio page.

    With `labelling`, questions can be labelled; `local` keeps that to this machine's own names.
    """
    app = FastAPI(
        title="Transcripts",
        version=version("rag-transcripts"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        responses=_ERRORS,
        telemetry=NO_TELEMETRY,
    )
    app.add_middleware(Gate, searches=_searches)
    app.add_middleware(Speaking)
    app.add_middleware(Guard)
    app.add_exception_handler(RagError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _no_such)
    _add_files(app, archive)
    _add_api(app, archive)
    _add_pages(app, archive)
    _add_feed(app, archive)
    add_parts(app, archive)
    if labelling is None:
        refuse_labelling(app)
    else:
        add_labelling(app, archive, labelling, local=local)
    return app


def _add_api(app: FastAPI, archive: Backend) -> None:
    @app.get("/api/ask", responses=_BUSY)
    def ask(asked: Annotated[AskQuery, Query()]) -> AnswerJson:
        """Find ranked, attributed, verbatim passages that answer a question."""
        return api.ask(archive, asked)

    @app.get("/api/compare", responses=_BUSY)
    def compare(asked: Annotated[CompareQuery, Query()]) -> CompareJson:
        """Answer one question on two sides, two speakers or two periods, each with a grade of its own."""
        return api.compare(archive, asked)

    @app.get("/api/check", responses=_BUSY)
    def check(asked: Annotated[CheckQuery, Query()]) -> CheckJson:
        """Say whether, where and by whom a quote was said, with every word that differs."""
        return api.check(archive, asked)

    @app.get("/api/transcripts/{transcript_id:path}", responses=_MISSING)
    def transcript(transcript_id: str) -> TranscriptJson:
        """Return a whole transcript: who said what, in order."""
        with _or_missing():
            return api.transcript(archive, transcript_id)

    @app.get("/api/sources")
    def sources() -> SourcesJson:
        """Return what is indexed: how much, when, and who speaks."""
        return api.sources(archive)

    @app.get("/api/changes", responses=_MISSING | _BUSY)
    def changes(
        transcript: Annotated[
            str | None, Query(max_length=api.NAME, description="Only the transcript of this id.")
        ] = None,
    ) -> ChangesJson:
        """Return what sources said before they were edited, the latest change first."""
        with _or_missing():
            return api.changes(archive, transcript)

    @app.get("/api/{rest:path}", include_in_schema=False)
    def no_such(rest: str) -> None:
        raise HTTPException(404)


def _add_files(app: FastAPI, archive: Backend) -> None:
    @app.get("/api/export", response_class=Response, responses=_file(MEDIA_TYPES.values()) | _BUSY)
    def export(asked: Annotated[ExportQuery, Query()]) -> Response:
        """Answer as `/api/ask` does, in a file: question, filters, index, quotes with citations, coverage."""
        name = f'attachment; filename="evidence.{asked.format}"'
        return Response(
            api.export(archive, asked),
            media_type=MEDIA_TYPES[asked.format],
            headers={"Content-Disposition": name, "Content-Security-Policy": READER_POLICY},
        )

    @app.get("/api/cite", response_class=Response, responses=_file(CITED_AS.values()))
    def cite(asked: Annotated[CiteQuery, Query()], request: Request) -> Response:
        """Cite a passage: in a style, or as a record that `rag verify` can prove."""
        return Response(
            api.cite(archive, asked, _site(request)),
            media_type=CITED_AS[asked.style],
            headers={"Content-Security-Policy": READER_POLICY},
        )


def _file(media_types: Iterable[str]) -> Responses:
    """Describe a response that is a file of one of these types."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    content = {media_type.partition(";")[0]: schema for media_type in media_types}
    return {200: {"content": content, "description": "The file."}}


@contextmanager
def _or_missing() -> Iterator[None]:
    """Turn the error for an unknown transcript into a 404."""
    try:
        yield
    except QuestionError as error:
        raise HTTPException(404, str(error)) from None


def _add_pages(app: FastAPI, archive: Backend) -> None:
    @app.get("/help", include_in_schema=False)
    def show_help() -> HTMLResponse:
        return HTMLResponse(help_page(), headers={"Content-Security-Policy": READER_POLICY})

    @app.get("/transcripts", include_in_schema=False)
    def browse(asked: Annotated[ListQuery, Query()]) -> HTMLResponse:
        return HTMLResponse(list_page(archive, asked), headers={"Content-Security-Policy": FORM_POLICY})

    @app.get("/sitemap.xml", include_in_schema=False)
    def addresses(request: Request) -> Response:
        return Response(sitemap(archive, _site(request)), media_type="application/xml")

    @app.get("/transcripts/{transcript_id:path}", include_in_schema=False)
    def read(transcript_id: str, request: Request) -> HTMLResponse:
        try:
            found = archive.transcript(transcript_id)
            languages = in_other_languages(archive.catalogue, found.id)
            page, status = transcript_page(found, _pointers(request), languages), 200
        except QuestionError:
            page, status = missing_page(transcript_id), 404
        return HTMLResponse(page, status, headers={"Content-Security-Policy": READER_POLICY})


def _add_feed(app: FastAPI, archive: Backend) -> None:
    @app.get("/feed", include_in_schema=False)
    def answers(request: Request) -> Response:
        state = read_state(request.url.query)
        tag = feed.version(archive, query_string(state))
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Security-Policy": READER_POLICY}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(
            feed.feed(archive, state, _site(request)), media_type=feed.MEDIA_TYPE, headers=headers
        )


def _site(request: Request) -> str:
    """The address of this page, as the client calls it, without a slash at its end."""
    return str(request.base_url).rstrip("/")


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
    return refusal(400, first_error(error.errors()))


async def _no_such(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    told = {
        "Not Found": "there is nothing here: /openapi.json lists what there is",
        "Method Not Allowed": "only GET is understood here",
    }
    return refusal(error.status_code, told.get(error.detail, error.detail))
