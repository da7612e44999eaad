"""A study put together from small runs, by value."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from rag.evaluation.evaluate import evaluate
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RunLine
from rag.evaluation.study import (
    MeasuredRun,
    QuestionPoint,
    Study,
    make_study,
)
from tests.evaluation.examples import Shelf, asked, line, located, showing
from tests.index.examples import WRITTEN

pytestmark = pytest.mark.slow  # of the statistics, which take a second to import

RIGHT, WRONG = located("a.txt", 1), located("z.txt", 1)
QUESTIONS = (asked("1", line("a.txt", 1)), asked("2"), LabelledQuestion("3", "?", kind="other"))


def measured(name: str, *run: RunLine, verbatim: float = 1.0) -> MeasuredRun:
    return MeasuredRun(name, run, evaluate(QUESTIONS, run, verbatim, attributed=1.0))


@cache
def bm25() -> MeasuredRun:
    return measured("bm25", showing("1", WRONG), showing("2", WRONG), showing("3"))


@cache
def dense() -> MeasuredRun:
    shown = showing("1", WRONG, RIGHT), showing("2", silent=True), showing("3")
    return measured("dense", *shown, verbatim=0.9)


@cache
def hybrid() -> MeasuredRun:
    shown = replace(showing("1", RIGHT), seconds=0.5), showing("2", WRONG), showing("3")
    return measured("hybrid", *shown)


def study(*runs: MeasuredRun, main: MeasuredRun) -> Study:
    return make_study("q.jsonl", QUESTIONS, WRITTEN, runs, main, Shelf(RIGHT, WRONG))


def test_the_first_is_what_the_others_are_compared_with() -> None:
    found = study(bm25(), dense(), hybrid(), main=hybrid())
    assert [system.name for system in found.systems] == ["bm25", "dense", "hybrid"]
    gains = {name: pairs["MRR@10"] for name, pairs in found.comparisons.items()}
    assert {name: pair and pair.difference.mean for name, pair in gains.items()} == {
        "dense": 0.5,
        "hybrid": 1.0,
    }
    assert found.main is found.systems[2]
    assert [each.qid for each in found.worst] == ["2"]
    assert found.slices[0].measures == hybrid().evaluation.measures


def test_a_point_for_each_question() -> None:
    assert study(hybrid(), main=hybrid()).main.points == (
        QuestionPoint("1", None, 0.5, answered=True, answerable=True, ndcg=1.0, seconds=0.5),
        QuestionPoint("2", None, 0.5, answered=True, answerable=False, ndcg=None, seconds=None),
        QuestionPoint("3", "other", 0.5, answered=True, answerable=None, ndcg=None, seconds=None),
    )


def test_recall_by_rank_of_each_system() -> None:
    found = study(bm25(), dense(), hybrid(), main=hybrid())
    assert [system.recall_by_rank for system in found.systems] == [
        (0.0,) * 10,
        (0.0,) + (1.0,) * 9,
        (1.0,) * 10,
    ]


def test_what_is_not_proven_is_said_of_the_system_that_shows_it() -> None:
    assert study(bm25(), hybrid(), main=hybrid()).untrusted is None
    assert study(bm25(), dense(), hybrid(), main=hybrid()).untrusted == (
        "not to be trusted, whatever the scores: dense (90.00% verbatim, 100.00% rightly attributed); "
        "rag verify lists what the sources do not prove"
    )
