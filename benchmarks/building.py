"""What a build costs over plain encoding: `rag build` against `SentenceTransformer.encode`.

Both sides encode the same texts, each in a process of its own, in turn. The time of the plain side is that of
the call alone; the time of the build is that of the whole of `build_index` (reading, cutting, encoding,
writing), model loading left out of both. CPU time is that of all threads: other work on the machine changes
it less. The shares of the build are CPU time too; what a part calls that has a row of its own counts there.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.common import arguments, collection, header, machine, row


def main() -> None:
    """Time the two sides in turn and print medians, the ratio, and the shares of the build."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--transcripts", type=int, help="so many from all over the collection, not all")
    parser.add_argument("--side", choices=("plain", "build"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = _some(collection(given.data) / "transcripts", given.transcripts, Path(folder) / "corpus")
        if given.side:
            print(json.dumps((_plain if given.side == "plain" else _build)(corpus)))
            return
    print(machine(), end="\n\n")
    rounds = [{side: _run(side, given) for side in ("plain", "build")} for _ in range(given.rounds)]
    header("", "seconds, median", "CPU seconds, median", "passages a second", "peak memory")
    for side, name in (("plain", "`SentenceTransformer.encode`"), ("build", "`build_index`")):
        seconds, cpu = (statistics.median(r[side][what] for r in rounds) for what in ("seconds", "cpu"))
        memory = max(r[side]["megabytes"] for r in rounds)
        texts = rounds[0][side]["texts"]
        row(name, f"{seconds:.0f}", f"{cpu:.0f}", f"{texts / seconds:.1f}", f"{memory:.0f} MB")
    for what, name in (("seconds", "time"), ("cpu", "CPU time")):
        ratios = ", ".join(f"{r['plain'][what] / r['build'][what]:.2f}" for r in rounds)
        print(f"\n{name} of plain encoding over that of the whole build, by round: {ratios}")
    print()
    header("part of the build", "CPU seconds", "share")
    last = rounds[-1]["build"]
    for part, seconds in sorted(last["parts"].items(), key=lambda each: -each[1]):
        row(part, f"{seconds:.1f}", f"{seconds / last['cpu']:.1%}")


def _some(transcripts: Path, most: int | None, folder: Path) -> Path:
    if most is None:
        return transcripts
    folder.mkdir()
    files = sorted(transcripts.glob("*.txt"))
    for file in files[:: max(len(files) // most, 1)][:most]:
        shutil.copy(file, folder)
    return folder


def _run(side: str, given: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.building", str(given.data), "--side", side]
    if given.transcripts:
        command += ["--transcripts", str(given.transcripts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{side}: {done.stderr.strip()}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _plain(corpus: Path) -> dict[str, Any]:
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
    model.encode(texts[:1], show_progress_bar=False)
    timers = _Timers()
    model.encode(texts, show_progress_bar=False)
    return timers.figures(len(texts))


def _build(corpus: Path) -> dict[str, Any]:
    from rag.index import builder
    from rag.index.catalogue_writer import CatalogueWriter
    from rag.index.encoder import SentenceTransformerEncoder
    from rag.index.token_writer import TokenWriter
    from rag.index.vectors import VectorWriter

    encoder = SentenceTransformerEncoder()
    encoder.encode(["loaded"])
    timers = _Timers()
    for owner, name, part in (
        (encoder._model[0].auto_model, "forward", "the model"),
        (encoder._model, "preprocess", "word pieces for the model"),
        (encoder, "_within_limit", "word pieces and their places"),
        (encoder, "pieces", "counting word pieces"),
        (builder, "read_corpus", "reading"),
        (builder, "_cut", "cutting, tiktoken included"),
        (CatalogueWriter, "add", "catalogue"),
        (builder.WordIndex, "build", "words"),
        (builder, "write_encoded", "between model and files"),
        (TokenWriter, "_train", "codebook"),
        (TokenWriter, "add", "quantising and writing tokens"),
        (VectorWriter, "put", "writing vectors"),
        (builder, "agrees_with", "comparing numpy with torch"),
    ):
        timers.measure(owner, name, part)
    with tempfile.TemporaryDirectory() as folder:
        outcome = builder.build_index(corpus, Path(folder) / "index", encoder)
        return timers.figures(outcome.manifest.counts.passages)


class _Timers:
    """CPU seconds by part, without those of parts called inside it."""

    def __init__(self) -> None:
        self._parts: dict[str, float] = defaultdict(float)
        self._inside = [0.0]
        self._begun = _clocks()

    def measure(self, owner: Any, name: str, part: str) -> None:
        """Measure this function from now on."""
        function = getattr(owner, name)

        def measured(*args: Any, **kwargs: Any) -> Any:
            begun = process_time()
            self._inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                took = process_time() - begun
                self._parts[part] += took - self._inside.pop()
                self._inside[-1] += took

        setattr(owner, name, measured)

    def figures(self, texts: int) -> dict[str, Any]:
        """All of it until now."""
        seconds, cpu = (now - then for now, then in zip(_clocks(), self._begun, strict=True))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        parts = self._parts | {"the rest": cpu - self._inside[0]}
        return {"seconds": seconds, "cpu": cpu, "texts": texts, "megabytes": peak, "parts": parts}


def _clocks() -> tuple[float, float]:
    return perf_counter(), process_time()


if __name__ == "__main__":
    main()
