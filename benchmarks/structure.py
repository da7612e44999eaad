"""The figures of the code itself: sizes, imports between rooms, names, annotations, documentation."""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.common import header, row

SMALL = 60
"""Lines: below this a module is hardly one."""
LONGEST = 60
"""Lines that a function may have."""
ROOT = Path(__file__).parents[1]
ROOMS = (
    "errors", "records", "settings", "text", "readers", "index", "intake", "question", "search", "proof",
    "archive", "watches", "output", "library", "evaluation", "page", "commands", "cli",
)  # fmt: skip
"""The rooms of `rag/` in the order of the flow: each may import from those before it, and from itself."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    """Dotted: `rag.text.files`; of an `__init__.py` the package's name."""
    path: Path
    tree: ast.Module
    lines: int
    nodes: tuple[ast.AST, ...]
    """Of the whole tree, which is walked once."""

    @property
    def is_package(self) -> bool:
        """Whether this is an `__init__.py`."""
        return self.path.stem == "__init__"

    @property
    def room(self) -> str | None:
        """The room that the module is in; None for the package itself and `__main__`."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and parts[1] != "__main__" else None


@dataclass(frozen=True, order=True)
class Import:
    """One import statement, lazy ones and those for types included."""

    importer: str
    imported: str
    line: int


def modules_of(package: Path) -> dict[str, Module]:
    """The modules of a package by name, in alphabetical order."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        found[name] = Module(name, path, tree, len(text.splitlines()), tuple(ast.walk(tree)))
    return found


def imports_of(modules: dict[str, Module]) -> tuple[Import, ...]:
    """The imports of modules of the package by each other, each pair of modules once."""
    found: dict[tuple[str, str], Import] = {}
    for module in modules.values():
        for name, line in _imported(module):
            known = next((each for each in (name, name.rpartition(".")[0]) if each in modules), None)
            if known and known != module.name:
                found.setdefault((module.name, known), Import(module.name, known, line))
    return tuple(sorted(found.values()))


def between_rooms(modules: dict[str, Module]) -> dict[tuple[str, str], int]:
    """How many modules of one room import how many of another: pairs (importer, imported) → imports."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for each in imports_of(modules):
        rooms = modules[each.importer].room, modules[each.imported].room
        if rooms[0] and rooms[1] and rooms[0] != rooms[1]:
            found[rooms[0], rooms[1]] += 1
    return dict(found)


def upward(modules: dict[str, Module]) -> list[Import]:
    """The imports from a room that comes later in the flow."""
    order = {room: place for place, room in enumerate(ROOMS)}

    def place(name: str) -> int:
        return order.get(modules[name].room or "", -1)

    return [
        each
        for each in imports_of(modules)
        if modules[each.importer].room and place(each.imported) > place(each.importer)
    ]


def cycles(modules: dict[str, Module]) -> list[list[str]]:
    """Groups of modules that import each other, directly or by way of others."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names = list(modules)
    at = {name: number for number, name in enumerate(names)}
    found = imports_of(modules)
    pairs = ([at[each.importer] for each in found], [at[each.imported] for each in found])
    graph = coo_array(([1] * len(found), pairs), shape=(len(names), len(names)))
    groups: dict[int, list[str]] = defaultdict(list)
    for name, group in zip(names, connected_components(graph, connection="strong")[1], strict=True):
        groups[group].append(name)
    return [group for group in groups.values() if len(group) > 1]


def modules_of_one_name(modules: dict[str, Module]) -> dict[str, list[str]]:
    """File names that occur more than once, packages aside."""
    return _twice((each.path.stem, each.name) for each in modules.values() if not each.is_package)


def classes_of_one_name(modules: dict[str, Module]) -> dict[str, list[str]]:
    """Names of public classes that are defined in more than one module."""
    return _twice(
        (node.name, module.name)
        for module in modules.values()
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )


