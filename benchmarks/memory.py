"""Peak memory of a build by the number of transcripts: it should not grow with the corpus.

The transcripts are those of the collection, and copies of them under other names with a tenth of their longer
words replaced by others of the same length. Encoding them all would take hours and tell little: the model
encodes the first batches, so that all it ever takes is taken, and random states follow.

Resident memory counts mapped files too: libraries, the model's weights, parts of the index. Own memory is the
rest, looked at whenever the build tells its progress.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.common import arguments, collection, header, machine, row
from benchmarks.noise import WordNoise

_REAL = 32
"""Batches that the model encodes."""


def main() -> None:
    """Build over few and over many transcripts, each in a process of its own."""
    parser = arguments(__doc__)
    parser.add_argument("--transcripts", type=int, nargs="+", default=[15, 60, 194, 2000])
    parser.add_argument("--side", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    corpus = collection(given.data) / "transcripts"
    if given.side:
        print(json.dumps(_build(corpus, given.transcripts[0])))
        return
    print(machine(), end="\n\n")
    header("transcripts", "passages", "model loaded, MB", "peak resident, MB", "own at most, MB")
    for transcripts in given.transcripts:
        found = _run(given.data, transcripts)
        row(*(f"{found[name]:,.0f}" for name in ("transcripts", "passages", "loaded", "resident", "own")))


def _run(data: Path, transcripts: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.memory", str(data), "--side", "--transcripts"]
    done = subprocess.run([*command, str(transcripts)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{transcripts} transcripts: {done.stderr.strip()}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _build(corpus: Path, transcripts: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder) / "corpus"
        # In a process of its own: what it holds must not count.
        subprocess.run([sys.executable, "-c", _COPY, str(corpus), str(copies), str(transcripts)], check=True)
        from rag.index.builder import build_index
        from rag.index.encoder import SentenceTransformerEncoder

        encoder = SentenceTransformerEncoder()
        loaded = _peak()
        _answer_at_random(encoder._model[0].auto_model)
        own = [0.0]
        counts = build_index(
            copies, Path(folder) / "index", encoder, progress=lambda *_: own.append(_own())
        ).manifest.counts
    return {
        "transcripts": counts.transcripts,
        "passages": counts.passages,
        "loaded": loaded,
        "resident": _peak(),
        "own": max(own),
    }


_COPY = (
    "import sys, pathlib, benchmarks.memory as m; m.copy(*map(pathlib.Path, sys.argv[1:3]), int(sys.argv[3]))"
)


def copy(corpus: Path, copies: Path, transcripts: int) -> None:
    """Write so many transcripts: from all over the corpus, and with altered words once they are all used."""
    copies.mkdir()
    files = sorted(corpus.glob("*.txt"))
    files = files[:: max(len(files) // transcripts, 1)]
    texts = {path.stem: path.read_text("utf-8") for path in files}
    noise = WordNoise(texts.values())
    for number, (name, text) in islice(zip(count(), cycle(texts.items())), transcripts):
        said = noise(text) if number >= len(texts) else text
        (copies / f"{name}-{number}.txt").write_text(said, "utf-8")


def _answer_at_random(transformer: Any) -> None:
    """Let the model's states be random ones after some batches."""
    import torch
    from transformers.modeling_outputs import BaseModelOutput

    encode, calls = transformer.forward, count()
    states = torch.randn(8192, transformer.config.hidden_size)

    def forward(input_ids: Any, **features: Any) -> Any:
        if next(calls) < _REAL:
            return encode(input_ids=input_ids, **features)
        return BaseModelOutput(last_hidden_state=states[: input_ids.numel()].view(*input_ids.shape, -1))

    transformer.forward = forward


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _own() -> float:
    status = Path("/proc/self/status")
    found = [line for line in status.read_text().splitlines() if line.startswith("RssAnon")]
    return int(found[0].split()[1]) / 1024


if __name__ == "__main__":
    main()
