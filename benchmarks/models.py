"""Other encoders beside the default one: how well they find, what building and asking with them costs.

The corpus is a part of the development collection, so that slow models are done in minutes: of each question
set those answerable questions whose labelled transcripts are shortest, and all transcripts labelled for them.
Each question is asked of every index in turn, so that other work slows all of them.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.common import arguments, collection, header, machine, rag, row
from rag.archive import Archive
from rag.evaluation.evaluate import Evaluation, compare, evaluate
from rag.evaluation.questions import LabelledQuestion, RelevantLine, load_questions
from rag.evaluation.runs import RunLine
from rag.index.manifest import size
from rag.index.model_files import DEFAULT_MODEL

_SETS = ("questions", "questions-hard")


def main() -> None:
    """Build an index with each model, and print its measures and costs."""
    parser = arguments(__doc__)
    parser.add_argument("--model", action="append", default=[], help="folder of a model; may be repeated")
    parser.add_argument("--questions", type=int, default=40, help="of each set")
    given = parser.parse_args()
    home = collection(given.data)
    if not given.model:
        sys.exit("no other model is named: name folders of models on this machine, each with --model")
    sets = {name: _shortest(home / f"{name}.jsonl", given.questions) for name in _SETS}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "transcripts"
        corpus.mkdir()
        for file in {file for questions in sets.values() for q in questions for file in _files(q)}:
            shutil.copy(home / "transcripts" / file, corpus)
        archives, costs = zip(
            *(_built(model, corpus) for model in (DEFAULT_MODEL, *given.model)), strict=True
        )
        counts = archives[0].build.manifest.counts
        print(f"{machine()}\n\n{counts.transcripts} transcripts, {counts.passages} passages\n")
        header("questions", "model", "nDCG@10", "topic", "against the default", "a warm question, ms",
               "passages a second of CPU", "index, MB")  # fmt: skip
        for name, questions in sets.items():
            found = _measured(archives, questions)
            for model, each, cost in zip((DEFAULT_MODEL, *given.model), found, costs, strict=True):
                row(f"{len(questions)} of {name}", Path(model).name, *_figures(found[0], each), *cost)


def _shortest(path: Path, count: int) -> list[LabelledQuestion]:
    """So many answerable questions, those first whose labelled transcripts have the fewest bytes in all."""
    found, folder = (q for q in load_questions(path) if q.answerable), path.parent / "transcripts"
    return sorted(found, key=lambda q: (sum((folder / f).stat().st_size for f in _files(q)), q.qid))[:count]


def _files(question: LabelledQuestion) -> set[str]:
    return {label.file for label in question.relevant or () if isinstance(label, RelevantLine)}


def _built(model: str, corpus: Path) -> tuple[Archive, tuple[str, str]]:
    """An index with this model, open, and what it takes to build, model loading included, and to keep."""
    index = corpus.with_name(f"index-{Path(model).name}")
    before = _cpu_of_children()
    rag("build", "--corpus", corpus, "--index", index, "--model", model)
    seconds = _cpu_of_children() - before
    archive = Archive.open(index)
    archive.warm()
    megabytes = size(archive.build.folder) / 1e6
    return archive, (f"{archive.build.manifest.counts.passages / seconds:.1f}", f"{megabytes:.1f}")


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _measured(archives: Sequence[Archive], questions: Sequence[LabelledQuestion]) -> list[Evaluation]:
    runs: list[list[RunLine]] = [[] for _ in archives]
    for question in questions:
        for archive, run in zip(archives, runs, strict=True):
            began = perf_counter()
            answer = archive.ask(question.request)
            run.append(RunLine.from_answer(question.qid, answer, perf_counter() - began))
    return [evaluate(questions, run) for run in runs]


def _figures(default: Evaluation, found: Evaluation) -> tuple[str, ...]:
    means = (found.measures["nDCG@10"], found.by_kind["topic"]["nDCG@10"])
    pair = None if found is default else compare(default, found)["nDCG@10"]
    against = f"{pair.difference.mean:+.3f}, p = {pair.p:.3f}" if pair else ""
    taken = f"{1000 * found.latency.p50:.0f}" if found.latency else "–"
    return *(f"{mean.mean:.3f}" if mean else "–" for mean in means), against, taken


if __name__ == "__main__":
    main()
