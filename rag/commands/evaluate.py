"""`rag eval`: retrieval quality against a labelled question set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index

if TYPE_CHECKING:
    from rag.archive import Archive
    from rag.evaluation import LabelledQuestion, RunLine
    from rag.records import Passage


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
