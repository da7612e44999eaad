"""Passages counted by tag: a transcript has any number of topics and persons, each of which counts it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


class TagCounts:
    """The tags of one kind, by transcript."""

    def __init__(self, tagged: Sequence[Sequence[str]]) -> None:
        """`tagged` are the tags of each transcript."""
        self.values = tuple(dict.fromkeys(chain.from_iterable(tagged)))
        number_of = {value: number for number, value in enumerate(self.values)}
        pairs = [(at, number_of[value]) for at, values in enumerate(tagged) for value in values]
        self._transcript, self._tag = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self._transcripts = len(tagged)

    def within(self, chosen: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which transcripts have one of the chosen tags; all where none is chosen."""
        if not chosen:
            return np.ones(self._transcripts, dtype=np.bool_)
        is_chosen = np.array([value in chosen for value in self.values], dtype=np.bool_)
        mask = np.zeros(self._transcripts, dtype=np.bool_)
        mask[self._transcript[is_chosen[self._tag]]] = True
        return mask

    def counts(self, passages: npt.NDArray[np.int64]) -> list[int]:
        """Passages of each tag, given those of each transcript."""
        weights = passages[self._transcript]
        return np.bincount(self._tag, weights, minlength=len(self.values)).astype(np.int64).tolist()  # type: ignore[no-any-return]
