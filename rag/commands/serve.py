"""`rag serve`: the page and the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.commands.options import BUILT_IN, INDEX, OFF, Host, Index, Port


def serve(
    index: Index = INDEX,
    host: Host = BUILT_IN.host,
    port: Port = BUILT_IN.port,
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
    label: Annotated[
        Path | None,
        typer.Option(
            help="Also the page /label, to judge passages for the questions of this file (JSONL).",
            show_default="none",
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(help="With --label: label as a second judge of this name.", show_default="none"),
    ] = None,
) -> None:
    """Serve the page and the API; a build that is made meanwhile is served without a restart."""
    from rag.errors import EvaluationError
    from rag.page.live import LiveArchive
    from rag.page.server import refuse_without_mcp
    from rag.page.server import serve as run

    if mcp:
        refuse_without_mcp()
    if judge is not None and (label is None or not judge.strip()):
        raise EvaluationError("--judge names who labels the file of --label: name both")
    archive = LiveArchive(index)
    labelling = None
    if label is not None:
        from rag.evaluation.label_session import Labelling

        labelling = Labelling(label, archive, judge)
    with archive.following():
        run(
            archive,
            host,
            port,
            warm=archive.warm,
            mcp=mcp,
            log_questions=log_questions,
            labelling=labelling,
        )
