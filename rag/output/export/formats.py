"""A pack in each of its forms, as bytes, and saved as a file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, cast, get_args

from rag.errors import RagError
from rag.output.export.pack import Pack
from rag.text.files import write_whole

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


class PackForm(Protocol):
    """A module of this package."""

    def render(self, pack: Pack) -> bytes:
        """Return the whole file; the same pack gives the same bytes."""


def render(pack: Pack, form: Format) -> bytes:
    """Return the file's bytes. The library of a form is imported only when it is used."""
    return cast("PackForm", import_module(f"rag.output.export.{_MODULES[form]}")).render(pack)


def check_target(path: Path) -> Format:
    """Return the form that a file's ending names, before anything is asked.

    Raises RagError for an unknown ending, a missing folder, and a path that is not a regular file.
    """
    ending = path.suffix.lower().removeprefix(".")
    form = next((known for known in FORMATS if known == ending), None)
    if form is None:
        known = ", ".join(f".{form}" for form in FORMATS)
        raise RagError(f"{path}: an evidence pack cannot be a {path.suffix or 'file without an ending'}; "
                       f"expected one of {known}")  # fmt: skip
    if not path.parent.is_dir():
        raise RagError(f"{path} cannot be written: there is no folder {path.parent}")
    if path.exists() and not path.is_file():
        raise RagError(f"{path} is no regular file: name another file for the evidence pack")
    return form


def save(path: Path, pack: Pack) -> None:
    """Write a pack in the form of the file's ending. Raises RagError where that cannot be done."""
    write_whole(path, [render(pack, check_target(path))], "evidence pack")
