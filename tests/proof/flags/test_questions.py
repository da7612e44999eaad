"""Which sentences ask."""

import pytest

from rag.proof.flags.rules import question


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
def test_it_does_not(sentence: str) -> None:
    assert question(sentence) is None
