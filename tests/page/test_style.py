"""The colours: contrast of text by the formula of WCAG 2.2, at least 4.5 to 1 (level AA)."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest


def stylesheet() -> str:
    return files("rag.page").joinpath("static", "style.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_can_be_read_in_light_and_dark(scheme: int) -> None:
    pairs = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", stylesheet())
    colours = {name: both[scheme] for name, *both in pairs}
    for ground in ("paper", "raised"):
        for ink in ("ink", "quiet", "accent", "wrong", "right"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["ink"], colours["marked"]) >= 4.5


def test_paragraphs_of_a_quote_stay_paragraphs() -> None:
    assert re.search(r"blockquote \{[^}]*white-space: pre-wrap", stylesheet())
