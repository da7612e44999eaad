"""Measures and gains against worked examples and their definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.measures import (
    MEASURES,
    QuestionScores,
    assign_gains,
    covers,
    is_right,
    judge_highlights,
    recall_by_rank,
    score_questions,
)
from rag.evaluation.questions import (
    LabelledQuestion,
    Relevant,
    RelevantLine,
    RelevantPassage,
    RelevantUtterance,
)
from rag.evaluation.runs import Quote, RunLine
from tests.builders import cases
from tests.evaluation.examples import answered, asked, line, passage, quote, slice_of

pytestmark = pytest.mark.slow


def score(labels: Sequence[Relevant], ranked: list[Quote]) -> QuestionScores:
    (scores,) = score_questions([asked("q", *labels)], {"q": answered("q", *ranked)})
    return scores


def figures(scores: QuestionScores) -> list[float | None]:
    return [scores.score(name) for name in MEASURES]


def test_a_worked_example() -> None:
    labels = [line("a.txt", 10, 2), line("a.txt", 20, 1), line("a.txt", 21, 1), line("b.txt", 5, 2)]
    ranked = [
        passage("a.txt", 20, 22),  # two grade 1 lines: grade 1, gain 1
        passage("c.txt", 1),  # nothing
        passage("a.txt", 9, 21),  # line 10 is new, 20 and 21 are not: grade 2, gain 3
        passage("a.txt", 10),  # nothing that is new
    ]  # b.txt is not found
    # DCG = 1/log2(2) + 0 + 3/log2(4) + 0 = 1 + 1.5 = 2.5
    # ideal, from the labels 2, 2, 1, 1: 3/log2(2) + 3/log2(3) + 1/log2(4) + 1/log2(5)
    #   = 3 + 1.892789 + 0.5 + 0.430677 = 5.823466; nDCG = 2.5 / 5.823466 = 0.429298
    # first grade 2 at rank 3; one of two grade 2 lines found
    assert figures(score(labels, ranked)) == pytest.approx([0.429298, 1 / 3, 0, 1, 1 / 2], abs=1e-6)


def test_the_worked_example_that_ranks_best_first() -> None:
    labels = [line("a.txt", 1, 1), line("a.txt", 2, 2)]
    assert figures(score(labels, [passage("a.txt", 2), passage("a.txt", 1)])) == pytest.approx(
        [1, 1, 1, 1, 1]
    )
    # the wrong way round: (1 + 3/log2(3)) / (3 + 1/log2(3)) = 2.892789 / 3.630930 = 0.796707
    swapped = figures(score(labels, [passage("a.txt", 1), passage("a.txt", 2)]))
    assert swapped == pytest.approx([0.796707, 1 / 2, 0, 1, 1], abs=1e-6)


def test_a_passage_over_several_labelled_lines_stays_below_one_but_recalls_them_all() -> None:
    # it gains 3 of the ideal 3 + 3/log2(3) + 3/2 = 6.392789
    scores = score([line("a.txt", n) for n in (1, 2, 3)], [passage("a.txt", 1, 3)])
    assert figures(scores) == pytest.approx([3 / 6.392789, 1, 1, 1, 1], abs=1e-6)


def test_labels_by_utterance_are_covered_once_by_their_slices() -> None:
    labels = [RelevantUtterance("m", 3, 2), RelevantUtterance("m", 7, 2)]
    # gains 3, 0, 3 of the ideal 3, 3: (3 + 3/2) / (3 + 3/log2(3)) = 4.5 / 4.892789 = 0.919721
    scores = score(labels, [slice_of("m", 3), slice_of("m", 3), slice_of("m", 7)])
    assert figures(scores) == pytest.approx([0.919721, 1, 1, 1, 1], abs=1e-6)


def test_what_comes_after_the_cutoffs_counts_for_nothing() -> None:
    noise = [passage("z.txt", n) for n in range(1, 11)]
    answer = [passage("a.txt", 1)]
    assert figures(score([line("a.txt", 1)], noise + answer)) == [0, 0, 0, 0, 0]
    at_ten = figures(score([line("a.txt", 1)], noise[:9] + answer))
    assert at_ten == pytest.approx([1 / log2(11), 1 / 10, 0, 0, 1])
    at_five = figures(score([line("a.txt", 1)], noise[:4] + answer))
    assert at_five == pytest.approx([1 / log2(6), 1 / 5, 0, 1, 1])


def test_twelve_labels_fill_an_ideal_of_ten() -> None:
    labels = [line("a.txt", n) for n in range(1, 13)]
    scores = score(labels, [passage("a.txt", n) for n in range(1, 11)])
    assert figures(scores) == pytest.approx([1, 1, 1, 1, 10 / 12])


def test_an_empty_ranking_scores_nothing() -> None:
    assert figures(score([line("a.txt", 1), line("a.txt", 2, 1)], [])) == [0, 0, 0, 0, 0]


def test_without_a_line_that_answers_only_ndcg_is_judged() -> None:
    assert figures(score([line("a.txt", 1, 1)], [passage("a.txt", 1)])) == [1, None, None, None, None]


def test_questions_that_nothing_answers_or_nobody_judged_are_left_out() -> None:
    questions = [asked("none"), LabelledQuestion("unjudged", "?"), asked("b", line("a.txt", 1), kind="topic")]
    scores = score_questions(questions, {"b": answered("b", passage("a.txt", 1)), "none": answered("none")})
    assert scores == (QuestionScores("b", "topic", 1.0, 1.0, 1.0, 1.0, 1.0),)


def test_questions_keep_their_order_and_their_own_labels() -> None:
    questions = [asked("b", line("a.txt", 1)), asked("a", line("a.txt", 2))]
    ranked = passage("a.txt", 2)
    scores = score_questions(questions, {qid: answered(qid, ranked) for qid in ("a", "b")})
    assert [(each.qid, each.ndcg) for each in scores] == [("b", 0.0), ("a", 1.0)]


def test_names_that_hold_null_characters_stay_apart() -> None:
    questions = [asked(qid, line(f"{qid}.txt", 1)) for qid in ("a\0b", "a\0c", "\0", "é\n")]
    run = {question.qid: answered(question.qid, passage("a\0c.txt", 1)) for question in questions}
    assert [scores.ndcg for scores in score_questions(questions, run)] == [0.0, 1.0, 0.0, 0.0]


labels_of_one_file = st.dictionaries(st.integers(1, 30), st.sampled_from([1, 2]), min_size=1).map(
    lambda grades: [line("a.txt", number, grade) for number, grade in grades.items()]
)
passages_of_one_file = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 4)).map(lambda at: passage("a.txt", at[0], sum(at))),
    max_size=15,
)


def by_definition(labels: list[RelevantLine], ranked: list[Quote]) -> list[float | None]:
    """Work the five measures out word for word from their definitions, with no library."""
    grades = {label.line: label.grade for label in labels}
    answers = {number for number, grade in grades.items() if grade == 2}
    gained: list[int] = []
    found: set[int] = set()
    for each in ranked[:10]:
        covered = set(range(each.lines[0], each.lines[1] + 1))
        gained.append(max((grades[number] for number in covered & grades.keys() - found), default=0))
        found |= covered & grades.keys()
    ideal = sorted(grades.values(), reverse=True)[:10]

    def dcg(of: list[int]) -> float:
        return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(of, start=1))

    ndcg = dcg(gained) / dcg(ideal)
    if not answers:
        return [ndcg, None, None, None, None]
    first = gained.index(2) + 1 if 2 in gained else inf
    return [ndcg, 1 / first, float(first == 1), float(first <= 5), len(found & answers) / len(answers)]


@cases(60)
@given(labels_of_one_file, passages_of_one_file)
def test_every_measure_follows_its_definition_and_stays_between_zero_and_one(
    labels: list[RelevantLine], ranked: list[Quote]
) -> None:
    found = figures(score(labels, ranked))
    assert found == pytest.approx(by_definition(labels, ranked), abs=1e-9)
    assert all(0 <= value <= 1 + 1e-9 for value in found if value is not None)


@cases(30)
@given(labels_of_one_file)
def test_a_passage_for_each_line_best_first_reaches_one(labels: list[RelevantLine]) -> None:
    best_first = sorted(labels, key=lambda label: -label.grade)
    ranked = [passage("a.txt", label.line) for label in best_first]
    assert score(labels, ranked).ndcg == pytest.approx(1)


def test_recall_rank_by_rank() -> None:
    both = asked("both", line("a.txt", 1), line("a.txt", 2), line("a.txt", 3, 1))
    one, help_only = asked("one", line("b.txt", 1)), asked("help", line("b.txt", 1, 1))
    lines = {
        "both": answered("both", passage("a.txt", 1), passage("a.txt", 1), passage("a.txt", 2, 3)),
        "one": answered("one", *[passage("z.txt", n) for n in range(1, 10)], *[passage("b.txt", 1)] * 3),
        "help": answered("help"),
    }
    # 1/2, 1/2, 1 from the third on; 0 until the tenth finds it. Grade 1 does not count.
    expected = (0.25, 0.25, *[0.5] * 7, 1.0)
    assert recall_by_rank([both, one, help_only], lines) == expected
    recalls = [each.recall for each in score_questions([both, one], lines)]
    assert expected[-1] == sum(filter(None, recalls)) / 2
    assert recall_by_rank([help_only], lines) == ()
    assert recall_by_rank([one], {"one": answered("one")}) == (0.0,) * 10


def test_a_passage_covers_the_lines_it_stands_on_in_its_own_file() -> None:
    label = line("a.txt", 10)
    on = [passage("a.txt", 10), passage("a.txt", 8, 10), passage("a.txt", 10, 12)]
    off = [passage("a.txt", 9), passage("a.txt", 11, 12), passage("b.txt", 10), passage("x/a.txt", 10)]
    assert [covers(each.passage, each.path, label) for each in on + off] == [True] * 3 + [False] * 4


def test_a_slice_covers_its_whole_utterance() -> None:
    label = RelevantUtterance("m", 3, 2)
    assert [
        covers(each.passage, each.path, label)
        for each in (slice_of("m", 3), slice_of("m", 2), slice_of("n", 3))
    ] == [
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
    cut = quote("m", 3, "m.txt", (1, 1), 0, 160).passage
    assert covers(cut, "m.txt", label)
    assert not covers(replace(cut, end=150), "m.txt", label)
    assert not covers(replace(cut, utterance=4), "m.txt", label)


SENTENCE = (120, 150)
QUESTION = asked("q", replace(line("a.txt", 5), sentence=SENTENCE), line("b.txt", 1))


def marked(span: tuple[int, int], highlight: tuple[int, int] | None, number: int = 5) -> Quote:
    return replace(passage("a.txt", number), start=span[0], end=span[1], highlight=highlight)


def judged(question: LabelledQuestion, *passages: Quote) -> tuple[bool, ...]:
    return judge_highlights([question], {"q": answered("q", *passages)})


@pytest.mark.parametrize(
    ("span", "right"),
    [
        ((120, 150), True),
        ((125, 140), True),  # one of two labelled sentences
        ((110, 160), True),  # 30 of 50 characters
        ((90, 150), False),  # 30 of 60
        ((100, 400), False),  # marking everything is not marking the answer
        ((151, 180), False),
        (None, False),
    ],
)
def test_most_of_what_is_marked_has_to_answer(span: tuple[int, int] | None, right: bool) -> None:
    assert is_right(span, [(0, 9), SENTENCE]) is right


def test_the_first_passage_that_holds_the_sentence_is_looked_at() -> None:
    elsewhere = passage("b.txt", 1)
    right, wrong = marked((100, 200), SENTENCE), marked((100, 200), (160, 190))
    assert judged(QUESTION, elsewhere, right, wrong) == (True,)
    assert judged(QUESTION, elsewhere, wrong, right) == (False,)
    assert judged(QUESTION, marked((100, 200), None)) == (False,)


def test_another_slice_of_the_line_is_not_looked_at() -> None:
    assert judged(QUESTION, marked((0, 119), (0, 20)), marked((119, 200), SENTENCE)) == (True,)


def test_what_cannot_be_judged() -> None:
    right = marked((100, 200), SENTENCE)
    assert judged(QUESTION) == ()
    assert judged(QUESTION, marked((100, 200), SENTENCE, number=6)) == ()  # another line
    assert judged(QUESTION, *[passage("c.txt", 1)] * 10, right) == ()  # beyond the first ten
    assert judged(asked("q", line("a.txt", 5)), right) == ()
    assert judged(asked("q"), right) == ()
    ranking: RunLine = replace(answered("q", right), understood=None)
    assert judge_highlights([QUESTION], {"q": ranking}) == ()


def test_sentences_of_utterances() -> None:
    question = asked("q", replace(RelevantUtterance("m", 3, 2), sentence=(10, 20)))
    said = replace(quote("m", 3, "m.jsonl", (1, 1), 0, 40), highlight=(10, 22))
    assert judged(question, replace(said, utterance=2), said) == (True,)
