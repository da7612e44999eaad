"""The commands. Each imports what it needs when it runs, so that light ones start at once."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from rag.errors import RagError

if TYPE_CHECKING:
    from rag.archive import Archive
    from rag.evaluation import LabelledQuestion, RunLine
    from rag.records import Passage

NEGATIVE = 1
MISTAKE = 2
FAULT = 70
INTERRUPTED = 130

app = typer.Typer(
    help="Ask transcripts a question and get ranked, attributed, verbatim quotes back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Index = Annotated[Path, typer.Option("--index", help="Folder of the built index.", show_default=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text for people.")]
INDEX = Path("index")


@app.command()
def build(
    corpus: Annotated[Path, typer.Option(help="Folder of the transcripts.")] = Path("corpus"),
    index: Index = INDEX,
    full: Annotated[bool, typer.Option("--full", help="Reuse nothing of the former build.")] = False,
    model: Annotated[
        str | None,
        typer.Option(help="A sentence-transformers model: its folder, or its name in the local cache."),
    ] = None,
    passage_tokens: Annotated[int, typer.Option(min=16, max=2000, help="Longest passage, in tokens.")] = 160,
) -> None:
    """Index new and changed transcripts."""
    from rag.builds import build_index
    from rag.encoder import DEFAULT_MODEL, SentenceTransformerEncoder
    from rag.terminal import progress, show_build

    encoder = SentenceTransformerEncoder(model or DEFAULT_MODEL)
    with progress() as report:
        outcome = build_index(
            corpus, index, encoder, passage_tokens=passage_tokens, full=full, progress=report
        )
    show_build(outcome)


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Transcripts to read.")],
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Show how files are read, without indexing them."""
    from rag.contract import transcript_json
    from rag.corpus import SOURCES, load_sources
    from rag.lines import print_error, print_json
    from rag.readers import read_file

    failed = False
    for path in files:
        try:
            about = load_sources(path.parent / SOURCES).get(path.name)
            transcripts = read_file(path, about=about)
        except RagError as error:
            print_error(f"{path}: {error}")
            failed = True
            continue
        for transcript in transcripts:
            if as_json:
                print_json(transcript_json(transcript))
            else:
                from rag.terminal import show_transcript

                show_transcript(transcript)
    if failed:
        raise typer.Exit(MISTAKE)


@app.command()
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
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Show passages even where none answers.")
    ] = False,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Find the passages that answer a question; exit 1 where none does."""
    from rag.archive import Archive
    from rag.contract import answer_json
    from rag.lines import print_json
    from rag.records import Filters
    from rag.terminal import show_answer

    filters = Filters(tuple(speaker or ()), since, until, place, tuple(transcript or ()))
    answer = Archive.open(index).ask(question, filters, k, previous, today)
    if as_json:
        print_json(answer_json(answer))
    else:
        show_answer(answer, nearest=nearest)
    if not answer.answered:
        raise typer.Exit(NEGATIVE)


@app.command(name="eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Labelled questions (JSONL).")],
    save_run: Annotated[Path | None, typer.Option(help="Write every answer to this file (JSONL).")] = None,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Measure retrieval against a labelled question set."""
    from rag import evaluation
    from rag.archive import Archive
    from rag.lines import print_error, print_json
    from rag.terminal import progress, show_evaluation

    labelled = evaluation.load_questions(questions)
    archive = Archive.open(index)
    catalogue = archive.catalogue
    fit = evaluation.check_fit(labelled, files=catalogue.sources(), transcripts=catalogue.transcript_ids())
    if fit.warning:
        print_error(fit.warning)
    with progress() as report:
        run, verbatim = _answer_all(archive, labelled, report)
    if save_run:
        evaluation.save_run(save_run, run)
    result = evaluation.evaluate(labelled, run, verbatim)
    if as_json:
        print_json(evaluation.evaluation_json(result))
    else:
        show_evaluation(result)
    if verbatim < 1.0:
        raise typer.Exit(NEGATIVE)


@app.command()
def verify(index: Index = INDEX, as_json: AsJson = False) -> None:
    """Re-read every source and prove every passage; exit 1 where one fails."""
    from rag.archive import Archive
    from rag.contract import verification_json
    from rag.lines import print_json
    from rag.terminal import progress, show_verification
    from rag.verify import verify as prove

    archive = Archive.open(index)
    with progress() as report:
        result = prove(
            archive.catalogue, archive.build.corpus, lambda done, all_: report("Proving", done, all_)
        )
    if as_json:
        print_json(verification_json(result))
    else:
        show_verification(result)
    if result.failures:
        raise typer.Exit(NEGATIVE)


@app.command()
def sources(index: Index = INDEX, as_json: AsJson = False) -> None:
    """Show what is indexed: transcripts, dates, speakers, months without any."""
    from rag.archive import Archive
    from rag.contract import coverage_json
    from rag.lines import print_json
    from rag.terminal import show_coverage

    archive = Archive.open(index)
    if as_json:
        print_json(coverage_json(archive.coverage(), dict(archive.manifest)))
    else:
        show_coverage(archive.coverage(), archive.manifest)


@app.command()
def serve(
    index: Index = INDEX,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """Serve the page and the API."""
    from rag.archive import Archive
    from rag.page.server import serve as run

    archive = Archive.open(index)
    archive.warm()
    run(archive, host, port)


def _answer_all(
    archive: Archive, labelled: Sequence[LabelledQuestion], report: Callable[[str, int, int], None]
) -> tuple[list[RunLine], float]:
    """Ask every question; the answers, and the share of shown passages that their sources prove."""
    from time import perf_counter

    from rag.evaluation import RunLine
    from rag.records import Filters
    from rag.verify import proven_share

    archive.warm()
    run: list[RunLine] = []
    shown: dict[Passage, None] = {}
    for number, question in enumerate(labelled, start=1):
        filters = Filters(transcripts=(question.transcript,) if question.transcript else ())
        started = perf_counter()
        answer = archive.ask(question.question, filters, previous=question.previous, today=question.today)
        run.append(RunLine.from_answer(question.qid, answer, perf_counter() - started))
        shown.update(dict.fromkeys(hit.passage for hit in answer.hits))
        report("Asking", number, len(labelled))
    pairs = [(archive.catalogue.heading(p.transcript), p) for p in shown]
    return run, proven_share(pairs, archive.build.corpus)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command; every mistake ends as one line on standard error and exit code 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A character that the output cannot take is shown by its number, rather than not at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = app(args=arguments, standalone_mode=False)
        # Here rather than at exit, where a full disk could no longer be told in one line.
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        code = 0
    except SystemExit as end:
        # So typer and rich end a command whose output nobody reads any more.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        _discard_output()
        code = 0
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("RAG_TRACE"):
            raise
        code = _told(error)
    sys.exit(code or 0)


def _told(error: Exception) -> int:
    """Say in one line what went wrong, and the exit code for it."""
    from rag.lines import print_error

    match error:
        case TyperException():
            message = error.format_message() if hasattr(error, "format_message") else str(error)
            print_error(f"{message} (see rag --help)" if message else "see rag --help")
        case RagError() | sqlite3.DatabaseError():
            print_error(str(error))
        case OSError():
            if error.filename is None:
                _discard_output()
            print_error(f"{error.filename or 'input or output'}: {error.strerror or error}")
        case _:
            name = type(error).__name__
            print_error(f"a fault of the program: {name}: {error} (RAG_TRACE=1 shows where)")
            return FAULT
    return MISTAKE


def _discard_output() -> None:
    """What is still buffered goes nowhere: its reader has seen enough, or its disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
