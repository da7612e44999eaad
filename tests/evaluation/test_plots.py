"""Plots as pieces of SVG: what they say, and that nothing in them points elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import pytest

from rag.evaluation import plots
from rag.evaluation.study import System
from tests.evaluation.examples import BM25, EVIL, HYBRID, study

pytestmark = pytest.mark.slow


@cache
def two() -> tuple[System, ...]:
    return study(BM25, HYBRID).systems


@cache
def one() -> tuple[System, ...]:
    return study(HYBRID).systems


DRAWN: dict[str, Callable[[], str]] = {
    "kinds": lambda: plots.ndcg_by_kind(two()),
    "recall": lambda: plots.recall_by_rank(two()),
    "reliability": lambda: plots.reliability_diagram(two()[1], 1),
    "risk": lambda: plots.risk_coverage_curve(two()),
    "latency": lambda: plots.latency_distribution(two()),
}


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("text")]  # noqa: S314 - our own


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_belongs_to_its_page(name: str) -> None:
    svg = DRAWN[name]()
    assert svg.startswith('<svg viewBox="')
    assert not re.search("https?:|<script|<!--|<metadata|xlink", svg)
    assert not re.search(r"#01010[0-9]|#0202", svg)  # every placeholder has become the page's
    found = set(re.findall(r' id="([^"]+)"', svg))
    assert found and all(each.startswith(f"{name}-") for each in found)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= found


def test_kinds_with_their_numbers_and_systems() -> None:
    found = texts(plots.ndcg_by_kind(two()))
    assert {"all (2)", "[/topic] (1)", "fact (1)", "bm25", "hybrid", "nDCG@10"} <= set(found)
    assert "bm25" not in texts(plots.ndcg_by_kind(one()))  # a single system needs no legend


def test_recall_is_drawn_where_it_is() -> None:
    svg = plots.recall_by_rank(one())
    (line,) = re.findall(r'<path d="([^"]+)" clip-path[^>]*style="fill: none; stroke: var\(--series-0\)', svg)
    heights = [float(y) for y in re.findall(r"[ML] [\d.]+ ([\d.]+)", line)]
    # Recall is 0.5 at rank 1 (question 2 is served at rank 2), then 1: one step, then level.
    assert heights[0] > heights[1] == heights[-1]
    assert len(heights) == 10


def test_names_are_shown_as_they_are() -> None:
    systems = study(BM25, HYBRID, names=("$x$ <b>&" + "n" * 99, EVIL)).systems
    found = texts(plots.recall_by_rank(systems))
    assert "$x$ <b>&" + "n" * 31 + "…" in found
    assert "[red]�[2J�31m�A" in found


def test_more_systems_than_colours() -> None:
    svg = plots.latency_distribution(one() * 8)
    assert "--series-5" in svg and "--series-6" not in svg


def test_the_same_study_is_drawn_alike() -> None:
    assert DRAWN["risk"]() == DRAWN["risk"]()
