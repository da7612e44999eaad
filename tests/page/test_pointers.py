"""What an address points at in a transcript: whatever is written there, only what fits is pointed at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_examples import transcripts

from rag.page.links import MOST, Pointers, neighbours, read_hits, read_place, read_sentence, within
from rag.records import Utterance

SAID = Utterance(7, "Chair", "Chair", None, None, "printed", "One. Two. Three.", 100, 116, (1, 1))


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (("41", "10", "20"), (41, 10, 20)),
        (("41", None, "20"), None),
        (("-1", "10", "20"), None),
        (("4" * 5000, "10", "20"), None),
        (("٤", "1", "2"), None),
        (("1<script>", "1", "2"), None),
        ((None, None, None), None),
    ],
)
def test_only_three_numbers_are_a_place(
    query: tuple[str | None, str | None, str | None], place: tuple[int, int, int] | None
) -> None:
    assert read_place(*query) == place


@pytest.mark.parametrize(
    ("given", "expected"),
    [("0-84", (0, 84)), (None, None), ("", None), ("-1-4", None), ("4", None), ("1-9999999999", None)],
)
def test_a_sentence_is_two_numbers(given: str | None, expected: tuple[int, int] | None) -> None:
    assert read_sentence(given) == expected


def test_hits_are_read_in_order_each_once_and_not_without_end() -> None:
    assert read_hits(["9-5-7", "3-1-2", "9-5-7", "1-2", "<b>", "3-0-2"]) == ((3, 0, 2), (3, 1, 2), (9, 5, 7))
    assert len(read_hits(f"{n}-1-2" for n in range(MOST + 1))) == MOST


@pytest.mark.parametrize(
    ("place", "expected"),
    [((7, 105, 109), (5, 9)), ((7, 100, 116), (0, 16)), ((7, 100, 117), None), ((7, 99, 104), None),
     ((7, 105, 105), None), ((8, 105, 109), None)],
)  # fmt: skip
def test_a_place_is_within_its_utterance_or_nowhere(
    place: tuple[int, int, int], expected: tuple[int, int] | None
) -> None:
    assert within(SAID, place) == expected


def test_hits_are_numbered_in_the_order_of_the_transcript() -> None:
    held = replace(transcripts()[0], utterances=(SAID, replace(SAID, number=8)))
    pointers = Pointers((7, 105, 109), hits=((8, 100, 104), (7, 100, 104), (7, 0, 4), (9, 100, 104)))
    assert neighbours(held, pointers) == (((7, 100, 104), (7, 105, 109), (8, 100, 104)), 1)
    assert neighbours(held, Pointers(hits=((8, 100, 104),))) == (((8, 100, 104),), None)
    assert neighbours(held, Pointers((7, 0, 4))) == ((), None)
