"""A file of labelled questions that is changed one question at a time, while people label.

Every change reads the file anew, replaces the line of one question and then the file, atomically: whatever
else is in it, and whatever was edited meanwhile, stays to the byte, and a program that is killed leaves the
file of before or of after.
"""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields, line_text, parse_object
from rag.evaluation.questions import LabelledQuestion, read_question
from rag.output.contract import Json
from rag.text.files import write_whole
from rag.text.translation import _

_WAIT = 10
"""Seconds to wait for another program that labels the same file."""


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """One question of the file."""

    number: int
    """Of its line, from 0."""
    fields: Fields
    question: LabelledQuestion


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of one line."""

    before: bytes | None
    """None where the question was added."""
    after: bytes


class LabelFile:
    """Reads and changes one file. All methods raise EvaluationError where that is not possible."""

    def __init__(self, path: Path) -> None:
        """A file that is not there yet is made by the first question."""
        self.path = Path(os.path.realpath(path))
        if not self.path.parent.is_dir():
            raise EvaluationError(f"{path} cannot be written: there is no folder {path.parent}")
        self._parsed: tuple[tuple[bytes, ...], Mapping[str, LabelEntry]] = ((), {})
        self._lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=_WAIT)

    def entries(self) -> Mapping[str, LabelEntry]:
        """The questions by qid, in the order of the file."""
        return self._entries(self._lines())

    def change(self, qid: str, make: Callable[[LabelEntry], Json]) -> LineChange:
        """Replace one question by what `make` returns for it."""
        with self._locked():
            lines = self._lines()
            entries = self._entries(lines)
            if qid not in entries:
                raise EvaluationError(f"{self.path} has no question {qid[:80]!r} any more")
            number = entries[qid].number
            before = lines[number]
            begin = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
            end = before[len(before.rstrip(b"\r\n")) :]
            lines[number] = begin + json_line(make(entries[qid])) + end
            self._save(lines)
            return LineChange(before, lines[number])

    def add(self, make: Callable[[Mapping[str, LabelEntry]], Json]) -> LineChange:
        """Add what `make` returns, knowing the questions that there are, as the last line."""
        with self._locked():
            lines = self._lines()
            end = b"\r" if lines and lines[0].endswith(b"\r") else b"\n"
            line = json_line(make(self._entries(lines))) + end
            if lines and not lines[-1].endswith((b"\r", b"\n")):
                lines[-1] += end
            self._save([*lines, line])
            return LineChange(None, line)

    def revert(self, change: LineChange) -> None:
        """Undo a change, unless the line has changed since."""
        with self._locked():
            lines = self._lines()
            if change.after not in lines:
                raise EvaluationError(_("the question was changed in the file since: nothing is undone"))
            number = lines.index(change.after)
            lines[number : number + 1] = [] if change.before is None else [change.before]
            self._save(lines)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other programs that label the file away."""
        try:
            self._lock.acquire()
        except Timeout:
            raise EvaluationError(f"{self.path} is kept locked by another program: try again") from None
        except OSError as error:
            raise EvaluationError(f"{self.path} cannot be written: {error.strerror or error}") from error
        try:
            yield
        finally:
            self._lock.release()

    def _lines(self) -> list[bytes]:
        """The lines with their ends."""
        try:
            return self.path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise EvaluationError(f"{self.path} cannot be read: {error.strerror or error}") from error

    def _entries(self, lines: list[bytes]) -> Mapping[str, LabelEntry]:
        """The questions of these lines, which are parsed again only where one has changed."""
        parsed, known = self._parsed
        if parsed == (now := tuple(lines)):
            return known
        entries: dict[str, LabelEntry] = {}
        for number, line in enumerate(lines):
            where = f"{self.path}, line {number + 1}"
            if text := line_text(where, line.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")):
                fields = parse_object(where, text)
                question = read_question(fields)
                if question.qid in entries:
                    raise fields.unexpected("qid", "each qid once in the file")
                entries[question.qid] = LabelEntry(number, fields, question)
        self._parsed = now, entries
        return entries

    def _save(self, lines: list[bytes]) -> None:
        write_whole(self.path, lines, "question set", EvaluationError)


def json_line(form: Json) -> bytes:
    """One line of JSON. Half characters, which no file can hold, stay escaped as they were."""
    try:
        return json.dumps(form, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(form).encode()
