"""How long a passage should be: the development questions over indexes cut at different limits."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.common import arguments, collection, header, machine, rag, rag_json, row

_MEASURES = ("nDCG@10", "MRR@10", "Success@5", "Recall@10")


def main() -> None:
    """Build an index for each limit and print its measures."""
    parser = arguments(__doc__)
    parser.add_argument("--tokens", type=int, nargs="+", default=(80, 120, 160, 200, 240))
    given = parser.parse_args()
    home = collection(given.data)
    print(machine(), end="\n\n")
    header("longest passage, tokens", "passages", "tokens a passage", *_MEASURES)
    for limit in given.tokens:
        with tempfile.TemporaryDirectory() as folder:
            index = Path(folder)
            rag("build", "--corpus", home / "transcripts", "--index", index, "--passage-tokens", str(limit))
            counts = rag_json("sources", "--index", index)["build"]["counts"]
            means = rag_json("eval", home / "questions.jsonl", "--index", index)["measures"]
        average = counts["tokens"] / counts["passages"]
        row(
            limit, counts["passages"], f"{average:.0f}", *(f"{means[name]['mean']:.3f}" for name in _MEASURES)
        )


if __name__ == "__main__":
    main()
