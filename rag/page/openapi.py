"""The forms of what the API answers, for its OpenAPI description.

Answers themselves are made by `rag.output.contract`; the tests hold them against these.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

Attribution = Literal["printed", "carried", "doubtful", "assigned", "unknown"]
Pair = tuple[int, int]


class Form(BaseModel):
    """Exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Error(Form):
    """What went wrong, in one line."""

    error: str


class Understood(Form):
    """What was read out of the question itself; it is favoured in the ranking and excludes nothing."""

    speakers: list[str]
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")
    place: str | None
    followup: bool


class Searched(Form):
    """What was looked through."""

    transcripts: int
    utterances: int
    passages: int
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")
    undated: int = Field(description="Transcripts without a date.")
    months_without_any: list[str] = Field(
        description="Months (YYYY-MM) without any transcript, within the dates of index and filters."
    )
    excluded_by_filters: int = Field(description="Hits of an unfiltered search that the filters left out.")
    transcripts_left_out: int = Field(description="Transcripts that the filters left out altogether.")


class Source(Form):
    """Where a passage stands. For text files, `source[start:end]` is its text."""

    path: str
    sha256: str
    start: int
    end: int
    lines: Pair


class Voice(Form):
    """A neighbouring turn."""

    speaker: str | None
    label: str | None
    text: str


class Context(Form):
    """What was said before and after."""

    before: Voice | None
    after: Voice | None


class Flag(Form):
    """What a reader must know before quoting the sentence: the words that say so, and where they stand."""

    flag: Literal["question", "conditional", "reported", "denial", "cut", "reversal", "bracketed"]
    words: str
    start: int
    end: int


class Passage(Form):
    """A passage, to the character as the source has it, and who said it, as the transcript labels it."""

    rank: int
    score: float = Field(description="Higher is better.")
    by_meaning: int | None = Field(description="Rank by meaning alone.")
    by_words: int | None = Field(description="Rank by words alone.")
    transcript: str
    title: str | None
    date: str | None
    place: str | None
    url: str | None
    utterance: int
    speaker: str | None = Field(description="Null where the transcript names nobody.")
    label: str | None
    role: str | None
    parenthetical: str | None
    attribution: Attribution = Field(
        description="printed: its label stands at its head; carried: the last speaker is assumed after a cut."
    )
    text: str
    highlight: Pair | None = Field(description="The sentence that answers, as offsets in text.")
    flags: list[Flag] = Field(description="Of the highlighted sentence, or of the only one.")
    source: Source
    context: Context


class Answer(Form):
    """Ranked passages. They are given even where nothing answers, and `answered` is false."""

    question: str
    understood: Understood
    answered: bool
    confidence: float = Field(ge=0, le=1)
    searched: Searched
    passages: list[Passage]


class Change(Form):
    """One place where quote and source differ."""

    kind: Literal["negation", "number", "date", "name", "word", "dropped", "added"]
    said: str
    claimed: str
    start: int
    end: int


class Cut(Form):
    """What the quote leaves out."""

    before: str = Field(description="Of the sentence that it begins in.")
    after: str = Field(description="Of the sentence that it ends in.")
    omitted: list[str] = Field(description="What each of its ellipses stands for.")
    reversals: list[str] = Field(description="Words left out that reverse or distance what it says.")


class Match(Passage):
    """Where the words stand, or come nearest."""

    said: str
    diff: list[tuple[Literal["equal", "delete", "insert"], str]]
    changes: list[Change]
    cut: Cut


class Check(Form):
    """Whether, where and by whom a quote was said."""

    claim: str
    speaker: str | None
    speaker_known: bool
    verdict: Literal["exact", "altered", "other_speaker", "absent"]
    kinds: list[str] = Field(description="How the best match differs, the gravest first.")
    matches: list[Match]
    searched: Searched


class Utterance(Form):
    """What one speaker said in one turn."""

    utterance: int
    label: str | None
    speaker: str | None
    role: str | None
    parenthetical: str | None
    attribution: Attribution
    text: str
    start: int
    end: int
    lines: Pair
    time: str | None = Field(None, description="When it begins in the recording, where that is printed.")


