"""The JSON of what is indexed: transcripts, coverage, edits, proofs. Names here are a public contract.

See `rag.output.answer_forms`, the other half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired

from typing_extensions import TypedDict

from rag.index.revisions import Field, Happened
from rag.output.answer_forms import CountsJson, DoubtJson, Edits, Period, reply
from rag.proof.cite.prove import SourceState
from rag.records import Attribution, Fate, Lines


class UtteranceJson(TypedDict):
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
    lines: Lines
    time: NotRequired[str]
    """When it begins in the recording, where the source prints that."""


class NarrationJson(TypedDict):
    """Text that nobody said."""

    text: str
    lines: Lines


@reply
class TranscriptJson(TypedDict):
    """A whole transcript, in order."""

    id: str
    title: str | None
    date: str | None
    place: str | None
    url: str | None
    language: str
    form: str
    """The form of the source."""
    topics: Sequence[str]
    """As the source tags it."""
    persons: Sequence[str]
    """Whom the source tags: who speaks, or is spoken about."""
    sha256: str
    warnings: Sequence[str]
    doubts: Sequence[DoubtJson]
    utterances: Sequence[UtteranceJson]
    narration: Sequence[NarrationJson]


class SpeakerJson(TypedDict):
    """A person of the corpus."""

    name: str
    aliases: NotRequired[Sequence[str]]
    """Other names, where `speakers.toml` gives any."""
    roles: Sequence[str]
    utterances: int


class CalibrationJson(TypedDict):
    """A calibration of the confidence to the user's own questions."""

    questions: int
    """Answerable questions that it was fitted to."""
    answers: float
    """Confidence from which passages are said to answer."""


@reply
class SourcesJson(CountsJson, Period):
    """What is indexed."""

    speakers: Sequence[SpeakerJson]
    """Most utterances first."""
    by_month: dict[str, int]
    build: dict[str, Any]
    """The manifest of the index."""
    calibration: NotRequired[CalibrationJson]
    """Where one is in use that `rag eval --calibrate` has fitted."""


class FormerSourceJson(TypedDict):
    """The file that held the former version."""

    path: str
    sha256: str
    sha256_after: str | None
    """Null where the transcript was removed."""


class PassageCountsJson(TypedDict):
    """How many passages of the former version are unchanged, moved and so on; `new` ones are of today's."""

    unchanged: int
    moved: int
    edited: int
    gone: int
    new: int


class FieldChangeJson(TypedDict):
    """A field of a transcript that has changed."""

    field: Field
    before: str | None
    after: str | None


class ChangedUtteranceJson(TypedDict):
    """An utterance before and after."""

    changed: Fate
    before: UtteranceJson | None
    after: UtteranceJson | None
    diff: Edits


class RevisionJson(TypedDict):
    """How one transcript changed from one build to the next."""

    transcript: str
    happened: Happened
    renamed_to: str | None
    title: str | None
    noticed: str
    """When a build found the change."""
    build: str
    first_seen: str | None
    """The earliest build that had the former version."""
    last_seen: str
    """The latest build that had it."""
    same_program: bool
    """False where the program changed too, and may read the source in another way."""
    source: FormerSourceJson
    passages: PassageCountsJson
    fields: Sequence[FieldChangeJson]
    utterances: Sequence[ChangedUtteranceJson]


@reply
class ChangesJson(TypedDict):
    """What sources said before they were edited."""

    changes: Sequence[RevisionJson]


class FailureJson(TypedDict):
    """Why a passage or a source could not be proven."""

    transcript: str
    path: str
    reason: str


class VerificationJson(TypedDict):
    """How many passages their sources prove."""

    transcripts: int
    passages: int
    proven: int
    certain: float
    """Share of the passages of which it is certain who said them."""
    uncertain: Mapping[Attribution, int]
    """The other passages, by how they are attributed."""
    failures: Sequence[FailureJson]


class DifferenceJson(TypedDict):
    """A fact of a citation that the source now gives otherwise."""

    fact: str
    was: str | None
    now: str | None


class CitedFileJson(TypedDict):
    """A source file by its path and hash."""

    path: str
    sha256: str


class CitedSourceJson(TypedDict):
    """The file that was cited, and what holds its words now."""

    state: SourceState
    cited: CitedFileJson
    now: CitedFileJson | None


class ProofJson(TypedDict):
    """What became of a cited quote."""

    status: Fate
    transcript: str
    quote: str
    text: str | None
    utterance: int | None
    start: int | None
    end: int | None
    lines: Lines | None
    diff: Edits
    relabelled: tuple[str | None, str | None] | None
    surroundings_changed: bool
    differences: Sequence[DifferenceJson]
    source: CitedSourceJson
