"""Which sentences the source breaks off."""

import pytest

from rag.proof.flags.rules import cut


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
