"""Confidence: a logistic function of features, each by hand over three passages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.search.confidence import (
    BEST_COVERAGE,
    CONSTANT,
    FIRST_COVERAGE,
    THRESHOLD,
    Features,
    asks_for_number,
    confidence,
    features,
    holds_number,
)
from rag.search.highlight import Sentence
from rag.search.rank import RankedRow

EVEN = Features(
    best_coverage=-CONSTANT / BEST_COVERAGE,
    first_coverage=0.0,
    length=0.0,
    asks_for_number=False,
    without_number=0.0,
)
"""As much for as against."""


def test_evidence_for_and_against_alike_is_a_half() -> None:
    assert confidence(EVEN) == pytest.approx(0.5)
    assert confidence(
        replace(EVEN, best_coverage=EVEN.best_coverage - FIRST_COVERAGE / BEST_COVERAGE, first_coverage=1.0)
    ) == pytest.approx(0.5)


@pytest.mark.parametrize(
    # 1 / (1 + e^-x)
    ("weight", "expected"),
    [(1.0, 0.731059), (-1.0, 0.268941), (2.0, 0.880797), (5.0, 0.993307), (-5.0, 0.006693)],
)
def test_weighed_evidence_goes_through_the_logistic_function(weight: float, expected: float) -> None:
    assert confidence(
        replace(EVEN, best_coverage=EVEN.best_coverage + weight / BEST_COVERAGE)
    ) == pytest.approx(expected, abs=1e-6)


def test_each_sign_moves_it_its_own_way() -> None:
    assert confidence(replace(EVEN, best_coverage=EVEN.best_coverage + 0.1)) > 0.5
    assert confidence(replace(EVEN, first_coverage=0.5)) > 0.5
    assert confidence(replace(EVEN, length=0.5)) > 0.5
    assert confidence(replace(EVEN, asks_for_number=True)) < 0.5
    assert confidence(replace(EVEN, without_number=0.1)) < 0.5


@pytest.mark.parametrize(("met", "expected"), [(1e6, 1.0), (-1e6, 0.0), (1e300, 1.0), (-1e300, 0.0)])
def test_it_stays_between_0_and_1_whatever_the_evidence(met: float, expected: float) -> None:
    assert confidence(replace(EVEN, best_coverage=met)) == expected


def test_the_threshold_lies_between() -> None:
    nothing_in_common = replace(EVEN, best_coverage=0.2, first_coverage=0.2, length=1.6)
    somebody_else_s = replace(EVEN, best_coverage=0.5, first_coverage=0.0, length=1.6)
    plain_answer = replace(EVEN, best_coverage=0.75, first_coverage=0.7, length=1.6)
    assert max(map(confidence, (nothing_in_common, somebody_else_s))) < THRESHOLD < confidence(plain_answer)


def found(row: int, coverage: float, similarity: float = 0.5) -> RankedRow:
    return RankedRow(row, 1.0, 1, 1, similarity, coverage)


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
    evidence = features("What about gas?", 3, FOUND, None, nothing_read)
    assert evidence == Features(0.8, 0.6, math.log(4), asks_for_number=False, without_number=0.0)


def test_only_passages_that_fit_meet_the_question() -> None:
    evidence = features("What did Putin say about gas?", 3, FOUND, {2, 4}, nothing_read)
    assert (evidence.best_coverage, evidence.first_coverage) == (0.6, 0.6)


def test_a_first_passage_that_does_not_fit_meets_nothing() -> None:
    evidence = features("What did Putin say about gas?", 3, FOUND, {2, 9}, nothing_read)
    assert (evidence.best_coverage, evidence.first_coverage) == (0.8, 0.0)


def test_where_none_fits_the_question_is_not_met_at_all() -> None:
    evidence = features("What did Putin say about gas?", 3, FOUND, (), nothing_read)
    assert (evidence.best_coverage, evidence.first_coverage) == (0.0, 0.0)


def test_a_number_has_to_stand_where_the_topic_is_met() -> None:
    # the best sentence meets it at 0.9, the best with a number at 0.4
    evidence = features("How much did gas cost?", 3, FOUND, None, sentences)
    assert (evidence.asks_for_number, evidence.without_number) == (True, pytest.approx(0.5))


def test_numbers_are_looked_for_only_in_passages_that_fit() -> None:
    assert features("How much did gas cost?", 3, FOUND, {2}, sentences).without_number == 0.0
    assert features("How much did gas cost?", 3, FOUND, {9}, sentences).without_number == 0.9
    assert features("How much did gas cost?", 3, FOUND, set(), sentences).without_number == 0.0


def test_numbers_are_looked_for_in_the_five_passages_that_meet_it_best() -> None:
    # Row 0 alone has a number, and meets the topic least.
    many = [found(row, 0.5 + row / 100) for row in range(6)]
    said = {row: [Sentence((0, 9), "Gas, 5." if row == 0 else "Gas.", 0.6)] for row in range(6)}
    assert features("How much did gas cost?", 3, many, None, said.__getitem__).without_number == 0.6
    assert features("How much did gas cost?", 3, many[:5], None, said.__getitem__).without_number == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "How many schools were built?",
        "how much did it cost",
        "And how long will it take?",
        "In what year was the plant opened?",
        "By how much did exports grow?",
        "By what percentage did exports grow?",
        "What was the price of gas?",
        "What share of the vote did he expect?",
        "  Which year?",
    ],
)
def test_a_number_is_asked_for(question: str) -> None:
    assert asks_for_number(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "How was the meeting?",
        "How did many schools close?",
        "What did Putin say about how many schools there are?",
        "What was the reason for the price?",
        "Why did the price of gas rise?",
        "What is the priceless part?",
        "Whose share is it?",
    ],
)
def test_no_number_is_asked_for(question: str) -> None:
    assert not asks_for_number(question)


@pytest.mark.parametrize(
    "sentence",
    ["It cost 5 roubles.", "In 2018.", "Three of them.", "Sixteen schools.", "HALF of them", "by 2.5%",
     "a per cent", "Exports grew tenfold.", "some millions", "Twenty-one"],
)  # fmt: skip
def test_a_number_is_there(sentence: str) -> None:
    assert holds_number(sentence)


@pytest.mark.parametrize(
    "sentence", ["", "Gas rose.", "Someone alone.", "Often.", "The tension.", "On the phone.", "A behalf."]
)
def test_no_number_is_there(sentence: str) -> None:
    assert not holds_number(sentence)
