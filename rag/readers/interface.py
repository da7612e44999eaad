"""What a reader is: bytes of one format → transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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
