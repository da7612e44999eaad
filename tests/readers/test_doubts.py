"""Lines that may be labels are doubts; the words before them are not touched."""

from __future__ import annotations

import pytest

from rag.readers.doubts import doubtful_label
from rag.records import attribution_of
from tests.readers.making import doubts, read, said

TURN = "Talk\n\nMarch 1, 2018\n\nAnna Berg: Hello.\n\n{}\n\nMore of it.\n\nTom Reyes: Well."


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Klaus: I disagree.", "Klaus:"),
        ("Hon Sec: No.", "Hon Sec:"),
        ("Harbour Times: Why?", "Harbour Times:"),
        ("Peter Hollander — I never agreed.", "Peter Hollander — I never agreed."),
        ("Peter Hollander. I never agreed.", "Peter Hollander. I never agreed."),
        ("Peter Hollander; I never agreed.", "Peter Hollander; I never agreed."),
        ("[Peter Hollander] I never agreed.", "[Peter Hollander] I never agreed."),
        ("PETER HOLLANDER", "PETER HOLLANDER"),
        ("Peter Hollander: “I never agreed.”", "Peter Hollander:"),
        ("Q. And you?", "Q. And you?"),
        ("**And you?**", "**And you?**"),
        ("[00:01:02] And you?", "[00:01:02] And you?"),
        (">> And you?", ">> And you?"),
        ("Tom Reyes I never agreed.", "Tom Reyes I never agreed."),
        ("Question: at what expense?", "Question:"),
    ],
)
def test_what_has_the_shape_of_a_label_is_a_doubt(line: str, shown: str) -> None:
    text = TURN.format(line)
    assert doubts(text) == [(7, shown)]
    first, last = read(text).utterances
    assert (first.attribution, first.text) == ("printed", f"Hello.\n\n{line}\n\nMore of it.")
    assert attribution_of(first, first.start + len("Hello."))[0] == "printed"
    assert attribution_of(first, first.end)[0] == "doubtful"
    assert (last.attribution, last.doubts) == ("printed", ())


@pytest.mark.parametrize(
    "line",
    [
        *("Again: even the working class.", "One more thing: this.", "Second: I dismissed nobody."),
        *("Note: The port was not asked.", "Mr President: listen.", "Energy: five percent."),
        *("At 10:30 we met.", "Yes: I do.", "And Tom Reyes: he was there.", "A letter from"),
        *("(Applause.)", "(Addressing Tom Reyes.) You know it.", "Deputy Prime Minister Tom Reyes."),
        "Minister of Defence: Sergei Shoigu.\n\nMinister of Sport: Pavel Kolobkov.",
    ],
)
def test_what_the_text_explains_is_no_doubt(line: str) -> None:
    text = TURN.format(line)
    assert doubts(text) == []
    assert said(text)[0][1] == f"Hello.\n\n{line}\n\nMore of it."


def test_a_doubt_is_carried_over_a_cut() -> None:
    first, carried, _ = read(TURN.format("Klaus: I disagree.\n\n<…>\n\nSo it is.")).utterances
    assert [doubt.text for doubt in first.doubts] == ["Klaus:"]
    assert (carried.attribution, carried.text) == ("doubtful", "So it is.\n\nMore of it.")
    assert [(doubt.line, doubt.start) for doubt in carried.doubts] == [(7, carried.start)]


def test_letters_of_two_alphabets() -> None:
    assert doubtful_label("T\u043em Reyes") == "mixes letters of two alphabets, and may be “Tom Reyes”"
    assert doubtful_label("Tom Reyes") is None
    assert doubtful_label("Иван Петров") is None
