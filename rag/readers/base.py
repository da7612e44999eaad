"""What a reader is: bytes of one format → transcripts, and what every reader does with its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from rag.errors import CorpusError, ReadError
from rag.records import Transcript

MOST_BYTES = 32 * 1024 * 1024
"""Of a file that holds one transcript; a larger one is refused before it is read."""
MOST_BYTES_OF_MANY = 16 * MOST_BYTES
"""Of a file that may hold many."""


@dataclass(frozen=True, slots=True)
class SourceAbout:
    """What is known about a file that it does not say itself (`corpus/sources.toml`)."""

    url: str | None = None
    retrieved: str | None = None
    language: str | None = None
    beside: tuple[tuple[Path, int, int], ...] = ()
    """Files beside it that its format looks at, each with its time of change and its size."""


class Reader(Protocol):
    """One source format. A module of this package offers one as `READER`, and that is all it needs."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files it reads, in small letters with the dot."""

    @property
    def max_bytes(self) -> int:
        """Of the largest file it takes: `MOST_BYTES` or `MOST_BYTES_OF_MANY`."""

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read the bytes of the file that the corpus calls `source`; equal bytes give equal records.

        Raises ReadError, and nothing else, for bytes that are no transcripts.
        """


_TOP = 400
"""Bytes that are looked at to tell UTF-16."""
_MANGLED = re.compile(
    "[ÂÃÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â[€‚„†][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€\ufffd]"
)
"""UTF-8 of one letter read as two or three letters of Windows text."""
_FEW = 3
_MOST_MANGLED = 1000
_ASCII = re.compile("[\x00-\x7f]")


def decode(data: bytes) -> str:
    """Decode UTF-8 as it stands: a byte order mark is the first character, line ends stay.

    Raises ReadError for bytes that are no text.
    """
    if (at := data.find(b"\0")) >= 0:
        kind = "UTF-16 text" if _is_utf_16(data) else "a binary file"
        raise ReadError(f"this is {kind} (a zero at byte {at:,}); expected UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"not UTF-8: 0x{data[error.start]:02x} at byte {error.start:,} ({error.reason}); expected UTF-8"
        ) from None
    if not text.isascii() and (found := _mangled(text)) is not None:
        raise ReadError(
            f"UTF-8 that was read as Windows text and saved again (“{found[0]}” at character"
            f" {found.start():,}); expected the letters themselves"
        )
    return text


def _is_utf_16(data: bytes) -> bool:
    """Whether bytes have the mark of UTF-16, or a zero beside most letters."""
    top = data[:_TOP]
    zeros = max(top[::2].count(0), top[1::2].count(0))
    return data[:2] in {b"\xff\xfe", b"\xfe\xff"} or (zeros >= _FEW and 3 * zeros > len(top))


def _mangled(text: str) -> re.Match[str] | None:
    """The first letter that reads as two or three, where most that is not ASCII does."""
    found = list(islice(_MANGLED.finditer(text), _MOST_MANGLED))
    if len(found) < _FEW:
        return None
    end = found[-1].end()
    others = end - len(_ASCII.findall(text, 0, end))
    return found[0] if 2 * sum(len(each[0]) for each in found) > others else None


def read_toml(path: Path) -> dict[str, Any]:
    """Read a table of the user's, with or without a byte order mark; {} where there is no such file.

    Raises CorpusError with one line that begins with the path.
    """
    import tomllib  # most questions are asked without such a table

    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise CorpusError(f"{path} has {size:,} bytes; expected at most {MOST_BYTES:,}")
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise CorpusError(f"{path}: {error}") from error
