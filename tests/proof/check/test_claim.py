"""A claim as typed, and who is named."""

import pytest

from rag.errors import QuestionError
from rag.proof.check.claim import MAX_CHARACTERS, named, read_claim

NAMES = ("Vladimir Putin", "Alexei Miller", "Alexei Kudrin", "Sergei Marov")


def test_parts_are_what_stands_between_ellipses() -> None:
    claim = read_claim("  …We ship grain … … gas [...] and ports.... ")
    assert claim.text == "…We ship grain … … gas [...] and ports...."
    assert claim.part_texts == ("We ship grain", "gas", "and ports")
    assert claim.ellipses == {3, 4}


@pytest.mark.parametrize("text", ["", "  ", "…", "?!", "“”"])
def test_a_claim_without_words(text: str) -> None:
    with pytest.raises(QuestionError, match="the quote has no words"):
        read_claim(text)


def test_endless_and_broken_claims() -> None:
    with pytest.raises(QuestionError, match="10,001 characters, at most 10,000"):
        read_claim("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(QuestionError, match="2,500 words, at most 2,000"):
        read_claim("a " * 2500)
    with pytest.raises(QuestionError, match="no UTF-8"):
        read_claim("a\udc80")


def test_a_name_of_the_corpus_in_whole_or_in_part() -> None:
    assert named("Vladimir Putin", NAMES) == ("Vladimir Putin", True)
    assert named("kudrin", NAMES) == ("Alexei Kudrin", True)


def test_somebody_who_does_not_speak_here() -> None:
    assert named(" Sergei  Lavrov", NAMES) == ("Sergei Lavrov", False)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Alexei", "2 speakers are called 'Alexei': Alexei Miller, Alexei Kudrin"),
        ("Vladmir Putin", "nobody called 'Vladmir Putin' .* nearest names are Vladimir Putin"),
        (" ", "the speaker's name is empty"),
        ("a\udc80", "no UTF-8"),
    ],
)
def test_names_that_cannot_be_meant(given: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        named(given, NAMES)
