"""The plain routes beside the page: the API, and the reader of a whole transcript."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.telemetry import TelemetryConfig
from pydantic import BaseModel, Field

from rag.contract import Json, answer_json, coverage_json
from rag.errors import QuestionError, RagError
from rag.page.asks import Asks
from rag.page.guard import Guard
from rag.page.reader import missing_page, read_place, transcript_page
from rag.records import Filters

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI would otherwise obey environment variables that send requests elsewhere."""

READER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The reader runs no script at all."""


class AskQuery(BaseModel):
    """The query string of `/api/ask`, named as on the command line."""

    question: str
    k: int = Field(10, ge=1, le=100)
    speaker: list[str] = []
    since: str | None = Field(None, alias="from")
    until: str | None = Field(None, alias="to")
    place: str | None = None
    transcript: list[str] = []
    previous: str | None = None
    today: str | None = None


def build_routes(archive: Asks) -> FastAPI:
    """Return the guarded application without the Gradio page."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, telemetry=NO_TELEMETRY)
    app.add_middleware(Guard)
    app.add_exception_handler(RagError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)

    @app.get("/api/ask")
    def ask(asked: Annotated[AskQuery, Query()]) -> Json:
        filters = Filters(
            speakers=tuple(asked.speaker),
            since=asked.since,
            until=asked.until,
            place=asked.place,
            transcripts=tuple(asked.transcript),
        )
        return answer_json(
            archive.ask(asked.question, filters, k=asked.k, previous=asked.previous, today=asked.today)
        )

    @app.get("/api/sources")
    def sources() -> Json:
        return coverage_json(archive.coverage(), dict(archive.manifest))

    @app.get("/transcripts/{transcript_id:path}")
    def read(
        transcript_id: str, u: str | None = None, start: str | None = None, end: str | None = None
    ) -> HTMLResponse:
        try:
            page, status = transcript_page(archive.transcript(transcript_id), read_place(u, start, end)), 200
        except QuestionError:
            page, status = missing_page(transcript_id), 404
        return HTMLResponse(page, status, headers={"Content-Security-Policy": READER_POLICY})

    return app


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """Answer with the message; only a question that cannot be searched is the asker's mistake."""
    return JSONResponse({"error": str(error)}, 400 if isinstance(error, QuestionError) else 503)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    return JSONResponse({"error": f"{first['loc'][-1]}: {first['msg']}"}, 400)
