"""`rag build`: index new and changed transcripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from rag.commands.options import BUILT_IN, INDEX, OFF, Index
from rag.errors import RagError
from rag.settings import PASSAGE_TOKENS


def build(
    corpus: Annotated[Path, typer.Option(help="Folder of the transcripts.")] = BUILT_IN.corpus,
    index: Index = INDEX,
    full: Annotated[
        bool, typer.Option("--full", help="Reuse nothing of the former build.", show_default=OFF)
    ] = False,
    model: Annotated[
        str,
        typer.Option(help="A sentence-transformers model: its folder, or its name in the local cache."),
    ] = BUILT_IN.model,
    passage_tokens: Annotated[
        int,
        typer.Option(min=PASSAGE_TOKENS[0], max=PASSAGE_TOKENS[-1], help="Longest passage, in tokens."),
    ] = BUILT_IN.passage_tokens,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Then build after every change, until Ctrl-C.", show_default=OFF),
    ] = False,
    ray: Annotated[
        bool,
        typer.Option(
            "--ray",
            help="Encode by Ray: on this machine, or on the cluster that RAY_ADDRESS names.",
            show_default=OFF,
        ),
    ] = False,
) -> None:
    """Index new and changed transcripts."""
    from rag.intake.watching import changes

    # From before the first build: what changes while that runs is built next.
    settled = changes(corpus) if watch else iter(())
    again = run_build(corpus, index, model, passage_tokens, full=full, ray=ray)
    if watch:
        _build_after(settled, again)


def run_build(
    corpus: Path, index: Path, model: str, passage_tokens: int, *, full: bool = False, ray: bool = False
) -> Callable[[], None]:
    """Build, and tell what that did. Return what builds again."""
    from rag.index.builder import build_index
    from rag.index.encoder import SentenceTransformerEncoder
    from rag.output.terminal import progress, show_build
    from rag.output.terminal_changes import show_noticed

    by_ray = None
    if ray:
        from rag.index.ray_encoding import RayEncoding

        by_ray = RayEncoding()
    encoder = SentenceTransformerEncoder(model)

    def build(*, full: bool = False) -> None:
        with progress() as report:
            outcome = build_index(
                corpus, index, encoder, passage_tokens=passage_tokens, full=full, ray=by_ray, progress=report
            )
        show_build(outcome)
        show_noticed(outcome.revisions, outcome.doubt)

    build(full=full)
    return build


def _build_after(changes: Iterator[None], build: Callable[[], None]) -> None:
    """Build after every change until Ctrl-C; what goes wrong is told, and the next change tried again."""
    from rag.output.stdio import print_error
    from rag.output.terminal import show_lines

    with suppress(KeyboardInterrupt):
        show_lines(["Watching for changes until Ctrl-C."])
        for _ in changes:
            try:
                build()
            except (RagError, OSError) as error:
                print_error(str(error))
