"""Stretches of a file, read without mapping it: what a process has mapped counts as its memory."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


class StretchReader:
    """A file, open for reading; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises OSError where there is none."""
        self._file = path.open("rb", buffering=0)
        self.size = os.fstat(self._file.fileno()).st_size
        """Bytes of the file."""

    def read(self, begins: Integers, lengths: Integers) -> Bytes:
        """The bytes of these stretches, one after another, shape (sum of lengths,)."""
        found = np.empty(int(lengths.sum()), np.uint8)
        view, number, at = found.data, self._file.fileno(), 0
        # Stretches that touch are read as one.
        first = np.flatnonzero(np.diff(begins + lengths, prepend=-1) != lengths)
        begins, lengths = begins[first], np.add.reduceat(lengths, first) if len(first) else lengths
        for begin, length in zip(begins.tolist(), lengths.tolist(), strict=True):
            if os.preadv(number, [view[at : at + length]], begin) != length:
                raise OSError(f"{self._file.name} ends before byte {begin + length}")
            at += length
        return found
