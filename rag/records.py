"""The frozen records that travel between the steps, in the order in which data meets them.

Offsets are characters, `end` exclusive. Lines are counted from 1, both ends inclusive, and are the physical
lines of the source file. For text files an offset counts characters of the file decoded as UTF-8, so that
`source[start:end] == text`; for other formats characters of the utterance's own text, whose number is given.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Attribution = Literal["printed", "carried", "doubtful", "assigned", "unknown"]
"""`printed`: its label stands at its head. `carried`: it follows a cut without a label, and the last speaker
is assumed. `doubtful`: what may be a label, and was not taken as one, stands before it in the same turn, or
its own label may mean another. `assigned`: the user's table names the person. `unknown`: none of these."""

Fate = Literal["unchanged", "moved", "edited", "relabelled", "gone", "new"]
"""What became of words between two readings of a source. `unchanged`: they stand where they stood. `moved`:
the same words, by the same speaker, elsewhere. `edited`: other words in their place, or another speaker.
`relabelled`: the same words under another label. `gone`: nothing comes near. `new`: not there before."""

Lines = tuple[int, int]
TagKind = Literal["topics", "persons"]
Operation = Literal["equal", "delete", "insert"]
QuestionPart = Literal["speakers", "dates", "place", "followup"]
"""What may be read out of a question beside its topic."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a diff: in both texts, in the first alone (`delete`) or in the second alone (`insert`)."""

    operation: Operation
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that leaves open who speaks from there on, to the end of its utterance."""

    line: int
    text: str
    """The beginning of the line, or the label, as printed."""
    reason: str
    start: int
    """Where the doubtful words begin; an offset as those of the utterance."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a cue of a recording or a page begins; `start` counts characters of the utterance's own text."""

    start: int
    line: int
    time: str | None = None
    page: int | None = None

    @property
    def where(self) -> str:
        """`at 0:05:32` or `page 12`; empty where neither is known."""
        return f"at {self.time}" if self.time else f"page {self.page}" if self.page else ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker said in one turn, as printed."""

    number: int
    """From 0; narration is not counted."""
    label: str | None
    """The speaker label as printed, white space folded; None where there is none."""
    speaker: str | None
    """The person, or None for generic labels ("Question") and missing ones."""
    role: str | None
    parenthetical: str | None
    attribution: Attribution
    text: str
    start: int
    end: int
    lines: Lines
    time: str | None = None
    """When it begins in the recording, as printed; None where no time stands beside the label."""
    doubts: tuple[Doubt, ...] = ()
    """In order of their places; one at `start` makes the whole utterance doubtful."""
    anchors: tuple[Anchor, ...] = ()
    """In order, the first at 0; none where the source has neither cues nor pages."""

    def anchor(self, at: int) -> Anchor:
        """What the character `at` of the text stands in."""
        found = bisect_right(self.anchors, at, key=lambda anchor: anchor.start)
        return self.anchors[found - 1] if found else Anchor(0, self.lines[0], None if at else self.time)


def attribution_of(utterance: Utterance, end: int) -> tuple[Attribution, Doubt | None]:
    """How the words of an utterance that end at `end` are attributed, and the doubt that causes it.

    Words that reach past a doubtful line are doubtful as a whole: the nearest such line counts.
    """
    before = [doubt for doubt in utterance.doubts if doubt.start < end]
    return ("doubtful", before[-1]) if before else (utterance.attribution, None)


@dataclass(frozen=True, slots=True)
class Narration:
    """Text of the page that nobody said: a summary, a stage direction, a cut."""

    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Transcript:
    """One event: who said what, in order."""

    id: str
    """Unique in the corpus: the file's stem, or the id that a JSONL line gives."""
    title: str | None
    date: str | None
    """ISO 8601 day, e.g. `2018-09-12`."""
    place: str | None
    url: str | None
    source: str
    """Path of the source file, relative to the corpus folder, with forward slashes."""
    sha256: str
    """Of the source file's bytes."""
    language: str
    section: str | None
    utterances: tuple[Utterance, ...]
    narration: tuple[Narration, ...]
    warnings: tuple[str, ...] = ()
    form: str = "site text"
    """The form of the source, as `rag read` names it."""
    in_file: bool = True
    """Whether offsets count characters of the file, and not of each utterance's own text."""
    retrieved: str | None = None
    """ISO day on which the source was fetched from `url`; None where nobody said so."""
    topics: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    """Whom the source tags, speaking or spoken about; as topics, as printed there."""

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubts of all utterances, in order."""
        return tuple(doubt for utterance in self.utterances for doubt in utterance.doubts)


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous slice of one utterance: the unit that is found and shown."""

    transcript: str
    utterance: int
    start: int
    end: int
    lines: Lines
    tokens: int
    """tiktoken tokens of `text`; 0 for a slice that is no passage of an index: nobody counted them."""
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is confined to; an empty part confines nothing.

    `speakers` are persons as in the catalogue; `since` and `until` ISO days, both inclusive; `place` is
    looked for in place and title, letter case folded; `transcripts` are ids; `topics` and `persons` tags.
    """

    speakers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    place: str | None = None
    transcripts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is confined."""
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it is asked: what the command line, the API, the tools and the page hand to the search.

    Nothing in it is checked yet; `rag.question.request.understand` checks and reads it.
    """

    text: str
    filters: Filters = Filters()
    """What the user confines the search to; names and dates as typed."""
    k: int = 10
    """How many passages to show."""
    previous: str | None = None
    """The question that this one may follow up, after those that it follows itself, one a line."""
    today: str | None = None
    """ISO day that relative dates count from; None for the day it is."""
    ignore: tuple[QuestionPart, ...] = ()
    """Parts that are not read out of the question."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read out of the question itself, apart from the filters that the user set."""

    speakers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    place: str | None = None
    followup: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """A neighbouring utterance, shown as context."""

    speaker: str | None
    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with all that a citation needs."""

    rank: int
    score: float
    """Higher is better."""
    passage: Passage
    utterance: Utterance
    title: str | None
    date: str | None
    place: str | None
    url: str | None
    source: str
    sha256: str
    highlight: tuple[int, int] | None
    """Offsets inside `passage.text` of the sentence that answers."""
    by_meaning: int | None
    """Rank among all passages by meaning alone; None where it was not a candidate."""
    by_words: int | None
    before: Voice | None
    after: Voice | None
    in_file: bool = True
    retrieved: str | None = None
    language: str | None = None

    @property
    def anchor(self) -> Anchor:
        """The cue, the paragraph or the page in which the passage begins."""
        return self.utterance.anchor(self.passage.start - self.utterance.start)

    @property
    def attribution(self) -> Attribution:
        """How the words of the passage are attributed."""
        return attribution_of(self.utterance, self.passage.end)[0]

    @property
    def doubt(self) -> Doubt | None:
        """The line that leaves open who said them; None where none does."""
        return attribution_of(self.utterance, self.passage.end)[1]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: the honest half of an empty answer."""

    transcripts: int
    passages: int
    """How many passages the filters left to search."""
    since: str | None
    until: str | None
    """ISO days of the first and the last of these transcripts."""
    excluded_by_filters: int
    """How many of the hits that an unfiltered search would have shown the filters left out."""
    utterances: int = 0
    undated: int = 0
    """How many of the transcripts have no date."""
    transcripts_left_out: int = 0
    """How many transcripts of the index the filters left out altogether."""
    gaps: tuple[str, ...] = ()
    """Months (`YYYY-MM`) without any transcript in the index, within its dates and those of the filters."""


