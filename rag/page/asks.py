"""What the page needs of an archive: the one seam between showing and finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from rag.records import Answer, Coverage, Filters, Transcript


class Asks(Protocol):
    """An archive that can be asked; `rag.archive.Archive` is the real one."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the index says of itself; shown, never relied on."""
        ...

    def ask(
        self,
        question: str,
        filters: Filters = ...,
        k: int = ...,
        previous: str | None = ...,
        today: str | None = ...,
    ) -> Answer:
        """Return ranked passages; raise QuestionError where the question or a filter cannot be searched."""
        ...

    def coverage(self) -> Coverage:
        """Return what is indexed."""
        ...

    def transcript(self, transcript_id: str) -> Transcript:
        """Return a whole transcript; raise QuestionError where the id is unknown."""
        ...

    def example_questions(self) -> tuple[str, ...]:
        """Return questions that suit this corpus."""
        ...
