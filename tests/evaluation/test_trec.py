"""TREC files by value, there and back, and against ir-measures."""

from __future__ import annotations

from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EvaluationError
from rag.evaluation.evaluate import evaluate
from rag.evaluation.questions import LabelledQuestion, RelevantPassage, RelevantUtterance
from rag.evaluation.runs import RunLine
from rag.evaluation.trec import (
    document_id,
    is_trec_run,
    load_trec_qrels,
    load_trec_run,
    save_trec_qrels,
    save_trec_run,
)
from tests.builders import cases
from tests.evaluation.examples import Shelf, asked, line, located, showing

pytestmark = pytest.mark.slow

GRAIN, PORTS, GAS = (
    located("a talk.txt", 1, "Grain."),
    located("a talk.txt", 3, "Ports.", at=50),
    located("b:1.txt", 7, "Gas."),
)
SHELF = Shelf(GRAIN, PORTS, GAS)
QUESTIONS = (
    asked("1", line("a talk.txt", 3), line("a talk.txt", 1, 1)),
    asked("q 2", line("b:1.txt", 7), RelevantUtterance("a talk", 0, 1), RelevantUtterance("gone", 0, 2)),
    asked("3"),
    LabelledQuestion("4", "?"),
)
RUN = (
    showing("1", GAS, PORTS),
    showing("q 2", GRAIN, GAS, PORTS),
    showing("3", silent=True),
    showing("4", GRAIN, silent=True),
)


def shown(run: tuple[RunLine, ...]) -> dict[str, list[str]]:
    return {each.qid: [quote.text for quote in each.passages] for each in run}


@pytest.mark.parametrize(
    ("transcript", "expected"),
    [
        ("2018-09-12_58537", "2018-09-12_58537:41:10512-11020"),
        ("a talk: 1/2", "a%20talk%3A%201%2F2:41:10512-11020"),
        ("море\n", "%D0%BC%D0%BE%D1%80%D0%B5%0A:41:10512-11020"),
    ],
)
def test_the_name_of_a_passage(transcript: str, expected: str) -> None:
    assert document_id(transcript, 41, 10512, 11020) == expected


def test_a_run_and_qrels_as_written(tmp_path: Path) -> None:
    save_trec_run(tmp_path / "run", "my run", RUN)
    assert (tmp_path / "run").read_text() == (
        "1 Q0 b%3A1:0:0-4 1 1.000000 my%20run\n"
        "1 Q0 a%20talk:0:50-56 2 0.500000 my%20run\n"
        "q%202 Q0 a%20talk:0:0-6 1 1.000000 my%20run\n"
        "q%202 Q0 b%3A1:0:0-4 2 0.500000 my%20run\n"
        "q%202 Q0 a%20talk:0:50-56 3 0.333333 my%20run\n"
        "4 Q0 a%20talk:0:0-6 1 1.000000 my%20run\n"
    )
    save_trec_qrels(tmp_path / "qrels", QUESTIONS, SHELF)
    assert (tmp_path / "qrels").read_text() == (
        "1 0 a%20talk:0:50-56 2\n"
        "1 0 a%20talk:0:0-6 1\n"
        "q%202 0 b%3A1:0:0-4 2\n"
        "q%202 0 a%20talk:0:0-6 1\n"
        "q%202 0 a%20talk:0:50-56 1\n"
    )


def test_the_highest_grade_of_what_a_passage_covers(tmp_path: Path) -> None:
    wide = located("a.txt", 1)
    labels = line("a.txt", 1, 1), RelevantUtterance("a", 0, 2)
    save_trec_qrels(tmp_path / "qrels", [asked("1", *labels)], Shelf(wide))
    assert (tmp_path / "qrels").read_text() == "1 0 a:0:0-6 2\n"


