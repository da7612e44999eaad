"""Questions that ask for a number, and sentences that have one."""

import pytest

from rag.search.confidence import asks_for_number, holds_number


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
