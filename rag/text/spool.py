"""Records on disk, in the order of arrival: a corpus of any size passes, with few of them in memory."""

from __future__ import annotations

import os
import pickle
from array import array
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Spool(Generic[Item]):
    """A sequence that is appended to and read; its nameless file is gone with it."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - it is open as long as the sequence is there
        self._ends = array("q", [0])
        for item in items:
            self.append(item)

    def append(self, item: Item) -> None:
        """Add an item at the end. Raises OSError where the disk takes no more."""
        form = memoryview(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
        while form:
            form = form[self._file.write(form) :]
        self._ends.append(self._file.tell())

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> Item:
        at = range(len(self))[at]
        start, end = self._ends[at], self._ends[at + 1]
        item: Item = pickle.loads(os.pread(self._file.fileno(), end - start, start))  # noqa: S301 - our own
        return item

    def __iter__(self) -> Iterator[Item]:
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spool):
            return NotImplemented
        return len(self) == len(other) and all(
            one == another for one, another in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment] # as of a list
