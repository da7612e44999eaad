"""The picture of the rooms and of who imports whom, drawn from the imports: `docs/architecture.svg`.

The same is written as a table between the markers of `docs/architecture.md`, which a test compares with
the code. `--check` writes nothing and says whether both are up to date.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path
from typing import Any

from benchmarks.drawing import picture
from benchmarks.structure import ROOMS, ROOT, Module, between_rooms, modules_of

PICTURE = ROOT / "docs" / "architecture.svg"
PAGE = ROOT / "docs" / "architecture.md"
WEIGHTS = ((20, "many"), (5, "several"), (1, "few"))
"""Imports between two rooms from which on they are called so; coarse, so that the picture stays true."""

_INK, _QUIET, _PAPER, _FILL, _WRONG = "#1f2328", "#656d76", "#ffffff", "#eef2f7", "#c62828"
_COLOURS = ("#2f5d8a", "#a0622d", "#3f7d4f", "#7a4a8c")
_WIDTHS = {"many": 4.0, "several": 1.8, "few": 0.5}
_COMMON = ("errors", "records")
"""Rooms that all others import: arrows to them would hide the others."""
_ROW, _WIDTH = 0.44, 8.6
"""Inches: height of a room, width of the picture."""


def main() -> None:
    """Draw the picture and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--picture", action="store_true", help="draw the picture and write the table (default)"
    )
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    given = parser.parse_args()
    table = listing(modules_of(ROOT / "rag"))
    if given.check:
        sys.exit(
            None
            if is_current(table)
            else "docs/architecture is out of date: python -m benchmarks.architecture"
        )
    draw(table, PICTURE)
    PAGE.write_text(_PART.sub(lambda found: f"{found[1]}{table}{found[3]}", PAGE.read_text("utf-8")), "utf-8")


def listing(modules: dict[str, Module]) -> str:
    """A Markdown table: the rooms in order, the job of each, and how much it imports from which."""
    found = between_rooms(modules)
    lines = ["| room | its job | imports from |", "|---|---|---|"]
    for room in ROOMS:
        module = modules[f"rag.{room}"]
        name = f"{room}/" if module.is_package else f"{room}.py"
        imported = [(other, found[room, other]) for other in ROOMS if (room, other) in found]
        words = ", ".join(f"{other} ({_weight(count)})" for other, count in imported) or "–"
        lines.append(f"| `{name}` | {job(module)} | {words} |")
    return "\n".join(lines) + "\n"


def job(module: Module) -> str:
    """The first sentence of a module's docstring, on one line."""
    docstring = ast.get_docstring(module.tree) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def is_current(table: str) -> bool:
    """Whether page and picture show this table."""
    shown = _PART.search(PAGE.read_text("utf-8"))
    return shown is not None and shown[2] == table and _description(table) in PICTURE.read_text("utf-8")


def draw(table: str, path: Path) -> None:
    """Draw the table: a room a row, an arc from each room up to every room that it imports."""
    rooms = [line.split(" | ") for line in table.splitlines()[2:]]
    places = {re.sub(r"[`|/ ]|\.py", "", name): -row for row, (name, _, _) in enumerate(rooms)}
    height = _ROW * len(rooms) + 0.5
    described = _description(table)
    with picture(path, (_WIDTH, height), described=described, facecolor=_PAPER) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, _WIDTH), ylim=(-len(rooms) * _ROW - 0.25, _ROW / 2 + 0.1))
        axes.set_axis_off()
        for (_, words, imported), (room, place) in zip(rooms, places.items(), strict=True):
            _box(axes, room, words, place * _ROW)
            for other, weight in re.findall(r"([a-z]+) \(([a-z]+)\)", imported):
                if other not in _COMMON:
                    _arc(axes, place * _ROW, places[other] * _ROW, weight, -place)
        _legend(axes, -len(rooms) * _ROW)


_PART = re.compile(r"(<!-- imports -->\n)(.*?)(<!-- /imports -->)", re.DOTALL)
_BOX, _RIGHT = 0.1, 6.1
"""Inches: where the boxes begin and end."""


def _box(axes: Any, room: str, words: str, y: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (_BOX, y - _ROW * 0.4)
    size = (_RIGHT - _BOX, _ROW * 0.8)
    axes.add_patch(
        FancyBboxPatch(
            corner,
            *size,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=_FILL,
            edgecolor=_QUIET,
            linewidth=0.6,
        )
    )
    axes.text(_BOX + 0.1, y, room, color=_INK, weight="bold", va="center")
    axes.text(_BOX + 1.05, y, _cut(words), color=_QUIET, va="center", fontsize=7)


def _arc(axes: Any, start: float, end: float, weight: str, number: int) -> None:
    """An arrow from the importing room to the imported one, on the right of the boxes."""
    from matplotlib.patches import FancyArrowPatch

    against = end < start
    colour = _WRONG if against else _QUIET if weight == "few" else _COLOURS[number % len(_COLOURS)]
    shape = f"arc3,rad={-0.6 if against else 0.6}"
    ends = (_RIGHT, start + 0.06), (_RIGHT, end - 0.06)
    arrow = FancyArrowPatch(*ends, shrinkA=0, shrinkB=0, connectionstyle=shape, arrowstyle="-|>")
    arrow.set(
        mutation_scale=8, linewidth=_WIDTHS[weight], color=colour, alpha=0.5 if weight == "few" else 0.85
    )
    axes.add_patch(arrow)


def _legend(axes: Any, y: float) -> None:
    words = (
        "An arrow leads from a room to one that it imports, the thicker, the more imports (1 to 4, 5 to 19, "
        "20 and more). Arrows to errors and records, which nearly all rooms import, are left out."
    )
    axes.text(_BOX, y, words, color=_QUIET, fontsize=6.5, va="center")


def _weight(count: int) -> str:
    return next(word for least, word in WEIGHTS if count >= least)


def _cut(words: str, most: int = 88) -> str:
    """The first sentence, if need be its beginning."""
    words = words.split(". ")[0].rstrip(".")
    return words if len(words) <= most else f"{words[: most - 1].rsplit(' ', 1)[0]} …"


def _description(table: str) -> str:
    """The rooms and their imports on one line, as the picture holds it."""
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return "; ".join(f"{name.strip('`')}: {imported}" for name, _, imported in rows)


if __name__ == "__main__":
    main()
