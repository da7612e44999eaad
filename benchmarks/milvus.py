"""An index on Milvus beside the one in a folder: the same passages, and what asking a server costs.

Every development question is asked of each index in turn, so that whatever else the machine does slows all.
The indexes are built beforehand (`rag build --index milvus://…` takes the vectors from a copy of the folder).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.records import Request

_WARM = 10
"""Questions that are asked before anything is measured."""


def main() -> None:
    """Print for each index the shared passages, milliseconds, and what of them is the server's."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--at", action="append", default=[], help="milvus://… with an index of the same")
    given = parser.parse_args()
    home = collection(given.data)
    if not given.at:
        sys.exit("no index on Milvus is named: build one, and name it with --at milvus://…")
    from rag.archive import Archive
    from rag.evaluation.questions import load_questions
    from rag.index.milvus import Milvus
    from rag.settings import index_path

    spent: dict[str, float] = defaultdict(float)
    for name in ("search", "read"):
        setattr(Milvus, name, _counted(getattr(Milvus, name), name, spent))
    places = [str(given.index or index_of(home / "transcripts")), *given.at]
    archives = [Archive.open(index_path(place)) for place in places]
    questions = load_questions(home / "questions.jsonl")
    taken: list[list[float]] = [[] for _ in places]
    parts: list[dict[str, list[float]]] = [defaultdict(list) for _ in places]
    first: list[list[list[str]]] = [[] for _ in places]
    for number, q in enumerate((*questions[:_WARM], *questions)):
        for at, archive in enumerate(archives):
            spent.clear()
            begun = perf_counter()
            answer = archive.ask(Request(q.question, previous=q.previous, today=q.today))
            if number >= _WARM:
                taken[at].append(1000 * (perf_counter() - begun))
                for name in ("search", "read"):
                    parts[at][name].append(1000 * spent[name])
                first[at].append([str(hit.passage) for hit in answer.hits[:10]])
    print(machine(), end="\n\n")
    print(f"{len(questions)} questions, {archives[0].build.manifest.counts.passages:,} passages\n")
    header(
        "index",
        "first ten shared",
        "same order",
        "p50, ms",
        "p95, ms",
        "p50 × folder",
        "search, ms",
        "read, ms",
    )
    for at, place in enumerate(places):
        pairs = list(zip(first[0], first[at], strict=True))
        shared = np.mean([len({*one} & {*other}) / max(len(one), 1) for one, other in pairs if one])
        same = np.mean([one == other for one, other in pairs])
        half, most = np.percentile(taken[at], (50, 95))
        times = (f"{np.median(parts[at][name]):.0f}" for name in ("search", "read"))
        ratio = half / np.median(taken[0])
        row(place, f"{shared:.4f}", f"{same:.3f}", f"{half:.0f}", f"{most:.0f}", f"{ratio:.1f}", *times)


def _counted(act: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The method, whose seconds are added up."""

    def counted(*given: object, **named: object) -> object:
        begun = perf_counter()
        try:
            return act(*given, **named)
        finally:
            spent[name] += perf_counter() - begun

    return counted


if __name__ == "__main__":
    main()
