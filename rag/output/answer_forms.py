"""The JSON of what is found: answers, passages, checked quotes. Names here are a public contract.

`rag.output.contract` builds these objects; FastAPI describes them in `/openapi.json`. Only the API imports
this module at run time: commands start without pydantic. Offsets are characters, `end` exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from rag.proof.check.verdict import ChangeKind, Verdict
from rag.proof.flags.rules import FlagKind
from rag.records import Attribution, Grade, Lines, Misfit, Operation

Edits = Sequence[tuple[Operation, str]]
"""A word diff. The texts of `equal` and `delete`, joined, are the first text."""

reply = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))
"""Marks an object that the API returns: it and the objects inside it have exactly these fields."""

Period = TypedDict("Period", {"from": str | None, "to": str | None})
"""ISO days, both inclusive."""

UnderstoodJson = TypedDict(
    "UnderstoodJson",
    {"speakers": Sequence[str], "from": str | None, "to": str | None, "place": str | None, "followup": bool},
)


class CountsJson(TypedDict):
    """How much there is."""

    transcripts: int
    utterances: int
    passages: int


@reply
class ErrorJson(TypedDict):
    """What went wrong, in one line."""

    error: str


class SearchedJson(CountsJson, Period):
    """What was searched."""

    undated: int
    """Transcripts without a date."""
    months_without_any: Sequence[str]
    """Months (YYYY-MM) without a transcript, within the dates of the index and of the filters."""
    excluded_by_filters: int
    """Hits of the same search without filters that the filters leave out."""
    transcripts_left_out: int
    """Transcripts that the filters leave out."""


class SourceJson(TypedDict):
    """Where a passage stands in its source file."""

    path: str
    sha256: str
    start: int
    end: int
    lines: Lines
    time: NotRequired[str]
    """When it begins in the recording, where the source prints that."""
    page: NotRequired[int]
    """Of a printed document, on which it begins."""


class VoiceJson(TypedDict):
    """A neighbouring utterance."""

    speaker: str | None
    label: str | None
    text: str


class ContextJson(TypedDict):
    """What was said before and after a passage."""

    before: VoiceJson | None
    after: VoiceJson | None


class FlagJson(TypedDict):
    """What a reader must know before quoting a sentence, and the source's words that say so."""

    flag: FlagKind
    words: str
    start: int
    end: int


class DoubtJson(TypedDict):
    """A line that leaves open who speaks from there on, to the end of its utterance."""

    line: int
    text: str
    reason: str


class PassageJson(TypedDict):
    """A passage, character for character as in its source, and who said it according to the transcript."""

    rank: int
    score: float
    """Higher is better."""
    by_meaning: int | None
    """Rank by meaning alone."""
    by_words: int | None
    """Rank by words alone."""
    transcript: str
    title: str | None
    date: str | None
    place: str | None
    url: str | None
    utterance: int
    speaker: str | None
    """Null where the transcript names nobody."""
    label: str | None
    role: str | None
    parenthetical: str | None
    attribution: Attribution
    """How the words are attributed: `printed` by a label at their head, `carried` over a cut, and so on."""
    attribution_note: str | None
    """The same in words; null where the label is printed."""
    doubt: DoubtJson | None
    """The line that makes the attribution `doubtful`; else null."""
    text: str
    highlight: tuple[int, int] | None
    """The sentence that answers, as offsets in `text`."""
    flags: Sequence[FlagJson]
    """Flags of the highlighted sentence, or of the only one."""
    source: SourceJson
    context: ContextJson


class UnmetJson(TypedDict):
    """Words of the question, with their offsets in it."""

    text: str
    start: int
    end: int


class ChangeJson(TypedDict):
    """One place where quote and source differ."""

    kind: ChangeKind
    said: str
    claimed: str
    start: int
    end: int


class CutJson(TypedDict):
    """What the quote leaves out."""

    before: str
    """Of the sentence that it begins in."""
    after: str
    """Of the sentence that it ends in."""
    omitted: Sequence[str]
    """What each of its ellipses stands for."""
    reversals: Sequence[str]
    """Words left out that reverse or distance what it says."""


class MatchJson(PassageJson):
    """A passage that holds the words of the quote, or the nearest ones."""

    said: str
    diff: Edits
    changes: Sequence[ChangeJson]
    cut: CutJson


class StatementJson(TypedDict):
    """A sentence that answers, or a checked quote, and where it was repeated in nearly the same words."""

    rank: int
    """Of its passage, or of its match."""
    said: str
    other_days: int
    """On how many other days the same person said it."""
    again: Sequence[MatchJson]
    """By the same person, the first day first; each `diff` leads from the words there to `said`."""
    by_others: Sequence[MatchJson]
    """Where another person speaks, or where it is not certain who does."""


class OverTimeJson(TypedDict):
    """When and how often something was said, its repeats by the same person included."""

    first: str | None
    """ISO day."""
    last: str | None
    times: int
    transcripts: int
    undated: int
    """How many of the times have no date."""
    statements: Sequence[StatementJson]
    """A passage that repeats a better one stands there alone."""


@reply
class AnswerJson(TypedDict):
    """Ranked passages, whatever the grade."""

    question: str
    understood: UnderstoodJson
    """What was read in the question. It raises passages in the ranking and excludes none."""
    answered: bool
    """False for the grade `nothing` alone."""
    grade: Grade
    confidence: Annotated[float, Field(ge=0, le=1)]
    unmet: Sequence[UnmetJson]
    """Words of the question that the passages do not cover."""
    misfits: Sequence[Misfit]
    """What the question names or asks for and the passage that covers it best lacks."""
    searched: SearchedJson
    passages: Sequence[PassageJson]
    over_time: NotRequired[OverTimeJson]
    """Only where it is asked for."""


class SideJson(TypedDict):
    """One side of a comparison."""

    name: str
    """The speaker, or the period, as given."""
    answer: AnswerJson


@reply
class CompareJson(TypedDict):
    """One question, answered on two sides, each with a grade of its own."""

    question: str
    sides: Sequence[SideJson]


@reply
class CheckJson(TypedDict):
    """Whether, where and by whom a quote was said."""

    claim: str
    speaker: str | None
    speaker_known: bool
    verdict: Verdict
    kinds: Sequence[ChangeKind]
    """How the best match differs, the gravest first."""
    matches: Sequence[MatchJson]
    searched: SearchedJson
    over_time: NotRequired[OverTimeJson]
    """Only where it is asked for."""
