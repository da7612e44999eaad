"""How near passages come to questions about something else, by hand: a quantile of the highest cosines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.index.background import background
from rag.index.encoder import Encoded, Tokens
from rag.index.vectors import VectorIndex


class Reader:
    """The n-th question has cosine n / 100 with the first passage and none with the second."""

    name, weights, dimension, limit = "hand", "0" * 64, 3, 60

    def __init__(self) -> None:
        self.asked: list[str] = []

    def pieces(self, texts: Sequence[str]) -> list[int]:
        return [2 for _ in texts]

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Encoded:
        assert [text[start:end] for start, end in focus] == text.rstrip("?").split()
        self.asked.append(text)
        near = len(self.asked) / 100
        vector = np.array([near, 0.0, np.sqrt(1.0 - near**2)], np.float32)
        nothing = np.empty(0, np.int64)
        return Encoded(vector, Tokens(nothing, nothing, np.empty((0, 3), np.float32)))


def test_it_is_the_cosine_that_four_of_five_questions_stay_below() -> None:
    reader = Reader()
    found = background(reader, VectorIndex.of(np.eye(3, dtype=np.float32)[:2]))
    assert len(set(reader.asked)) == 20
    assert all(question.endswith("?") for question in reader.asked)
    assert found == pytest.approx(np.quantile(np.arange(1, 21) / 100, 0.8), abs=1e-6)
