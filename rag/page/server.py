"""The page, the reader and the API on one port."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.page.asks import Asks

if TYPE_CHECKING:
    from fastapi import FastAPI


def build_app(archive: Asks) -> FastAPI:
    """Return the whole application; imports Gradio, which takes seconds."""
    from rag.page.blocks import mount
    from rag.page.routes import build_routes

    return mount(build_routes(archive), archive)


def serve(archive: Asks, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve until interrupted. RagError where the port cannot be had."""
    _refuse_taken(host, port)
    import uvicorn

    uvicorn.run(build_app(archive), host=host, port=port, access_log=False, timeout_graceful_shutdown=3)


def _refuse_taken(host: str, port: int) -> None:
    """Try the port before the slow imports, so that a mistake is told at once and in one line."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        raise RagError(f"cannot serve on {host}:{port} ({error}); choose another with --port") from error
