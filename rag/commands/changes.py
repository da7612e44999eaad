"""`rag changes`: what builds have noticed of changed sources."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.commands.options import INDEX, AsJson, Index


def changes(
    transcript: Annotated[
        str | None, typer.Argument(help="Only this transcript, by its id.", show_default="all")
    ] = None,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Show what sources said before they were edited, the latest change first."""
    from rag.archive import Archive
    from rag.output.contract import changes_json
    from rag.output.stdio import print_json

    found = Archive.open(index).changes(transcript)
    if as_json:
        print_json(changes_json(found))
    else:
        from rag.output.terminal_changes import show_changes

        show_changes(found)