def functions_of(modules: dict[str, Module]) -> list[tuple[int, str, Function]]:
    """Every function with its length in lines and its place, longest first."""
    found = [
        (node.end_lineno - node.lineno + 1, f"{module.name}.{node.name}", node)
        for module in modules.values()
        for node in module.nodes
        if isinstance(node, Function) and node.end_lineno
    ]
    return sorted(found, key=lambda each: (-each[0], each[1]))


def is_annotated(function: Function) -> bool:
    """Whether the result and every parameter has a type, `self` and `cls` aside."""
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    parameters += [each for each in (given.vararg, given.kwarg) if each]
    return function.returns is not None and all(
        each.annotation is not None or each.arg in {"self", "cls"} for each in parameters
    )


def documented(modules: dict[str, Module]) -> list[tuple[str, bool]]:
    """The public modules, classes, functions and methods, and whether each has a docstring."""
    found = []
    for module in modules.values():
        found.append((module.name, ast.get_docstring(module.tree) is not None))
        for node in _public(module.tree.body):
            found.append((f"{module.name}.{node.name}", ast.get_docstring(node) is not None))
            if isinstance(node, ast.ClassDef):
                members = [each for each in _public(node.body) if isinstance(each, Function)]
                found += [
                    (f"{module.name}.{node.name}.{each.name}", ast.get_docstring(each) is not None)
                    for each in members
                ]
    return found


def main() -> None:
    """Print the figures as a table, and the names and imports that they count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="a checkout (default: this one)")
    root = parser.parse_args().root
    modules = modules_of(root / "rag")
    own = [each for each in modules.values() if not each.is_package]
    longest = max(own, key=lambda each: each.lines)
    functions = functions_of(modules)
    told = documented(modules)
    against, groups = upward(modules), cycles(modules)
    same_modules, same_classes = modules_of_one_name(modules), classes_of_one_name(modules)

    header("figure", "value")
    row("modules of `rag/`, without `__init__.py`", len(own))
    row("median lines of a module", f"{median(each.lines for each in own):.0f}")
    row(f"modules under {SMALL} lines", sum(each.lines < SMALL for each in own))
    row("longest module", f"{longest.lines} lines, {longest.name}")
    row("modules loose at the top", sum(each.name.count(".") == 1 and each.room is not None for each in own))
    row("rooms", len({each.room for each in modules.values() if each.is_package and each.room}))
    row("lines of `rag/`", f"{sum(each.lines for each in modules.values()):,}")
    row("lines of `tests/`", f"{_lines(root / 'tests'):,}")
    row("imports from a later room", len(against))
    row("cycles of imports", len(groups))
    row("names of modules used twice", len(same_modules))
    row("names of public classes used twice", len(same_classes))
    row("longest function", f"{functions[0][0]} lines, {functions[0][1]}")
    row(f"functions over {LONGEST} lines", sum(length > LONGEST for length, _, _ in functions))
    row("functions annotated in full", _share([is_annotated(each) for _, _, each in functions]))
    row("public names documented", _share([has for _, has in told]))
    print()
    for each in against:
        print(f"from a later room: {each.importer}:{each.line} imports {each.imported}")
    for group in groups:
        print(f"cycle: {', '.join(group)}")
    for name, places in (*same_modules.items(), *same_classes.items()):
        print(f"{name}: {', '.join(places)}")
    for name in [name for name, has in told if not has]:
        print(f"without a docstring: {name}")


def _imported(module: Module) -> Iterator[tuple[str, int]]:
    """The dotted names that a module imports, with their lines."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _twice(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def _public(body: Sequence[ast.stmt]) -> list[ast.ClassDef | Function]:
    return [
        node for node in body if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_")
    ]


def _lines(folder: Path) -> int:
    return sum(len(path.read_text("utf-8").splitlines()) for path in folder.rglob("*.py"))


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.1%} of {len(values):,}"


if __name__ == "__main__":
    main()
