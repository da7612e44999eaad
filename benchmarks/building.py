"""What a build costs over plain encoding: `rag build` against `SentenceTransformer.encode`.

Both sides encode the same texts, each in a process of its own, in turn. The time of the plain side is
that of the call alone; the time of the build is that of the whole of `build_index` (reading, cutting,
encoding, writing), model loading left out of both. Memory is the peak of the whole process.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.common import arguments, collection, header, machine, row


def main() -> None:
    """Time the two sides in turn and print medians and the ratio."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--side", choices=("plain", "build"), help="run one side here and print its figures")
    given = parser.parse_args()
    corpus = collection(given.data) / "transcripts"
    if given.side:
        print(json.dumps((_plain if given.side == "plain" else _build)(corpus)))
        return
    print(machine(), end="\n\n")
    rounds = [{side: _run(side, given.data) for side in ("plain", "build")} for _ in range(given.rounds)]
    header("", "seconds, median", "peak memory")
    for side, name in (("plain", "`SentenceTransformer.encode`"), ("build", "`build_index`")):
        seconds = statistics.median(r[side]["seconds"] for r in rounds)
        memory = max(r[side]["megabytes"] for r in rounds)
        row(name, f"{seconds:.0f}", f"{memory:.0f} MB")
    ratios = ", ".join(f"{r['build']['seconds'] / r['plain']['seconds']:.2f}" for r in rounds)
    print(f"\n{rounds[0]['plain']['texts']} texts; ratio of the two, by round: {ratios}")


def _run(side: str, data: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.building", str(data), "--side", side]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{side}: {done.stderr.strip()}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _plain(corpus: Path) -> dict[str, float]:
    from rag.index.chunking import LengthLimit, passages_of, token_limit
    from rag.index.context import encoded_texts, room_for_context
    from rag.index.encoder import SentenceTransformerEncoder
    from rag.index.model_files import DEFAULT_MODEL, model_folder
    from rag.readers.corpus import read_corpus

    encoder = SentenceTransformerEncoder()
    rulers = (token_limit(), LengthLimit(encoder.pieces, encoder.limit - room_for_context(encoder)))
    texts = [
        text
        for transcript in read_corpus(corpus).transcripts
        for text in encoded_texts(transcript, list(passages_of(transcript, rulers)), encoder)
    ]
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder(DEFAULT_MODEL)), device="cpu")
    started = perf_counter()
    model.encode(texts, show_progress_bar=False)
    return _figures(perf_counter() - started, len(texts))


def _build(corpus: Path) -> dict[str, float]:
    from rag.index.builder import build_index
    from rag.index.encoder import SentenceTransformerEncoder

    encoder = SentenceTransformerEncoder()
    encoder.encode(["loaded"])
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        outcome = build_index(corpus, Path(folder) / "index", encoder)
        return _figures(perf_counter() - started, outcome.manifest.counts.passages)


def _figures(seconds: float, texts: int) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "texts": texts, "megabytes": peak}


if __name__ == "__main__":
    main()
