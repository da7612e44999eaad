"""Meaning and words, fused: scores computed by hand over five passages; repeated passages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.index.bm25 import Entry, WordIndex
from rag.index.catalogue_scope import EVERYTHING, Scope
from rag.index.vectors import Positions, VectorIndex
from rag.search.rank import PREVIOUS, Query, RankedRow, Search, Weights, _min_max, repeated
from tests.builders import TopicEncoder, mask

GRAIN, GAS = "grain grain grain grain grain grain grain", "gas gas gas gas gas gas gas"
LITTLE_GAS, MUCH_GAS = "gas gas gas grain grain grain grain", "gas gas gas gas grain grain grain"

# Asked for "gas", (0, 0, 1, 0, 0):
#   row  transcript  text        cosine        BM25 / its highest: tf / (tf + 1.2) · 8.2 / 7
#   0    0           GRAIN       0             0
#   1    0           GAS         1             1
#   2    0           LITTLE_GAS  3/5           3/4.2 · 8.2/7 = 0.836735
#   3    1           MUCH_GAS    4/5           4/5.2 · 8.2/7 = 0.901099
#   4    1           GRAIN       0             0
# Every text has 7 words, so length does not count; the lowest of both is 0, so nothing is stretched.
PASSAGES = [(0, GRAIN), (0, GAS), (0, LITTLE_GAS), (1, MUCH_GAS), (1, GRAIN)]

# 0.8 · cosine + 0.2 · BM25: 0, 1, 0.647347, 0.820220, 0. With a tenth of each neighbour, over 1.2:
FUSED = {
    1: (1 + 0.1 * (0 + 0.647347)) / 1.2,  # 0.887279
    3: (0.820220 + 0.1 * 0) / 1.2,  # 0.683516: row 2 is a neighbour in another transcript
    2: (0.647347 + 0.1 * 1) / 1.2,  # 0.622789
    0: (0 + 0.1 * 1) / 1.2,  # 0.083333
    4: (0 + 0.1 * 0.820220) / 1.2,  # 0.068352
}

ALONE = Weights(neighbours=0.0)


def query(words: str, meaning: str | None = None) -> Query:
    """Without tokens: nothing is read token by token here."""
    return Query(words, TopicEncoder().encode([meaning or words])[0])


def search_over(folder: Path, *passages: tuple[int, str]) -> Search:
    """The passages as (transcript, text), each said by speaker 7 but for the rows of GRAIN."""
    folder.mkdir(exist_ok=True)
    entries = [
        Entry(row, no, None if text == GRAIN else 7, text, "") for row, (no, text) in enumerate(passages)
    ]
    vectors = VectorIndex.of(TopicEncoder().encode([text for _, text in passages]))
    return Search(vectors, WordIndex.build(folder, entries), positions(*(no for no, _ in passages)))


def positions(*transcripts: int) -> Positions:
    """Every passage an utterance of its own."""
    rows = len(transcripts)
    return Positions(np.array(transcripts), np.arange(rows), np.full(rows, -1))


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(tmp_path_factory.mktemp("words"), *PASSAGES)


def scores(found: tuple[RankedRow, ...]) -> dict[int, float]:
    return {item.row: item.score for item in found}


def test_fused_scores_are_those_computed_by_hand(search: Search) -> None:
    found = search.search(query("gas"), 10, EVERYTHING)
    assert [item.row for item in found] == [1, 3, 2, 0, 4]
    assert scores(found) == pytest.approx(FUSED, abs=1e-5)


def test_ranks_tell_where_each_side_saw_a_passage(search: Search) -> None:
    found = search.search(query("gas"), 10, EVERYTHING)
    ranks = {item.row: (item.by_meaning, item.by_words) for item in found}
    assert ranks == {1: (1, 1), 3: (2, 2), 2: (3, 3), 0: (4, None), 4: (5, None)}


def test_only_the_best_are_returned(search: Search) -> None:
    found = search.search(query("gas"), 10, EVERYTHING)
    assert search.search(query("gas"), 2, EVERYTHING) == found[:2]
    assert search.search(query("gas"), 0, EVERYTHING) == ()


def test_scores_are_stretched_from_the_lowest_candidate_to_the_highest(search: Search) -> None:
    # "gas ports" is (1, 0, 1, 0, 0) / √2: cosines are √2 times smaller, stretched they are the same;
    # ports stands nowhere, so the words tell the same as before
    found = search.search(query("gas ports"), 10, EVERYTHING)
    assert scores(found) == pytest.approx(FUSED, abs=1e-5)
    # Within MUCH_GAS and LITTLE_GAS alone, 4/5 becomes 1 and 3/5 becomes 0
    within = Scope(None, None, mask(5, 2, 3))
    found = search.search(query("gas"), 10, within, weights=Weights(words=0.0, neighbours=0.0))
    assert scores(found) == pytest.approx({3: 0.8, 2: 0.0})


def test_what_is_hidden_is_not_there(search: Search) -> None:
    (found,) = search.rankings(query("gas"), 10, (EVERYTHING,), hidden={1})
    # Without GAS the highest cosine is 4/5 and the highest score of the words 0.901099, both of MUCH_GAS
    little = 0.8 * 0.75 + 0.2 * 0.836735 / 0.901099
    assert scores(found) == pytest.approx({3: 1 / 1.2, 2: little / 1.2, 4: 0.1 / 1.2, 0: 0.0}, abs=1e-5)


def test_neighbours_support_each_other_only_within_a_transcript(search: Search) -> None:
    found = search.search(query("gas"), 10, EVERYTHING, weights=ALONE)
    alone = {1: 1.0, 3: 0.820220, 2: 0.647347, 0: 0.0, 4: 0.0}
    assert scores(found) == pytest.approx(alone, abs=1e-5)
    # all five share a border, but for 2 and 3: with weight 1 each gains its neighbours' scores, over 3
    found = search.search(query("gas"), 10, EVERYTHING, weights=Weights(neighbours=1.0))
    sums = {0: 0 + 1, 1: 0 + 1 + 0.647347, 2: 1 + 0.647347, 3: 0.820220 + 0, 4: 0.820220 + 0}
    assert scores(found) == pytest.approx({row: total / 3 for row, total in sums.items()}, abs=1e-5)


def test_a_passage_outside_the_scope_supports_nobody(search: Search) -> None:
    found = search.search(query("gas"), 10, Scope(None, None, mask(5, 0, 2, 4)), weights=Weights(words=0.0))
    # 3/5 is the highest, 0 the lowest; rows 1 and 3 would have been the neighbours
    assert scores(found) == pytest.approx({2: 0.8 / 1.2, 0: 0.0, 4: 0.0})


def test_a_weight_of_0_leaves_the_words_out(search: Search) -> None:
    found = search.search(
        query("grain", "gas"), 10, EVERYTHING, weights=Weights(meaning=1.0, words=0.0, neighbours=0.0)
    )
    assert scores(found) == pytest.approx({1: 1.0, 3: 0.8, 2: 0.6, 0: 0.0, 4: 0.0})
    assert [item.by_words for item in found] == [None] * 5


def test_a_weight_of_0_leaves_the_meaning_out(search: Search) -> None:
    found = search.search(
        query("gas", "grain"), 10, EVERYTHING, weights=Weights(meaning=0.0, words=1.0, neighbours=0.0)
    )
    # only the passages that have the word; the lowest of them is stretched to 0
    middle = (0.901099 - 0.836735) / (1 - 0.836735)
    assert scores(found) == pytest.approx({1: 1.0, 3: middle, 2: 0.0}, abs=1e-4)
    assert [(item.by_meaning, item.by_words) for item in found] == [(None, 1), (None, 2), (None, 3)]


def test_what_the_question_speaks_for_is_boosted_and_nothing_else_excluded(search: Search) -> None:
    plain = search.search(query("gas"), 10, EVERYTHING, weights=ALONE)
    last = plain[-1].row
    boosted = search.search(query("gas"), 10, EVERYTHING, (mask(5, last), mask(5, last)), weights=ALONE)
    scores = {found.row: found.score for found in plain}
    # twice boosted gains twice the weight; the others score as before
    assert {found.row: found.score for found in boosted} == pytest.approx(
        scores | {last: scores[last] + 2 * ALONE.boost}
    )


def test_both_weights_0_find_nothing(search: Search) -> None:
    assert search.search(query("gas"), 10, EVERYTHING, weights=Weights(meaning=0.0, words=0.0)) == ()


def test_a_question_without_words_is_answered_by_meaning(search: Search) -> None:
    found = search.search(query("???", "gas"), 10, EVERYTHING, weights=ALONE)
    assert scores(found) == pytest.approx({1: 0.8, 3: 0.64, 2: 0.48, 0: 0.0, 4: 0.0})


def test_filters_confine_both_sides(search: Search) -> None:
    second = Scope((1,), None, mask(5, 3, 4))
    assert [item.row for item in search.search(query("gas"), 10, second)] == [3, 4]
    speaker = Scope(None, (7,), mask(5, 1, 2, 3))
    assert [item.row for item in search.search(query("grain"), 10, speaker)] == [2, 3, 1]
    both = Scope((0,), (7,), mask(5, 1, 2))
    assert [item.row for item in search.search(query("gas"), 10, both)] == [1, 2]


def test_an_empty_scope_finds_nothing(search: Search) -> None:
    assert search.search(query("gas"), 10, Scope((), None, mask(5))) == ()
    assert search.search(query("gas"), 10, Scope(None, (), mask(5))) == ()


def test_a_scope_of_five_among_many_better_ones_gives_five(tmp_path: Path) -> None:
    passages = [(0, GAS)] * 300 + [(1, GRAIN)] * 5 + [(2, GAS)] * 300
    search = search_over(tmp_path, *passages)
    found = search.search(query("gas"), 10, Scope((1,), None, mask(605, *range(300, 305))))
    assert [item.row for item in found] == [300, 301, 302, 303, 304]


def test_ties_stand_in_the_order_of_the_corpus(tmp_path: Path) -> None:
    search = search_over(tmp_path, *[(number, (GRAIN, GAS)[number % 2]) for number in range(60)])
    found = search.search(query("gas"), 60, EVERYTHING)
    assert [item.row for item in found] == [*range(1, 60, 2), *range(0, 60, 2)]
    assert [item.score for item in found] == pytest.approx([1 / 1.2] * 30 + [0] * 30)
    assert search.search(query("gas"), 7, EVERYTHING) == found[:7]


def test_passages_that_are_all_alike_score_nothing(tmp_path: Path) -> None:
    search = search_over(tmp_path, *[(number, MUCH_GAS) for number in range(3)])
    found = search.search(query("gas"), 10, EVERYTHING)
    assert [(item.row, item.score) for item in found] == [(0, 0.0), (1, 0.0), (2, 0.0)]


TEN = "one two three four five six seven eight nine ten"
"""Eight triples."""


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([TEN], [False]),
        ([TEN, TEN], [False, True]),
        ([TEN, "Grain, gas and ports.", TEN, TEN], [False, False, True, True]),
        # Case and punctuation are not what is said.
        (["We ship grain.", "“We  ship – grain!”"], [False, True]),
        # One more word at the end: 8 of 8 triples shared, of 9.
        ([TEN, f"{TEN} eleven"], [False, True]),
        # 8 triples of 10, and then of 11: a long passage is not the same as a part of it.
        ([TEN, f"{TEN} eleven twelve"], [False, True]),
        ([TEN, f"{TEN} eleven twelve thirteen"], [False, False]),
        ([f"{TEN} eleven twelve thirteen", TEN], [False, False]),
        # The last word changed: 7 of 8 triples shared; one in the middle: 5 of 8.
        ([TEN, TEN.replace("ten", "twenty")], [False, True]),
        ([TEN, TEN.replace("five", "fifty")], [False, False]),
        # Fewer than three words are the same only as they are.
        (["Yes.", "yes", "No.", "Yes, yes.", ""], [False, True, False, False, False]),
    ],
)
def test_what_is_said_again(texts: list[str], expected: list[bool]) -> None:
    assert list(repeated(texts)) == expected


def test_a_repeat_of_a_repeat_is_one_too() -> None:
    again = TEN.replace("ten", "twenty")
    assert list(repeated([TEN, again, again])) == [False, True, True]


def test_what_the_last_candidates_score_does_not_move_the_scale() -> None:
    scores = np.array([0.2, 0.6, 1.0, -1.0])
    assert _min_max(scores).tolist() == [0.6, 0.8, 1.0, 0.0]
    assert _min_max(scores, scores[:3]).tolist() == pytest.approx([0.0, 0.5, 1.0, -1.5])


def test_what_only_the_passage_before_matches_counts_at_a_discount(search: Search) -> None:
    """Rows 0 and 1 are of one transcript, rows 3 and 4 of another; row 2 is no candidate."""
    matches = np.array([[0.8, 0.2, 0.4, 0.9], [0.1, 0.1, 0.6, 0.3]], np.float32)
    found = search._with_previous(np.array([0, 1, 3, 4]), matches)
    expected = [[0.8, 0.8 * PREVIOUS, 0.4, 0.9], [0.1, 0.1, 0.6, 0.6 * PREVIOUS]]
    assert found == pytest.approx(np.array(expected), abs=1e-6)
    assert search._with_previous(np.array([2, 3]), matches[:, :2]) == pytest.approx(matches[:, :2])
