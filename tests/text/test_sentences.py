"""Sentences, by the offsets that a reader counts and over arbitrary text."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings

from rag.text.sentences import count_lines, sentence_spans, sentences_around
from tests.text.examples import TEXTS, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I met Mr Putin today. He left.", ["I met Mr Putin today.", "He left."]),
        ("I met Mr. Putin today. He left.", ["I met Mr. Putin today.", "He left."]),
        ("It costs US$45 billion. We paid.", ["It costs US$45 billion.", "We paid."]),
        ("It grew by 3.5 percent. Good.", ["It grew by 3.5 percent.", "Good."]),
        ("We flew to St. Petersburg. It rained.", ["We flew to St. Petersburg.", "It rained."]),
        ("We flew to St.\xa0Petersburg. It rained.", ["We flew to St.\xa0Petersburg.", "It rained."]),
        ("School No. 5 is open. Come in!", ["School No. 5 is open.", "Come in!"]),
        ("Well… I see. And so… Then what?", ["Well… I see.", "And so… Then what?"]),
        ("“So we did.” Immediately, they left.", ["“So we did.”", "Immediately, they left."]),
        ("He said: “So we did.” They left.", ["He said: “So we did.”", "They left."]),
        ("“Is it?” he asked. “Yes.”", ["“Is it?” he asked.", "“Yes.”"]),
        ("Without any end", ["Without any end"]),
        (" \n\t\xa0", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", " \n \n "])
def test_paragraphs_are_never_joined(line_end: str) -> None:
    text = f"of the gas{line_end}and of the grain."
    assert sentences(text) == ["of the gas", "and of the grain."]


def test_offsets_count_characters_not_bytes() -> None:
    # 😀 and 𝒜 are one character each, as are the no-break spaces
    #       0         10        20
    #       01234567 8901234567890
    text = "\xa0😀 Gas.\xa0\xa0𝒜 grain. End"
    assert sentence_spans(text) == ((1, 7), (9, 17), (18, 21))
    assert sentences(text) == ["😀 Gas.", "𝒜 grain.", "End"]


@pytest.mark.parametrize("space", ["\xa0", "\x85", "\u2028", "\u3000"])
def test_wide_white_space_before_a_stop_breaks_nothing(space: str) -> None:
    # the segmenter, given such a text as it is, dies inside the character
    assert sentences(f"Plan B{space}. Then") == [f"Plan B{space}.", "Then"]
    assert sentences(f"B{space}.") == [f"B{space}."]


def test_an_unknown_language_is_cut_all_the_same() -> None:
    assert sentence_spans("Gas. Grain.", "no such language") == ((0, 4), (5, 11))


@settings(deadline=None)
@given(TEXTS)
@example("B\xa0.")
@example("A\x85.ß\x0c")
def test_every_visible_character_lies_in_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    for sentence in sentences(text):
        assert sentence == sentence.strip()
        assert "\n" not in sentence
        assert "\r" not in sentence


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("ros", ["Gas rose."]),
        ("Gas rose.", ["Gas rose."]),
        ("rose. Grain", ["Gas rose.", "Grain fell."]),
        ("fell.\n\nWhy", ["Grain fell.", "Why?"]),
        ("?\rNo", ["Why?", "Nobody knows."]),
    ],
)
def test_the_sentences_around_a_slice_are_whole(words: str, sentences: list[str]) -> None:
    text = "Gas rose. Grain fell.\n\nWhy?\rNobody knows."
    start = text.index(words)
    assert [text[a:b] for a, b in sentences_around(text, start, start + len(words))] == sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [("a\nb\r\nc\rd\u2028e", 2), ("a\rb\r\rc", 3), ("a\u2028b\u2029c\x85d\x0be\x0cf", 5), ("abc", 0)],
)
def test_line_feeds_count_alone_where_there_are_any(text: str, count: int) -> None:
    assert count_lines(text, 0, len(text)) == count


def test_only_the_part_asked_for_is_counted() -> None:
    assert count_lines("a\nb\nc\nd", 2, 5) == 1
