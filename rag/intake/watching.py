"""A folder, watched: what changed in it is told once it has settled."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_EVERY = 1.0
"""Seconds between two looks; a change that the next look finds unchanged has settled."""

_Look = frozenset[tuple[str, int, int]]


def changes(folder: Path, pause: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Yield once for all changes since the call, or since the last yield, when they have settled; endless.

    Looks at the names, sizes and times of all files: that works on every file system.
    """
    return _changes(folder, _look(folder), pause)


def _changes(folder: Path, seen: _Look, pause: Callable[[float], None]) -> Iterator[None]:
    while True:
        pause(_EVERY)
        now = _look(folder)
        while now != seen:
            before = now
            pause(_EVERY)
            now = _look(folder)
            if now == before:
                seen = now
                yield


def _look(folder: Path) -> _Look:
    """Path, size and time of every file that is not hidden; what cannot be looked at is not there."""
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118 - of thousands of files, each second
            try:
                status = os.lstat(path)
            except OSError:
                continue
            if not name.startswith("."):
                found.append((path, status.st_size, status.st_mtime_ns))
    return frozenset(found)
