"""A study's plots as SVG elements for the report, by matplotlib.

Placeholder colours are replaced by variables of the report's style sheet, so that one plot serves light,
dark and print. Text stays text.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from rag.evaluation.calibration import operating_point, reliability, risk_coverage
from rag.evaluation.measures import CUTOFF
from rag.evaluation.statistics import Estimate
from rag.evaluation.study import System
from rag.output.stdio import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SERIES = 6
"""Colours for systems in the style sheet, from `--series-0` on; further systems reuse them."""
MOST_KINDS = 24
"""Kinds of question that are drawn; the tables have them all."""
_INK, _QUIET, _LINE = "#010101", "#010102", "#010103"
_VARIABLES = {_INK: "--ink", _QUIET: "--quiet", _LINE: "--line"} | {
    f"#0202{number:02x}": f"--series-{number}" for number in range(SERIES)
}
_MARKERS = "osD^vP"
_DASHED = (0, (4, 3))
_NDCG = "nDCG@10"
_WIDTH, _HEIGHT = 5.4, 3.4
"""Inches."""
_NAME = 40
"""Characters of a name that are drawn."""
_STYLE: Any = {  # matplotlib types each key of its own
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _QUIET,
    "axes.edgecolor": _LINE,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _LINE,
    "grid.linewidth": 0.6,
    "xtick.color": _LINE,
    "ytick.color": _LINE,
    "xtick.labelcolor": _QUIET,
    "ytick.labelcolor": _QUIET,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 5,
}


def ndcg_by_kind(systems: Sequence[System]) -> str:
    """nDCG@10 of each system and kind of question, with 95% intervals."""
    kinds = list(systems[0].evaluation.by_kind)[:MOST_KINDS]
    overall = systems[0].evaluation.measures[_NDCG]
    names = [f"all ({overall.n if overall else 0})"]
    for kind in kinds:
        judged = systems[0].evaluation.by_kind[kind][_NDCG]
        names.append(f"{_short(kind)} ({judged.n if judged else 0})")

    def draw(axes: Axes) -> None:
        for number, system in enumerate(systems):
            found = system.evaluation
            means = (found.measures[_NDCG], *(found.by_kind[kind][_NDCG] for kind in kinds))
            _draw_intervals(axes, means, (number + 0.5) / len(systems) * 0.8 - 0.4, number)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False, axis="y")
        axes.set(xlim=(0, 1.02), ylim=(len(names) - 0.4, -0.6), xlabel=_NDCG)

    return _svg("kinds", draw, systems, height=0.7 + len(names) * (0.16 + 0.15 * len(systems)))


def recall_by_rank(systems: Sequence[System]) -> str:
    """Share of the labels of grade 2 that the first passages cover."""

    def draw(axes: Axes) -> None:
        for number, system in enumerate(systems):
            ranks = range(1, len(system.recall_by_rank) + 1)
            axes.plot(ranks, system.recall_by_rank, color=_series(number), marker=_marker(number))
        axes.set_xticks(range(1, CUTOFF + 1))
        axes.set(xlim=(0.7, CUTOFF + 0.3), ylim=(0, 1.02), xlabel="rank", ylabel="recall of grade 2")

    return _svg("recall", draw, systems)


def reliability_diagram(system: System, number: int) -> str:
    """The share of answerable questions by confidence, with 95% intervals and numbers of questions.

    On the diagonal the share is what the confidence says; `number` is the system's place in the study.
    """
    bins = reliability(system.points)

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_QUIET, linewidth=1, linestyle=_DASHED)
        for each in bins:
            axes.plot([each.confidence] * 2, [each.low, each.high], color=_series(number), linewidth=1.2)
            axes.text(each.confidence, each.high + 0.02, str(each.n), ha="center", fontsize=7.5, color=_QUIET)
        shares = [each.answerable for each in bins]
        axes.plot([each.confidence for each in bins], shares, color=_series(number), marker=_marker(number))
        axes.set(xlim=(0, 1.02), ylim=(0, 1.1), xlabel="confidence", ylabel="share that has an answer")

    return _svg("reliability", draw, ())


def risk_coverage_curve(systems: Sequence[System]) -> str:
    """Risk where only the surest questions are answered; a ring marks what the system answered."""

    def draw(axes: Axes) -> None:
        for number, system in enumerate(systems):
            curve = risk_coverage(system.points)
            coverage = [each.coverage for each in curve]
            axes.step(coverage, [each.risk for each in curve], where="post", color=_series(number))
            if at := operating_point(system.points):
                ring, *_ = axes.plot(at.coverage, at.risk, color=_series(number), marker="o", markersize=9)
                ring.set_markerfacecolor("none")
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="coverage: share that is answered", ylabel="risk")

    return _svg("risk", draw, systems)


def latency_distribution(systems: Sequence[System]) -> str:
    """Share of the questions that took no longer than a time, for the systems that were timed."""

    def draw(axes: Axes) -> None:
        for number, system in enumerate(systems):
            times = [1000 * point.seconds for point in system.points if point.seconds is not None]
            if times:
                axes.ecdf(times, color=_series(number))
        axes.set_xlim(left=0)
        axes.set(ylim=(0, 1.02), xlabel="milliseconds", ylabel="share of the questions")

    return _svg("latency", draw, systems)


def _draw_intervals(axes: Axes, figures: Iterable[Estimate | None], shift: float, number: int) -> None:
    """A point and its interval for each figure, one below the other."""
    for row, figure in enumerate(figures):
        if figure is None:
            continue
        if figure.low is not None and figure.high is not None:
            axes.plot([figure.low, figure.high], [row + shift] * 2, color=_series(number))
        axes.plot(figure.mean, row + shift, color=_series(number), marker=_marker(number))


def _svg(name: str, draw: Callable[[Axes], None], systems: Sequence[System], height: float = _HEIGHT) -> str:
    """Draw a plot, with a legend of several systems; `name` keeps its ids apart from other plots'."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # silences messages about its font cache
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    written = StringIO()
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # the reader's own fonts show the text
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        if len(systems) > 1:
            marks = [
                Line2D([], [], color=_series(number), marker=_marker(number))
                for number in range(len(systems))
            ]
            names = [_short(system.name) for system in systems]
            figure.legend(marks, names, loc="outside upper left", ncols=3)
        figure.savefig(written, format="svg", transparent=True)
    return _for_the_page(written.getvalue(), name)


def _for_the_page(svg: str, name: str) -> str:
    """An SVG file → the element alone, in the page's colours and with ids of its own."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href=", "href=")
    svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r'<svg [^>]*?(viewBox="[^"]*")[^>]*>', r'<svg \1 aria-hidden="true">', svg, count=1)
    for placeholder, variable in _VARIABLES.items():
        svg = svg.replace(placeholder, f"var({variable})")
    return svg


def _series(number: int) -> str:
    return f"#0202{number % SERIES:02x}"


def _marker(number: int) -> str:
    return _MARKERS[number % len(_MARKERS)]


def _short(name: str) -> str:
    """A name that fits beside a plot, on one line."""
    name = " ".join(plain(name).split())
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
