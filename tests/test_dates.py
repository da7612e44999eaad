"""Days in words."""

from __future__ import annotations

import pytest

from rag.dates import date_in_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2018-09-12", "12 September 2018"),
        ("2024-02-29", "29 February 2024"),
        ("0987-01-01", "1 January 987"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_day_in_words(day: str | None, words: str) -> None:
    assert date_in_words(day) == words
