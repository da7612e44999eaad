"""`rag ask`: ranked passages for a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index

if TYPE_CHECKING:
    from rag.records import QuestionPart
    from rag.search.rerank import Reranker


def ask(
    question: Annotated[str, typer.Argument(help="In plain words.")],
    k: Annotated[int, typer.Option("-k", help="How many passages.")] = 10,
    speaker: Annotated[list[str] | None, typer.Option(help="Only what this person said; repeatable.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="First day: YYYY-MM-DD, YYYY-MM or YYYY.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day: YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
    place: Annotated[str | None, typer.Option(help="Only where place or title holds this text.")] = None,
    transcript: Annotated[list[str] | None, typer.Option(help="Only this transcript; repeatable.")] = None,
    previous: Annotated[str | None, typer.Option(help="The question that this one follows up.")] = None,
    today: Annotated[str | None, typer.Option(help="The day that relative dates count from.")] = None,
    ignore: Annotated[
        str | None, typer.Option(help="What is not to be read out of it: speakers, dates, place, followup.")
    ] = None,
    rerank: Annotated[
        Path | None, typer.Option(help="Folder of a cross-encoder that reads the first passages again.")
    ] = None,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Show passages even where none answers.")
    ] = False,
    export: Annotated[
        Path | None, typer.Option(help="Write an evidence pack too: .json, .csv, .md, .html or .docx.")
    ] = None,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Find the passages that answer a question; exit 1 where none does."""
    from rag.archive import Archive
    from rag.output.contract import answer_json
    from rag.output.stdio import print_json
    from rag.output.terminal import show_answer
    from rag.records import Filters, Request

    if export:
        from rag.output.export.forms import check_target, save
        from rag.output.export.pack import make_pack

        check_target(export)
    filters = Filters(tuple(speaker or ()), since, until, place, tuple(transcript or ()))
    ignored = cast("tuple[QuestionPart, ...]", tuple(map(str.strip, ignore.split(","))) if ignore else ())
    request = Request(question, filters, k, previous, today, ignored)
    archive = Archive.open(index, reranker=_reranker(rerank) if rerank else None)
    answer = archive.ask(request)
    if export:
        save(export, make_pack(answer, request, archive.manifest, reranker=rerank.name if rerank else None))
    if as_json:
        print_json(answer_json(answer))
    else:
        show_answer(answer, nearest=nearest)
    if not answer.answered:
        raise typer.Exit(NEGATIVE)


def _reranker(folder: Path) -> Reranker:
    from rag.search.rerank import CrossEncoderReranker

    return CrossEncoderReranker(folder)
