"""Every benchmark is run by `python -m benchmarks`, and imports names that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.__main__ import ALL, WRITERS
from benchmarks.structure import ROOT, modules_of

pytestmark = pytest.mark.slow

BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))
PACKAGES = sorted((ROOT / "benchmarks").glob("*/__main__.py"))


def test_every_command_is_listed() -> None:
    commands = [path.stem for path in BENCHMARKS if '__name__ == "__main__"' in path.read_text("utf-8")]
    commands += [path.parent.name for path in PACKAGES]
    assert sorted(commands) == sorted([*ALL, *WRITERS, "__main__"])


def test_what_benchmarks_import_of_the_program_is_there() -> None:
    known = modules_of(ROOT / "rag") | modules_of(ROOT / "benchmarks")
    missing = []
    for path in sorted((ROOT / "benchmarks").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(("rag", "benchm")):
                continue
            module = known.get(node.module or "")
            for alias in node.names:
                names = defined(module.path) if module else set()
                if alias.name not in names and f"{node.module}.{alias.name}" not in known:
                    missing.append(f"{path.name}: {node.module}.{alias.name}")
    assert missing == []


def defined(path: Path) -> set[str]:
    """The names at the top of a module, imported ones included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
            case ast.ImportFrom() | ast.Import():
                names.update(alias.asname or alias.name for alias in node.names)
    return names
