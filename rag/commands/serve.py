"""`rag serve`: the page and the API."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.commands.options import INDEX, Index


def serve(
    index: Index = INDEX,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """Serve the page and the API."""
    from rag.archive import Archive
    from rag.page.server import serve as run

    archive = Archive.open(index)
    archive.warm()
    run(archive, host, port)
