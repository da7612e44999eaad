"""JSON in the ways that files of transcripts have it: a value a line, or values over several lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES, decode
from rag.records import Lines
from rag.text.sentences import byte_lines

_BROKEN = "broken JSON"
_TOO_MUCH = "nested too deep, or a number too long"
_BLANK = re.compile(r"[\s,]*")


class JsonRow(dict[str, Any]):
    """A JSON object that remembers which of its keys stand more than once."""

    repeated: tuple[str, ...] = ()


def _row(pairs: list[tuple[str, Any]]) -> JsonRow:
    row = JsonRow(pairs)
    if len(row) < len(pairs):
        row.repeated = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    return row


_DECODER = json.JSONDecoder(object_pairs_hook=_row)


def json_values(data: bytes) -> Iterator[tuple[Lines, object]]:
    """What stands for each transcript, with its lines: a line each, or values over several lines.

    An array stands for its items, but for one of utterances, which is a transcript. Raises ReadError where a
    line is broken, or longer than one transcript may be.
    """
    lines = [(number, line) for number, line in enumerate(byte_lines(data), 1) if line.strip()]
    for number, line in lines:
        if len(line) > MOST_BYTES:
            raise ReadError(
                f"line {number} has {len(line):,} bytes; expected at most {MOST_BYTES:,}, a transcript a line"
            )
    for at, value in _over_lines(data) if lines and not _is_whole(lines[0][1]) else _by_line(lines):
        if isinstance(value, list) and value and not _are_utterances(value):
            yield from ((at, item) for item in value)
        else:
            yield at, value


def _are_utterances(items: Sequence[object]) -> bool:
    return all(isinstance(item, dict) and "text" in item for item in items)


def _is_whole(line: bytes) -> bool:
    """Whether the first line is a value by itself, or can be none however it goes on."""
    try:
        _decoded(line)
    except ReadError as error:
        return not (str(error).startswith(_BROKEN) and line.strip().startswith((b"{", b"[")))
    return True


def _by_line(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[Lines, object]]:
    for number, line in lines:
        try:
            yield (number, number), _decoded(line)
        except ReadError as error:
            raise ReadError(f"line {number}: {error}") from None


def _over_lines(data: bytes) -> Iterator[tuple[Lines, object]]:
    """Values that follow one another, each over as many lines as it likes."""
    text = decode(data)
    line, at = 1, 0
    while (begin := _after_blank(text, at)) < len(text):
        line += text.count("\n", at, begin)
        try:
            value, end = _DECODER.raw_decode(text, begin)
        except json.JSONDecodeError as error:
            raise ReadError(
                f"line {error.lineno}: {_BROKEN} at character {error.colno:,}: {error.msg}"
            ) from None
        except (ValueError, RecursionError):
            raise ReadError(f"line {line}: {_BROKEN}: {_TOO_MUCH}") from None
        last = line + text.count("\n", begin, end)
        yield (line, last), value
        line, at = last, end


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _decoded(line: bytes) -> object:
    try:
        return _DECODER.decode(decode(line))
    except json.JSONDecodeError as error:
        raise ReadError(f"{_BROKEN} at character {error.pos + 1:,}: {error.msg}") from None
    except (ValueError, RecursionError):
        raise ReadError(f"{_BROKEN}: {_TOO_MUCH}") from None
