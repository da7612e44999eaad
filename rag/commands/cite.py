"""`rag cite`: a passage as a citation."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rag.commands.options import INDEX, Index


def cite(
    transcript: Annotated[str, typer.Argument(help="Id of the transcript.")],
    start: Annotated[int, typer.Argument(min=0, help="First character, as rag ask --json gives it.")],
    end: Annotated[int, typer.Argument(min=1, help="Character after the last.")],
    utterance: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Number of the utterance; needed where offsets count within it.",
            show_default="the one at START",
        ),
    ] = None,
    style: Annotated[
        str,
        typer.Option(help="plain, markdown, bibtex, ris, csl-json, or record: one that rag verify proves."),
    ] = "plain",
    accessed: Annotated[
        str | None,
        typer.Option(
            help="Day on which you read it, YYYY-MM-DD.", show_default="`retrieved` in sources.toml, if given"
        ),
    ] = None,
    index: Index = INDEX,
) -> None:
    """Print a citation of a passage, in a style or as a record that proves itself."""
    from rag.index.catalogue import Catalogue
    from rag.index.store import CATALOGUE, open_build
    from rag.proof.cite.citation import hit_at
    from rag.proof.cite.styles import cited

    build = open_build(index)
    hit = hit_at(Catalogue(build.part(CATALOGUE)), transcript, start, end, utterance)
    sys.stdout.write(cited(hit, style, accessed, build.manifest.as_json()))
