"""Which labels a passage covers, and that each counts once."""

from dataclasses import replace

from evaluation_examples import line, passage, slice_of

from rag.evaluation.measures import assign_gains, covers
from rag.evaluation.questions import RelevantPassage, RelevantUtterance
from rag.evaluation.runs import RankedPassage


def test_a_passage_covers_the_lines_it_stands_on_in_its_own_file() -> None:
    label = line("a.txt", 10)
    on = [passage("a.txt", 10), passage("a.txt", 8, 10), passage("a.txt", 10, 12)]
    off = [passage("a.txt", 9), passage("a.txt", 11, 12), passage("b.txt", 10), passage("x/a.txt", 10)]
    assert [covers(each, label) for each in on + off] == [True] * 3 + [False] * 4


def test_a_slice_covers_its_whole_utterance() -> None:
    label = RelevantUtterance("m", 3, 2)
    assert [covers(each, label) for each in (slice_of("m", 3), slice_of("m", 2), slice_of("n", 3))] == [
        True,
        False,
        False,
    ]


def test_a_line_covered_by_two_overlapping_passages_counts_once() -> None:
    gains = assign_gains([passage("a.txt", 9, 10), passage("a.txt", 10, 11)], [line("a.txt", 10)])
    assert [gain.grade for gain in gains] == [2, 0]


def test_two_slices_of_an_utterance_count_once() -> None:
    gains = assign_gains([slice_of("m", 3), slice_of("m", 3)], [RelevantUtterance("m", 3, 1)])
    assert [gain.grade for gain in gains] == [1, 0]
    assert [gain.label for gain in gains] == [RelevantUtterance("m", 3, 1), None]


def test_a_passage_gains_the_highest_grade_and_uses_up_all_it_covers() -> None:
    labels = [line("a.txt", 10, 1), line("a.txt", 11, 2), line("a.txt", 12, 1), line("a.txt", 13, 1)]
    ranked = [passage("a.txt", 10, 12), passage("a.txt", 10), passage("a.txt", 12, 13)]
    gains = assign_gains(ranked, labels)
    assert [gain.grade for gain in gains] == [2, 0, 1]
    assert gains[0].covered == (line("a.txt", 11, 2), line("a.txt", 10, 1), line("a.txt", 12, 1))
    assert gains[2].covered == (line("a.txt", 13, 1),)


def test_nothing_ranked_gains_nothing() -> None:
    assert assign_gains([], [line("a.txt", 10)]) == ()


def test_most_of_a_labelled_passage_has_to_be_held() -> None:
    label = RelevantPassage("m", 3, (100, 200), 2)
    cut = RankedPassage("m", 3, "m.txt", (1, 1), span=(0, 160))
    assert covers(cut, label)
    assert not covers(replace(cut, span=(0, 150)), label)
    assert not covers(replace(cut, utterance=4), label)
