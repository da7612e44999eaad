"""A pack in each of its forms, as bytes."""

from __future__ import annotations

from importlib import import_module
from typing import Literal, Protocol, cast, get_args

from rag.output.export.pack import Pack

Format = Literal["json", "csv", "md", "html", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MODULES: dict[Format, str] = {
    "json": "as_json",
    "csv": "as_csv",
    "md": "as_markdown",
    "html": "as_html",
    "docx": "as_docx",
}


class Form(Protocol):
    """A module of this package."""

    def render(self, pack: Pack) -> bytes:
        """Return the whole file; the same pack gives the same bytes."""


def render(pack: Pack, form: Format) -> bytes:
    """Return the file's bytes. The library of a form is imported only when it is used."""
    return cast("Form", import_module(f"rag.output.export.{_MODULES[form]}")).render(pack)
