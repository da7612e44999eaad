"""Numbers by their value, however they are printed."""

import pytest

from rag.proof.check.numbers import read_number


def key(text: str) -> tuple[str, int] | None:
    words = text.split()
    number = read_number(words, [" "] * (len(words) - 1))
    return None if number is None else (number.key, number.words)


@pytest.mark.parametrize(
    ("printed", "value", "words"),
    [
        ("15", "#15", 1),
        ("fifteen", "#15", 1),
        ("1,000", "#1000", 1),
        ("1000", "#1000", 1),
        ("12.80", "#12.8", 1),
        ("-5", "#-5", 1),
        ("20 million people", "#20000000", 2),
        ("twenty million people", "#20000000", 2),
        ("12.8 million", "#12800000", 2),
        ("two hundred and fifty people", "#250", 4),
        ("two thousand eighteen", "#2018", 3),
        ("three hundred and twenty five thousand four hundred and two", "#325402", 10),
        ("million", "#1000000", 1),
        ("21st", "#21th", 1),
        ("twenty first century", "#21th", 2),
        ("first", "#1th", 1),
    ],
)
def test_a_number_has_one_key_for_all_printings(printed: str, value: str, words: int) -> None:
    assert key(printed) == (value, words)


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("five six", "#5"),
        ("one and two", "#1"),
        ("twenty eighteen", "#20"),
        ("2018 five", "#2018"),
    ],
)
def test_numbers_that_only_stand_together_stay_apart(printed: str, first: str) -> None:
    assert key(printed) == (first, 1)


def test_a_number_ends_at_a_mark() -> None:
    assert (number := read_number(["5", "million"], [", "])) is not None
    assert (number.key, number.words) == ("#5", 1)
    assert (number := read_number(["twenty", "five"], ["-"])) is not None
    assert (number.key, number.words) == ("#25", 2)


@pytest.mark.parametrize("text", ["people", "12,8", "s400", "9" * 25])
def test_what_is_no_number(text: str) -> None:
    assert key(text) is None
