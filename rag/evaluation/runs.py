"""Runs: what a system answered to each question. A run is parsed once, when it is made or loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields, parse_object, read_lines
from rag.output.contract import Json, answer_json, hit_json
from rag.records import Answer, Grade, Hit, Lines, Passage, Understood
from rag.text.files import write_text

if TYPE_CHECKING:
    from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as an answer shows it."""

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
    highlight: Span | None = field(default=None, compare=False)
    """Offsets of the marked sentence, counted as `start` is; None where none was marked.

    Not compared: two questions that find one passage may mark different sentences in it.
    """

    @classmethod
    def of(cls, hit: Hit) -> Quote:
        """A hit as an answer would show it."""
        return cls.from_json(Fields("a passage of the index", hit_json(hit)))

    @classmethod
    def from_json(cls, fields: Fields) -> Quote:
        """Read one of the `passages` of an answer. Raises EvaluationError where something is missing."""
        source = fields.nested("source")
        start, marked = source.integer("start", least=0), fields.optional_span("highlight")
        return cls(
            transcript=fields.text("transcript"),
            date=fields.optional_text("date"),
            path=source.text("path"),
            lines=_lines(source),
            utterance=fields.integer("utterance", least=0),
            start=start,
            end=source.integer("end", least=0),
            label=fields.optional_text("label"),
            speaker=fields.optional_text("speaker"),
            role=fields.optional_text("role"),
            parenthetical=fields.optional_text("parenthetical"),
            attribution=fields.text("attribution"),
            text=fields.text("text"),
            highlight=None if marked is None else (start + marked[0], start + marked[1]),
        )

    @property
    def passage(self) -> Passage:
        """The same as a record of the index; its tokens are not counted (0)."""
        return Passage(
            self.transcript, self.utterance, self.start, self.end, self.lines, tokens=0, text=self.text
        )


@dataclass(frozen=True, slots=True)
class RunLine:
    """One answered question, as far as measures need it."""

    qid: str
    understood: Understood | None
    """None where the run holds a ranking only, as a TREC run does; it does not say what was marked either."""
    grade: Grade
    confidence: float
    """0 to 1, rounded as saved."""
    passages: tuple[Quote, ...]
    """Best first, whatever the grade."""
    seconds: float | None
    """Time to answer; None where it was not measured."""
    saved: str
    """The line itself: the whole answer as JSON, as it is written to a file."""

    @classmethod
    def from_answer(cls, qid: str, answer: Answer, seconds: float | None = None) -> RunLine:
        """Take an answer through its saved form, so that a run measures the same before and after saving."""
        form: Json = {"qid": qid, **answer_json(answer)}
        if seconds is not None:
            form["seconds"] = round(seconds, 6)
        return cls.from_json(json.dumps(form, ensure_ascii=False), where=f"the answer to {qid}")

    @classmethod
    def from_json(cls, line: str, where: str = "a line of a run") -> RunLine:
        """Parse one line of a saved run. Raises EvaluationError, opening with `where`."""
        fields = parse_object(where, line)
        ranked = fields.nested_list("passages")
        for rank, passage in enumerate(ranked, start=1):
            if passage.integer("rank", least=1) != rank:
                raise passage.unexpected("rank", f"{rank}: passages best first, ranks without gaps")
        return cls(
            qid=fields.text("qid"),
            understood=_understood(fields.nested("understood")),
            grade=_grade(fields),
            confidence=fields.number("confidence", most=1),
            passages=tuple(map(Quote.from_json, ranked)),
            seconds=None if fields.values.get("seconds") is None else fields.number("seconds"),
            saved=line,
        )


def _grade(fields: Fields) -> Grade:
    """The grade; a run of a system without grades says `answered` alone."""
    if "grade" not in fields:
        return "answers" if fields.boolean("answered") else "nothing"
    grade = fields.text("grade")
    if grade not in get_args(Grade):
        raise fields.unexpected("grade", f"one of {', '.join(get_args(Grade))}")
    return cast("Grade", grade)


def save_run(path: Path, run: Iterable[RunLine]) -> None:
    """Write a run, all of it or nothing. Raises EvaluationError where that is not possible."""
    write_text(path, (f"{line.saved}\n" for line in run), "run")


def load_run(path: Path) -> tuple[RunLine, ...]:
    """Load a saved run, in its order. Raises EvaluationError, with file and line, for the first mistake."""
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


def _lines(source: Fields) -> Lines:
    """The first and the last line of a passage's `source`."""
    match source.values.get("lines"):
        case [int(first), int(last)]:
            return first, last
        case _:
            raise source.unexpected("lines", "a list of the first and the last line")
