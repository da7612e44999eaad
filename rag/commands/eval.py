"""`rag eval`: retrieval quality against a labelled question set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.commands.options import INDEX, NEGATIVE, OFF, AsJson, Index

if TYPE_CHECKING:
    from rag.evaluation.locate import CatalogueLocator
    from rag.evaluation.questions import LabelledQuestion
    from rag.evaluation.study import MeasuredRun, Study
    from rag.index.catalogue import Catalogue

DEPTH = 8

Questions = Annotated[Path, typer.Argument(help="Labelled questions (JSONL).")]
Compare = Annotated[
    str | None,
    typer.Option(
        help="Systems, with commas between them: bm25, dense, hybrid, or files of saved runs (JSONL or "
        "TREC). The first is what the others are compared with.",
        show_default="hybrid alone",
    ),
]
Slices = Annotated[
    bool,
    typer.Option(
        "--slices", help="Show the measures by kind, speaker, year and length too.", show_default=OFF
    ),
]
Report = Annotated[Path | None, typer.Option(help="Write a report with plots (HTML).", show_default="none")]
SaveRun = Annotated[
    Path | None, typer.Option(help="Write every answer to this file (JSONL).", show_default="none")
]
Qrels = Annotated[
    Path | None,
    typer.Option(
        help="Labels that are used in place of the questions' own (TREC qrels).",
        show_default="the questions' own",
    ),
]
TrecRun = Annotated[
    Path | None, typer.Option(help="Write the rankings to this file (TREC run).", show_default="none")
]
TrecQrels = Annotated[
    Path | None,
    typer.Option(help="Write the labels, by passage, to this file (TREC qrels).", show_default="none"),
]
PoolFile = Annotated[
    Path | None,
    typer.Option(
        help="Write what the systems found and nobody has judged to this file (JSONL).",
        show_default="none",
    ),
]
Depth = Annotated[int, typer.Option(help="Passages of each system that go into the pool.", min=1)]
JudgedFile = Annotated[
    Path | None,
    typer.Option(help="A pool with grades filled in: add them to the questions.", show_default="none"),
]
Merged = Annotated[
    Path | None,
    typer.Option(help="With --judged: write the questions with the new labels here.", show_default="none"),
]


Calibrate = Annotated[
    bool,
    typer.Option(
        "--calibrate",
        help="Fit the confidence to these questions, write it beside the index, and say what it is worth.",
        show_default=OFF,
    ),
]


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """What `rag eval` measures, and the files that it writes."""

    questions: Path
    systems: tuple[str, ...]
    qrels: Path | None
    index: Path
    report: Path | None
    save_run: Path | None
    trec_run: Path | None
    trec_qrels: Path | None
    pool: Path | None
    depth: int

    @property
    def inputs(self) -> list[Path]:
        """The files that are read."""
        from rag.evaluation.systems import SYSTEMS

        runs = (Path(name) for name in self.systems if name not in SYSTEMS)
        return [self.questions, *([self.qrels] if self.qrels else []), *runs]

    @property
    def outputs(self) -> list[Path]:
        """The files that are written."""
        files = (self.report, self.save_run, self.trec_run, self.trec_qrels, self.pool)
        return [path for path in files if path]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What was measured, and what it was measured with."""

    questions: tuple[LabelledQuestion, ...]
    locator: CatalogueLocator
    runs: tuple[MeasuredRun, ...]
    main: MeasuredRun
    """The one of `runs` that details are shown of."""
    study: Study


def evaluate(
    questions: Questions,
    compare: Compare = None,
    slices: Slices = False,
    report: Report = None,
    save_run: SaveRun = None,
    qrels: Qrels = None,
    trec_run: TrecRun = None,
    trec_qrels: TrecQrels = None,
    pool: PoolFile = None,
    depth: Depth = DEPTH,
    judged: JudgedFile = None,
    merged: Merged = None,
    calibrate: Calibrate = False,
    as_json: AsJson = False,
    index: Index = INDEX,
) -> None:
    """Measure retrieval against a labelled question set.

    Exit 1 where a passage that was shown is not proven by its source, or not attributed as there. Of
    several systems, hybrid is the one whose details are shown and whose run is saved, else the last.
    With --judged and --calibrate nothing is measured.
    """
    if judged or merged:
        _merge(questions, judged, merged)
        return
    if calibrate:
        _calibrate(questions, index, as_json)
        return
    from rag.evaluation.study_forms import study_json
    from rag.evaluation.systems import chosen
    from rag.evaluation.tables import show_study
    from rag.output.stdio import print_error, print_json

    options = EvalOptions(
        questions, chosen(compare), qrels, index, report, save_run, trec_run, trec_qrels, pool, depth
    )
    measured = _measure(options)
    _write(options, measured)
    if as_json:
        print_json(study_json(measured.study))
    else:
        show_study(measured.study, slices=slices)
    if measured.study.untrusted:
        print_error(measured.study.untrusted)
        raise typer.Exit(NEGATIVE)


