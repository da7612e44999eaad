"""What is encoded around a passage: as much as the model reads, and never more."""

from dataclasses import replace
from itertools import pairwise

import pytest

from rag.errors import EncoderError
from rag.index.chunking import LengthLimit, passages_of
from rag.index.context import encoded_texts, room_for_context, words_context
from rag.records import Passage, Transcript
from tests.builders import TopicEncoder, transcript, utterances


def passage(text: str) -> Passage:
    return Passage(transcript="t", utterance=0, start=6, end=6 + len(text), lines=(1, 1), tokens=1, text=text)


def meeting(speaker: str | None = "Ivan Petrov", role: str | None = "Minister") -> Transcript:
    return replace(transcript("t"), utterances=utterances((speaker, "Gas."), role=role))


def encoded(limit: int, source: Transcript, *texts: str) -> list[str]:
    encoder = TopicEncoder()
    encoder.limit = limit
    return encoded_texts(source, [passage(text) for text in texts], encoder)


# Limits are in words and the encoder's two marks.
HEADS = [
    (12, "A meeting. 11 April 2024, Moscow. Minister Ivan Petrov: Gas."),
    (10, "A meeting. 11 April 2024. Ivan Petrov: Gas."),
    (8, "11 April 2024. Ivan Petrov: Gas."),
    (5, "Ivan Petrov: Gas."),
    (3, "Gas."),
]


@pytest.mark.parametrize(("limit", "text"), HEADS)
def test_the_fullest_head_that_the_model_reads_stands_in_front(limit: int, text: str) -> None:
    assert encoded(limit, meeting(), "Gas.") == [text]


@pytest.mark.parametrize(
    ("limit", "text"), [(longer[0] - 1, shorter[1]) for longer, shorter in pairwise(HEADS)]
)
def test_one_piece_less_makes_the_head_shorter(limit: int, text: str) -> None:
    assert encoded(limit, meeting(), "Gas.") == [text]


def test_each_passage_has_the_head_that_fits_it() -> None:
    assert encoded(10, meeting(), "Gas.", "Gas and grain.") == [
        "A meeting. 11 April 2024. Ivan Petrov: Gas.",
        "11 April 2024. Ivan Petrov: Gas and grain.",
    ]


def test_a_passage_that_alone_is_over_the_limit_is_refused() -> None:
    with pytest.raises(EncoderError) as error:
        encoded(4, meeting(), "Gas and grain.")
    assert str(error.value) == (
        "t.txt: the passage at 6 has more than the 4 word pieces that topics reads: "
        "build with fewer tokens a passage (--passage-tokens)"
    )


@pytest.mark.parametrize("limit", range(3, 30))
def test_no_text_is_over_the_limit(limit: int) -> None:
    encoder = TopicEncoder()
    encoder.limit = limit
    source = meeting()
    source = replace(source, utterances=utterances(("Ivan", "Gas and grain. " * 20)))
    rulers = [LengthLimit(encoder.pieces, limit)]
    texts = encoded_texts(source, list(passages_of(source, rulers)), encoder)
    assert max(encoder.pieces(texts)) <= limit


def test_a_generic_label_stands_where_a_name_would() -> None:
    assert encoded(60, meeting(None, None), "Why?") == ["A meeting. 11 April 2024, Moscow. Question: Why?"]
    assert encoded(9, meeting(None, None), "Why?") == ["A meeting. 11 April 2024. Question: Why?"]


def test_what_is_not_known_leaves_no_mark() -> None:
    bare = replace(meeting(), title=None, date=None, place=None)
    assert encoded(60, bare, "Gas.") == ["Minister Ivan Petrov: Gas."]
    assert encoded(60, replace(bare, place="Moscow"), "Gas.") == ["Moscow. Minister Ivan Petrov: Gas."]
    (voice,) = bare.utterances
    nobody = replace(bare, utterances=(replace(voice, label=None, speaker=None, role=None),))
    assert encoded(60, nobody, "Gas.") == ["Gas."]


def test_words_context_names_who_where_and_when() -> None:
    source = meeting()
    assert words_context(source, source.utterances[0]) == (
        "A meeting. 11 April 2024. Moscow. Minister Ivan Petrov"
    )


def test_a_fifth_of_what_the_model_reads_is_left_for_the_context() -> None:
    encoder = TopicEncoder()
    encoder.limit = 256
    assert room_for_context(encoder) == 51
