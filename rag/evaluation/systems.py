"""Systems to compare (bm25, dense, hybrid), and how each is run over the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from rag.archive import Archive
from rag.errors import EvaluationError
from rag.evaluation.evaluate import evaluate, lines_by_qid, prove
from rag.evaluation.locate import CatalogueLocator, Locator
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RunLine, load_run
from rag.evaluation.study import MeasuredRun
from rag.evaluation.trec import is_trec_run, load_trec_run
from rag.evaluation.without_answer import left_out
from rag.search.rank import Weights

if TYPE_CHECKING:
    from rag.index.builder import Progress
    from rag.index.encoder import QuestionReader
    from rag.index.store import Build

DEFAULT = "hybrid"
"""The program as it is."""

SYSTEMS: Mapping[str, Weights] = MappingProxyType(
    {
        "bm25": Weights(meaning=0, words=1, late=0, neighbours=0, boost=0),
        "dense": Weights(meaning=1, words=0, late=0, neighbours=0, boost=0),
        DEFAULT: Weights(),
    }
)


def chosen(names: str | None) -> tuple[str, ...]:
    """Split what follows --compare: names in SYSTEMS and paths of runs; the default system without it.

    Raises EvaluationError for a name that is neither, an empty one, and one that stands there twice.
    """
    if names is None:
        return (DEFAULT,)
    found: list[str] = []
    for name in (part.strip() for part in names.split(",")):
        if name not in SYSTEMS and not (name and Path(name).is_file()):
            known = ", ".join(SYSTEMS)
            raise EvaluationError(
                f"--compare: {name[:200]!r} is neither a system nor a file; "
                f"expected {known}, or paths of saved runs, with commas between them"
            )
        if name in found:
            raise EvaluationError(f"--compare: {name!r} is named twice; name each system once")
        found.append(name)
    return tuple(found)


def main_of(names: tuple[str, ...]) -> str:
    """The system whose details are shown: the default where it is among them, else the last."""
    return DEFAULT if DEFAULT in names else names[-1]


def measure(
    names: Iterable[str],
    build: Build,
    questions: Sequence[LabelledQuestion],
    locator: CatalogueLocator,
    report: Progress,
) -> tuple[MeasuredRun, ...]:
    """Measure each system, in order: those in SYSTEMS are asked, other names are files of saved runs.

    Files are read before anything is asked, and the encoder is loaded once. Raises EvaluationError for
    a file that is no run of these questions.
    """
    names = tuple(names)
    saved = {name: load_any_run(Path(name), questions, locator) for name in names if name not in SYSTEMS}

    reader: QuestionReader | None = None
    measured = []
    for name in names:
        run = saved.get(name)
        without = None
        if run is None:
            archive = Archive(build, reader, SYSTEMS[name])
            reader = archive.loaded.encoder
            run = ask_all(archive, questions, report, f"Asking {name}")
            without = left_out(archive.pipeline, archive.catalogue, questions, locator)
            archive.close()
        trust = prove(run, locator.heading, build.corpus)
        result = evaluate(questions, run, trust.verbatim, trust.attributed)
        measured.append(MeasuredRun(name, run, result, without))
    return tuple(measured)


def ask_all(
    archive: Archive, questions: Sequence[LabelledQuestion], report: Progress, step: str
) -> tuple[RunLine, ...]:
    """Ask every question in order, warm and timed. The labels' `understood` is not passed to the search."""
    archive.warm()
    run: list[RunLine] = []
    for question in questions:
        started = perf_counter()
        answer = archive.ask(question.request)
        run.append(RunLine.from_answer(question.qid, answer, perf_counter() - started))
        report(step, len(run), len(questions))
    return tuple(run)


def load_any_run(path: Path, questions: Sequence[LabelledQuestion], locator: Locator) -> tuple[RunLine, ...]:
    """Load a run saved with --save-run, or a TREC run.

    Raises EvaluationError, also where it leaves one of the questions without an answer.
    """
    if is_trec_run(path):
        return load_trec_run(path, questions, locator)
    return tuple(lines_by_qid(questions, load_run(path)).values())
