"""Printed pages made by hand: lines at places, as a PDF would have them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.readers.pdf_pages import Page, PrintedLine

HEIGHT, DISTANCE, WIDTH = 10.0, 12.0, 5.0
"""Of a letter, between lines, and of a letter."""


def line(text: str, top: float, left: float = 50, *, bold: int = 0, height: float = HEIGHT) -> PrintedLine:
    return PrintedLine(text, left, left + WIDTH * len(text), top, top + height, bold)


def page(*texts: str, left: float = 50, top: float = 100) -> Page:
    """Lines below one another; an empty text leaves room, spaces at its head indent a line."""
    return tuple(
        line(text.strip(), top + DISTANCE * number, left + WIDTH * (len(text) - len(text.lstrip())))
        for number, text in enumerate(texts)
        if text
    )


def texts(lines: Sequence[PrintedLine]) -> list[str]:
    return [each.text for each in lines]
