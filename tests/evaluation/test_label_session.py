"""Labelling over an index: what is found, what is written, undone, compared, and what is near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import EvaluationError, QuestionError
from rag.evaluation.label_session import Labelling
from rag.evaluation.questions import load_questions
from tests.corpora import TEXTS, lines

pytestmark = pytest.mark.slow

GRAIN, GAS = "Who ships grain through the ports?", "What of gas?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    path.write_text(lines({"qid": "1", "question": GRAIN}, {"qid": "2", "question": GAS}), "utf-8")
    return path


@pytest.fixture
def labelling(file: Path, archive: Archive) -> Labelling:
    return Labelling(file, archive)


def form(labelling: Labelling, qid: str = "1") -> dict[str, object]:
    return dict(labelling.file.entries()[qid].fields.values)


def judge_all(labelling: Labelling, qid: str, grade: int) -> None:
    for item in labelling.view(qid).items:
        labelling.grade(qid, item.key, 0, grade)


def test_what_the_systems_find_is_judged(labelling: Labelling) -> None:
    view = labelling.view("1")
    texts = [hit.passage.text for item in view.items for hit in item.hits]
    assert set(texts) <= set(TEXTS)
    assert {"We ship grain through the ports.", "Ports, ports and a school."} <= set(texts)
    assert texts == sorted(texts, key=TEXTS.index)
    assert view.left == len(view.items)


def test_grades_are_written_at_once_and_taken_back(labelling: Labelling, file: Path) -> None:
    before, item = file.read_bytes(), labelling.view("1").items[0]
    labelling.grade("1", item.key, 0, 2)
    assert form(labelling)["relevant"] == [{"transcript": "council-1", "utterance": 0, "grade": 2}]
    labelling.skip("1", labelling.view("1").items[1].key)
    assert labelling.undo() == ("1", labelling.view("1").items[1].key)
    assert labelling.undo() == ("1", item.key)
    assert file.read_bytes() == before
    with pytest.raises(EvaluationError, match="nothing to undo"):
        labelling.undo()


def test_a_question_is_taken_up_where_another_program_left_it(
    labelling: Labelling, file: Path, archive: Archive
) -> None:
    judge_all(labelling, "1", 1)
    again = Labelling(file, archive)
    assert (again.view("1").left, again.states()["1"].labelled, again.states()["2"].labelled) == (
        0,
        True,
        False,
    )


def test_nothing_answers_after_three_other_searches(labelling: Labelling, file: Path) -> None:
    judge_all(labelling, "2", 0)
    with pytest.raises(EvaluationError, match="search 3 more wordings"):
        labelling.unanswerable("2")
    for words in ("the price of fuel", "energy and fuel", "heating costs"):
        labelling.search("2", words)
        judge_all(labelling, "2", 0)
    labelling.unanswerable("2")
    question = load_questions(file)[1]
    assert question.unanswerable
    assert form(labelling, "2")["searched"] == ["the price of fuel", "energy and fuel", "heating costs"]
    assert labelling.states()["2"].labelled


def test_another_wording_adds_what_it_finds(labelling: Labelling) -> None:
    before = {item.key for item in labelling.view("2").items}
    added = labelling.search("2", "Every school needs a teacher")
    after = {item.key for item in labelling.view("2").items}
    assert (before < after, len(after - before)) == (added > 0, added)
    for words, error in ((" ", QuestionError), (GAS, EvaluationError), ("ports " * 400, QuestionError)):
        with pytest.raises(error):
            labelling.search("2", words)


def test_questions_are_added_and_near_ones_told(labelling: Labelling, file: Path) -> None:
    assert labelling.add(" Whose school has a teacher? ", "topic", "") == "q-001"
    added = {"qid": "q-001", "kind": "topic", "question": "Whose school has a teacher?"}
    assert json.loads(file.read_text("utf-8").splitlines()[-1]) == added
    ((score, nearest),) = labelling.similar("a teacher in a school")
    assert (round(score, 3), nearest.qid) == (1.0, "q-001")
    assert labelling.similar("Attack no one") == ()
    for text, error in (("  ", EvaluationError), ("ports " * 400, EvaluationError)):
        with pytest.raises(error):
            labelling.add(text, "", "")
    labelling.undo()
    assert "q-001" not in labelling.questions()


def test_a_second_judge_judges_what_the_first_did_and_sees_none_of_it(
    labelling: Labelling, file: Path, archive: Archive
) -> None:
    view = labelling.view("1")
    for number, item in enumerate(view.items):
        labelling.grade("1", item.key, 0, number % 3)
    second = Labelling(file, archive, "anna")
    assert [item.key for item in second.view("1").items] == [item.key for item in view.items]
    assert second.view("1").left == len(view.items)
    for number, item in enumerate(view.items):
        second.grade("1", item.key, 0, 0 if number == 2 else number % 3)
    agreed = labelling.agreements()["anna"]
    assert [(qid, first, other) for qid, _, first, other in agreed.apart] == [("1", 2, 0)]
    assert agreed.judged == len(view.items)
    assert load_questions(file)[0].relevant == labelling.states()["1"].relevant


@pytest.mark.parametrize(
    ("key", "place", "grade"), [("nothing", 0, 1), ("", 0, 1), (None, 9, 1), (None, 0, 3)]
)
def test_mistakes_change_nothing(
    labelling: Labelling, file: Path, key: str | None, place: int, grade: int
) -> None:
    before = file.read_bytes()
    with pytest.raises(EvaluationError):
        labelling.grade("1", labelling.view("1").items[0].key if key is None else key, place, grade)
    with pytest.raises(EvaluationError, match="no question 'z'"):
        labelling.view("z")
    assert file.read_bytes() == before


def test_a_set_of_another_corpus_is_refused(tmp_path: Path, archive: Archive) -> None:
    path = tmp_path / "other.jsonl"
    label = {"file": "elsewhere.txt", "line": 1, "grade": 2}
    path.write_text(lines({"qid": "1", "question": "Who?", "relevant": [label]}), "utf-8")
    with pytest.raises(EvaluationError, match="none of the 1 sources"):
        Labelling(path, archive)
