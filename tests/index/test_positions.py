"""Where rows stand: the last row of the turn before, within a transcript."""

import numpy as np

from rag.index.vectors import Positions


def positions(*rows: tuple[int, int]) -> Positions:
    """Rows as (transcript, utterance)."""
    transcripts, utterances = np.array(rows, np.int64).reshape(-1, 2).T
    return Positions(transcripts, utterances, np.full(len(rows), 20))


def test_a_row_was_asked_by_the_last_row_of_the_turn_before() -> None:
    #            row: 0       1       2       3       4       5       6
    found = positions((0, 0), (0, 0), (0, 1), (0, 1), (0, 2), (1, 0), (1, 1))
    assert found.before.tolist() == [-1, -1, 1, 1, 3, -1, 5]


def test_a_transcript_that_goes_on_with_the_same_number_is_another_one() -> None:
    assert positions((0, 0), (1, 0), (1, 1)).before.tolist() == [-1, -1, 1]
    assert positions((0, 1), (1, 2)).before.tolist() == [-1, -1]


def test_a_turn_without_a_passage_is_passed_over() -> None:
    assert positions((0, 0), (0, 3)).before.tolist() == [-1, 0]


def test_one_row_and_none() -> None:
    assert positions((0, 0)).before.tolist() == [-1]
    assert positions().before.tolist() == []
