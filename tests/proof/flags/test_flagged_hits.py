"""The sentence of a found passage that the flags are about, and what they say of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.output.proof_messages import flags_in_words
from rag.proof.flags.rules import Flag, flagged_sentence, hit_flags
from rag.records import Hit
from tests.output.test_contract import HIT

SAID = "Gas rose. They say that we refuse. Why? If it falls, we do not sell…\n\nand then we rest."


def found(words: str, highlighted: str | None = None) -> Hit:
    """A hit whose passage is these words of the turn; its source has 100 characters before."""
    start = SAID.index(words)
    at = None if highlighted is None else words.index(highlighted)
    return replace(
        HIT,
        utterance=replace(HIT.utterance, text=SAID, start=100, end=100 + len(SAID)),
        passage=replace(HIT.passage, start=100 + start, end=100 + start + len(words), text=words),
        highlight=None if at is None or highlighted is None else (at, at + len(highlighted)),
    )


@pytest.mark.parametrize(
    ("hit", "sentence"),
    [
        (found("we refuse"), "They say that we refuse."),
        (found("Gas rose. They say that we refuse.", "Gas rose."), "Gas rose."),
        (found("They say that we refuse. Why?", "They say that we refuse."), "They say that we refuse."),
        (found("we refuse. Why? If it", "we refuse."), "They say that we refuse."),
        (found("Why? If it falls"), None),
        (found("we do not sell…\n\nand then"), None),
    ],
)
def test_the_highlighted_sentence_or_the_only_one_is_taken_whole(hit: Hit, sentence: str | None) -> None:
    span = flagged_sentence(hit)
    assert (None if span is None else SAID[slice(*span)]) == sentence


def test_flags_count_from_the_start_of_the_turn() -> None:
    assert hit_flags(found("we refuse")) == (Flag("reported", 10, 18),)
    assert hit_flags(found("Gas rose.")) == hit_flags(found("Why? If it falls")) == ()


def test_a_small_letter_tells_of_a_cut_only_at_the_start_of_a_turn() -> None:
    assert hit_flags(found("and then we rest.")) == ()
    hit = found("and then we rest.")
    turn = replace(hit.utterance, text="and then we rest.", start=hit.passage.start)
    assert hit_flags(replace(hit, utterance=turn)) == (Flag("cut", 0, 3),)


@pytest.mark.parametrize(
    ("hit", "words"),
    [
        (found("Gas rose."), ""),
        (found("we refuse"), "Mind: the sentence gives what others say or think (“They say”)."),
        (found("Why? If it falls", "Why?"), "Mind: the highlighted sentence is a question."),
        (
            found("we do not sell"),
            "Mind: the sentence supposes something (“If”); it says that something is not so (“not”); "
            "it is cut short in the source (“…”).",
        ),
    ],
)
def test_flags_in_words(hit: Hit, words: str) -> None:
    assert flags_in_words(hit) == words
