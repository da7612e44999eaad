"""Where every row stands in its transcript, as arrays: what ranking asks for thousands of rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Positions:
    """By row, each of shape (rows,). Rows of one transcript stand together, in order."""

    transcripts: Integers
    utterances: Integers
    tokens: Integers
    """tiktoken tokens of the passage."""

    @cached_property
    def before(self) -> Integers:
        """The last row of the utterance before, which may be the question that a row answers; else -1."""
        new_turn = (np.diff(self.utterances) != 0) | (np.diff(self.transcripts) != 0)
        first = np.concatenate([[0], np.flatnonzero(new_turn) + 1]).astype(np.int64)
        turn = np.concatenate([[0], np.cumsum(new_turn)]).astype(np.int64)
        before = first[turn[: len(self.tokens)]] - 1
        alike = self.transcripts[before] == self.transcripts
        return np.where(alike & (before >= 0), before, -1)
