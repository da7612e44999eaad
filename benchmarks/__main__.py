"""`python -m benchmarks`: all of them, one after the other, or those that are named."""

from __future__ import annotations

import runpy
import sys

ALL = (
    "reading", "retrieval", "latency", "ablation", "confidence", "highlight", "starting", "building",
    "passage_sizes", "load", "page",
)  # fmt: skip


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    names = sys.argv[1:] or ALL
    if unknown := [name for name in names if name not in ALL]:
        sys.exit(f"no benchmark {unknown[0]!r}; there are {', '.join(ALL)}")
    for name in names:
        print(f"## {name}\n", flush=True)
        sys.argv = [name]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
        print(flush=True)


if __name__ == "__main__":
    main()
