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
        typer.Option(
            help="plain, markdown, bibtex, ris, csl-json, record (rag verify proves it), or embed (HTML)."
        ),
    ] = "plain",
    accessed: Annotated[
        str | None,
        typer.Option(
            help="Day on which you read it, YYYY-MM-DD.", show_default="`retrieved` in sources.toml, if given"
        ),
    ] = None,
    page: Annotated[
        str | None,
        typer.Option(
            help="With --style embed: address of a page that serves the index, to link back to.",
            show_default="no link",
        ),
    ] = None,
    index: Index = INDEX,
) -> None:
    """Print a citation of a passage, in a style or as a record that proves itself."""
    from rag.errors import QuestionError
    from rag.index.catalogue import Catalogue
    from rag.index.store import CATALOGUE, open_build
    from rag.proof.cite.citation import hit_at, is_web_address
    from rag.proof.cite.styles import cited

    build = open_build(index)
    hit = hit_at(Catalogue(build.part(CATALOGUE)), transcript, start, end, utterance)
    link_back = None
    if page:
        from rag.page.links import passage_link

        link_back = f"{page.rstrip('/')}{passage_link(hit)}"
        if not is_web_address(link_back):
            raise QuestionError(f"{page!r} is no web address: expected one such as http://127.0.0.1:7860")
    sys.stdout.write(cited(hit, style, accessed, build.manifest.as_json(), link_back))
