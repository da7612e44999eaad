"""All flags of a sentence, rule by rule, and the sentence of a passage that they are about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.output.proof_messages import flags_in_words
from rag.proof.flags.rules import (
    FLAG_KINDS,
    Flag,
    conditional,
    cut,
    flagged_sentence,
    flags_of,
    hit_flags,
    question,
)
from rag.records import Hit
from tests.proof.cite.examples import PUTIN
from tests.proof.cite.examples import hit as cited


def test_several_flags_in_their_order() -> None:
    sentence = "If they say that we did not come, why…?"
    assert flags_of(sentence) == (
        Flag("question", 38, 39),
        Flag("conditional", 0, 2),
        Flag("reported", 3, 11),
        Flag("cut", 37, 38),
    )


def test_none() -> None:
    assert flags_of("We cooperate with St Petersburg.") == ()


def test_no_break_spaces_make_no_difference() -> None:
    plain = "They say that it is not so."
    assert flags_of(plain.replace(" ", "\u00a0")) == flags_of(plain) != ()


def test_the_start_of_a_turn() -> None:
    assert flags_of("and so on.", begins_turn=True) == (Flag("cut", 0, 3),)


WORDS = (
    *("I", "they", "say", "that", "if", "not", "no", "Nobody", "do", "who", "asked"),
    *":,.?…“”()–\u00a0\n",
)


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_words_stand_in_the_sentence(words: list[str]) -> None:
    sentence = " ".join(words)
    flags = flags_of(sentence)
    assert [flag.kind for flag in flags] == [kind for kind in FLAG_KINDS if kind in {f.kind for f in flags}]
    assert all(0 <= flag.start < flag.end <= len(sentence) for flag in flags)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("If they stop, we stop.", "If"),
        ("We stop, even if they go on.", "even if"),
        ("Otherwise we should not get into this.", "Otherwise"),
        ("Help us, otherwise the village will perish.", "otherwise"),
        ("We stay unless they leave.", "unless"),
        ("Had we given way, they would be here.", "Had"),
        ("We take part, provided they want this too.", "provided"),
        ("We will add trains if necessary.", "if"),
        ("I do not know if he comes, but if he does, we talk.", "if"),
    ],
)
def test_it_supposes(sentence: str, words: str) -> None:
    span = conditional(sentence)
    assert span is not None
    assert sentence[slice(*span)] == words


def test_the_if_that_counts_is_told() -> None:
    sentence = "I do not know if he comes, but if he does, we talk."
    assert conditional(sentence) == (31, 33)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Spain, if I am not mistaken, it is 15 percent.",
        "I will report, if I may.",
        "If we look at the past ten years, it has grown.",
        "I do not know if we have a meeting.",
        "He asked me if it was true.",
        "They act as if nothing had happened.",
        "They thought otherwise.",
        "Had they come by then?",
        "We have provided the answer.",
        "He said goodbye, just in case.",
    ],
)
def test_it_does_not(sentence: str) -> None:
    assert conditional(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "mark"),
    [
        ("But nevertheless…", "…"),
        ("And our industry...", "..."),
        ("He said: “I will…”", "…"),
        ("…in the republic.", "…"),
        ("<…> People did not know where to go.", "<…>"),
        ("He risked his life. ‹…>", "‹…>"),
        ("We restrict the industry… I think it should be so.", "…"),
        ("You are our… (unintelligible).", "(unintelligible)"),
    ],
)
def test_it_is_cut(sentence: str, mark: str) -> None:
    span = cut(sentence)
    assert span is not None
    assert sentence[slice(*span)] == mark


@pytest.mark.parametrize(
    "sentence", ["It is whole.", "Containers arrive… yes, yes, they arrive.", "Mr President,", "and so on."]
)
def test_it_is_whole(sentence: str) -> None:
    assert cut(sentence) is None


def test_a_turn_that_begins_in_the_middle() -> None:
    assert cut("and so on.", begins_turn=True) == (0, 3)
    assert cut("And so on.", begins_turn=True) is None


@pytest.mark.parametrize(
    "sentence",
    ["Where does it lead?", "Who can say what comes next?", "You know that, right?", "Why? (Laughter.)",
     "“Is it so?”", "Would you please sit down?"],
)  # fmt: skip
def test_it_asks(sentence: str) -> None:
    at = sentence.index("?", sentence.index("?") if sentence.count("?") == 1 else 0)
    assert question(sentence) == (at, at + 1)


@pytest.mark.parametrize(
    "sentence",
    ["We will ask them.", "He asked me: “Why did you choose me?”", "You said, “Is this a success?”",
     "It was (how shall I put it?) hard.", "", "?no"],
)  # fmt: skip
def test_it_does_not_ask(sentence: str) -> None:
    assert question(sentence) is None


SAID = "Gas rose. They say that we refuse. Why? If it falls, we do not sell…\n\nand then we rest."


def found(words: str, highlighted: str | None = None) -> Hit:
    """A hit whose passage is these words of the turn; its source has 100 characters before."""
    start = SAID.index(words)
    at = None if highlighted is None else words.index(highlighted)
    return replace(
        cited(),
        utterance=replace(PUTIN, text=SAID, start=100, end=100 + len(SAID)),
        passage=replace(cited().passage, start=100 + start, end=100 + start + len(words), text=words),
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
