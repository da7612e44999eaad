"""All flags of a sentence."""

from hypothesis import given
from hypothesis import strategies as st

from rag.proof.flags.rules import FLAG_KINDS, Flag, flags_of


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
