"""Answers saved as a run and read back, with the quotes that they showed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.runs import Quote, RunLine, load_run, save_run
from rag.output.contract import answer_json
from rag.records import Understood
from tests.evaluation.examples import ANSWER, located, showing

SHOWN = Quote(
    transcript="meeting",
    date="2018-09-12",
    path="2018/meeting.txt",
    lines=(30, 31),
    utterance=4,
    start=100,
    end=111,
    label="Alexander Lukashenko",
    speaker="Alexander Lukashenko",
    role=None,
    parenthetical=None,
    attribution="printed",
    text="Ports\u2028«море»",
)


def test_an_answer_becomes_a_line_of_a_run() -> None:
    taken = RunLine.from_answer("a", ANSWER, seconds=0.25)
    assert replace(taken, saved="") == RunLine(
        qid="a",
        understood=Understood(("Alexander Lukashenko",), "2018-09-01", None, "Sochi", followup=False),
        grade="answers",
        confidence=0.1235,  # as saved, so that a run measures the same when it is loaded again
        passages=(SHOWN,),
        seconds=0.25,
        saved="",
    )
    assert taken.saved == json.dumps({"qid": "a", **answer_json(ANSWER), "seconds": 0.25}, ensure_ascii=False)


def test_what_is_marked_is_placed_in_the_source() -> None:
    hit = replace(ANSWER.hits[0], highlight=(2, 5))
    (passage,) = RunLine.from_answer("a", replace(ANSWER, hits=(hit,))).passages
    assert (passage.start, passage.end, passage.highlight) == (100, 111, (102, 105))


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    run = (
        RunLine.from_answer("a", ANSWER, seconds=0.25),
        RunLine.from_answer("b", replace(ANSWER, grade="nothing", hits=())),
    )
    path = tmp_path / "run.jsonl"
    save_run(path, run)
    assert load_run(path) == run
    assert [json.loads(line)["qid"] for line in path.read_text("utf-8").split("\n")[:-1]] == ["a", "b"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("old", "utf-8")

    def broken() -> Iterator[RunLine]:
        yield RunLine.from_answer("a", ANSWER)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_run(path, broken())
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["", "missing/run.jsonl", "a_file/run.jsonl", "x" * 300])
def test_a_place_where_no_run_can_be_saved(tmp_path: Path, name: str) -> None:
    (tmp_path / "a_file").touch()
    with pytest.raises(EvaluationError, match=r"cannot be saved|no regular file"):
        save_run(tmp_path / name, [RunLine.from_answer("a", ANSWER)])
    assert [path.name for path in tmp_path.iterdir()] == ["a_file"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"qid": 1}, 'here: "qid" is 1; expected text'),
        ({"grade": "yes"}, "here: \"grade\" is 'yes'; expected one of answers, near, nothing"),
        ({"confidence": 1.5}, 'here: "confidence" is 1.5; expected a number from 0 to 1'),
        ({"seconds": -1}, 'here: "seconds" is -1; expected a number from 0 to 1.8e+308'),
        ({"understood": None}, 'here: "understood" is null; expected an object'),
        ({"passages": {}}, 'here: "passages" is {}; expected a list of objects'),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], message: str) -> None:
    line = json.dumps({"qid": "a", **answer_json(ANSWER)} | change)
    with pytest.raises(EvaluationError) as caught:
        RunLine.from_json(line, "here")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rank": 2}, 'here, passages[0]: "rank" is 2; expected 1: passages best first, ranks without gaps'),
        ({"utterance": -1}, 'here, passages[0]: "utterance" is -1; expected a whole number from 0 on'),
        (
            {"source": {"path": "x", "start": 0, "end": 9, "lines": [1]}},
            'here, passages[0], source: "lines" is [1]; expected a list of the first and the last line',
        ),
        (
            {"source": {"start": 0, "lines": [1, 1]}},
            'here, passages[0], source: "path" is missing; expected text',
        ),
        (
            {"highlight": [9, 3]},
            'here, passages[0]: "highlight" is [9, 3]; expected two whole numbers: where it starts, and '
            "where it ends",
        ),
    ],
)
def test_a_wrong_passage_is_named(change: dict[str, object], message: str) -> None:
    form = {"qid": "a", **answer_json(ANSWER)}
    form["passages"][0] |= change
    with pytest.raises(EvaluationError) as caught:
        RunLine.from_json(json.dumps(form), "here")
    assert str(caught.value) == message


def test_a_question_answered_twice_and_a_run_without_answers(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    line = RunLine.from_answer("a", ANSWER)
    save_run(path, [line, line])
    with pytest.raises(EvaluationError, match="line 2: 'a' was answered before; expected each qid once"):
        load_run(path)
    save_run(path, [])
    with pytest.raises(EvaluationError, match="holds no answers"):
        load_run(path)


def test_a_passage_of_the_index_is_quoted_as_an_answer_quotes_it() -> None:
    hit = located("a.txt", 3, "Ports.", speaker=None, date=None, at=50)
    assert showing("1", hit).passages == (Quote.of(hit),)
    assert Quote.of(ANSWER.hits[0]) == SHOWN
    assert SHOWN.passage == replace(ANSWER.hits[0].passage, tokens=0)


def test_what_is_marked_does_not_tell_quotes_apart() -> None:
    assert len({SHOWN, replace(SHOWN, highlight=(102, 105))}) == 1


@pytest.mark.parametrize("name", ["text", "attribution"])
def test_a_line_that_does_not_say_it_all(name: str) -> None:
    form = json.loads(showing("1", located("a.txt", 1)).saved)
    del form["passages"][0][name]
    with pytest.raises(EvaluationError, match=rf'here, passages\[0\]: "{name}" is missing'):
        RunLine.from_json(json.dumps(form), "here")
