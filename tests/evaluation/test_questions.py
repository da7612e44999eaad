"""Question sets as they are read, and as they are refused."""

import json
import os
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.questions import (
    UNJUDGED,
    ExpectedUnderstanding,
    LabelledQuestion,
    RelevantLine,
    RelevantUtterance,
    check_fit,
    load_questions,
    within,
)
from tests.evaluation.examples import asked, line

FULL = {
    "qid": "a",
    "kind": "topic",
    "question": "What of women?",
    "previous": "What of men?",
    "today": "2018-12-28",
    "transcript": "covid_0",
    "understood": {"speakers": ["A", "B"], "from": "2018-01-01", "to": None, "place": None, "followup": True},
    "relevant": [
        {"file": "x.txt", "line": 57, "grade": 2},
        {"transcript": "covid_0", "utterance": 0, "grade": 1},
    ],
    "note": "n",
    "author": "an unknown key is left alone",
}


def write(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines), "utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    assert load_questions(write(tmp_path, FULL)) == (
        LabelledQuestion(
            qid="a",
            question="What of women?",
            kind="topic",
            previous="What of men?",
            today="2018-12-28",
            transcript="covid_0",
            understood=ExpectedUnderstanding(("A", "B"), "2018-01-01", None, None, followup=True),
            relevant=(RelevantLine("x.txt", 57, 2), RelevantUtterance("covid_0", 0, 1)),
            note="n",
        ),
    )


def test_only_qid_and_question_are_required(tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path, {"qid": "a", "question": "b"}))
    assert question == LabelledQuestion("a", "b", None, None, None, None, None, None, (), None)
    assert not question.answerable
    assert not question.unanswerable


def test_no_relevant_line_is_not_the_same_as_no_label(tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path, {"qid": "a", "question": "b", "relevant": []}))
    assert question.relevant == ()
    assert question.unanswerable
    assert not question.answerable


def test_an_absent_key_is_not_judged_while_null_says_nothing_implied(tmp_path: Path) -> None:
    absent = {"qid": "a", "question": "b", "understood": {}}
    null = {
        "qid": "c",
        "question": "d",
        "understood": {"speakers": None, "from": None, "to": None, "place": None},
    }
    first, second = load_questions(write(tmp_path, absent, null))
    assert first.understood == ExpectedUnderstanding(UNJUDGED, UNJUDGED, UNJUDGED, UNJUDGED, UNJUDGED)
    assert second.understood == ExpectedUnderstanding((), None, None, None, UNJUDGED)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"qid": None}, '"qid" is null; expected text'),
        ({"qid": 7}, '"qid" is 7; expected text'),
        ({"question": " "}, "\"question\" is ' '; expected text"),
        ({"previous": ["x"]}, "\"previous\" is ['x']; expected text"),
        ({"today": "yesterday"}, "\"today\" is 'yesterday'; expected a day as YYYY-MM-DD, or null"),
        ({"understood": []}, '"understood" is []; expected an object'),
        ({"relevant": None}, '"relevant" is null; expected a list of objects'),
        ({"relevant": [5]}, '"relevant" is [5]; expected a list of objects'),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = write(tmp_path, {"qid": "before", "question": "b"}, "", FULL | change)
    with pytest.raises(EvaluationError) as caught:
        load_questions(path)
    assert str(caught.value) == f"{path}, line 3: {message}"


@pytest.mark.parametrize(
    ("understood", "message"),
    [
        ({"speakers": "Putin"}, "\"speakers\" is 'Putin'; expected a list of texts"),
        ({"from": "2018-13-01"}, "\"from\" is '2018-13-01'; expected a day as YYYY-MM-DD, or null"),
        (
            {"from": "2018-02-01", "to": "2018-01-01"},
            '"from" is 2018-02-01, after "to", 2018-01-01; expected them in order',
        ),
        ({"followup": None}, '"followup" is null; expected true or false'),
    ],
)
def test_a_wrong_understanding_is_named(tmp_path: Path, understood: object, message: str) -> None:
    path = write(tmp_path, FULL | {"understood": understood})
    with pytest.raises(EvaluationError) as caught:
        load_questions(path)
    assert str(caught.value) == f"{path}, line 1, understood: {message}"


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ({"file": "x.txt", "line": 57}, '"grade" is missing; expected a whole number from 0 on'),
        (
            {"file": "x.txt", "line": 57, "grade": 3},
            '"grade" is 3; expected 1 (helps) or 2 (answers by itself); leave out what does neither',
        ),
        ({"file": "x.txt", "line": 0, "grade": 2}, '"line" is 0; expected a whole number from 1 on'),
        ({"file": "x.txt", "grade": 2}, '"line" is missing; expected a whole number from 1 on'),
        (
            {"transcript": "t", "utterance": True, "grade": 2},
            '"utterance" is true; expected a whole number from 0 on',
        ),
        ({"grade": 2}, 'expected either "file" and "line", or "transcript" and "utterance"'),
        (
            {"file": "x.txt", "line": 57, "transcript": "t", "grade": 2},
            'expected either "file" and "line", or "transcript" and "utterance"',
        ),
        (
            {"file": "a.txt", "line": 1, "grade": 1},
            "labels what an item before it labels; expected each line or utterance once",
        ),
    ],
)
def test_a_wrong_label_is_named(tmp_path: Path, label: dict[str, object], message: str) -> None:
    path = write(tmp_path, FULL | {"relevant": [{"file": "a.txt", "line": 1, "grade": 2}, label]})
    with pytest.raises(EvaluationError) as caught:
        load_questions(path)
    assert str(caught.value) == f"{path}, line 1, relevant[1]: {message}"


