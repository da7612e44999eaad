"""The picture of docs/peers.md, and how its table writes figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.drawing import picture

TITLES = {
    "rag": "this program",
    "txtai": "txtai",
    "llamaindex": "LlamaIndex, FAISS",
    "haystack": "Haystack, in memory",
    "langchain": "LangChain, FAISS",
    "bm25s": "bm25s alone",
}
PANELS = (
    ("nDCG@10,\ndevelopment questions", "questions"),
    ("warm question,\nms of CPU", "warm, p50 ms of CPU"),
    ("cold question,\ns of CPU", "cold, s of CPU"),
    ("peak memory,\nMB", "peak memory, MB"),
    ("share found of five\nthat a filter leaves", "five left, recall"),
)
_OWN, _OTHER, _INK = "#2f5d8a", "#b5bdc6", "#1f2328"


def cell(value: Any) -> str:
    """A figure as a table shows it: three digits, or two measures of a ranking; a dash for none."""
    if isinstance(value, dict):
        return f"{value['nDCG@10']:.3f} / {value['Success@5']:.3f}"
    return "–" if value is None else f"{float(f'{value:.3g}'):,g}"


def draw(figures: dict[str, Any], path: Path) -> None:
    """Bars, a panel for each figure and a row for each peer."""
    with picture(path, (9.6, 2.5), layout="constrained") as figure:
        panels = figure.subplots(1, len(PANELS), sharey=True)
        for panel, (title, name) in zip(panels, PANELS, strict=True):
            values = [_number(each.get(name)) for each in figures.values()]
            colours = [_OWN if peer == "rag" else _OTHER for peer in figures]
            bars = panel.barh(
                [TITLES[peer] for peer in figures], [value or 0 for value in values], color=colours
            )
            panel.bar_label(
                bars, ["refuses" if v is None else cell(v) for v in values], padding=2, color=_INK
            )
            panel.set_title(title, fontsize=9)
            panel.margins(x=0.45)
            panel.set_xticks([])
            panel.spines[["top", "right", "bottom"]].set_visible(False)
            panel.tick_params(axis="y", length=0)
        panels[0].invert_yaxis()


def _number(value: Any) -> float | None:
    return value["nDCG@10"] if isinstance(value, dict) else value
