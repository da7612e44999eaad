"""Files that an evaluation writes: whole or not at all, and never one that it also reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from rag.errors import EvaluationError
from rag.text.files import write_whole as write_file


def write_whole(path: Path, pieces: Iterable[str], what: str) -> None:
    """Write text in UTF-8, all of it or nothing; `what` it is opens the message where that fails.

    Raises EvaluationError.
    """
    write_file(path, (piece.encode() for piece in pieces), what, EvaluationError)


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Refuse, before anything is measured, files that could not be written or that would be lost.

    Raises EvaluationError for a file without a folder, one that is no regular file, one that is named
    twice, and one that is read as well.
    """
    taken = {os.path.realpath(path): "read" for path in inputs}
    for path in outputs:
        if use := taken.get(os.path.realpath(path)):
            raise EvaluationError(f"{path} is {use} as well; name another file to write")
        taken[os.path.realpath(path)] = "written"
        if not path.parent.is_dir():
            raise EvaluationError(f"{path} cannot be written: there is no folder {path.parent}")
        if path.exists() and not path.is_file():
            raise EvaluationError(f"{path} is no regular file; name another file to write")
