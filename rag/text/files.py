"""Output files: written whole or not at all, and never over an input."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from rag.errors import EvaluationError, RagError


def write_whole(path: Path, pieces: Iterable[bytes], what: str, error: type[RagError] = RagError) -> None:
    """Write a file atomically: the pieces go to a temporary file beside it, which then replaces it.

    `what` names the file in messages ("report"). Raises `error` if it cannot be written, or if the path is
    something else than a regular file.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.exists() and not path.is_file():  # /dev/stdout would be replaced by a file
            raise error(f"{path} is no regular file; name another file for the {what}")
        with unfinished.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except OSError as fault:
        raise error(f"the {what} cannot be saved as {path}: {fault.strerror or fault}") from fault
    finally:
        with suppress(OSError):
            unfinished.unlink()


def write_text(path: Path, pieces: Iterable[str], what: str) -> None:
    """Write text in UTF-8 as `write_whole` does. Raises EvaluationError."""
    write_whole(path, (piece.encode() for piece in pieces), what, EvaluationError)


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> None:
    """Check output paths before a long computation.

    Raises EvaluationError for a path whose folder does not exist, that is no regular file, that is named
    twice, or that is also an input.
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
