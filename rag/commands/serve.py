"""`rag serve`: the page and the API."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.commands.options import INDEX, OFF, Index


def serve(
    index: Index = INDEX,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
    mcp: Annotated[
        bool,
        typer.Option(
            "--mcp", help="Also as tools for assistants, at /gradio_api/mcp; needs mcp.", show_default=OFF
        ),
    ] = False,
    log_questions: Annotated[
        bool,
        typer.Option("--log-questions", help="Write what people ask into the log.", show_default=OFF),
    ] = False,
) -> None:
    """Serve the page and the API; a build that is made meanwhile is served without a restart."""
    from rag.page.live import LiveArchive
    from rag.page.server import refuse_without_mcp
    from rag.page.server import serve as run

    if mcp:
        refuse_without_mcp()
    archive = LiveArchive(index)
    with archive.following():
        run(archive, host, port, warm=archive.warm, mcp=mcp, log_questions=log_questions)
