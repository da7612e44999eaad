"""An answer as a file: links to `/api/export`, one a form."""

from __future__ import annotations

from dataclasses import replace

from rag.output.export import FORMATS, Format
from rag.page.links import State, query_string
from rag.page.markup import folded, text

_NAMES: dict[Format, str] = {
    "docx": "Word",
    "html": "Web page",
    "md": "Markdown",
    "csv": "Table (CSV)",
    "json": "JSON",
}


def export_html(state: State, passages: int) -> str:
    """Return a menu of files with so many passages of what a state asks for."""
    asked = query_string(replace(state, passage=None))
    links = "".join(
        f'<li><a href="{text(f"/api/export?{asked}&k={passages}&format={form}")}" download>{name}</a></li>'
        for form, name in _NAMES.items()
        if form in FORMATS
    )
    return folded("Save as a file", f"<ul>{links}</ul>", "menu")
