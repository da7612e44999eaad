"""Files of evidence: of a known form, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from rag.errors import RagError
from rag.output.export.forms import FORMATS, Format, render
from rag.output.export.pack import Pack
from rag.text.files import write_whole


def check_target(path: Path) -> Format:
    """Return the form that a file's ending names, before anything is asked.

    Raises RagError for an unknown ending, a missing folder, and what is there and no regular file.
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
