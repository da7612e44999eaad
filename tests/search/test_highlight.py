"""The sentence that is marked: the one whose tokens, or telling words, meet the question best."""

from dataclasses import replace

import numpy as np
import pytest

from rag.search.highlight import by_tokens, by_words, highlight
from rag.text.sentences import Span

RARITY = {"gas": 0.2, "grain": 0.5, "ports": 0.6, "school": 0.9}


def terms(text: str) -> list[str]:
    return [word.strip(".,!?“”").lower() for word in text.split()]


def span(text: str, *sought: str) -> Span | None:
    return highlight(by_words(text, sought, terms, lambda term: RARITY.get(term, 0.0)))


def marked(text: str, *sought: str) -> str | None:
    found = span(text, *sought)
    return None if found is None else text[slice(*found)]


def test_the_sentence_with_the_most_telling_words_is_marked() -> None:
    text = "Gas and grain went up. The school is closed. Ports too."
    assert marked(text, "gas") == "Gas and grain went up."
    assert marked(text, "gas", "grain", "ports") == "Gas and grain went up."  # 0.7 against 0.6
    assert marked(text, "gas", "grain", "school") == "The school is closed."  # 0.9 against 0.7


def test_offsets_are_those_of_the_passage() -> None:
    #       0         10
    #       0123456789012345678901
    text = "😀 Yes.\xa0Gas rose.\n\nNo."
    assert span(text, "gas") == (7, 16)


def test_a_word_counts_once_however_often_it_is_said_or_sought() -> None:
    text = "Gas, gas, gas, gas. Grain rose."
    assert marked(text, "gas", "gas", "gas", "grain") == "Grain rose."


def test_of_equal_sentences_the_first_is_marked() -> None:
    assert marked("Gas rose. Gas fell.", "gas") == "Gas rose."


def test_a_sentence_ends_with_its_paragraph() -> None:
    assert marked("About gas\nand about grain", "grain") == "and about grain"


@pytest.mark.parametrize("sought", [(), ("inflation",), ("rose",)])
def test_without_a_telling_word_in_common_nothing_is_marked(sought: tuple[str, ...]) -> None:
    # a word that every passage has, of rarity 0, tells nothing
    assert marked("Gas rose. Grain fell.", *sought) is None


def test_an_empty_passage_has_nothing_to_mark() -> None:
    assert marked("", "gas") is None


def test_tokens_meet_a_question_by_the_best_in_each_sentence() -> None:
    #       0    5     11         22
    text = "Gas rose. Grain fell. Yes."
    starts = np.array([0, 4, 10, 16, 22])
    cosines = np.array([[0.9, 0.1, 0.3, 0.2, 0.0], [0.0, 0.2, 0.8, 0.6, 0.1]], np.float32)
    sentences = by_tokens(text, starts, cosines, np.array([0.25, 0.75]))
    assert [sentence.text for sentence in sentences] == ["Gas rose.", "Grain fell.", "Yes."]
    # 0.25 · 0.9 + 0.75 · 0.2, 0.25 · 0.3 + 0.75 · 0.8, 0.25 · 0 + 0.75 · 0.1
    assert [sentence.met for sentence in sentences] == pytest.approx([0.375, 0.675, 0.075])
    assert highlight(sentences) == (10, 21)


def test_a_sentence_without_a_token_meets_nothing() -> None:
    sentences = by_tokens("Gas. Yes.", np.array([0]), np.array([[0.5]], np.float32), np.array([1.0]))
    assert [sentence.met for sentence in sentences] == [0.5, 0.0]


def test_what_speaks_of_the_question_comes_before_what_names_it_once() -> None:
    text = "Gas, he said again. It costs more."
    starts = np.array([0, 5, 8, 13, 20, 23, 29])
    cosines = np.array([[0.6, 0.0, 0.0, 0.1, 0.5, 0.5, 0.5]], dtype=np.float32)
    first, second = by_tokens(text, starts, cosines, np.ones(1))
    assert (first.met, first.about) == pytest.approx((0.6, 0.175))
    assert (second.met, second.about) == pytest.approx((0.5, 0.5))
    assert highlight([first, second]) == second.span
    assert highlight([first, replace(second, met=0.0)]) == first.span
