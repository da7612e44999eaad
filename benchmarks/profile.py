"""Where the time of a warm question on the page and of a build goes, by stage.

What a stage calls of another one counts there alone. CPU time is that of all threads. The questions are the
development questions; what is built is the corpus of the project.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import reduce
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.archive import Archive
from rag.evaluation.questions import load_questions
from rag.index import builder
from rag.index.encoder import SentenceTransformerEncoder
from rag.page import thread
from rag.page.links import read_state

# Each stage by the function that it begins with, of the module that calls it.
_BUILD = {
    "reading": "rag.index.builder:read_corpus",
    "cutting": "rag.index.builder:cut_corpus",
    "encoding": "sentence_transformers:SentenceTransformer:forward",
    "writing the catalogue": "rag.index.builder:CatalogueWriter:add",
    "writing words": "rag.index.builder:WordIndex:build",
    "writing vectors and tokens": "rag.index.builder:write_encoded",
    "comparing the two encoders": "rag.index.builder:agrees_with",
}
_QUESTION = {
    "understanding": "rag.search.pipeline:Pipeline:understand",
    "encoding": "rag.search.pipeline:Pipeline:encode",
    "search by meaning": "rag.index.vectors:VectorIndex:search",
    "search by words": "rag.index.bm25:WordIndex:search",
    "late interaction": "rag.index.late_interaction:TokenIndex:similarity",
    "fusing and ranking": "rag.search.pipeline:Pipeline:candidates",
    "confidence, words without cover": "rag.search.pipeline:Pipeline:weigh",
    "hits": "rag.search.pipeline:answer",
    "when and how often": "rag.archive:Archive:over_time",
    "rendering": "rag.page.thread:turn_html",
}
_REST = "the rest"


class Profile:
    """Seconds by the clock and of CPU that each stage took."""

    def __init__(self, stages: Mapping[str, str]) -> None:
        self._spent = {stage: [0.0, 0.0] for stage in (*stages, _REST)}
        self._inside, self._since = _REST, (perf_counter(), process_time())
        for stage, name in stages.items():
            module, *of_class, last = name.split(":")
            owner: Any = reduce(getattr, of_class, import_module(module))
            setattr(owner, last, self._timed(stage, getattr(owner, last)))

    def _timed(self, stage: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            outer = self._enter(stage)
            found = act(*given, **named)
            self._enter(outer)
            return found

        return timed

    def _enter(self, stage: str) -> str:
        """Count what has passed for the stage until now; return that one."""
        outer, now = self._inside, (perf_counter(), process_time())
        for clock, (begun, ended) in enumerate(zip(self._since, now, strict=True)):
            self._spent[outer][clock] += ended - begun
        self._inside, self._since = stage, now
        return outer

    def show(self, what: str, runs: int) -> None:
        """Print milliseconds of one run, and each stage's share of the CPU."""
        self._enter(_REST)
        clock, cpu = (1000 * sum(each) / runs for each in zip(*self._spent.values(), strict=True))
        header(what, f"{clock:,.0f} ms by the clock", f"{cpu:,.0f} ms of CPU", "share of CPU")
        for stage, spent in self._spent.items():
            clock, used = (1000 * each / runs for each in spent)
            row(stage, f"{clock:,.1f}", f"{used:,.1f}", f"{used / cpu:.0%}")
        print(flush=True)


def main() -> None:
    """Print one table for a question and one for a build."""
    parser = arguments(__doc__, index=True)
    given = parser.parse_args()
    home = collection(given.data)
    print(machine(), end="\n\n")
    _ask(Archive.open(given.index or index_of(home / "transcripts")), home / "questions.jsonl")
    _build(Path("corpus"))


def _ask(archive: Archive, labelled: Path) -> None:
    asked = [{"q": q.question, "previous": q.previous or ""} for q in load_questions(labelled)]
    states = [read_state(urlencode(each)) for each in asked]
    thread.turn_html(thread.take(archive, states[0]))
    profile = Profile(_QUESTION)
    for state in states:
        thread.turn_html(thread.take(archive, state))
    profile.show(f"a warm question, mean of {len(states)}", len(states))


def _build(corpus: Path) -> None:
    encoder = SentenceTransformerEncoder()
    encoder.encode(["loaded"])
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(_BUILD)
        builder.build_index(corpus, Path(folder) / "index", encoder)
    profile.show(f"a build of {corpus}/", 1)


if __name__ == "__main__":
    main()
