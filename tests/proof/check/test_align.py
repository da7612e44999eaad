"""Alignments whose cost a reader adds up."""

import pytest

from rag.proof.check.align import align, windows


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


@pytest.mark.slow
def test_long_texts_are_held_by_their_anchors() -> None:
    source = [f"w{number}" for number in range(1_000)]
    claim = [*source[200:400], "new", *source[401:500], *source[510:600]]
    within = windows(claim, source)
    assert within[10] == (210, 211)
    assert within[200] == (396, 401)
    assert sum(end - begin for begin, end in within) < 4_000
    assert align(claim, source).pairs == align(claim, source, within=[(0, 1_000)] * len(claim)).pairs
    assert windows(claim[:9], source) == ((0, 1_000),) * 9


def test_parts_in_another_order_leave_the_longer_one_in_place() -> None:
    source = [f"w{number}" for number in range(500)]
    claim = [*source[300:400], *source[100:350]]
    equal = [source for claim, source in align(claim, source).pairs if claim is not None and claim >= 100]
    assert equal == list(range(100, 350))


def test_a_long_claim_without_anchors_is_tried_everywhere() -> None:
    claim, source = ["no"] * 300, ["no", "not"] * 300
    assert windows(claim, source) == ((0, 600),) * 300
    assert align(claim[:2], source).cost == pytest.approx(0.98, abs=1e-4)
