"""What the page needs of an archive: the one seam between showing and finding."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rag.index.catalogue import Catalogue
from rag.records import Answer, Coverage, Request, Transcript

if TYPE_CHECKING:
    from rag.index.revisions import Revision
    from rag.proof.check.verdict import Check
    from rag.proof.over_time import OverTime
    from rag.search.calibration_file import FittedCalibration

log = logging.getLogger("rag.questions")


class Backend(Protocol):
    """An archive that can be asked; `rag.archive.Archive` is the real one."""

    @property
    def catalogue(self) -> Catalogue:
        """What is counted beside the filters; see `rag.search.facets.FacetIndex`."""
        ...

    @property
    def corpus(self) -> Path:
        """The folder that the index was built from."""
        ...

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the index says of itself; shown, never relied on."""
        ...

    @property
    def fitted_calibration(self) -> FittedCalibration | None:
        """The calibration of the confidence to the user's own questions, if there is one."""
        ...

    def ask(self, request: Request) -> Answer:
        """Return ranked passages; raise QuestionError where the question or a filter cannot be searched."""
        ...

    def check(self, claim: str, speaker: str | None = None) -> Check:
        """Say whether anyone said this; raise QuestionError where it or the name cannot be checked."""
        ...

    def over_time(self, found: Answer | Check) -> OverTime:
        """Return when and how often the passages of an answer, or a checked quote, were said."""
        ...

    def coverage(self) -> Coverage:
        """Return what is indexed."""
        ...

    def transcript(self, transcript_id: str) -> Transcript:
        """Return a whole transcript; raise QuestionError where the id is unknown."""
        ...

    def changes(self, transcript_id: str | None = None) -> tuple[Revision, ...]:
        """Return what builds have noticed of changed sources; raise QuestionError where the id is unknown."""
        ...


class QuestionLog:
    """An archive that writes every question into the log, and is the one it wraps in all else."""

    def __init__(self, archive: Backend) -> None:
        self.archive = archive

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the archive has
        return getattr(self.archive, name)

    def ask(self, request: Request) -> Answer:
        """Write the question down, and ask it."""
        log.info("asked: %r, following %r, within %r", request.text, request.previous, request.filters)
        return self.archive.ask(request)

    def check(self, claim: str, speaker: str | None = None) -> Check:
        """Write the quote down, and check it."""
        log.info("checked: %r, said to be by %r", claim, speaker)
        return self.archive.check(claim, speaker)


def unlogged(archive: Backend) -> Backend:
    """The archive itself: what the program asks of its own accord is nobody's question."""
    return archive.archive if isinstance(archive, QuestionLog) else archive
