"""Source formats: bytes → Transcript. One module a format; a new one is found by being there."""

from __future__ import annotations

import importlib
import pkgutil
import stat
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from rag.errors import ReadError
from rag.readers.base import Reader, SourceAbout
from rag.records import Transcript

__all__ = ["Reader", "SourceAbout", "bytes_of", "read_bytes", "read_file", "readers", "with_files_beside"]


@cache
def readers() -> dict[str, Reader]:
    """Suffix → reader, of every module here that offers a `READER`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    found: list[Reader] = [module.READER for module in modules if hasattr(module, "READER")]
    return {suffix: reader for reader in found for suffix in reader.suffixes}


def read_file(
    path: Path, source: str | None = None, about: SourceAbout | None = None
) -> tuple[Transcript, ...]:
    """Read a file: one transcript, or as many as its format holds.

    `source` is what the corpus calls the file: its path below the corpus folder, with forward slashes
    (default: the file's name). Raises ReadError with one line that says what was found and what was
    expected; the line does not repeat the file's name.
    """
    source = path.name if source is None else source
    return read_bytes(bytes_of(path), source, with_files_beside(path, about))


def with_files_beside(path: Path, about: SourceAbout | None = None) -> SourceAbout:
    """What is known about a file, with the files beside it that its format looks at: lists of persons."""
    beside = getattr(_reader_of(path.suffix), "beside", None)
    found = [(each, each.stat()) for each in beside(path)] if beside else []
    return replace(
        about or SourceAbout(),
        beside=tuple((each, status.st_mtime_ns, status.st_size) for each, status in found),
    )


def read_bytes(data: bytes, source: str, about: SourceAbout | None = None) -> tuple[Transcript, ...]:
    """Read the bytes of a file that the corpus calls `source`, whose ending names the format: `read_file`."""
    reader = _reader_of(PurePosixPath(source).suffix)
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise ReadError("the file is empty; expected a transcript")
    return reader.read(data, source, about or SourceAbout())


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that some reader takes. Raises ReadError."""
    return _bytes(path, _reader_of(path.suffix).max_bytes)


def _reader_of(suffix: str) -> Reader:
    """The reader of files with this ending. Raises ReadError."""
    reader = readers().get(suffix.lower())
    if reader is None:
        known = ", ".join(sorted(readers()))
        raise ReadError(f"unknown kind of file {suffix!r}; expected one of {known}")
    return reader


def _bytes(path: Path, most: int) -> bytes:
    """The file's bytes, if it is a file and of a size that a transcript can have."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("this is a folder; expected a file")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("this is no ordinary file; expected a transcript")
        if status.st_size > most:
            raise ReadError(f"the file has {status.st_size:,} bytes; expected at most {most:,}")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("there is no such file") from None
    except (OSError, ValueError) as error:
        raise ReadError(f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from error
