"""`rag eval`: retrieval quality against a labelled question set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.options import INDEX, NEGATIVE, AsJson, Index

if TYPE_CHECKING:
    from rag.evaluation.questions import LabelledQuestion
    from rag.index.catalogue import Catalogue

DEPTH = 8


def evaluate(
    questions: Annotated[Path, typer.Argument(help="Labelled questions (JSONL).")],
    compare: Annotated[
        str | None,
        typer.Option(
            help="Systems, with commas between them: bm25, dense, hybrid, or files of saved runs (JSONL or "
            "TREC). The first is what the others are compared with.",
            show_default="hybrid alone",
        ),
    ] = None,
    slices: Annotated[
        bool, typer.Option("--slices", help="Show the measures by kind, speaker, year and length too.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write a report with plots (HTML).")] = None,
    save_run: Annotated[Path | None, typer.Option(help="Write every answer to this file (JSONL).")] = None,
    qrels: Annotated[
        Path | None, typer.Option(help="Labels that are used in place of the questions' own (TREC qrels).")
    ] = None,
    trec_run: Annotated[Path | None, typer.Option(help="Write the rankings to this file (TREC run).")] = None,
    trec_qrels: Annotated[
        Path | None, typer.Option(help="Write the labels, by passage, to this file (TREC qrels).")
    ] = None,
    pool: Annotated[
        Path | None,
        typer.Option(help="Write what the systems found and nobody has judged to this file (JSONL)."),
    ] = None,
    depth: Annotated[int, typer.Option(help="Passages of each system that go into the pool.", min=1)] = DEPTH,
    judged: Annotated[
        Path | None, typer.Option(help="A pool with grades filled in: add them to the questions.")
    ] = None,
    merged: Annotated[
        Path | None, typer.Option(help="With --judged: write the questions with the new labels here.")
    ] = None,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Measure retrieval against a labelled question set.

    Exit 1 where a passage that was shown is not proven by its source, or not attributed as there. Of
    several systems, hybrid is the one whose details are shown and whose run is saved, else the last.
    With --judged nothing is measured.
    """
    if judged or merged:
        _merge(questions, judged, merged)
        return
    from rag.evaluation import pooling, runs, trec
    from rag.evaluation.forms import study_json
    from rag.evaluation.locate import CatalogueLocator
    from rag.evaluation.questions import load_questions
    from rag.evaluation.study import IndexIdentity, make_study
    from rag.evaluation.systems import SYSTEMS, chosen, main_of, measure
    from rag.evaluation.tables import show_study
    from rag.index.catalogue import Catalogue
    from rag.index.store import CATALOGUE, open_build
    from rag.output.stdio import print_error, print_json
    from rag.output.terminal import progress
    from rag.text.files import check_outputs

    names = chosen(compare)
    labelled = load_questions(questions)
    check_outputs(
        [path for path in (report, save_run, trec_run, trec_qrels, pool) if path],
        inputs=[
            questions,
            *([qrels] if qrels else []),
            *(Path(name) for name in names if name not in SYSTEMS),
        ],
    )
    build = open_build(index)
    catalogue = Catalogue(build.part(CATALOGUE))
    labelled = _fitting(labelled, catalogue)
    locator = CatalogueLocator(catalogue)
    if qrels:
        labelled = trec.load_trec_qrels(qrels, labelled, locator)
    with progress() as told:
        measured = measure(names, build, labelled, locator, told)
    main = next(each for each in measured if each.name == main_of(names))
    study = make_study(questions.name, labelled, IndexIdentity.of(build.manifest), measured, main, locator)
    if save_run:
        runs.save_run(save_run, main.run)
    if trec_run:
        trec.save_trec_run(trec_run, main.name, main.run)
    if trec_qrels:
        trec.save_trec_qrels(trec_qrels, labelled, locator)
    if report:
        from rag.evaluation.report_page import write_report

        write_report(study, report)
    if pool:
        found = pooling.pool(labelled, (each.run for each in measured), depth)
        pooling.save_pool(pool, found)
        print_error(f"{pool}: {found.said}")
    if as_json:
        print_json(study_json(study))
    else:
        show_study(study, slices=slices)
    if study.untrusted:
        print_error(study.untrusted)
        raise typer.Exit(NEGATIVE)


def _fitting(labelled: tuple[LabelledQuestion, ...], catalogue: Catalogue) -> tuple[LabelledQuestion, ...]:
    """The questions that this index can be asked, with a word on what it lacks."""
    from rag.evaluation.questions import check_fit, within
    from rag.output.stdio import print_error

    names = catalogue.transcript_ids()
    kept, left_out = within(labelled, names)
    fit = check_fit(kept, files=catalogue.sources(), transcripts=names)
    for warning in (fit.warning, left_out):
        if warning:
            print_error(warning)
    return kept


def _merge(questions: Path, judged: Path | None, merged: Path | None) -> None:
    """Add what was judged to the questions."""
    from rag.errors import EvaluationError
    from rag.evaluation import pooling
    from rag.evaluation.questions import load_questions
    from rag.output.stdio import print_error
    from rag.text.files import check_outputs

    if not (judged and merged):
        raise EvaluationError(
            "--judged names the pool that was filled in, --merged the question set to write: name both"
        )
    load_questions(questions)  # says what is wrong with them
    check_outputs([merged], inputs=[questions, judged])
    print_error(f"{merged}: {pooling.merge(questions, pooling.load_judged(judged), merged)}")
