"""Files mapped into memory, of which the process keeps no more than a part."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import numpy as np

_AROUND = 1 << 16
"""Bytes that Linux maps around each place that is read."""
_KEPT = 128 << 20
"""Bytes of a file that may stay mapped. The system's cache of the file is not touched."""


class MappedFile:
    """An array on disk, shape (n,); `array` reads it."""

    def __init__(self, path: Path, kind: type[np.generic], begin: int = 0) -> None:
        """Map a file from byte `begin` on. Raises OSError or ValueError where that cannot be."""
        self._map: mmap.mmap | None = None
        self.array: np.ndarray[Any, Any] = np.empty(0, kind)
        self._reads = 0
        if path.stat().st_size > begin:  # a file without bytes cannot be mapped
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self.array = np.frombuffer(self._map, kind, offset=begin)

    def has_read(self, places: int) -> None:
        """Told that so many places were read. Lets go of the file where they have become many."""
        self._reads += places
        if self._map is not None and min(self._reads * _AROUND, len(self._map)) > _KEPT:
            self._map.madvise(mmap.MADV_DONTNEED)
            self._reads = 0