def test_a_run_comes_back_as_it_was_measured(tmp_path: Path) -> None:
    save_trec_run(tmp_path / "run", "x", RUN)
    back = load_trec_run(tmp_path / "run", QUESTIONS, SHELF)
    assert shown(back) == shown(RUN)
    assert [each.passages for each in back] == [each.passages for each in RUN]
    assert evaluate(QUESTIONS, back).measures == evaluate(QUESTIONS, RUN).measures
    # What the format does not tell.
    assert [(each.grade, each.confidence) for each in back] == [
        ("answers", 1),
        ("answers", 1),
        ("nothing", 0),
        ("answers", 1),
    ]
    assert {(each.understood, each.seconds) for each in back} == {(None, None)}


def test_where_each_label_has_one_passage_other_tools_come_to_the_same(tmp_path: Path) -> None:
    measures = {
        ir_measures.parse_measure("nDCG(gains={1:1,2:3})@10"): "nDCG@10",
        ir_measures.parse_measure("RR(rel=2)@10"): "MRR@10",
        ir_measures.parse_measure("Success(rel=2)@1"): "Success@1",
        ir_measures.parse_measure("R(rel=2)@10"): "Recall@10",
    }
    questions = (QUESTIONS[0], asked("q 2", line("b:1.txt", 7), line("a talk.txt", 1, 1)))
    save_trec_run(tmp_path / "run", "x", RUN)
    save_trec_qrels(tmp_path / "qrels", questions, SHELF)
    theirs = ir_measures.calc_aggregate(
        list(measures),
        ir_measures.read_trec_qrels(str(tmp_path / "qrels")),
        ir_measures.read_trec_run(str(tmp_path / "run")),
    )
    ours = evaluate(questions, RUN).measures
    for measure, name in measures.items():
        mean = ours[name]
        assert mean is not None
        assert theirs[measure] == pytest.approx(mean.mean), name


