"""The marked sentence: the one whose tokens, or content words, match the question best."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.index.bm25 import Entry, WordIndex
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex
from rag.index.token_writer import TokenWriter
from rag.search.highlight import Sentence, SentenceScorer, by_tokens, by_words, highlight
from rag.text.sentences import Span
from tests.builders import TopicEncoder, token_index

RARITY = {"gas": 0.2, "grain": 0.5, "ports": 0.6, "school": 0.9}


def terms(text: str) -> list[str]:
    return [word.strip(".,!?“”").lower() for word in text.split()]


def span(text: str, *wanted: str) -> Span | None:
    return highlight(by_words(text, wanted, terms, lambda term: RARITY.get(term, 0.0)))


def marked(text: str, *wanted: str) -> str | None:
    found = span(text, *wanted)
    return None if found is None else text[slice(*found)]


def test_the_sentence_with_the_rarest_words_is_marked() -> None:
    text = "Gas and grain went up. The school is closed. Ports too."
    assert marked(text, "gas") == "Gas and grain went up."
    assert marked(text, "gas", "grain", "ports") == "Gas and grain went up."  # 0.7 against 0.6
    assert marked(text, "gas", "grain", "school") == "The school is closed."  # 0.9 against 0.7


def test_offsets_are_those_of_the_passage() -> None:
    #       0         10
    #       0123456789012345678901
    text = "😀 Yes.\xa0Gas rose.\n\nNo."
    assert span(text, "gas") == (7, 16)


def test_a_word_counts_once_however_often_it_is_said_or_wanted() -> None:
    text = "Gas, gas, gas, gas. Grain rose."
    assert marked(text, "gas", "gas", "gas", "grain") == "Grain rose."


def test_of_equal_sentences_the_first_is_marked() -> None:
    assert marked("Gas rose. Gas fell.", "gas") == "Gas rose."


def test_a_sentence_ends_with_its_paragraph() -> None:
    assert marked("About gas\nand about grain", "grain") == "and about grain"


@pytest.mark.parametrize("wanted", [(), ("inflation",), ("rose",)])
def test_without_a_content_word_in_common_nothing_is_marked(wanted: tuple[str, ...]) -> None:
    # a word that every passage has, of rarity 0, tells nothing
    assert marked("Gas rose. Grain fell.", *wanted) is None


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
    assert [sentence.coverage for sentence in sentences] == pytest.approx([0.375, 0.675, 0.075])
    assert highlight(sentences) == (10, 21)


def test_a_sentence_without_a_token_meets_nothing() -> None:
    sentences = by_tokens("Gas. Yes.", np.array([0]), np.array([[0.5]], np.float32), np.array([1.0]))
    assert [sentence.coverage for sentence in sentences] == [0.5, 0.0]


def test_what_speaks_of_the_question_comes_before_what_names_it_once() -> None:
    text = "Gas, he said again. It costs more."
    starts = np.array([0, 5, 8, 13, 20, 23, 29])
    cosines = np.array([[0.6, 0.0, 0.0, 0.1, 0.5, 0.5, 0.5]], dtype=np.float32)
    first, second = by_tokens(text, starts, cosines, np.ones(1))
    assert (first.coverage, first.similarity) == pytest.approx((0.6, 0.175))
    assert (second.coverage, second.similarity) == pytest.approx((0.5, 0.5))
    assert highlight([first, second]) == second.span
    assert highlight([first, replace(second, coverage=0.0)]) == first.span


PASSAGE = "Gas is dear. Grain went through the ports. Yes."
OTHER = "School."


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder: Path = tmp_path_factory.mktemp("words")
    return WordIndex.build(
        folder, [Entry(row, 0, None, text, "") for row, text in enumerate((PASSAGE, OTHER))]
    )


def index() -> TokenIndex:
    def write(writer: TokenWriter) -> None:
        for row, encoded in TopicEncoder().read([PASSAGE, OTHER]):
            writer.add(row, encoded.tokens, 0)

    return token_index(2, write)


def topic(question: str) -> Tokens:
    return next(encoded.tokens for _, encoded in TopicEncoder().read([question]))


def reading(words: WordIndex, question: str, asked: Tokens | None, tokens: TokenIndex) -> SentenceScorer:
    return SentenceScorer(question, asked, tokens, words)


def sentences(scorer: SentenceScorer, row: int, text: str) -> tuple[Sentence, ...]:
    (found,) = scorer.sentences([row], [text])
    return found


def test_tokens_tell_how_well_each_sentence_meets_the_question(words: WordIndex) -> None:
    asked = topic("grain gas")
    found = sentences(reading(words, "grain gas", asked, index()), 0, PASSAGE)
    assert [sentence.text for sentence in found] == ["Gas is dear.", "Grain went through the ports.", "Yes."]
    # Both stand in one passage of two, so each counts a half; a word off all topics is like neither.
    assert [sentence.coverage for sentence in found] == pytest.approx([0.5, 0.5, 0.0])
    assert [sentence.span for sentence in found] == [(0, 12), (13, 42), (43, 47)]


def test_several_passages_are_compared_at_once(words: WordIndex) -> None:
    scorer = reading(words, "grain gas", topic("grain gas"), index())
    assert list(scorer.sentences([1, 0], [OTHER, PASSAGE])) == [
        sentences(scorer, 1, OTHER),
        sentences(scorer, 0, PASSAGE),
    ]


def test_rarer_tokens_count_more(words: WordIndex) -> None:
    # "yes" is a token off all topics, as most of the words in one of the two passages are.
    found = sentences(reading(words, "school gas gas", topic("school gas gas"), index()), 1, OTHER)
    assert [sentence.coverage for sentence in found] == pytest.approx([1 / 3])


@pytest.mark.parametrize("case", ["no topic", "no tokens", "nothing in the question"])
def test_without_tokens_the_content_words_are_compared(words: WordIndex, case: str) -> None:
    asked = None if case == "no topic" else topic("" if case == "nothing in the question" else "grain")
    tokens = token_index(2) if case == "no tokens" else index()
    close = reading(words, "Was there grain?", asked, tokens)
    # The rarity of a word in one passage of two: log 3/2.
    assert [sentence.coverage for sentence in sentences(close, 0, PASSAGE)] == pytest.approx(
        [0.0, np.log(1.5), 0.0]
    )
