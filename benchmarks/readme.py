"""Writes the generated parts of README.md: the rooms from their docstrings, the example as it runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from benchmarks.architecture import job
from benchmarks.common import index_of, rag
from benchmarks.structure import ROOMS, ROOT, modules_of

README = ROOT / "README.md"
QUESTION = "What did Lukashenko say about ports and sea shipments?"


def main() -> None:
    """Replace both parts in place."""
    text = README.read_text("utf-8")
    text = _replaced(text, "modules", rooms())
    text = _replaced(text, "example", example())
    README.write_text(text, "utf-8")


def rooms() -> str:
    """A table of the rooms in the order of the flow, each with the first sentence of its docstring."""
    modules = modules_of(ROOT / "rag")
    rows = [
        f"| `{name}{'/' if modules[f'rag.{name}'].is_package else '.py'}` | {job(modules[f'rag.{name}'])} |"
        for name in ROOMS
    ]
    return "\n".join(["| room in `rag/` | its one job |", "|---|---|", *rows])


def example() -> str:
    """The worked example with what the command prints, over a fresh build of `corpus/`."""
    index = index_of(Path("corpus"))
    printed = rag("ask", QUESTION, "-k", "1", "--index", index).stdout.strip("\n")
    return f'```\n$ rag ask "{QUESTION}" -k 1\n{printed}\n```'


def _replaced(text: str, part: str, new: str) -> str:
    pattern = rf"(<!-- {part} -->\n).*?(\n?<!-- /{part} -->)"
    if not re.search(pattern, text, re.DOTALL):
        sys.exit(f"{README} has no part {part!r}")
    return re.sub(pattern, lambda found: f"{found[1]}{new}\n<!-- /{part} -->", text, flags=re.DOTALL)


if __name__ == "__main__":
    main()
