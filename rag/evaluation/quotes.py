"""A passage with all that a person needs to judge it: its words, its place, and who is said to speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rag.evaluation.jsonl import Fields, parse_object
from rag.evaluation.runs import RunLine, lines_of
from rag.records import Lines, Passage, Transcript, Utterance

if TYPE_CHECKING:
    from rag.evaluation.questions import Relevant


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as it was shown, or as the index holds it."""

    transcript: str
    date: str | None
    path: str
    """Source file, relative to the corpus folder."""
    lines: Lines
    utterance: int
    start: int
    end: int
    label: str | None
    speaker: str | None
    role: str | None
    parenthetical: str | None
    attribution: str
    text: str

    @property
    def passage(self) -> Passage:
        """The same as a record of the index; its tokens are not counted (0)."""
        return Passage(
            self.transcript, self.utterance, self.start, self.end, self.lines, tokens=0, text=self.text
        )


@dataclass(frozen=True, slots=True)
class Located:
    """A passage of the index with the utterance and the transcript that it is cut from."""

    passage: Passage
    utterance: Utterance
    heading: Transcript
    """Without utterances."""

    @property
    def quote(self) -> Quote:
        """The passage as an answer would show it."""
        return Quote(
            transcript=self.passage.transcript,
            date=self.heading.date,
            path=self.heading.source,
            lines=self.passage.lines,
            utterance=self.passage.utterance,
            start=self.passage.start,
            end=self.passage.end,
            label=self.utterance.label,
            speaker=self.utterance.speaker,
            role=self.utterance.role,
            parenthetical=self.utterance.parenthetical,
            attribution=self.utterance.attribution,
            text=self.passage.text,
        )


class Locator(Protocol):
    """Finds passages of the index."""

    def covering(self, label: Relevant) -> tuple[Located, ...]:
        """The passages that cover a label, in the order of the index; none where it is not indexed."""

    def at(self, transcript: str, utterance: int, start: int, end: int) -> Located | None:
        """The passage of exactly these offsets; None where there is none."""


def quotes_of(line: RunLine) -> tuple[Quote, ...]:
    """What an answer showed, best first. Raises EvaluationError where the saved line does not say it all."""
    fields = parse_object(f"the answer to {line.qid}", line.saved)
    return tuple(map(_quote, fields.nested_list("passages"))) if "passages" in fields else ()


def _quote(fields: Fields) -> Quote:
    source = fields.nested("source")
    return Quote(
        transcript=fields.text("transcript"),
        date=fields.optional_text("date"),
        path=source.text("path"),
        lines=lines_of(source),
        utterance=fields.integer("utterance", least=0),
        start=source.integer("start", least=0),
        end=source.integer("end", least=0),
        label=fields.optional_text("label"),
        speaker=fields.optional_text("speaker"),
        role=fields.optional_text("role"),
        parenthetical=fields.optional_text("parenthetical"),
        attribution=fields.text("attribution"),
        text=fields.text("text"),
    )
