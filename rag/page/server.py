"""The page, the reader and the API on one port."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.page.backend import Backend, QuestionLog, unlogged
from rag.page.guard import ADDRESS_LIMIT, LOCAL
from rag.page.links import site
from rag.page.live import LiveArchive, OneBuild
from rag.page.logs import set_up

if TYPE_CHECKING:
    from fastapi import FastAPI

    from rag.evaluation.label_session import Labelling

log = logging.getLogger(__name__)


def build_app(
    archive: Backend, *, mcp: bool = False, labelling: Labelling | None = None, local: bool = True
) -> FastAPI:
    """Return the whole application; imports Gradio, which takes seconds.

    With `mcp`, assistants find the operations as tools; `labelling` and `local` are as for `build_routes`.
    Raises RagError where what that needs is not there.
    """
    app = _without_page(archive, labelling, local=local)
    _add_page(app, archive, mcp=mcp)
    return app


def _without_page(archive: Backend, labelling: Labelling | None, *, local: bool) -> FastAPI:
    from rag.page.routes import build_routes

    app = build_routes(archive, labelling, local=local)
    followed = unlogged(archive)
    if isinstance(followed, LiveArchive):
        app.add_middleware(OneBuild, archive=followed)
    return app


def _add_page(app: FastAPI, archive: Backend, *, mcp: bool) -> None:
    if mcp:
        refuse_without_mcp()
    from rag.page.gradio_app import mount

    mount(app, archive, mcp=mcp)


def serve(
    archive: Backend,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    warm: Callable[[], None] = lambda: None,
    mcp: bool = False,
    log_questions: bool = False,
    labelling: Labelling | None = None,
) -> None:
    """Serve until interrupted; the port answers at once, and questions once `warm` has ended.

    With `labelling`, questions can be labelled, by this machine alone unless `host` is another.
    `log_questions` writes what people ask into the log. Raises RagError where the port cannot be had, or
    what assistants need is not there, and whatever `warm` raises.
    """
    _refuse_taken(host, port)
    set_up(questions=log_questions)
    address = site(host, port)
    log.info("loading the index and the page, which will be at %s", address)
    if labelling is not None:
        log.info("questions will be labelled at %s/label", address)
    import uvicorn

    from rag.page.opening import Opening

    asked = QuestionLog(archive) if log_questions else archive

    def load() -> FastAPI:
        warm()
        return _without_page(asked, labelling, local=host in LOCAL)

    def complete(app: FastAPI) -> None:
        _add_page(app, asked, mcp=mcp)

    def stop() -> None:
        server.should_exit = True

    opening = Opening(load, complete, lambda: log.info("the page is ready at %s", address), stop)
    server = uvicorn.Server(
        uvicorn.Config(
            opening,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            h11_max_incomplete_event_size=4 * ADDRESS_LIMIT,
            timeout_graceful_shutdown=3,
        )
    )
    with suppress(KeyboardInterrupt):
        server.run()
    if opening.error:
        raise opening.error


def refuse_without_mcp() -> None:
    """Tell at once, and in one line, where tools for assistants cannot be served."""
    try:
        found = version("mcp")
    except PackageNotFoundError:
        found = "none"
    if not found.startswith("1."):
        raise RagError(
            f'tools for assistants need the package mcp 1, found {found}: pip install "mcp>=1.21,<2"'
        )


def _refuse_taken(host: str, port: int) -> None:
    """Try the port before the slow imports, so that a mistake is told at once and in one line."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise RagError(f"cannot serve on {host}:{port} ({error}); choose another with --port") from error
