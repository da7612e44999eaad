"""Peak memory of a build by the number of transcripts: it should not grow with the corpus.

The transcripts are those of the collection, and copies of them under other names with a tenth of their longer
words replaced by others of the same length. Encoding them all would take hours and tell little: the vectors
are random ones, of the shape that the real model gives, so these figures lack the model. What the model takes
when it is loaded and encodes is measured beside them, once.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.common import arguments, collection, header, machine, row
from benchmarks.noise import WordNoise
from rag.index.encoder import Encoded, Tokens


class _Random:
    """Gives every word of four letters a piece and a random vector."""

    name, weights, dimension, limit = "random", "0" * 64, 384, 256

    def __init__(self) -> None:
        self._rng = np.random.default_rng(0)

    def pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 5 + 2 for text in texts]

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        return self._encoded(text)

    def read(
        self, texts: Sequence[str], done: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Encoded]]:
        yield from enumerate(map(self._encoded, texts))
        if done:
            done(len(texts))

    def _encoded(self, text: str) -> Encoded:
        starts = np.arange(0, len(text), 5)
        vectors = self._rng.normal(size=(len(starts) + 1, self.dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return Encoded(vectors[0], Tokens(self._rng.integers(0, 30_000, len(starts)), starts, vectors[1:]))


def main() -> None:
    """Build over some and over more transcripts, each in a process of its own."""
    parser = arguments(__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4, 10], help="copies of the collection")
    parser.add_argument("--side", choices=("build", "model"), help="run one side here and print its figures")
    given = parser.parse_args()
    corpus = collection(given.data) / "transcripts"
    if given.side:
        print(json.dumps(_build(corpus, given.times[0]) if given.side == "build" else _model(corpus)))
        return
    print(machine(), end="\n\n")
    header("transcripts", "passages", "peak memory without the model, MB")
    for times in given.times:
        found = _run(given.data, "build", times)
        row(f"{found['transcripts']:,.0f}", f"{found['passages']:,.0f}", f"{found['megabytes']:.0f}")
    found = _run(given.data, "model", 1)
    print(
        f"\nThe model: {found['loaded']:.0f} MB loaded, {found['megabytes']:.0f} MB at its peak in encoding"
    )


def _run(data: Path, side: str, times: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.memory", str(data), "--side", side, "--times", str(times)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{side}: {done.stderr.strip()}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _build(corpus: Path, times: int) -> dict[str, float]:
    from rag.index.builder import build_index

    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder) / "corpus"
        _copy(corpus, copies, times)
        counts = build_index(copies, Path(folder) / "index", _Random()).manifest.counts  # type: ignore[arg-type]
    return {"transcripts": counts.transcripts, "passages": counts.passages, "megabytes": _peak()}


def _copy(corpus: Path, copies: Path, times: int) -> None:
    copies.mkdir()
    texts = {path.stem: path.read_text("utf-8") for path in sorted(corpus.glob("*.txt"))}
    noise = WordNoise(texts.values())
    for copy in range(times):
        for name, text in texts.items():
            said = noise(text) if copy else text
            (copies / f"{name}-{copy}.txt").write_text(said, "utf-8")


def _model(corpus: Path) -> dict[str, float]:
    from rag.index.encoder import SentenceTransformerEncoder

    encoder = SentenceTransformerEncoder()
    loaded = _peak()
    text = max((path.read_text("utf-8") for path in corpus.glob("*.txt")), key=len)
    longest = [text[at : at + 900] for at in range(0, 128 * 900, 900)]
    for _ in encoder.read(longest):
        pass
    return {"loaded": loaded, "megabytes": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
