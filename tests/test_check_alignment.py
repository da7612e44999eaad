"""Alignments whose cost a reader adds up."""

import pytest

from rag.check.alignment import align


def pairs(claim: str, source: str, *ellipses: int) -> list[tuple[str, str]]:
    wanted, given = claim.split(), source.split()
    found = align(wanted, given, frozenset(ellipses)).pairs
    return [("-" if i is None else wanted[i], "-" if j is None else given[j]) for i, j in found]


def alike(words: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words.split()]


def test_the_very_words_cost_nothing() -> None:
    assert align(["b", "c"], ["a", "b", "c", "d"]).cost == 0.0
    assert pairs("b c", "a b c d b c") == alike("b c")
    assert align(["b", "c"], ["a", "b", "c", "d", "b", "c"]).pairs[0] == (0, 1)


def test_a_word_left_out() -> None:
    assert pairs("we will go", "so we will not go there") == [*alike("we will"), ("-", "not"), ("go", "go")]
    assert align(["we", "will", "go"], ["we", "will", "not", "go"]).cost == pytest.approx(0.98)


def test_a_word_for_another_and_a_word_added() -> None:
    assert pairs("we will stay", "we will go") == [*alike("we will"), ("stay", "go")]
    assert pairs("we will surely go", "we will go") == [*alike("we will"), ("surely", "-"), ("go", "go")]


def test_a_number_stands_for_a_number() -> None:
    assert pairs("in #5 ports", "in big #7 ports") == [
        ("in", "in"),
        ("-", "big"),
        ("#5", "#7"),
        ("ports", "ports"),
    ]


def test_a_middle_cut_out_leaves_one_piece() -> None:
    middle = " ".join(f"m{i}" for i in range(20))
    found = pairs("a b c x y z", f"q a b c {middle} x y z q")
    assert found == [*alike("a b c"), *(("-", word) for word in middle.split()), *alike("x y z")]


def test_an_ellipsis_leaves_out_for_nothing() -> None:
    claim, source = list("abyz"), ["a", "b", *["m"] * 500, "y", "z"]
    assert align(claim, source, frozenset({2})).cost == 0.0
    assert align(claim, source).cost > 1.0


def test_nothing_alike() -> None:
    assert align(["a", "b"], ["c"]).cost == pytest.approx(2.15)
    assert align(["a"], []).pairs == ((0, None),)
