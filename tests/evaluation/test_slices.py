"""Slices by value: which question stands where."""

import pytest
from evaluation_examples import Shelf, answered, asked, line, located, passage

from rag.evaluation.measures import score_questions
from rag.evaluation.slices import FEW, Slice, slices
from rag.evaluation.statistics import Estimate

SHELF = Shelf(
    located("a.txt", 1, tokens=20),
    located("a.txt", 2, tokens=21),
    located("b.txt", 1, tokens=121, speaker=None, date="2019-01-05"),
    located("c.txt", 1, tokens=120, speaker="Anna Ivanova", date=None),
)
QUESTIONS = [
    asked("1", line("b.txt", 1, 1), line("a.txt", 1, 2), line("c.txt", 1, 2), kind="topic"),
    asked("2", line("a.txt", 2), kind="fact"),
    asked("3", line("b.txt", 1), kind="topic"),
    asked("4", line("c.txt", 1)),
    asked("5", line("gone.txt", 1)),
    asked("6", kind="unanswerable"),
]
RUN = {qid: answered(qid, passage("a.txt", 1), passage("b.txt", 1)) for qid in "12345"}


def sliced() -> tuple[Slice, ...]:
    return slices(QUESTIONS, score_questions(QUESTIONS, RUN), SHELF)


def test_every_question_stands_in_one_slice_of_each_sort_by_its_leading_label() -> None:
    assert [(each.by, each.value, each.n) for each in sliced()] == [
        ("kind", "topic", 2),
        ("kind", "fact", 1),
        ("speaker", "Vladimir Putin", 2),
        ("speaker", "Anna Ivanova", 1),
        ("speaker", "no name given", 1),
        ("speaker", "not indexed", 1),
        ("year", "2018", 2),
        ("year", "2019", 1),
        ("year", "no date", 1),
        ("year", "not indexed", 1),
        ("length", "1–20 tokens", 1),
        ("length", "21–60 tokens", 1),
        ("length", "61–120 tokens", 1),
        ("length", "121 tokens and more", 1),
        ("length", "not indexed", 1),
    ]


def test_the_measures_of_a_slice_are_those_of_its_questions() -> None:
    topic, fact = sliced()[:2]
    assert topic.measures["Success@1"] == Estimate(0.5, 0.0, 1.0, 2)
    assert topic.measures["MRR@10"] == Estimate(0.75, 0.5, 1.0, 2)
    assert fact.measures["nDCG@10"] == Estimate(0.0, None, None, 1)


@pytest.mark.parametrize(("n", "small"), [(FEW - 1, True), (FEW, False)])
def test_few_questions_are_too_few(n: int, small: bool) -> None:
    assert Slice("kind", "topic", n, {}).small is small


def test_nothing_answerable_has_no_slices() -> None:
    assert slices(QUESTIONS[5:], (), SHELF) == ()
