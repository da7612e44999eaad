"""What speaks for an answer: values by hand over three passages."""

import math
from collections.abc import Sequence

import pytest

from rag.search.confidence import Features, gather
from rag.search.highlight import Sentence
from rag.search.rank import RankedRow


def found(row: int, met: float, likeness: float = 0.5) -> RankedRow:
    return RankedRow(row, 1.0, 1, 1, likeness, met)


FOUND = (found(4, 0.6, 0.7), found(9, 0.8, 0.3), found(2, 0.5))

SAID = {
    4: [Sentence((0, 9), "It cost 5.", 0.4), Sentence((9, 20), "Gas is dear.", 0.7)],
    9: [Sentence((0, 5), "Grain is not.", 0.9)],
    2: [Sentence((0, 5), "A million!", 0.2)],
}


def sentences(row: int) -> Sequence[Sentence]:
    return SAID[row]


def nothing_read(row: int) -> Sequence[Sentence]:
    raise AssertionError(f"row {row} need not be read")


def test_where_nobody_is_named_the_best_met_passage_counts() -> None:
    evidence = gather("What about gas?", 3, FOUND, None, nothing_read)
    assert evidence == Features(0.8, 0.6, math.log(4), asks_for_number=False, without_number=0.0)


def test_only_passages_that_fit_meet_the_question() -> None:
    evidence = gather("What did Putin say about gas?", 3, FOUND, {2, 4}, nothing_read)
    assert (evidence.met, evidence.first) == (0.6, 0.6)


def test_a_first_passage_that_does_not_fit_meets_nothing() -> None:
    evidence = gather("What did Putin say about gas?", 3, FOUND, {2, 9}, nothing_read)
    assert (evidence.met, evidence.first) == (0.8, 0.0)


def test_where_none_fits_the_question_is_not_met_at_all() -> None:
    evidence = gather("What did Putin say about gas?", 3, FOUND, (), nothing_read)
    assert (evidence.met, evidence.first) == (0.0, 0.0)


def test_a_number_has_to_stand_where_the_topic_is_met() -> None:
    # the best sentence meets it at 0.9, the best with a number at 0.4
    evidence = gather("How much did gas cost?", 3, FOUND, None, sentences)
    assert (evidence.asks_for_number, evidence.without_number) == (True, pytest.approx(0.5))


def test_numbers_are_looked_for_only_in_passages_that_fit() -> None:
    assert gather("How much did gas cost?", 3, FOUND, {2}, sentences).without_number == 0.0
    assert gather("How much did gas cost?", 3, FOUND, {9}, sentences).without_number == 0.9
    assert gather("How much did gas cost?", 3, FOUND, set(), sentences).without_number == 0.0


def test_numbers_are_looked_for_in_the_five_passages_that_meet_it_best() -> None:
    # Row 0 alone has a number, and meets the topic least.
    many = [found(row, 0.5 + row / 100) for row in range(6)]
    said = {row: [Sentence((0, 9), "Gas, 5." if row == 0 else "Gas.", 0.6)] for row in range(6)}
    assert gather("How much did gas cost?", 3, many, None, said.__getitem__).without_number == 0.6
    assert gather("How much did gas cost?", 3, many[:5], None, said.__getitem__).without_number == 0.0
