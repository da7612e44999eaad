"""`python -m benchmarks`: all of them, one after the other, or those that are named."""

from __future__ import annotations

import runpy
import sys

ALL = (
    "structure", "reading", "fuzz_readers", "understanding", "retrieval", "ablation", "confidence", "pairs",
    "highlight", "checking", "flags", "standing", "latency", "starting", "profile", "adding", "memory",
    "scaling", "milvus", "building", "passage_sizes", "models", "load", "page", "trials", "adaptation",
    "peers",
)  # fmt: skip
"""The quick ones about the code and the readers first, those that build, train or install last."""
WRITERS = ("readme", "screens", "architecture", "translations")
"""Commands that write generated parts of the documentation instead of measuring."""


def main() -> None:
    """Run the benchmarks named on the command line, or all; one that cannot run is told and passed over."""
    names = sys.argv[1:] or ALL
    if unknown := [name for name in names if name not in ALL]:
        sys.exit(f"no benchmark {unknown[0]!r}; there are {', '.join(ALL)}")
    for name in names:
        print(f"## {name}\n", flush=True)
        sys.argv = [name]
        try:
            runpy.run_module(f"benchmarks.{name}", run_name="__main__")
        except SystemExit as end:
            if end.code:
                print(end.code)
        print(flush=True)


if __name__ == "__main__":
    main()
