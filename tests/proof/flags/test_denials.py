"""Which sentences say that something is not so."""

import pytest

from rag.proof.flags.denials import denial


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("We are not against a settlement.", "not"),
        ("We didn’t do it.", "didn’t"),
        ("They have never managed to.", "never"),
        ("There is no need to rush.", "no"),
        ("Nobody told us.", "Nobody"),
        ("No, it was later.", "No"),
        ("Not at all, this is routine.", "Not at all"),
        ("Russia cannot stay out.", "cannot"),
        ("I know that they did not come.", "not"),
        ("If they come, we will not go.", "not"),
        ("Not all objectives have been achieved.", "Not"),
    ],
)
def test_it_denies(sentence: str, words: str) -> None:
    span = denial(sentence)
    assert span is not None
    assert sentence[slice(*span)] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no doubt about it.",
        "We are not only building but also repairing.",
        "It grew no faster than inflation.",
        "This is nothing but chatter.",
        "Isn’t it so?",
        "Do not worry.",
        "But please do not forget the teachers.",
        "Let us not hurry.",
        "We thank those who do not give up.",
        "It works because it is not new.",
        "There are tasks that were not solved.",
        "It must be solved in Europe, not in Russia.",
        "We do it so that they do not suffer.",
        "It is, last but not least, a school.",
        "You (you do not remember it) came in May.",
        "We decided to work without them.",
    ],
)
def test_it_does_not(sentence: str) -> None:
    assert denial(sentence) is None