Grade = Literal["answers", "near", "nothing"]
"""`answers`: very likely. `near`: the nearest; whether they answer is open. `nothing`: none is about it."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """Words of a question that none of the shown passages covers."""

    text: str
    start: int
    end: int
    """Characters of the question, `end` exclusive."""


Misfit = Literal["speakers", "dates", "place", "number", "time", "name"]
"""What a question names or asks for and its passages lack: who, when or where, a number, a time, a name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question as understood, and the ranked passages."""

    question: str
    filters: Filters
    understood: Understood
    grade: Grade
    confidence: float
    searched: Searched
    hits: tuple[Hit, ...]
    unmet: tuple[Unmet, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    best: int | None = None
    """Rank of the passage that covers the question best; None where it is not shown."""

    @property
    def answered(self) -> bool:
        """Whether anything that was found is about the question."""
        return self.grade != "nothing"


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A person of the corpus."""

    name: str
    roles: tuple[str, ...]
    utterances: int
    aliases: tuple[str, ...] = ()
    """Other names, from the user's table of persons."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is indexed."""

    transcripts: int
    utterances: int
    passages: int
    since: str | None
    until: str | None
    speakers: tuple[SpeakerCount, ...]
    """Most utterances first."""
    by_month: dict[str, int] = field(default_factory=dict)
    """`YYYY-MM` → transcripts, months without any included as 0."""
