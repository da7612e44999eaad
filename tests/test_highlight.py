"""The sentence that is marked: the one that shares the most telling words with the question."""

import pytest

from rag.highlight import highlight

RARITY = {"gas": 0.2, "grain": 0.5, "ports": 0.6, "school": 0.9}


def terms(text: str) -> list[str]:
    return [word.strip(".,!?“”").lower() for word in text.split()]


def marked(text: str, *sought: str) -> str | None:
    span = highlight(text, sought, terms, lambda term: RARITY.get(term, 0.0))
    return None if span is None else text[slice(*span)]


def test_the_sentence_with_the_most_telling_words_is_marked() -> None:
    text = "Gas and grain went up. The school is closed. Ports too."
    assert marked(text, "gas") == "Gas and grain went up."
    assert marked(text, "gas", "grain", "ports") == "Gas and grain went up."  # 0.7 against 0.6
    assert marked(text, "gas", "grain", "school") == "The school is closed."  # 0.9 against 0.7


def test_offsets_are_those_of_the_passage() -> None:
    #       0         10
    #       0123456789012345678901
    text = "😀 Yes.\xa0Gas rose.\n\nNo."
    assert highlight(text, ["gas"], terms, RARITY.__getitem__) == (7, 16)


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
