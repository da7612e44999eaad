"""Writes the generated parts of README.md: the module list from the docstrings, the example as it runs."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from benchmarks.common import index_of, rag

README = Path("README.md")
QUESTION = "What did Lukashenko say about ports and sea shipments?"

# The order in which data walks through the package.
_ORDER = (
    "errors", "records", "folding", "dates", "wording", "label_words", "label_tokens", "label_grammar",
    "speakers", "readers", "corpus", "sentences", "passages", "encoder", "context", "catalogue_writer",
    "catalogue_rows", "catalogue", "vectors", "words", "manifest", "store", "diff", "history", "builds",
    "question", "search", "reranker", "highlight", "confidence", "hits", "answer", "archive", "verify",
    "citation", "flags", "contract", "pack", "evaluation", "page", "lines", "terminal", "cli",
)  # fmt: skip


def main() -> None:
    """Replace both parts in place."""
    text = README.read_text("utf-8")
    text = _replaced(text, "modules", modules())
    text = _replaced(text, "example", example())
    README.write_text(text, "utf-8")


def modules() -> str:
    """A table of the package's modules, each with the first sentence of its docstring."""
    package = Path("rag")
    known = {path.stem for path in package.glob("*.py")} | {
        p.parent.name for p in package.glob("*/__init__.py")
    }
    listed = [name for name in _ORDER if name in known]
    listed += sorted(known - set(_ORDER) - {"__init__", "__main__"})
    rows = [
        f"| `{name}{'/' if (package / name).is_dir() else '.py'}` | {_sentence(package, name)} |"
        for name in listed
    ]
    return "\n".join(["| room in `rag/` | its one job |", "|---|---|", *rows])


def example() -> str:
    """The worked example with what the command prints, over a fresh build of `corpus/`."""
    index = index_of(Path("corpus"))
    printed = rag("ask", QUESTION, "-k", "1", "--index", index).stdout.strip("\n")
    return f'```\n$ rag ask "{QUESTION}" -k 1\n{printed}\n```'


def _sentence(package: Path, name: str) -> str:
    path = package / name / "__init__.py" if (package / name).is_dir() else package / f"{name}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def _replaced(text: str, part: str, new: str) -> str:
    pattern = rf"(<!-- {part} -->\n).*?(\n?<!-- /{part} -->)"
    if not re.search(pattern, text, re.DOTALL):
        sys.exit(f"{README} has no part {part!r}")
    return re.sub(pattern, lambda found: f"{found[1]}{new}\n<!-- /{part} -->", text, flags=re.DOTALL)


if __name__ == "__main__":
    main()
