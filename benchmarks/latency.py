"""What a warm question takes, beside what it takes to encode it.

The development questions, each asked and encoded in turn, so that whatever else the machine does slows
both. The yardstick is `SentenceTransformer.encode` of the one question, with the model as it comes: once
with one thread, as a question is answered here, and once with as many as torch takes by itself. CPU time is
that of all threads of the process.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.records import Request

_WARM = 20
"""Questions that are asked before anything is measured."""


def main() -> None:
    """Print the medians of asking and of encoding, and of their ratio."""
    parser = arguments(__doc__, index=True)
    given = parser.parse_args()
    home = collection(given.data)
    import torch
    from sentence_transformers import SentenceTransformer

    from rag.archive import Archive
    from rag.evaluation.questions import load_questions
    from rag.index.model_files import model_folder

    print(machine(), end="\n\n")
    threads = torch.get_num_threads()
    archive = Archive.open(given.index or index_of(home / "transcripts"))
    archive.warm()
    model = SentenceTransformer(str(model_folder(archive.build.manifest.model.name)), device="cpu")
    questions = load_questions(home / "questions.jsonl")

    def encode(question: Any, threads: int) -> None:
        torch.set_num_threads(threads)
        model.encode(question.question, show_progress_bar=False)

    print(f"{len(questions)} questions over {archive.build.manifest.counts.passages:,} passages\n")
    header("yardstick", "asking, ms", "encoding, ms", "ratio", "CPU, asking", "CPU, encoding", "ratio")
    for count in dict.fromkeys((1, threads)):
        pairs = []
        for q in (*questions[:_WARM], *questions):
            asked = _timed(lambda q=q: archive.ask(Request(q.question, previous=q.previous, today=q.today)))
            pairs.append((asked, _timed(lambda q=q, count=count: encode(q, count))))
        figures = []
        for clock in (0, 1):
            asked_ms, encoded_ms = zip(*((a[clock], b[clock]) for a, b in pairs[_WARM:]), strict=True)
            ratio = median(a / b for a, b in zip(asked_ms, encoded_ms, strict=True))
            figures += [f"{median(asked_ms):.1f}", f"{median(encoded_ms):.1f}", f"{ratio:.2f}"]
        row(f"encoding, {count} thread{'s' if count > 1 else ''}", *figures)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of CPU."""
    wall, cpu = perf_counter(), process_time()
    act()
    return 1000 * (perf_counter() - wall), 1000 * (process_time() - cpu)


if __name__ == "__main__":
    main()