def test_a_sentence_that_answers(tmp_path: Path) -> None:
    label = {"file": "a.txt", "line": 1, "grade": 2, "sentence": [10, 25]}
    (question,) = load_questions(write(tmp_path, FULL | {"relevant": [label]}))
    assert question.relevant == (RelevantLine("a.txt", 1, 2, sentence=(10, 25)),)


@pytest.mark.parametrize(
    "sentence", [[5], [5, 5], [9, 5], [-1, 5], [False, 5], ["0", "5"], [0.0, 5.0], "0-5"]
)
def test_no_sentence(tmp_path: Path, sentence: object) -> None:
    label = {"file": "a.txt", "line": 1, "grade": 2, "sentence": sentence}
    with pytest.raises(EvaluationError, match=r'relevant\[0\]: "sentence" is .*; expected two whole numbers'):
        load_questions(write(tmp_path, FULL | {"relevant": [label]}))


def test_what_was_judged_to_be_of_no_help(tmp_path: Path) -> None:
    places = [{"file": "a.txt", "line": 1}, {"transcript": "t", "utterance": 0}]
    (question,) = load_questions(write(tmp_path, FULL | {"irrelevant": places}))
    assert question.irrelevant == (RelevantLine("a.txt", 1, 0), RelevantUtterance("t", 0, 0))
    with pytest.raises(EvaluationError, match=r'irrelevant\[0\]: "line" is missing'):
        load_questions(write(tmp_path, FULL | {"irrelevant": [{"file": "a.txt"}]}))


def test_a_qid_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, FULL, FULL)
    with pytest.raises(EvaluationError) as caught:
        load_questions(path)
    assert str(caught.value) == f"{path}, line 2: \"qid\" is 'a'; expected each qid once in the file"


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no questions"):
        load_questions(write(tmp_path, "", " "))


QUESTIONS = (
    asked("a", line("x.txt", 1), line("y.txt", 2), RelevantUtterance("covid_0", 3, 2)),
    LabelledQuestion("b", "?", transcript="covid_1"),
)


def test_sources_that_are_not_indexed_are_listed() -> None:
    fit = check_fit(QUESTIONS, files=["x.txt"], transcripts=["covid_0", "x"])
    assert (fit.named, fit.missing) == (4, ("covid_1", "y.txt"))
    assert fit.warning == (
        "2 of the 4 sources that the labels name are not indexed ('covid_1', 'y.txt'); "
        "what only they answer counts as not found"
    )


def test_a_question_set_that_fits_gives_no_warning() -> None:
    assert check_fit(QUESTIONS, ["x.txt", "y.txt"], ["covid_0", "covid_1"]).warning is None
    assert check_fit([asked("nothing answers")], [], []).warning is None


def test_questions_over_what_is_not_indexed_are_left_out() -> None:
    assert within(QUESTIONS, ["covid_1"]) == (QUESTIONS, None)
    kept, said = within(QUESTIONS, ["x"])
    assert kept == QUESTIONS[:1]
    assert said == (
        "1 of the 2 questions are left out: they search transcripts that are not indexed ('covid_1')"
    )
    with pytest.raises(EvaluationError, match=r"each question searches .* not indexed \('covid_1'\); name"):
        within(QUESTIONS[1:], ["x"])


def test_a_question_set_of_another_corpus_is_refused() -> None:
    with pytest.raises(
        EvaluationError, match=r"^none of the 4 sources .* \('covid_0', 'covid_1', 'x.txt', …\); name"
    ):
        check_fit(QUESTIONS, files=["z.txt"], transcripts=["z"])


@pytest.mark.data
def test_the_development_question_sets() -> None:
    if "RAG_DEV_DATA" not in os.environ:
        pytest.skip("RAG_DEV_DATA names no development collection")
    data = Path(os.environ["RAG_DEV_DATA"])
    questions = load_questions(data / "kremlin-2018" / "questions.jsonl")
    assert (sum(q.answerable for q in questions), sum(q.unanswerable for q in questions)) == (112, 62)
    understanding = load_questions(data / "kremlin-2018" / "understanding.jsonl")
    assert sum(q.understood is not None and q.relevant is None for q in understanding) == 120
    assert len(load_questions(data / "qmsum" / "questions.jsonl")) == 284
