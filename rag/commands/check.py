"""`rag check`: whether anyone said this."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index, OverTime


def check(
    quote: Annotated[str, typer.Argument(help="The words that somebody is said to have said.")],
    speaker: Annotated[
        str | None, typer.Option(help="Who is said to have said them.", show_default="anybody")
    ] = None,
    over_time: OverTime = False,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Say whether a quote is exact, altered, somebody else's or absent; exit 1 where it is not exact."""
    from rag.archive import Archive
    from rag.output.contract import check_json
    from rag.output.stdio import print_json

    archive = Archive.open(index)
    result = archive.check(quote, speaker)
    spread = archive.over_time(result) if over_time else None
    if as_json:
        print_json(check_json(result, spread))
    else:
        from rag.output.terminal import show_check

        show_check(result, spread)
    if result.verdict != "exact":
        raise typer.Exit(NEGATIVE)
