"""How long a person waits for a command: whole processes, medians of several runs after a warm-up."""

from __future__ import annotations

import statistics
from pathlib import Path
from time import perf_counter

from benchmarks.common import arguments, collection, header, index_of, machine, rag, row

_QUESTION = "What did Putin say about gas?"


def main() -> None:
    """Time light commands and a cold question over the development collection."""
    parser = arguments(__doc__)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    corpus = collection(given.data) / "transcripts"
    print(machine(), end="\n\n")
    index = index_of(corpus)
    header("command", "seconds, median", "slowest")
    one = sorted(corpus.glob("*.txt"))[0]
    asked = ("ask", _QUESTION, "--index", index)
    for words in (("--help",), ("read", one), ("sources", "--index", index), asked):
        seconds = [_time(*words) for _ in range(given.runs + 1)][1:]
        row(f"`rag {words[0]}`", f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}")


def _time(*words: str | Path) -> float:
    started = perf_counter()
    rag(*words)
    return perf_counter() - started


if __name__ == "__main__":
    main()
