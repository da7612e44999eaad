"""A study put together from small runs, by value; its worst questions in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation_examples import Shelf, asked, line, located, showing

from rag.errors import EvaluationError
from rag.evaluation.measures import score_questions
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.report import evaluate
from rag.evaluation.runs import RunLine
from rag.evaluation.study import (
    MOST,
    IndexIdentity,
    LabelledQuote,
    MeasuredRun,
    QuestionPoint,
    Study,
    WorstQuestion,
    make_study,
    worst_questions,
)
from tests.index.test_manifest import WRITTEN

RIGHT, WRONG = located("a.txt", 1), located("z.txt", 1)
QUESTIONS = (asked("1", line("a.txt", 1)), asked("2"), LabelledQuestion("3", "?", kind="other"))


def measured(name: str, *run: RunLine, verbatim: float = 1.0) -> MeasuredRun:
    return MeasuredRun(name, run, evaluate(QUESTIONS, run, verbatim, attributed=1.0))


BM25 = measured("bm25", showing("1", WRONG), showing("2", WRONG), showing("3"))
DENSE = measured("dense", showing("1", WRONG, RIGHT), showing("2", silent=True), showing("3"), verbatim=0.9)
HYBRID = measured("hybrid", replace(showing("1", RIGHT), seconds=0.5), showing("2", WRONG), showing("3"))


def study(*runs: MeasuredRun, main: MeasuredRun) -> Study:
    return make_study("q.jsonl", QUESTIONS, IndexIdentity.of(WRITTEN), runs, main, Shelf(RIGHT, WRONG))


def test_the_first_is_what_the_others_are_compared_with() -> None:
    found = study(BM25, DENSE, HYBRID, main=HYBRID)
    assert [system.name for system in found.systems] == ["bm25", "dense", "hybrid"]
    gains = {name: pairs["MRR@10"] for name, pairs in found.comparisons.items()}
    assert {name: pair and pair.difference.mean for name, pair in gains.items()} == {
        "dense": 0.5,
        "hybrid": 1.0,
    }
    assert found.main is found.systems[2]
    assert [each.qid for each in found.worst] == ["2"]
    assert found.slices[0].measures == HYBRID.evaluation.measures


def test_a_point_for_each_question() -> None:
    assert study(HYBRID, main=HYBRID).main.points == (
        QuestionPoint("1", None, 0.5, answered=True, answerable=True, ndcg=1.0, seconds=0.5),
        QuestionPoint("2", None, 0.5, answered=True, answerable=False, ndcg=None, seconds=None),
        QuestionPoint("3", "other", 0.5, answered=True, answerable=None, ndcg=None, seconds=None),
    )


def test_recall_by_rank_of_each_system() -> None:
    found = study(BM25, DENSE, HYBRID, main=HYBRID)
    assert [system.recall_by_rank for system in found.systems] == [
        (0.0,) * 10,
        (0.0,) + (1.0,) * 9,
        (1.0,) * 10,
    ]


def test_what_is_not_proven_is_said_of_the_system_that_shows_it() -> None:
    assert study(BM25, HYBRID, main=HYBRID).untrusted is None
    assert study(BM25, DENSE, HYBRID, main=HYBRID).untrusted == (
        "not to be trusted, whatever the scores: dense (90.00% verbatim, 100.00% rightly attributed); "
        "rag verify lists what the sources do not prove"
    )


def test_an_answer_that_does_not_say_what_it_showed() -> None:
    saved = showing("1", WRONG).saved.replace('"attribution"', '"attributed"')
    run = measured("old", replace(BM25.run[0], saved=saved), *BM25.run[1:])
    with pytest.raises(EvaluationError, match=r'the answer to 1, passages\[0\]: "attribution" is missing'):
        study(run, main=run)


ANSWER, HELP = located("a.txt", 1, "Grain."), located("a.txt", 2, "Ports.")
NOISE = tuple(located("z.txt", number) for number in (1, 2, 3, 4))
SHELF = Shelf(ANSWER, HELP, *NOISE)


def worst(run: dict[str, RunLine], *qids: str) -> tuple[WorstQuestion, ...]:
    """The worst of these questions; one whose id begins with "no" cannot be answered."""
    questions = [asked(qid) if qid.startswith("no") else asked(qid, line("a.txt", 1)) for qid in qids]
    return worst_questions(questions, run, score_questions(questions, run), SHELF)


def test_lowest_first_then_wrongly_silent_then_wrongly_answered() -> None:
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
        ("wrongly_silent", "right but silent"),
        ("wrongly_answered", "no, sure"),
        ("wrongly_answered", "no, half"),
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
        answered=False,
        confidence=0.25,
        labelled=(
            LabelledQuote(line("a.txt", 1), ANSWER.quote),
            LabelledQuote(help_, HELP.quote),
            LabelledQuote(gone, None),
        ),
        found=tuple(each.quote for each in NOISE[:3]),
    )


def test_there_are_never_more_than_so_many_of_a_fault() -> None:
    run = {f"{number}": showing(f"{number}", NOISE[0]) for number in range(MOST + 1)}
    assert [each.qid for each in worst(run, *run)] == [str(number) for number in range(MOST)]


def test_where_all_is_well_nothing_is_worst() -> None:
    assert worst({"1": showing("1", ANSWER), "no": showing("no", silent=True)}, "1", "no") == ()
