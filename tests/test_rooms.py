"""The rooms of the program: imports run from later rooms to earlier ones, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import rag

ROOMS = (
    "errors", "records", "text", "readers", "index", "question", "search", "proof", "archive", "output",
    "evaluation", "page", "commands", "cli", "__main__",
)  # fmt: skip
"""Each may import from itself and from those before it."""

PACKAGE = Path(rag.__file__).parent
MODULES = {
    ".".join(("rag", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imported(path: Path) -> Iterator[str]:
    """Modules of the package that a file imports anywhere: at the top, inside functions, for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


@cache
def imports() -> dict[str, set[str]]:
    """The modules of the package that each of them imports."""
    return {
        name: {found for found in imported(path) if found in MODULES and found != "rag"}
        for name, path in MODULES.items()
    }


def room(module: str) -> str:
    return module.split(".")[1]


def test_every_room_is_in_the_list() -> None:
    assert {room(name) for name in MODULES if name != "rag"} == set(ROOMS)
    assert imports()["rag.archive"] >= {"rag.records", "rag.errors"}  # imports are found at all


@pytest.mark.parametrize("name", [name for name in MODULES if name != "rag"])
def test_no_module_imports_a_later_room(name: str) -> None:
    against = [found for found in imports()[name] if ROOMS.index(room(found)) > ROOMS.index(room(name))]
    assert against == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        tuple(TopologicalSorter(imports()).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
