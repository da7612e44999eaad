"""Sentences of a passage held against a question: by tokens where they are known, else by words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import TopicEncoder

from rag.index.bm25 import Entry, WordIndex
from rag.index.encoder import Tokens
from rag.index.late_interaction import TokenIndex, TokenWriter
from rag.search.highlight import CloseReading

PASSAGE = "Gas is dear. Grain went through the ports. Yes."
OTHER = "School."


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder: Path = tmp_path_factory.mktemp("words")
    return WordIndex.build(
        folder, [Entry(row, 0, None, text, "") for row, text in enumerate((PASSAGE, OTHER))]
    )


def index() -> TokenIndex:
    writer = TokenWriter()
    for row, encoded in TopicEncoder().read([PASSAGE, OTHER]):
        writer.add(row, encoded.tokens, 0)
    return writer.finish()


def topic(question: str) -> Tokens:
    return next(encoded.tokens for _, encoded in TopicEncoder().read([question]))


def reading(words: WordIndex, question: str, asked: Tokens | None, tokens: TokenIndex) -> CloseReading:
    return CloseReading(question, asked, tokens, words)


def test_tokens_tell_how_well_each_sentence_meets_the_question(words: WordIndex) -> None:
    asked = topic("grain gas")
    found = reading(words, "grain gas", asked, index()).sentences(0, PASSAGE)
    assert [sentence.text for sentence in found] == ["Gas is dear.", "Grain went through the ports.", "Yes."]
    # Both stand in one passage of two, so each counts a half; a word off all topics is like neither.
    assert [sentence.met for sentence in found] == pytest.approx([0.5, 0.5, 0.0])
    assert [sentence.span for sentence in found] == [(0, 12), (13, 42), (43, 47)]


def test_rarer_tokens_count_more(words: WordIndex) -> None:
    # "yes" is a token off all topics, as most of the words in one of the two passages are.
    found = reading(words, "school gas gas", topic("school gas gas"), index()).sentences(1, OTHER)
    assert [sentence.met for sentence in found] == pytest.approx([1 / 3])


@pytest.mark.parametrize("case", ["no topic", "no tokens", "nothing in the question"])
def test_without_tokens_the_telling_words_are_looked_for(words: WordIndex, case: str) -> None:
    asked = None if case == "no topic" else topic("" if case == "nothing in the question" else "grain")
    tokens = TokenIndex.none(2) if case == "no tokens" else index()
    close = reading(words, "Was there grain?", asked, tokens)
    # The rarity of a word in one passage of two: log 3/2.
    assert [sentence.met for sentence in close.sentences(0, PASSAGE)] == pytest.approx(
        [0.0, np.log(1.5), 0.0]
    )


def test_a_passage_is_read_once(words: WordIndex) -> None:
    close = reading(words, "grain", topic("grain"), index())
    assert close.sentences(0, PASSAGE) is close.sentences(0, PASSAGE)
