"""Passages: where they are cut, how long they are, and where they stand in their source."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.index.chunking import LengthLimit, cut, lines_of, passages_of, token_counts, token_limit
from rag.records import Anchor, Doubt, Passage, attribution_of
from tests.builders import TopicEncoder, transcript
from tests.text.examples import TEXTS, sentences

WORDS = LengthLimit(lambda texts: [len(text.split()) for text in texts], 10)
"""Ten words: lengths that a reader counts."""


def texts(text: str, *rulers: LengthLimit) -> list[str]:
    return [text[start:end] for start, end in cut(text, rulers)]


def sentence(words: int, word: str = "gas") -> str:
    """`sentence(3)` is "Gas gas gas."."""
    return " ".join([word] * words).capitalize() + "."


@pytest.mark.slow
def test_tokens_are_those_of_tiktoken() -> None:
    # in cl100k_base each of these words is one token, and so is the stop
    assert token_counts(["Hello world.", "", "gas gas gas"]) == [3, 0, 3]


def test_a_short_utterance_is_one_passage() -> None:
    assert cut("  Yes. No.\n\nWhy?  ", [WORDS]) == ((2, 16),)


@pytest.mark.parametrize("text", ["", " ", "\n\xa0\t\r\n"])
def test_white_space_is_no_passage(text: str) -> None:
    assert cut(text, [WORDS]) == ()


def test_a_passage_may_fill_its_limit_exactly() -> None:
    exact = " ".join([sentence(4), sentence(6)])
    assert texts(exact, WORDS) == [exact]
    over = " ".join([sentence(5), sentence(6)])
    assert texts(over, WORDS) == [sentence(5), sentence(6)]


def test_passages_are_of_even_length_rather_than_full_with_a_crumb() -> None:
    # 12 words in sentences of one: 6 and 6, not 10 and 2
    ones = ["Gas.", "Grain.", "Ports."] * 4
    assert texts(" ".join(ones), WORDS) == [" ".join(ones[:6]), " ".join(ones[6:])]


def test_a_cut_between_paragraphs_is_better_than_one_inside() -> None:
    # 12 words; 6 and 6 would be even, but the paragraph ends after the fourth:
    # cost 0.4² + 0.4² + 0.15 = 0.47 inside, 0.6² + 0.2² = 0.40 between
    paragraphs = [" ".join([sentence(2)] * 2), " ".join([sentence(2)] * 4)]
    assert texts("\n\n".join(paragraphs), WORDS) == paragraphs


def test_an_even_cut_is_better_than_a_crumb_of_a_paragraph() -> None:
    # the first of 11 words is a paragraph: 0.9² + 0² = 0.81 between, 0.5² + 0.4² + 0.15 = 0.56 inside
    found = texts("Yes.\n\n" + " ".join(["Gas."] * 10), WORDS)
    assert sorted(len(part.split()) for part in found) == [5, 6]


def test_a_sentence_over_the_limit_is_halved_between_words() -> None:
    long = sentence(12)
    assert texts(f"{sentence(9)} {long} {sentence(9)}", WORDS) == [
        sentence(9),
        "Gas gas gas gas gas gas",
        "gas gas gas gas gas gas.",
        sentence(9),
    ]


def test_an_endless_word_is_halved_until_it_fits() -> None:
    characters = LengthLimit(lambda texts: [len(text) for text in texts], 10)
    assert texts("0123456789abcdefghij!", characters) == ["0123456789", "abcde", "fghij!"]


def test_the_strictest_ruler_decides() -> None:
    characters = LengthLimit(lambda texts: [len(text) for text in texts], 14)
    assert texts("Gas gas. Ports. Grain too.", WORDS) == ["Gas gas. Ports. Grain too."]
    assert texts("Gas gas. Ports. Grain too.", WORDS, characters) == ["Gas gas.", "Ports.", "Grain too."]


def test_sentences_whose_counts_do_not_add_up_stay_whole() -> None:
    """A tokenizer may count two texts as more than their sum: they are parted between sentences."""

    def count(parts: Sequence[str]) -> list[int]:
        return [10 if "five." in part and "Six" in part else len(part.split()) for part in parts]

    text = "One two three four five. Six seven."
    assert texts(text, LengthLimit(count, 9)) == ["One two three four five.", "Six seven."]


@pytest.mark.slow
@settings(deadline=None)
@given(TEXTS, st.integers(6, 30))
def test_no_passage_is_over_the_limit_and_no_fitting_sentence_is_cut(text: str, limit: int) -> None:
    tokens = token_limit(limit)
    pieces = LengthLimit(TopicEncoder().pieces, limit)
    found = texts(text, tokens, pieces)
    assert max(token_counts(found), default=0) <= limit
    assert max(pieces.count(found), default=0) <= limit
    for part in sentences(text):
        if token_counts([part])[0] <= limit and pieces.count([part])[0] <= limit:
            assert any(part in passage for passage in found)


@settings(deadline=None)
@given(TEXTS, st.integers(6, 30))
def test_nothing_but_white_space_lies_between_passages(text: str, limit: int) -> None:
    spans = cut(text, [token_limit(limit)])
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def passages(source: str, *turns: tuple[int, int, tuple[int, int]]) -> list[Passage]:
    """The passages, of at most nine words, of the turns that stand in `source` at (start, end, lines)."""
    (model,) = transcript("t", ("Ivan", "x")).utterances
    said = tuple(
        replace(model, number=number, text=source[start:end], start=start, end=end, lines=lines)
        for number, (start, end, lines) in enumerate(turns)
    )
    return list(passages_of(replace(transcript("t"), utterances=said), [replace(WORDS, limit=9)]))


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


def test_no_passage_straddles_a_doubtful_line() -> None:
    said = transcript("talks", ("Anna Berg", "Yes.\n\nHon Sec: No.\n\nNever."))
    turn = said.utterances[0]
    doubt = Doubt(turn.lines[0] + 2, "Hon Sec:", "may be a label", turn.start + 6)
    doubtful = replace(said, utterances=(replace(turn, doubts=(doubt,)),))
    passages = list(passages_of(doubtful, [token_limit()]))
    assert [passage.text for passage in passages] == ["Yes.", "Hon Sec: No.\n\nNever."]
    assert [attribution_of(doubtful.utterances[0], passage.end) for passage in passages] == [
        ("printed", None),
        ("doubtful", doubt),
    ]


def test_lines_of_a_text_without_line_feeds() -> None:
    turn = replace(transcript("a", ("Anna Berg", "Yes.\r\rNo.\r\rWhy?")).utterances[0], lines=(5, 9))
    assert [lines_of(turn, 0, 4), lines_of(turn, 6, 9), lines_of(turn, 6, 15)] == [(5, 5), (7, 7), (7, 9)]


def test_lines_of_a_text_that_leaves_out_lines_of_the_file() -> None:
    turn = replace(transcript("a", ("Anna Berg", "Yes.\nNo.")).utterances[0], lines=(5, 9))
    assert lines_of(turn, 0, 4) == (5, 9)


def test_lines_of_a_turn_with_anchors_are_those_of_its_cues() -> None:
    cues = (Anchor(0, 5, "0:01"), Anchor(5, 9, "0:03"))
    turn = replace(transcript("a", ("Anna Berg", "Yes. No.")).utterances[0], lines=(5, 9), anchors=cues)
    assert [lines_of(turn, 0, 5), lines_of(turn, 0, 6), lines_of(turn, 5, 8)] == [(5, 5), (5, 9), (9, 9)]