def test_the_score_decides_and_the_rank_between_equals(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.write_text(
        "1\tQ0\ta%20talk:0:0-6\t1\t-0.5\tx\n\n"
        "other Q0 never:0:0-1 1 9 x\n"
        "1 Q0 b%3A1:0:0-4 3 1e-1 x\n"
        "1 Q0 a%20talk:0:50-56 2 0.1 x\n"
    )
    (found, *others) = load_trec_run(path, QUESTIONS, SHELF)
    assert [quote.text for quote in found.passages] == ["Ports.", "Gas.", "Grain."]
    assert [(each.qid, each.passages, each.grade) for each in others] == [
        ("q 2", (), "nothing"),
        ("3", (), "nothing"),
        ("4", (), "nothing"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 Q0 a%20talk:0:0-6 1 1.0", "line 1: 5 columns; expected 6, QID Q0 DOCUMENT RANK SCORE NAME"),
        ("1 Q0 a%20talk:0:0-6 1 1.0 my run", "line 1: 7 columns"),
        ("1 Q0 a%20talk:0:0-6 first 1.0 x", "line 1: the rank is 'first'; expected a whole number"),
        ("1 Q0 a%20talk:0:0-6 ٣ 1.0 x", "line 1: the rank is '٣'"),
        ("1 Q0 a%20talk:0:0-6 1 best x", "line 1: the score is 'best'; expected a number"),
        ("1 Q0 a%20talk:0:0-6 1 nan x", "line 1: the score is 'nan'"),
        ("1 Q0 a%20talk:0:0-6 1 1e999 x", "line 1: the score is '1e999'"),
        ("1 Q0 a%20talk:0:0-7 1 1 x", "line 1: the index has no passage 'a%20talk:0:0-7'"),
        ("1 Q0 gone:0:0-6 1 1 x", "line 1: the index has no passage 'gone:0:0-6'"),
        ("1 Q0 clueweb12-0000 1 1 x", "expected TRANSCRIPT:UTTERANCE:START-END of this index"),
        (f"1 Q0 a%20talk:{'9' * 5000}:0-6 1 1 x", "line 1: the index has no passage"),
        ("1 Q0 %ff:0:0-6 1 1 x", "line 1: the index has no passage '%ff:0:0-6'"),
        ("1 Q0 b%3A1:0:0-4 1 1 x\n1 Q0 b%3A1:0:0-4 2 0 x", "line 2: 'b%3A1:0:0-4' stands twice"),
        ("7 Q0 b%3A1:0:0-4 1 1 x", "answers none of the 4 questions"),
        ("", "answers none of the 4 questions"),
    ],
)
def test_what_is_no_run_of_these_questions(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "run"
    path.write_text(text, "utf-8")
    with pytest.raises(EvaluationError) as caught:
        load_trec_run(path, QUESTIONS, SHELF)
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"), [("1 Q0 a:0:0-6 1 1 x", True), ('\n  {"qid": 1}', False), ("", False)]
)
def test_which_kind_of_run_a_file_is(tmp_path: Path, text: str, expected: bool) -> None:
    (tmp_path / "run").write_text(text)
    assert is_trec_run(tmp_path / "run") is expected


NAME = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@given(name=NAME, qid=NAME)
@cases(25)  # each example is synced to disk
def test_any_name_survives(tmp_path_factory: pytest.TempPathFactory, name: str, qid: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    each = located(f"{name}.txt", 1)
    save_trec_run(path, name, [showing(qid, each)])
    (back,) = load_trec_run(path, [LabelledQuestion(qid, "?")], Shelf(each))
    assert (back.qid, back.passages[0].transcript) == (qid, each.passage.transcript)


def qrels(tmp_path: Path, text: str) -> tuple[LabelledQuestion, ...]:
    path = tmp_path / "labels.qrels"
    path.write_text(text, "utf-8")
    return load_trec_qrels(path, QUESTIONS, SHELF)


def test_qrels_as_labels(tmp_path: Path) -> None:
    found = qrels(
        tmp_path,
        "1 0 a%20talk:0:50-56 2\n1 0 a%20talk:0:0-6 0\nq%202 0 b%3A1:0:0-4 1\nelsewhere 0 unknown 2\n",
    )
    assert found[0].relevant == (RelevantPassage("a talk", 0, (50, 56), 2),)
    assert found[0].irrelevant == (RelevantPassage("a talk", 0, (0, 6), 0),)
    assert found[1].relevant == (RelevantPassage("b:1", 0, (0, 4), 1),)
    assert found[2:] == QUESTIONS[2:]  # qrels cannot say that nothing answers


def test_labels_by_passage_are_measured_as_trec_eval_does(tmp_path: Path) -> None:
    save_trec_qrels(tmp_path / "labels.qrels", QUESTIONS, SHELF)
    save_trec_run(tmp_path / "run", "run", RUN)
    labelled = load_trec_qrels(tmp_path / "labels.qrels", QUESTIONS, SHELF)
    ours = {score.qid: score for score in evaluate(labelled, RUN).scores}
    theirs = ir_measures.iter_calc(
        [ir_measures.nDCG(gains={1: 1, 2: 3}) @ 10],
        ir_measures.read_trec_qrels(str(tmp_path / "labels.qrels")),
        ir_measures.read_trec_run(str(tmp_path / "run")),
    )
    found = {metric.query_id: metric.value for metric in theirs}
    assert found["1"] == pytest.approx(ours["1"].ndcg) and 0 < found["1"] < 1
    assert found["q%202"] == pytest.approx(ours["q 2"].ndcg) and 0 < found["q%202"] < 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 0 a%20talk:0:50-56", "line 1: 3 columns; expected 4, QID 0 DOCUMENT GRADE"),
        ("1 0 a%20talk:0:50-56 3", "line 1: the grade is '3'; expected 0, 1 or 2"),
        ("1 0 a%20talk:0:50-56 x", "line 1: the grade is 'x'; expected 0, 1 or 2"),
        ("1 0 a%20talk:0:50-57 1", "line 1: the index has no passage 'a%20talk:0:50-57'"),
        ("1 0 a%20talk:0:0-6 1\n1 0 a%20talk:0:0-6 1", "line 2: 'a%20talk:0:0-6' stands twice"),
        ("9 0 a%20talk:0:0-6 1", "judges none of the 4 questions; expected their qids"),
    ],
)
def test_broken_qrels(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        qrels(tmp_path, text)
    assert message in str(caught.value)
