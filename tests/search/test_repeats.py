"""Passages that say the same, by the word triples that they share."""

import pytest

from rag.search.rank import repeated

TEN = "one two three four five six seven eight nine ten"
"""Eight triples."""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([TEN], [False]),
        ([TEN, TEN], [False, True]),
        ([TEN, "Grain, gas and ports.", TEN, TEN], [False, False, True, True]),
        # Case and punctuation are not what is said.
        (["We ship grain.", "“We  ship – grain!”"], [False, True]),
        # One more word at the end: 8 of 8 triples shared, of 9.
        ([TEN, f"{TEN} eleven"], [False, True]),
        # 8 triples of 10, and then of 11: a long passage is not the same as a part of it.
        ([TEN, f"{TEN} eleven twelve"], [False, True]),
        ([TEN, f"{TEN} eleven twelve thirteen"], [False, False]),
        ([f"{TEN} eleven twelve thirteen", TEN], [False, False]),
        # The last word changed: 7 of 8 triples shared; one in the middle: 5 of 8.
        ([TEN, TEN.replace("ten", "twenty")], [False, True]),
        ([TEN, TEN.replace("five", "fifty")], [False, False]),
        # Fewer than three words are the same only as they are.
        (["Yes.", "yes", "No.", "Yes, yes.", ""], [False, True, False, False, False]),
    ],
)
def test_what_is_said_again(texts: list[str], expected: list[bool]) -> None:
    assert list(repeated(texts)) == expected


def test_a_repeat_of_a_repeat_is_one_too() -> None:
    again = TEN.replace("ten", "twenty")
    assert list(repeated([TEN, again, again])) == [False, True, True]
