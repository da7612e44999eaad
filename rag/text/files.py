"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from rag.errors import RagError


def write_whole(path: Path, pieces: Iterable[bytes], what: str, error: type[RagError] = RagError) -> None:
    """Write a file, all of it or nothing; `what` it is opens the message where that fails.

    Raises `error`, also where something is there that is no regular file.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.exists() and not path.is_file():  # a device would be replaced, a folder refuse
            raise error(f"{path} is no regular file; name another file for the {what}")
        with unfinished.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as fault:
        raise error(f"the {what} cannot be saved as {path}: {fault.strerror or fault}") from fault
    finally:
        with suppress(OSError):
            unfinished.unlink()
