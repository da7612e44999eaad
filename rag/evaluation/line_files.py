"""JSONL files, read with suspicion: every broken line becomes one sentence with its place in the file."""

from __future__ import annotations

import codecs
import json
import reprlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeGuard

from rag.errors import EvaluationError
from rag.text.sentences import byte_lines


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object, checked as they are taken out.

    `where` (file, line, place in the line) opens every message. All methods raise EvaluationError
    where the field is missing or is not what their name says; the `optional` ones take a missing
    field and `null` for None.
    """

    where: str
    values: Mapping[str, object]

    def __contains__(self, name: str) -> bool:
        """Whether the key is there, `null` included."""
        return name in self.values

    def error(self, wrong: str) -> EvaluationError:
        """Build what to raise for a mistake in this object."""
        return EvaluationError(f"{self.where}: {wrong}")

    def unexpected(self, name: str, expected: str) -> EvaluationError:
        """Build what to raise for a field that is missing or has the wrong value."""
        if name not in self.values:
            return self.error(f'"{name}" is missing; expected {expected}')
        return self.error(f'"{name}" is {shown(self.values[name])}; expected {expected}')

    def text(self, name: str) -> str:
        """Take a string that holds more than white space."""
        value = self.values.get(name)
        if not _is_text(value) or not value.strip():
            raise self.unexpected(name, "text")
        return value

    def optional_text(self, name: str) -> str | None:
        """Take a string or None; one of white space alone is None too."""
        value = self.values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of strings; a missing one and `null` are empty."""
        if self.values.get(name) is None:
            return ()
        value = self.values[name]
        if not isinstance(value, list) or not all(_is_text(item) for item in value):
            raise self.unexpected(name, "a list of texts")
        return tuple(value)

    def optional_day(self, name: str) -> str | None:
        """Take a day of the calendar as YYYY-MM-DD, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not _is_day(value):
            raise self.unexpected(name, "a day as YYYY-MM-DD, or null")
        return value

    def integer(self, name: str, least: int) -> int:
        """Take a whole number from `least` on; true and false are none."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.unexpected(name, f"a whole number from {least} on")
        return value

    def optional_span(self, name: str) -> tuple[int, int] | None:
        """Take two offsets in order, the second beyond the first, or None."""
        match self.values.get(name):
            case None:
                return None
            case [int(start), int(end)] if 0 <= start < end and bool not in (type(start), type(end)):
                return start, end
            case _:
                raise self.unexpected(name, "two whole numbers: where it starts, and where it ends")

    def number(self, name: str, most: float = sys.float_info.max) -> float:
        """Take a finite number from 0 to `most`."""
        value = self.values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= most:
            raise self.unexpected(name, f"a number from 0 to {most:.3g}")
        return float(value)

    def boolean(self, name: str) -> bool:
        """Take true or false."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self.unexpected(name, "true or false")
        return value

    def nested(self, name: str) -> Fields:
        """Take a JSON object inside this one."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.unexpected(name, "an object")
        return Fields(f"{self.where}, {name}", value)

    def nested_list(self, name: str) -> tuple[Fields, ...]:
        """Take a list of JSON objects."""
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.unexpected(name, "a list of objects")
        return tuple(Fields(f"{self.where}, {name}[{i}]", item) for i, item in enumerate(value))


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Read the lines that are not blank, as (where, text).

    Raises EvaluationError for a file that cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(byte_lines(content.removeprefix(codecs.BOM_UTF8)), start=1):
        where = f"{path}, line {number}"
        if text := line_text(where, line):
            yield where, text


def line_text(where: str, line: bytes) -> str:
    """Decode one line, without white space around it. Raises EvaluationError where it is not UTF-8."""
    try:
        return line.decode("utf-8").strip(" \t\r")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{where}: byte {error.start + 1} is not UTF-8; save it as UTF-8") from error


def parse_object(where: str, line: str) -> Fields:
    """Parse one line, a JSON object. Raises EvaluationError where it is none."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{where}: not JSON at column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise EvaluationError(f"{where}: JSON beyond what can be read; expected one object a line") from error
    if not isinstance(value, dict):
        raise EvaluationError(f"{where}: {shown(value)}; expected one JSON object a line")
    return Fields(where, value)


def shown(value: object) -> str:
    """Show a value found in a file, short and on one line whatever it holds."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return reprlib.repr(value)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value  # fromisoformat alone takes "20180912" too
    except ValueError:
        return False


def _is_text(value: object) -> TypeGuard[str]:
    r"""Whether it is a string that a file can hold; JSON's `\ud800` alone makes one that none can."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)
