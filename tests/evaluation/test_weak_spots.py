"""Slices by value: which question stands where; and the worst questions in order."""

from __future__ import annotations

import pytest

from rag.evaluation.measures import score_questions
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.statistics import Estimate
from rag.evaluation.weak_spots import (
    FEW,
    LISTED,
    LabelledQuote,
    Slice,
    WorstQuestion,
    slices,
    worst_questions,
)
from tests.evaluation.examples import Shelf, answered, asked, line, located, passage, showing

pytestmark = pytest.mark.slow

CORPUS = Shelf(
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
    return slices(QUESTIONS, score_questions(QUESTIONS, RUN), CORPUS)


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
    assert slices(QUESTIONS[5:], (), CORPUS) == ()


ANSWER, HELP = located("a.txt", 1, "Grain."), located("a.txt", 2, "Ports.")
NOISE = tuple(located("z.txt", number) for number in (1, 2, 3, 4))
SHELF = Shelf(ANSWER, HELP, *NOISE)


def worst(run: dict[str, RunLine], *qids: str) -> tuple[WorstQuestion, ...]:
    """The worst of these questions; one whose id begins with "no" cannot be answered."""
    questions = [asked(qid) if qid.startswith("no") else asked(qid, line("a.txt", 1)) for qid in qids]
    return worst_questions(questions, run, score_questions(questions, run), SHELF)


def test_lowest_first_then_hidden_then_vouched_for() -> None:
    run = {
        "second": showing("second", NOISE[0], ANSWER),
        "doubtful": showing("doubtful", NOISE[0], confidence=0.2),
        "sure": showing("sure", NOISE[0], confidence=0.9),
        "right": showing("right", ANSWER),
        "right but silent": showing("right but silent", ANSWER, silent=True),
        "wrong and silent": showing("wrong and silent", NOISE[0], silent=True, confidence=0.1),
        "no, said": showing("no, said", NOISE[0], silent=True),
        "no, half": showing("no, half", NOISE[0], confidence=0.6),
        "no, sure": showing("no, sure", NOISE[0], confidence=0.8),
    }
    assert [(each.fault, each.qid) for each in worst(run, *run)] == [
        ("ranked_low", "sure"),
        ("ranked_low", "doubtful"),
        ("ranked_low", "wrong and silent"),
        ("ranked_low", "second"),
        ("hidden", "right but silent"),
        ("vouched", "no, sure"),
        ("vouched", "no, half"),
    ]


def test_each_stands_with_what_was_labelled_and_what_was_found() -> None:
    help_, gone = line("a.txt", 2, 1), line("gone.txt", 7, 1)
    question = asked("1", help_, gone, line("a.txt", 1), kind="topic")
    run = {"1": showing("1", *NOISE, silent=True, confidence=0.25)}
    (found,) = worst_questions([question], run, score_questions([question], run), SHELF)
    assert found == WorstQuestion(
        fault="ranked_low",
        qid="1",
        kind="topic",
        question="Question 1?",
        previous=None,
        ndcg=0.0,
        grade="nothing",
        confidence=0.25,
        labelled=(
            LabelledQuote(line("a.txt", 1), Quote.of(ANSWER)),
            LabelledQuote(help_, Quote.of(HELP)),
            LabelledQuote(gone, None),
        ),
        found=tuple(Quote.of(each) for each in NOISE[:3]),
    )


def test_there_are_never_more_than_so_many_of_a_fault() -> None:
    run = {f"{number}": showing(f"{number}", NOISE[0]) for number in range(LISTED + 1)}
    assert [each.qid for each in worst(run, *run)] == [str(number) for number in range(LISTED)]


def test_where_all_is_well_nothing_is_worst() -> None:
    assert worst({"1": showing("1", ANSWER), "no": showing("no", silent=True)}, "1", "no") == ()
