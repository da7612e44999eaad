"""Several answers, or passages of one, as a person sees them in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from rag.output.stdio import plain
from rag.output.terminal import console, show_answer, show_hit
from rag.records import Hit

if TYPE_CHECKING:
    # Imported only for its name: searching brings numpy along.
    from rag.search.sides import Comparison


def show_comparison(comparison: Comparison) -> None:
    """Both sides, one after the other, each with what is known of whether it answers."""
    for side in comparison.sides:
        console.rule(Text(plain(side.name), "bold"), align="left")
        show_answer(side.answer)
        console.print()


def show_passages(heading: str, hits: Iterable[Hit]) -> None:
    """Passages below what they answer."""
    console.print(Text(plain(heading), "bold"), soft_wrap=True)
    for hit in hits:
        show_hit(hit)
    console.print()
