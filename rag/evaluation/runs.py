"""Runs: what a system answered to each question, read, written, and proven verbatim."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.errors import EvaluationError
from rag.evaluation.jsonl import Fields, parse_object, read_lines
from rag.output.contract import answer_json
from rag.records import Answer, Lines, Passage, Transcript, Understood, Utterance
from rag.text.files import write_text

if TYPE_CHECKING:
    from rag.evaluation.questions import Relevant
    from rag.text.sentences import Span


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


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """Where a passage of an answer comes from, which decides which labels it covers, and what was marked."""

    transcript: str
    utterance: int
    path: str
    """Source file, relative to the corpus folder."""
    lines: Lines
    span: Span = (0, 0)
    """Its place in the source."""
    highlight: Span | None = None
    """The place of its marked sentence, counted in the same way; None where none was marked."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One answered question, as far as measures need it."""

    qid: str
    understood: Understood | None
    """None where the run tells a ranking only, as a TREC run does: what was marked it does not tell then."""
    answered: bool
    confidence: float
    """0 to 1, rounded as saved."""
    passages: tuple[RankedPassage, ...]
    """Best first, also where `answered` is false."""
    seconds: float | None
    """Time to answer; None where it was not taken."""
    saved: str
    """The line itself: everything the answer held, for saving it and for looking at it again."""

    @classmethod
    def from_answer(cls, qid: str, answer: Answer, seconds: float | None = None) -> RunLine:
        """Take an answer through its saved form, so that a run measures the same before and after saving."""
        form = answer_json(answer, qid)
        if seconds is not None:
            form["seconds"] = round(seconds, 6)
        return cls.from_json(json.dumps(form, ensure_ascii=False), where=f"the answer to {qid}")

    @classmethod
    def from_json(cls, line: str, where: str = "a line of a run") -> RunLine:
        """Read one line of a saved run. Raises EvaluationError, opening with `where`."""
        fields = parse_object(where, line)
        ranked = fields.nested_list("passages")
        for rank, passage in enumerate(ranked, start=1):
            if passage.integer("rank", least=1) != rank:
                raise passage.unexpected("rank", f"{rank}: passages best first, ranks without gaps")
        return cls(
            qid=fields.text("qid"),
            understood=_understood(fields.nested("understood")),
            answered=fields.boolean("answered"),
            confidence=fields.number("confidence", most=1),
            passages=tuple(_passage(passage) for passage in ranked),
            seconds=None if fields.values.get("seconds") is None else fields.number("seconds"),
            saved=line,
        )


def save_run(path: Path, run: Iterable[RunLine]) -> None:
    """Write a run, all of it or nothing. Raises EvaluationError where that is not possible."""
    write_text(path, (f"{line.saved}\n" for line in run), "run")


def load_run(path: Path) -> tuple[RunLine, ...]:
    """Load a saved run, in its order. Raises EvaluationError, with file and line, for what is wrong first."""
    run: dict[str, RunLine] = {}
    for where, text in read_lines(path):
        line = RunLine.from_json(text, where)
        if line.qid in run:
            raise EvaluationError(f"{where}: {line.qid!r} was answered before; expected each qid once")
        run[line.qid] = line
    if not run:
        raise EvaluationError(
            f"{path} holds no answers; save a run with `rag eval QUESTIONS --save-run FILE`"
        )
    return tuple(run.values())


def _understood(fields: Fields) -> Understood:
    return Understood(
        speakers=fields.texts("speakers"),
        since=fields.optional_day("from"),
        until=fields.optional_day("to"),
        place=fields.optional_text("place"),
        followup=fields.boolean("followup"),
    )


def _passage(fields: Fields) -> RankedPassage:
    source = fields.nested("source")
    start = source.integer("start", least=0)
    marked = fields.optional_span("highlight")
    return RankedPassage(
        transcript=fields.text("transcript"),
        utterance=fields.integer("utterance", least=0),
        path=source.text("path"),
        lines=lines_of(source),
        span=(start, source.integer("end", least=0)),
        highlight=None if marked is None else (start + marked[0], start + marked[1]),
    )


def lines_of(source: Fields) -> Lines:
    """Take the first and the last line of a passage's `source`."""
    match source.values.get("lines"):
        case [int(first), int(last)]:
            return first, last
        case _:
            raise source.unexpected("lines", "a list of the first and the last line")
