"""Passages: where they are cut, how long they are, and where they stand in their source."""

from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import TopicEncoder, transcript
from hypothesis import given
from hypothesis import strategies as st
from test_sentences import TEXTS, sentences

from rag.passages import Ruler, cut, passages_of, token_counts, token_ruler
from rag.records import Passage, Transcript, Utterance

WORDS = Ruler(lambda texts: [len(text.split()) for text in texts], 10)
"""Ten words: lengths that a reader counts."""


def texts(text: str, *rulers: Ruler) -> list[str]:
    return [text[start:end] for start, end in cut(text, rulers)]


def sentence(words: int, name: str = "w") -> str:
    """`sentence(3)` is "Www w w."."""
    return f"{name.upper()}{' '.join([name] * words)}."


def test_tokens_are_those_of_tiktoken() -> None:
    # in cl100k_base each of these words is one token, and so is the stop
    assert token_counts(["Hello world.", "", "gas gas gas"]) == [3, 0, 3]


def test_a_short_utterance_is_one_passage() -> None:
    text = "  One. Two.\n\nThree.  "
    assert cut(text, [WORDS]) == ((2, 18),)


@pytest.mark.parametrize("text", ["", " ", "\n\xa0\t\r\n"])
def test_white_space_is_no_passage(text: str) -> None:
    assert cut(text, [WORDS]) == ()


def test_a_passage_may_fill_its_limit_exactly() -> None:
    exact = " ".join([sentence(4), sentence(6)])
    assert texts(exact, WORDS) == [exact]
    over = " ".join([sentence(5), sentence(6)])
    assert texts(over, WORDS) == [sentence(5), sentence(6)]


def test_passages_are_of_even_length_rather_than_full_with_a_crumb() -> None:
    # 4 + 4 + 4 words: 8 and 4 would be cut as often; 12 sentences of 1: 6 and 6, not 10 and 2
    ones = [sentence(1, name) for name in "abcdefghijkl"]
    assert texts(" ".join(ones), WORDS) == [" ".join(ones[:6]), " ".join(ones[6:])]


def test_a_cut_between_paragraphs_is_better_than_one_inside() -> None:
    # 12 words; 6 and 6 would be even, but the paragraph ends after the fourth:
    # cost 0.4² + 0.4² + 0.15 = 0.47 inside, 0.6² + 0.2² = 0.40 between
    text = " ".join(sentence(2, name) for name in "ab") + "\n\n" + " ".join(sentence(2, n) for n in "cdef")
    assert texts(text, WORDS) == text.split("\n\n")


def test_an_even_cut_is_better_than_a_crumb_of_a_paragraph() -> None:
    # the paragraph ends after the first word of 12: 0.9² + 0 > 10 words; 11 would not fit anyway
    text = "Yes.\n\n" + " ".join(sentence(1, name) for name in "abcdefghijk")
    assert [len(part.split()) for part in texts(text, WORDS)] == [6, 6]


def test_a_sentence_over_the_limit_is_halved_between_words() -> None:
    long = sentence(12)
    assert texts(f"{sentence(9)} {long} {sentence(9)}", WORDS) == [
        sentence(9),
        "Ww w w w w w",
        "w w w w w w.",
        sentence(9),
    ]


def test_an_endless_word_is_halved_until_it_fits() -> None:
    characters = Ruler(lambda texts: [len(text) for text in texts], 10)
    assert texts("0123456789abcdefghij!", characters) == ["0123456789", "abcdefghij!"[:5], "fghij!"]


def test_the_strictest_ruler_decides() -> None:
    characters = Ruler(lambda texts: [len(text) for text in texts], 8)
    assert texts("A b. C d. E f.", WORDS) == ["A b. C d. E f."]
    assert texts("A b. C d. E f.", WORDS, characters) == ["A b.", "C d.", "E f."]


def test_sentences_whose_counts_do_not_add_up_stay_whole() -> None:
    """A tokenizer may count two texts as more than their sum: they are parted between sentences."""

    def count(parts: object) -> list[int]:
        assert isinstance(parts, list)
        return [10 if "five." in part and "Six" in part else len(part.split()) for part in parts]

    text = "One two three four five. Six seven. Eight nine ten."
    assert texts(text, Ruler(count, 9)) == ["One two three four five.", "Six seven. Eight nine ten."]


@given(TEXTS, st.integers(6, 30))
def test_no_passage_is_over_the_limit_and_no_fitting_sentence_is_cut(text: str, limit: int) -> None:
    tokens = token_ruler(limit)
    pieces = Ruler(TopicEncoder().pieces, limit)
    found = texts(text, tokens, pieces)
    # one character may be a few tokens, but never more than six
    assert max(token_counts(found), default=0) <= limit
    assert max(pieces.count(found), default=0) <= limit
    for part in sentences(text):
        if token_counts([part])[0] <= limit and pieces.count([part])[0] <= limit:
            assert any(part in passage for passage in found)


@given(TEXTS, st.integers(6, 30))
def test_nothing_but_white_space_lies_between_passages(text: str, limit: int) -> None:
    spans = cut(text, [token_ruler(limit)])
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def passages(source: str, *turns: tuple[int, int, tuple[int, int]]) -> list[Passage]:
    """The passages, of at most six words, of the turns that stand in `source` at (start, end, lines)."""
    (model,) = transcript("t", ("Ivan", "x")).utterances
    said = tuple(
        replace(model, number=number, text=source[start:end], start=start, end=end, lines=lines)
        for number, (start, end, lines) in enumerate(turns)
    )
    return list(passages_of(replace(transcript("t"), utterances=said), [replace(WORDS, limit=6)]))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_passage_is_a_slice_of_its_source_and_knows_its_lines(line_end: str) -> None:
    lines = [
        "Ivan: Grain was sold.\xa0Gas was not.",  # line 1
        "",
        "We built\xa0ports 😀. They are open.",  # line 3
        "Schools too.",  # line 4
        "",
        "Pyotr: And who paid?",  # line 6
    ]
    source = line_end.join(lines)
    first_end = source.index(f"{line_end}{line_end}Pyotr")
    found = passages(
        source,
        (len("Ivan: "), first_end, (1, 4)),
        (source.index("And who"), len(source), (6, 6)),
    )
    assert [(p.utterance, p.lines, p.text) for p in found] == [
        (0, (1, 1), "Grain was sold.\xa0Gas was not."),
        (0, (3, 4), f"We built\xa0ports 😀. They are open.{line_end}Schools too."),
        (1, (6, 6), "And who paid?"),
    ]
    assert all(source[p.start : p.end] == p.text for p in found)
