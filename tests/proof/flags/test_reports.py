"""Which sentences give what others say or think."""

import pytest

from rag.proof.flags.reports import reported


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("We were not invited, but they say that we refuse.", "they say"),
        ("Our partners believed we would have nothing to respond with.", "Our partners believed"),
        ("You said in your Address that money is needed.", "You said"),
        ("You once said, Mr President, that it was done.", "You once said"),
        ("According to experts, demand will grow.", "According to"),
        ("We were told that it was closed.", "We were told"),
        ("It is often said that the Court does little.", "It is often said"),
        ("They accuse us of refusing.", "accuse us of"),
        ("As my good friend said once, “We all are children of our time.”", "my good friend said"),
        ("They were allegedly banned.", "allegedly"),
        ("He went there and said that it was late.", "He went there and said"),
        ("He asked why we had come.", "He asked"),
    ],
)
def test_it_reports(sentence: str, words: str) -> None:
    span = reported(sentence)
    assert span is not None
    assert sentence[slice(*span)] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "I say that these are important things.",
        "As I said, we will do it.",
        "As my colleagues said, we have tried.",
        "We have many times said that it works.",
        "Let me say that it works.",
        "I believe that we will succeed.",
        "We went to the leaders and said that it was late.",
        "It goes without saying that we will help.",
        "It should be said that much was done.",
        "Do you think that it is right?",
        "According to our estimates, it is enough.",
        "According to the rules, ten may come.",
        "You mentioned the cultural centres that would be built.",
        "You were right in saying that it matters.",
        "He said it publicly.",
        "I am glad to hear that it works.",
    ],
)
def test_it_does_not(sentence: str) -> None:
    assert reported(sentence) is None
