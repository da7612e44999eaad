"""How pictures of figures are drawn: as SVG whose text stays text; the same figures give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "rag", "font.family": "DejaVu Sans"}


@contextmanager
def picture(
    path: Path, size: tuple[float, float], font: float = 9, described: str | None = None, **given: Any
) -> Iterator[Figure]:
    """A figure of this size, in inches, to draw on inside the block; then it is saved as SVG.

    `font` is in points; a picture carries what it is `described` by. What else is given goes to matplotlib.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({**_STYLE, "font.size": font}):
        figure = Figure(figsize=size, **given)
        yield figure
        figure.savefig(path, format="svg", metadata={"Date": None, "Description": described})
