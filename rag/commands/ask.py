"""`rag ask`: ranked passages for a question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index, OverTime
from rag.errors import RagError
from rag.records import Filters, Request

if TYPE_CHECKING:
    from rag.archive import Archive
    from rag.proof.over_time import OverTime as Spread
    from rag.records import Answer, QuestionPart
    from rag.search.rerank import Reranker

_DAY = "YYYY-MM-DD, YYYY-MM or YYYY."

Question = Annotated[
    str | None, typer.Argument(help="In plain words.", show_default="in a terminal, a conversation")
]
Count = Annotated[int, typer.Option("-k", help="How many passages.")]
Speakers = Annotated[
    list[str] | None, typer.Option(help="Only what this person said; repeatable.", show_default="anybody")
]
Since = Annotated[str | None, typer.Option("--from", help=f"First day: {_DAY}", show_default="any")]
Until = Annotated[str | None, typer.Option("--to", help=f"Last day: {_DAY}", show_default="any")]
Place = Annotated[
    str | None, typer.Option(help="Only where place or title contains this text.", show_default="anywhere")
]
Transcripts = Annotated[
    list[str] | None, typer.Option(help="Only this transcript; repeatable.", show_default="all")
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        help="Only transcripts with this topic, as their pages name it; repeatable.", show_default="any"
    ),
]
Persons = Annotated[
    list[str] | None,
    typer.Option(help="Only transcripts whose pages name this person; repeatable.", show_default="any"),
]
Previous = Annotated[
    str | None, typer.Option(help="The question that this one follows up.", show_default="none")
]
Today = Annotated[
    str | None, typer.Option(help="The day that relative dates count from.", show_default="today")
]
Ignore = Annotated[
    str | None,
    typer.Option(
        help="What is not to be read out of the question: speakers, dates, place, followup.",
        show_default="nothing",
    ),
]
Reader = Annotated[
    str | None,
    typer.Option(
        help="A cross-encoder on this machine, by folder or name, that ranks the first passages again.",
        show_default="none",
    ),
]
Export = Annotated[
    Path | None,
    typer.Option(help="Write an evidence pack too: .json, .csv, .md, .html or .docx.", show_default="none"),
]

Compare = Annotated[
    list[str] | None,
    typer.Option(
        help="One of two sides: a speaker, or a period such as 2018-04..2018-12; give two.",
        show_default="no comparison",
    ),
]


def ask(
    question: Question = None,
    k: Count = 10,
    speaker: Speakers = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    transcript: Transcripts = None,
    topic: Topics = None,
    person: Persons = None,
    previous: Previous = None,
    today: Today = None,
    ignore: Ignore = None,
    reader: Reader = None,
    export: Export = None,
    over_time: OverTime = False,
    compare: Compare = None,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Find the passages that answer a question; exit 1 where nothing is about it.

    Without a question, a terminal opens a conversation: questions, follow-ups, /help.
    """
    if question is None and (as_json or export or compare or not _is_terminal()):
        raise RagError("Missing argument 'question'. (see rag --help)")
    from rag.archive import Archive

    if export:
        from rag.output.export.formats import check_target, save
        from rag.output.export.pack import make_pack

        check_target(export)
    speakers, transcripts, topics, persons = (
        tuple(given or ()) for given in (speaker, transcript, topic, person)
    )
    filters = Filters(speakers, since, until, place, transcripts, topics, persons)
    request = Request(question or "", filters, k, previous, today, _parts(ignore))
    archive = Archive.open(index, reranker=_reranker(reader) if reader else None)
    if question is None:
        from rag.commands.conversation import converse

        converse(archive, request, over_time=over_time)
        return
    if compare:
        if export or over_time:
            raise RagError("--compare shows two answers: leave out --export and --over-time")
        _compare(archive, request, compare, as_json)
        return
    answer = archive.ask(request)
    spread = archive.over_time(answer) if over_time else None
    if export:
        model = Path(reader).name if reader else None
        save(export, make_pack(answer, request, archive.manifest, reranker=model, over_time=spread))
    _show(answer, spread, as_json)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _show(answer: Answer, spread: Spread | None, as_json: bool) -> None:
    if as_json:
        from rag.output.contract import answer_json
        from rag.output.stdio import print_json

        print_json(answer_json(answer, spread))
    else:
        from rag.output.terminal import show_answer

        show_answer(answer, spread)
    if not answer.answered:
        raise typer.Exit(NEGATIVE)


def _compare(archive: Archive, request: Request, given: list[str], as_json: bool) -> None:
    from rag.search.sides import compare

    comparison = compare(archive.ask, request, given)
    if as_json:
        from rag.output.contract import compare_json
        from rag.output.stdio import print_json

        print_json(compare_json(comparison))
    else:
        from rag.output.terminal_answers import show_comparison

        show_comparison(comparison)
    if not comparison.answered:
        raise typer.Exit(NEGATIVE)


def _parts(names: str | None) -> tuple[QuestionPart, ...]:
    """Split what follows --ignore; unknown names are refused where the request is read."""
    return cast("tuple[QuestionPart, ...]", tuple(map(str.strip, names.split(","))) if names else ())


def _reranker(name: str) -> Reranker:
    from rag.search.rerank import CrossEncoderReranker

    return CrossEncoderReranker(name)
