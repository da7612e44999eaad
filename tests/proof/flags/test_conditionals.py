"""Which sentences suppose something."""

import pytest

from rag.proof.flags.rules import conditional


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
