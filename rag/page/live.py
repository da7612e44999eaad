"""An archive that follows its index: once another build serves, questions go to that one.

The new build is opened and warmed beside the old one, and then takes its place. A request that began with the
old one ends with it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from rag.archive import Archive
from rag.errors import RagError
from rag.index.store import open_build

if TYPE_CHECKING:
    from rag.index.encoder import QuestionReader

log = logging.getLogger(__name__)

_EVERY = 1.0
"""Seconds between two looks at which build serves."""
_ASKING = ("/api/", "/part/", "/transcripts", "/feed", "/sitemap.xml", "/label")
"""Paths of requests that see one build from beginning to end; Gradio's own start what outlives them."""
_begun_with: ContextVar[Archive | None] = ContextVar("begun_with", default=None)


class LiveArchive:
    """The build that serves, and all that an `Archive` has."""

    def __init__(self, index: Path, encoder: QuestionReader | None = None) -> None:
        """Open the build that serves now, as `Archive.open`."""
        self._index = index
        self._encoder = encoder
        self._serving = Archive.open(index, encoder)

    @property
    def current(self) -> Archive:
        """The archive to ask: that with which the request began, else the newest."""
        return _begun_with.get() or self._serving

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever an archive has
        return getattr(self.current, name)

    def warm(self) -> None:
        """Load all parts: the files of a build may be removed while it still serves."""
        _load(self._serving)

    def renew(self) -> bool:
        """Open the build that serves, if it is another one. If it cannot be opened, the old one stays."""
        try:
            build = open_build(self._index)
            if build.folder == self._serving.build.folder:
                return False
            loaded = self._serving.loaded
            is_same_model = build.manifest.model.sha256 == loaded.build.manifest.model.sha256
            archive = Archive(build, self._encoder or (loaded.encoder if is_same_model else None))
            _load(archive)
            self._serving = archive
        except (RagError, OSError) as error:
            log.warning("the new build cannot be opened, the old one stays: %s", error)
            return False
        log.info("the build %s serves now", build.folder.name)
        return True

    @contextmanager
    def following(self, every: float = _EVERY) -> Iterator[None]:
        """Look for new builds inside the block, every so many seconds."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(every):
                self.renew()

        thread = threading.Thread(target=look, name="new builds", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _load(archive: Archive) -> None:
    archive.warm()
    archive.loaded.history  # noqa: B018 - loading is the point


class OneBuild:
    """Middleware: a request is answered by the build that served when it came."""

    def __init__(self, app: ASGIApp, archive: LiveArchive) -> None:
        self._app = app
        self._archive = archive

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer within the context of one archive."""
        if scope["type"] != "http" or not scope["path"].startswith(_ASKING):
            await self._app(scope, receive, send)
            return
        token = _begun_with.set(self._archive.current)
        try:
            await self._app(scope, receive, send)
        finally:
            _begun_with.reset(token)