class Narration(Form):
    """Text that nobody said."""

    text: str
    lines: Pair


class Doubt(Form):
    """A line that leaves open who speaks from there on, to the end of its turn."""

    line: int
    text: str
    reason: str


class Transcript(Form):
    """A whole transcript, in order."""

    id: str
    title: str | None
    date: str | None
    place: str | None
    url: str | None
    language: str
    form: str = Field(description="The form of the source.")
    sha256: str
    warnings: list[str]
    doubts: list[Doubt]
    utterances: list[Utterance]
    narration: list[Narration]


class Speaker(Form):
    """A person of the corpus."""

    name: str
    roles: list[str]
    utterances: int


class Sources(Form):
    """What is indexed."""

    transcripts: int
    utterances: int
    passages: int
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")
    speakers: list[Speaker] = Field(description="Most utterances first.")
    by_month: dict[str, int]
    build: dict[str, Any] = Field(description="The index's own description.")


class FormerSource(Form):
    """Where the former version was read from, and the bytes it had."""

    path: str
    sha256: str
    sha256_after: str | None = Field(description="Null where the transcript was removed.")


class PassageCounts(Form):
    """Passages by what became of their words."""

    unchanged: int
    moved: int
    changed: int
    gone: int
    new: int


class FieldChange(Form):
    """A field of a transcript that reads otherwise than before."""

    field: Literal["title", "date", "place", "url", "language", "section", "narration"]
    before: str | None
    after: str | None


class ChangedUtterance(Form):
    """An utterance before and after."""

    changed: Literal["edited", "relabelled", "gone", "new"]
    before: Utterance | None
    after: Utterance | None
    diff: list[tuple[Literal["equal", "delete", "insert"], str]]


class Revision(Form):
    """One transcript, from one build to the next."""

    transcript: str
    happened: Literal["edited", "removed", "renamed", "returned"]
    renamed_to: str | None
    title: str | None
    noticed: str = Field(description="When a build found it so.")
    build: str
    first_seen: str | None = Field(description="The earliest build that had the former version.")
    last_seen: str = Field(description="The latest one.")
    same_program: bool = Field(description="False where the program may read otherwise than before.")
    source: FormerSource
    passages: PassageCounts
    fields_: list[FieldChange] = Field(alias="fields")
    utterances: list[ChangedUtterance]


class Changes(Form):
    """What sources said before they were edited."""

    changes: list[Revision]


Responses = dict[int | str, dict[str, Any]]

_MISTAKE: Responses = {
    400: {"model": Error, "description": "What was asked cannot be searched: `error` says why."},
    "default": {"model": Error, "description": "Anything else that went wrong."},
}
BUSY: Responses = {
    503: {
        "model": Error,
        "description": "Too many questions at once, or the index cannot be read.",
        "headers": {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}},
    }
}
MISSING: Responses = {404: {"model": Error, "description": "There is no transcript of this id."}}


def responses(form: type[Form], others: Responses | None = None) -> Responses:
    """Return what an operation may answer: its own form, `others`, and the mistakes that all share."""
    return {200: {"model": form, "description": form.__doc__}, **(others or {}), **_MISTAKE}


def file_responses(media_types: Iterable[str], others: Responses | None = None) -> Responses:
    """Return what an operation may answer that gives a file."""
    content = {
        kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in media_types
    }
    return {200: {"content": content, "description": "The file."}, **(others or {}), **_MISTAKE}


_ABOUT = """\
Ranked, attributed, verbatim passages of transcripts. Nothing is generated: apart from names of fields \
every word is a source's. Every mistake is answered by {"error": "one line"}. An empty parameter is one \
that is not given. From Python also: gradio_client.Client("http://127.0.0.1:7860").predict("What …?", \
api_name="/ask") gives the same as text; the other names are /check, /transcript and /sources."""


def describe(app: FastAPI) -> None:
    """Let the application describe itself by its own routes, once."""

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = get_openapi(
                title="Transcripts", version=version("rag-transcripts"), description=_ABOUT, routes=app.routes
            )
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]