def _measure(options: EvalOptions) -> _Measured:
    """Ask the questions of every system, and put the study together."""
    from rag.evaluation.locate import CatalogueLocator
    from rag.evaluation.questions import load_questions
    from rag.evaluation.study import make_study
    from rag.evaluation.systems import main_of, measure
    from rag.evaluation.trec import load_trec_qrels
    from rag.index.catalogue import Catalogue
    from rag.index.store import CATALOGUE, open_build
    from rag.output.terminal import progress
    from rag.text.files import check_outputs

    labelled = load_questions(options.questions)
    check_outputs(options.outputs, inputs=options.inputs)
    build = open_build(options.index)
    catalogue = Catalogue(build.part(CATALOGUE))
    labelled = _indexed(labelled, catalogue)
    locator = CatalogueLocator(catalogue)
    if options.qrels:
        labelled = load_trec_qrels(options.qrels, labelled, locator)
    with progress() as told:
        runs = measure(options.systems, build, labelled, locator, told)
    main = next(each for each in runs if each.name == main_of(options.systems))
    study = make_study(options.questions.name, labelled, build.manifest, runs, main, locator)
    return _Measured(labelled, locator, runs, main, study)


def _calibrate(questions: Path, index: Path, as_json: bool) -> None:
    """Fit the confidence to the questions, for this index."""
    from rag.evaluation.calibrate import calibrate
    from rag.evaluation.calibration_report import calibration_json, show_calibration
    from rag.evaluation.locate import CatalogueLocator
    from rag.evaluation.questions import load_questions
    from rag.index.loaded import LoadedBuild
    from rag.index.store import open_build
    from rag.output.stdio import print_json
    from rag.search.calibration_file import save_calibration
    from rag.search.pipeline import Pipeline

    labelled = load_questions(questions)
    build = LoadedBuild(open_build(index))
    labelled = _indexed(labelled, build.catalogue)
    study = calibrate(Pipeline(build), build.catalogue, labelled, CatalogueLocator(build.catalogue))
    path = save_calibration(index, build.build.manifest.model, study.fitted)
    if as_json:
        print_json(calibration_json(study, path))
    else:
        show_calibration(study, path)


def _indexed(labelled: tuple[LabelledQuestion, ...], catalogue: Catalogue) -> tuple[LabelledQuestion, ...]:
    """The questions that this index can be asked; a warning says what it lacks."""
    from rag.evaluation.questions import check_fit, within
    from rag.output.stdio import print_error

    names = catalogue.transcript_ids()
    kept, left_out = within(labelled, names)
    fit = check_fit(kept, files=catalogue.sources(), transcripts=names)
    for warning in (fit.warning, left_out):
        if warning:
            print_error(warning)
    return kept


def _write(options: EvalOptions, measured: _Measured) -> None:
    """Write the files that were asked for."""
    from rag.evaluation import pooling, runs, trec
    from rag.output.stdio import print_error

    main = measured.main
    if options.save_run:
        runs.save_run(options.save_run, main.run)
    if options.trec_run:
        trec.save_trec_run(options.trec_run, main.name, main.run)
    if options.trec_qrels:
        trec.save_trec_qrels(options.trec_qrels, measured.questions, measured.locator)
    if options.report:
        from rag.evaluation.report_page import write_report

        write_report(measured.study, options.report)
    if options.pool:
        found = pooling.pool(measured.questions, (each.run for each in measured.runs), options.depth)
        pooling.save_pool(options.pool, found)
        print_error(f"{options.pool}: {found.summary}")


def _merge(questions: Path, judged: Path | None, merged: Path | None) -> None:
    """Add the labels of a judged pool to the questions."""
    from rag.errors import EvaluationError
    from rag.evaluation import pooling
    from rag.evaluation.questions import load_questions
    from rag.output.stdio import print_error
    from rag.text.files import check_outputs

    if not (judged and merged):
        raise EvaluationError(
            "--judged names the pool that was filled in, --merged the question set to write: name both"
        )
    load_questions(questions)  # refuses a broken set before anything is written
    check_outputs([merged], inputs=[questions, judged])
    print_error(f"{merged}: {pooling.merge(questions, pooling.load_judged(judged), merged)}")
