"""What the page needs of an archive: the one seam between showing and finding."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from rag.index.catalogue import Catalogue
from rag.records import Answer, Coverage, Request, Transcript

if TYPE_CHECKING:
    from rag.archive import Archive
    from rag.index.revisions import Revision
    from rag.proof.check.verdict import Check

log = logging.getLogger("rag.questions")


class Backend(Protocol):
    """An archive that can be asked; `rag.archive.Archive` is the real one."""

    @property
    def catalogue(self) -> Catalogue:
        """What is counted beside the filters; see `rag.search.facets.FacetIndex`."""
        ...

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the index says of itself; shown, never relied on."""
        ...

    def ask(self, request: Request) -> Answer:
        """Return ranked passages; raise QuestionError where the question or a filter cannot be searched."""
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

    def example_questions(self) -> tuple[str, ...]:
        """Return questions that suit this corpus."""
        ...


def check(archive: Backend, quote: str, speaker: str | None = None) -> Check:
    """Say whether anyone said these words; raise QuestionError where they or the name cannot be checked.

    The page, the API and the tools all check through here.
    """
    from rag.proof.check.judge import check as judge

    if isinstance(archive, QuestionLog):
        log.info("checked: %r, said to be by %r", quote, speaker)
    return judge(cast("Archive", archive), quote, speaker)


class QuestionLog:
    """An archive that writes every question into the log, and is the one it wraps in all else."""

    def __init__(self, archive: Backend) -> None:
        self._archive = archive

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the archive has
        return getattr(self._archive, name)

    def ask(self, request: Request) -> Answer:
        """Write the question down, and ask it."""
        log.info("asked: %r, following %r, within %r", request.text, request.previous, request.filters)
        return self._archive.ask(request)
