"""Questions for a number or a time, and passages that have one or none."""

from __future__ import annotations

import pytest

from rag.search.asked_for import lacks_name, lacks_number, lacks_time


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
    assert lacks_number(question, ["Gas rose."])
    assert not lacks_number(question, ["Gas rose.", "It cost 5."])


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
    assert not lacks_number(question, ["Gas rose."])


@pytest.mark.parametrize(
    "sentence",
    ["It cost 5 roubles.", "In 2018.", "Three of them.", "Sixteen schools.", "HALF of them", "by 2.5%",
     "a per cent", "Exports grew tenfold.", "some millions", "Twenty-one"],
)  # fmt: skip
def test_a_number_is_there(sentence: str) -> None:
    assert not lacks_number("How many?", [sentence])


@pytest.mark.parametrize(
    "sentence", ["", "Gas rose.", "Someone alone.", "Often.", "The tension.", "On the phone.", "A behalf."]
)
def test_no_number_is_there(sentence: str) -> None:
    assert lacks_number("How many?", [sentence])


@pytest.mark.parametrize("sentence", ["It opens.", "They will build it.", ""])
def test_a_question_for_a_time_that_no_passage_names(sentence: str) -> None:
    assert lacks_time("When will the bridge open?", [sentence, "The bridge is long."])


@pytest.mark.parametrize(
    "sentence", ["In May.", "Next year.", "By 2024.", "Soon.", "On Monday", "Two weeks ago."]
)
def test_a_time_is_named(sentence: str) -> None:
    assert not lacks_time("When will the bridge open?", ["It opens.", sentence])


@pytest.mark.parametrize(
    "question",
    ["When did he say that?", "When did they meet?", "Will it open?", "What happens when it opens?"],
)
def test_no_time_is_asked_for_that_a_passage_should_name(question: str) -> None:
    assert not lacks_time(question, ["It opens."])


@pytest.mark.parametrize(
    "sentence", ["It was the minister.", "They won, one thinks. Gas rose.", "He came on Monday.", ""]
)
def test_a_question_for_a_name_that_no_passage_gives(sentence: str) -> None:
    assert lacks_name("Who won the Wimbledon final?", [sentence, "The Wimbledon final was long."])


@pytest.mark.parametrize("sentence", ["It was Anna Berg.", "That, says he, is the Volga.", "We won."])
def test_a_name_is_given(sentence: str) -> None:
    assert not lacks_name("And which company won?", ["It was the minister.", sentence])


@pytest.mark.parametrize("question", ["Who said that?", "What did he win?", "Is it known who won?"])
def test_no_name_is_asked_for_that_a_passage_should_give(question: str) -> None:
    assert not lacks_name(question, ["It was the minister."])
