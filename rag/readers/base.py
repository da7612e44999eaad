"""What a reader is: bytes of one format → transcripts, and what every reader does with its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from rag.errors import ReadError
from rag.records import Transcript


@dataclass(frozen=True, slots=True)
class SourceAbout:
    """What is known about a file that it does not say itself (`corpus/sources.toml`)."""

    url: str | None = None
    retrieved: str | None = None
    language: str | None = None


class Reader(Protocol):
    """One source format. A module of this package offers one as `READER`, and that is all it needs."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of the files it reads, in small letters with the dot."""

    @property
    def max_bytes(self) -> int:
        """Of the largest file it takes."""

    def read(self, data: bytes, source: str, about: SourceAbout) -> tuple[Transcript, ...]:
        """Read the bytes of the file that the corpus calls `source`; equal bytes give equal records.

        Raises ReadError, and nothing else, for bytes that are no transcripts.
        """


_SAMPLE = 20_000
"""Characters that are looked at to tell the script."""

_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def decode(data: bytes) -> str:
    """Decode UTF-8 as it stands: a byte order mark is the first character, line ends stay.

    Raises ReadError for bytes that are no text.
    """
    if (at := data.find(b"\0")) >= 0:
        kind = "UTF-16 text" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "a binary file"
        raise ReadError(f"this is {kind} (a zero at byte {at:,}); expected UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"not UTF-8: 0x{data[error.start]:02x} at byte {error.start:,} ({error.reason}); expected UTF-8"
        ) from None


def language_of(text: str, stated: str | None) -> str:
    """Take the language as it is stated, or by the script: mostly Cyrillic is Russian, all else English."""
    if stated:
        return stated
    sample = text[:_SAMPLE]
    return "ru" if 2 * len(_CYRILLIC.findall(sample)) > len(_LETTER.findall(sample)) else "en"
