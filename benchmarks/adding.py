"""What it costs to add and to remove one transcript of a built index, beside what starting the model costs.

CPU seconds of one process, which other work on the machine changes least: the model is loaded, the index is
brought up to date, then one transcript of common length is removed and added again. The text of what is added
is encoded; all else is taken from the build before.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from time import process_time

from benchmarks.common import arguments, collection, header, index_of, machine, row


def main() -> None:
    """Print CPU seconds by step."""
    parser = arguments(__doc__, index=True)
    given = parser.parse_args()
    transcripts = collection(given.data) / "transcripts"
    index = given.index or index_of(transcripts)
    print(machine(), end="\n\n")
    from rag.index.builder import build_index
    from rag.index.encoder import SentenceTransformerEncoder

    began = process_time()
    encoder = SentenceTransformerEncoder()
    header("", "CPU seconds", "steps")
    row("loading the model", f"{process_time() - began:.1f}", "")
    with tempfile.TemporaryDirectory() as folder:
        corpus, copy = Path(folder) / "corpus", Path(folder) / "index"
        shutil.copytree(transcripts, corpus)
        shutil.copytree(index, copy)

        def build(what: str) -> None:
            begun, steps = process_time(), _Steps()
            outcome = build_index(corpus, copy, encoder, progress=steps.told)
            counts = outcome.manifest.counts
            encoded = counts.passages - outcome.manifest.reused_vectors
            row(
                f"{what}: {encoded} of {counts.passages:,} passages encoded",
                f"{process_time() - begun:.1f}",
                steps.ended(),
            )

        build("brought up to date")
        files = sorted(corpus.glob("*.txt"), key=lambda path: path.stat().st_size)
        common = files[len(files) // 2]
        text = common.read_bytes()
        common.chmod(0o644)
        corpus.chmod(0o755)
        common.unlink()
        build("one transcript removed")
        common.write_bytes(text)
        build("one transcript added")


class _Steps:
    """CPU seconds from the first word of each step to that of the next."""

    def __init__(self) -> None:
        self._begun: dict[str, float] = {}

    def told(self, step: str, done: int, total: int) -> None:
        """See rag.index.builder.Progress."""
        self._begun.setdefault(step, process_time())

    def ended(self) -> str:
        """All steps."""
        ends = [*list(self._begun.values())[1:], process_time()]
        took = zip(self._begun.items(), ends, strict=True)
        return ", ".join(f"{name.lower()} {end - begun:.1f}" for (name, begun), end in took)


if __name__ == "__main__":
    main()
