"""Words of a question that no passage covers, over cosines written down by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from rag.index.encoder import Tokens
from rag.records import Unmet
from rag.search.rank import Query, RankedRow
from rag.search.unmet import MOST, unmet

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

TRAP = "Why did the director hand back his medal in Sochi?"


class Cosines:
    """A token index of two passages: each word of a question has the cosines given for it, else 0.9."""

    def __init__(self, question: str, low: Mapping[str, tuple[float, float]]) -> None:
        self.words = [found[0] for found in re.finditer(r"\w+", question)]
        self._low = low

    def is_content(self, pieces: Numbers) -> Mask:
        return np.ones(len(pieces), np.bool_)

    def shown(self) -> list[RankedRow]:
        cosines = np.array([self._low.get(word, (0.9, 0.9)) for word in self.words], np.float32)
        return [RankedRow(row, 0.0, None, None, 0.0, 0.0, cosines[:, row]) for row in (0, 1)]


class Terms:
    """A word index whose terms are words without a final s."""

    def terms(self, text: str) -> list[str]:
        return [word.lower().removesuffix("s") for word in re.findall(r"\w+", text)]


def found(
    question: str,
    low: Mapping[str, tuple[float, float]],
    texts: Sequence[str] = ("", "in Sochi"),
    before: str = "",
) -> tuple[Unmet, ...]:
    starts = [len(before) + each.start() for each in re.finditer(r"\w+", question)]
    numbers = np.arange(len(starts))
    tokens = Tokens(numbers, np.array(starts), numbers[:, np.newaxis].astype(np.float32))
    query = Query(before + question, np.zeros(1), tokens, None, len(before))
    cosines = Cosines(question, low)
    index: Any = cosines
    words: Any = Terms()
    return unmet(question, query, cosines.shown(), lambda: texts, index, words)


@pytest.mark.parametrize(
    ("low", "expected"),
    [
        ({}, []),
        ({"medal": (0.2, 0.3)}, ["medal"]),
        ({"medal": (0.2, 0.8)}, []),  # one passage covers it
        ({"director": (0.1, 0.1), "medal": (0.2, 0.2)}, ["director", "medal"]),
        ({"back": (0.3, 0.3)}, ["hand back"]),  # the particle makes the verb another
        ({"hand": (0.3, 0.3)}, ["hand back"]),
        ({"Why": (0.1, 0.1), "did": (0.1, 0.1), "his": (0.1, 0.1), "in": (0.1, 0.1)}, []),
        ({"medal": (0.2, 0.2), "Sochi": (0.2, 0.2)}, ["medal"]),  # one of them is at Sochi
    ],
)
def test_words_below_the_threshold_in_every_passage(
    low: dict[str, tuple[float, float]], expected: list[str]
) -> None:
    words = found(TRAP, low)
    assert [each.text for each in words] == expected
    assert all(TRAP[each.start : each.end] == each.text for each in words)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did he say about Gaza and tunnels?", ["Gaza"]),
        ("What did he say about gaza and tunnels?", []),
        ("What Did He Say About Gaza And Tunnels?", []),
        ("Gaza and tunnels?", []),
        ("What did he say in May about Gaza on Monday?", ["Gaza"]),
    ],
)
def test_a_name_that_stands_nowhere_is_not_covered_however_near(question: str, expected: list[str]) -> None:
    assert [each.text for each in found(question, {}, ("On the tunnels", ""))] == expected
    assert found(question, {}, ("On Gaza", "")) == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did he say about wages in 2025?", ["2025"]),
        ("What did he say about 12 towns and 13 tunnels?", ["13"]),  # "twelve" is a word in most transcripts
        ("What Did He Say About the 2036 Olympics?", ["2036"]),
    ],
)
def test_a_figure_that_stands_nowhere_is_not_covered_however_near(question: str, expected: list[str]) -> None:
    assert [each.text for each in found(question, {}, ("On the tunnels", ""))] == expected
    assert found(question, {}, ("13 and 2036", "2025")) == ()


def test_a_name_without_tokens_of_the_topic_is_not_looked_for() -> None:
    """Who, when and where are read out of the question before, and judged by themselves."""
    question = "What did Lavrov say about Gaza?"
    starts = np.array([found.start() for found in re.finditer(r"\w+", question)])
    numbers = np.arange(len(starts))
    tokens = Tokens(numbers, starts, numbers[:, np.newaxis].astype(np.float32))
    topic = np.array([False, False, False, False, False, True])
    index: Any = Cosines(question, {})
    words: Any = Terms()
    query = Query(question, np.zeros(1), tokens, topic)
    assert [each.text for each in unmet(question, query, index.shown(), lambda: ["", ""], index, words)] == [
        "Gaza"
    ]


def test_names_are_told_before_words_that_are_covered_less() -> None:
    question = "Did blue helmets guard quiet rivers and cold harbours in Gaza?"
    low = dict.fromkeys(("blue", "helmets", "guard", "quiet", "rivers", "cold", "harbours"), (0.1, 0.0))
    assert [each.text for each in found(question, low)] == ["blue helmets guard", "Gaza"]


def test_a_word_that_stands_there_in_any_form_is_covered() -> None:
    low = {"medal": (0.1, 0.1), "director": (0.1, 0.1)}
    assert [each.text for each in found(TRAP, low, ("He has two medals.", "In Sochi"))] == ["director"]


def test_places_are_those_of_the_question_after_what_it_follows_up() -> None:
    assert found(TRAP, {"medal": (0.1, 0.1)}, before="Who is he? ") == (Unmet("medal", 35, 40),)


def test_words_side_by_side_are_one_and_only_the_least_covered_are_named() -> None:
    question = "Did blue helmets guard quiet rivers, cold harbours or steel mills?"
    low = {word: (0.1 + n / 100, 0.0) for n, word in enumerate(re.findall(r"\w+", question)[1:])}
    assert [each.text for each in found(question, low)] == ["blue helmets guard quiet"]
    assert MOST == 4


def test_without_passages_nothing_is_named() -> None:
    query = Query("Who?", np.zeros(1))
    index: Any = Cosines("Who?", {})
    words: Any = Terms()
    assert unmet("Who?", query, [], tuple, index, words) == ()
