"""What other programs can ask: the same four operations for the API and for assistants' tools.

Each takes what was asked, checked for shape and size, and returns the JSON of `rag.output.contract`. What the
words mean (who, when, which transcript) is the archive's to check: it raises QuestionError.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from rag.output.answer_forms import AnswerJson, CheckJson, CompareJson
from rag.output.contract import (
    answer_json,
    changes_json,
    check_json,
    compare_json,
    coverage_json,
    transcript_json,
)
from rag.output.export.formats import Format, render
from rag.output.export.pack import make_pack
from rag.output.source_forms import ChangesJson, SourcesJson, TranscriptJson
from rag.page.backend import Backend
from rag.page.links import passage_link
from rag.proof.cite.citation import hit_at
from rag.proof.cite.styles import CitationStyle, cited
from rag.records import Filters, QuestionPart, Request
from rag.search.sides import SIDES
from rag.search.sides import compare as compare_sides

MOST = 100
"""Passages of an answer."""
NAME = 300
"""Characters of a speaker's name, a place or a date."""
NAMES = 50
"""Speakers or transcripts to choose."""

Name = Annotated[str, Field(max_length=NAME)]
_DAY = "YYYY-MM-DD, YYYY-MM or YYYY"


class QuestionQuery(BaseModel):
    """A question and what the search is confined to, named as on the command line."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(
        alias="q",
        validation_alias=AliasChoices("q", "question"),
        description="The question, in plain words; at most 2,000 characters.",
        examples=["What was said about ports?"],
    )
    k: int = Field(10, ge=1, le=MOST, description="How many passages.")
    speaker: list[Name] = Field(
        [], max_length=NAMES, description="Only what this person said; can be repeated."
    )
    since: Name | None = Field(None, alias="from", description=f"First day: {_DAY}.")
    until: Name | None = Field(None, alias="to", description=f"Last day: {_DAY}.")
    place: Name | None = Field(None, description="Only where place or title holds this text.")
    transcript: list[Name] = Field(
        [], max_length=NAMES, description="Only the transcript of this id; can be repeated."
    )
    topic: list[Name] = Field(
        [], max_length=NAMES, description="Only transcripts tagged with this topic; can be repeated."
    )
    person: list[Name] = Field(
        [], max_length=NAMES, description="Only transcripts tagged with this person; can be repeated."
    )
    previous: str | None = Field(
        None,
        description="The question that this one follows up, after those that it follows itself, one a line.",
    )
    today: Name | None = Field(
        None, description="The day that relative dates count from: YYYY-MM-DD; else the day it is."
    )
    ignore: list[Literal[QuestionPart, ""]] = Field(
        [],
        max_length=len(get_args(QuestionPart)),
        description="What is not to be read out of the question; can be repeated.",
    )

    @property
    def request(self) -> Request:
        """The question as the archive takes it; an empty value is as good as none."""
        speakers, transcripts, topics, persons = (
            tuple(filter(None, given)) for given in (self.speaker, self.transcript, self.topic, self.person)
        )
        return Request(
            text=self.question,
            filters=Filters(speakers, self.since, self.until, self.place, transcripts, topics, persons),
            k=self.k,
            previous=self.previous or None,
            today=self.today or None,
            ignore=tuple(part for part in self.ignore if part),
        )


class AskQuery(QuestionQuery):
    """The same, and whether repeats are gathered."""

    over_time: bool = Field(False, description="Also when and how often it was said, repeats gathered.")


class CompareQuery(QuestionQuery):
    """A question and the two sides that it is asked of."""

    compare: list[Name] = Field(
        min_length=SIDES,
        max_length=SIDES,
        description="A speaker, or a period such as 2018-04..2018-12; two of one kind.",
    )


class ExportQuery(AskQuery):
    """What is asked, and the form of the file."""

    format: Format = Field("docx", description="The form of the file.")


class CiteQuery(BaseModel):
    """A place in a transcript, as the `source` of a passage gives it, and the style of the citation."""

    model_config = ConfigDict(extra="forbid")

    transcript: Name = Field(description="Id of the transcript.")
    start: int = Field(ge=0, description="First character.")
    end: int = Field(ge=1, description="Character after the last.")
    utterance: int | None = Field(None, ge=0, description="Needed where places count within an utterance.")
    style: CitationStyle = Field(
        "plain",
        description="`record`: a Web Annotation, which rag verify proves later; `embed`: HTML to paste.",
    )
    accessed: Name | None = Field(
        None, description="Day on which it was read, YYYY-MM-DD; else that of its retrieval, if known."
    )


class CheckQuery(BaseModel):
    """An alleged quote."""

    model_config = ConfigDict(extra="forbid")

    quote: str = Field(
        description="The words that somebody is said to have said; at most 10,000 characters.",
        examples=["We ship grain through the ports."],
    )
    speaker: Name | None = Field(None, description="Who is said to have said them.")
    over_time: bool = Field(False, description="Also when and how often they were said.")


def ask(archive: Backend, asked: AskQuery) -> AnswerJson:
    """Find ranked, attributed, verbatim passages that answer a question."""
    answer = archive.ask(asked.request)
    return answer_json(answer, archive.over_time(answer) if asked.over_time else None)


def compare(archive: Backend, asked: CompareQuery) -> CompareJson:
    """Answer one question on two sides, each with a grade of its own."""
    return compare_json(compare_sides(archive.ask, asked.request, asked.compare))


def export(archive: Backend, asked: ExportQuery) -> bytes:
    """Return an evidence pack of the answer as a file."""
    request = asked.request
    answer = archive.ask(request)
    over_time = archive.over_time(answer) if asked.over_time else None
    return render(make_pack(answer, request, archive.manifest, over_time=over_time), asked.format)


def cite(archive: Backend, asked: CiteQuery, site: str) -> str:
    """Return a citation of a passage; `site` is the address of this page, to link back to."""
    hit = hit_at(archive.catalogue, asked.transcript, asked.start, asked.end, asked.utterance)
    return cited(hit, asked.style, asked.accessed, archive.manifest, f"{site}{passage_link(hit)}")


def check(archive: Backend, asked: CheckQuery) -> CheckJson:
    """Say whether, where and by whom a quote was said, with every word that differs."""
    found = archive.check(asked.quote, asked.speaker or None)
    return check_json(found, archive.over_time(found) if asked.over_time else None)


def transcript(archive: Backend, transcript_id: str) -> TranscriptJson:
    """Return a whole transcript."""
    return transcript_json(archive.transcript(transcript_id))


def sources(archive: Backend) -> SourcesJson:
    """Return what is indexed: how much, when, and who speaks."""
    return coverage_json(archive.coverage(), archive.manifest, archive.fitted_calibration)


def changes(archive: Backend, transcript_id: str | None) -> ChangesJson:
    """Return what sources said before they were edited, the latest change first."""
    return changes_json(archive.changes(transcript_id or None))
