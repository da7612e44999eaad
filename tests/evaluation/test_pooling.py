"""What a pool asks a person to judge, and how the judgements come back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.pooling import load_judged, merge, pool, save_pool
from rag.evaluation.questions import LabelledQuestion, RelevantLine, RelevantUtterance, load_questions
from tests.evaluation.examples import asked, line, located, showing

pytestmark = pytest.mark.slow

LABELLED, A, B, C = (located(f"{name}.txt", 5) for name in "kabc")
TALK = located("talk.jsonl", 1)
QUESTIONS = (
    asked("1", line("k.txt", 5), kind="topic"),
    LabelledQuestion("2", "And then?", previous="What?", irrelevant=(RelevantLine("a.txt", 5, 0),)),
)
RUNS = (
    (showing("1", C, LABELLED, A), showing("2", A, TALK)),
    (showing("1", B, C), showing("2", TALK), showing("of another set", B)),
)


def written(path: Path, *forms: object) -> Path:
    path.write_text("".join(json.dumps(form) + "\n" for form in forms), "utf-8")
    return path


def names(depth: int) -> list[tuple[str, str]]:
    return [(question.qid, quote.path) for question, quote in pool(QUESTIONS, RUNS, depth).pairs]


def test_what_no_label_covers_in_the_order_of_the_sources() -> None:
    assert names(8) == [("1", "a.txt"), ("1", "b.txt"), ("1", "c.txt"), ("2", "talk.jsonl")]
    assert names(1) == [("1", "b.txt"), ("1", "c.txt"), ("2", "talk.jsonl")]
    assert pool(QUESTIONS, RUNS, 8).summary == "4 of 6 passages are to be judged (33% are judged)"


def test_the_order_does_not_show_who_found_it() -> None:
    assert pool(QUESTIONS, RUNS, 8) == pool(QUESTIONS, RUNS[::-1], 8)


def test_a_line_of_a_pool(tmp_path: Path) -> None:
    save_pool(tmp_path / "pool.jsonl", pool(QUESTIONS, RUNS, 1))
    first, *_, last = (json.loads(text) for text in (tmp_path / "pool.jsonl").read_text("utf-8").splitlines())
    assert first == {
        "qid": "1",
        "question": "Question 1?",
        "previous": None,
        "speaker": "Vladimir Putin",
        "date": "2018-09-12",
        "passage": "Ports.",
        "start": 0,
        "file": "b.txt",
        "line": 5,
        "lines": [5],
        "grade": None,
        "sentence": None,
    }
    assert (last["previous"], last["transcript"], last["utterance"]) == ("What?", "talk.jsonl", 0)
    assert not {"file", "line", "lines"} & last.keys()


def test_each_paragraph_of_a_passage_has_its_line(tmp_path: Path) -> None:
    long = located("a.txt", 5, "One.\n\nTwo.\n \nThree.")
    long = replace(long, passage=replace(long.passage, lines=(5, 9)))
    save_pool(tmp_path / "pool.jsonl", pool(QUESTIONS, [[showing("1", long)]], 8))
    form = json.loads((tmp_path / "pool.jsonl").read_text("utf-8"))
    assert (form["line"], form["lines"]) == (5, [5, 7, 9])


def test_what_is_filled_in_comes_back(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pool.jsonl",
        {"qid": "1", "file": "a.txt", "line": 6, "lines": [5, 6], "grade": 2},
        {"qid": "1", "file": "b.txt", "line": 5, "lines": [5], "grade": 0},
        {"qid": "1", "file": "b.txt", "line": 5, "lines": [5], "grade": 1},
        {"qid": "2", "transcript": "talk", "utterance": 0, "grade": 0},
        {"qid": "2", "transcript": "talk", "utterance": 1, "grade": None},
    )
    judged = load_judged(path)
    assert {qid: list(labels.values()) for qid, labels in judged.labels.items()} == {
        "1": [RelevantLine("a.txt", 6, 2), RelevantLine("b.txt", 5, 1)],
        "2": [RelevantUtterance("talk", 0, 0)],
    }
    assert judged.left == 1


def test_the_words_that_answer_become_offsets(tmp_path: Path) -> None:
    form = {"qid": "1", "file": "a.txt", "line": 6, "grade": 2, "passage": "Yes. Grain goes.", "start": 40}
    filled = written(tmp_path / "pool.jsonl", form | {"sentence": " Grain goes. "})
    questions = written(tmp_path / "q.jsonl", {"qid": "1", "question": "?"})
    merge(questions, load_judged(filled), tmp_path / "new.jsonl")
    (question,) = load_questions(tmp_path / "new.jsonl")
    assert question.relevant == (RelevantLine("a.txt", 6, 2, sentence=(45, 56)),)
    for words in ("Grain went.", "e"):
        with pytest.raises(EvaluationError, match=r'"sentence" is .* once, to the character'):
            load_judged(written(tmp_path / "pool.jsonl", form | {"sentence": words}))


def test_a_merged_set_keeps_what_it_held(tmp_path: Path) -> None:
    old = {
        "qid": "1",
        "question": "Grüße?",
        "mine": [1],
        "relevant": [{"file": "k.txt", "line": 5, "grade": 1}],
    }
    questions = written(tmp_path / "q.jsonl", old, {"qid": "2", "question": "?"})
    filled = written(
        tmp_path / "pool.jsonl",
        {"qid": "1", "file": "k.txt", "line": 5, "grade": 1},  # known already
        {"qid": "1", "file": "a.txt", "line": 6, "grade": 2},
        {"qid": "1", "file": "b.txt", "line": 5, "grade": 0},
        {"qid": "2", "transcript": "talk", "utterance": 0, "grade": 0},
    )
    merged = tmp_path / "new.jsonl"
    assert merge(questions, load_judged(filled), merged) == (
        "1 labels of grade 2 and 0 of grade 1 added, 2 places judged to be of no help, "
        "0 lines of the pool still open"
    )
    first, second = (json.loads(text) for text in merged.read_text("utf-8").splitlines())
    assert first == old | {
        "relevant": [*old["relevant"], {"file": "a.txt", "line": 6, "grade": 2}],
        "irrelevant": [{"file": "b.txt", "line": 5}],
    }
    assert "relevant" not in second  # that a pool holds no answer does not say that there is none
    assert "ü" in merged.read_text("utf-8")
    again = tmp_path / "again.jsonl"
    assert merge(merged, load_judged(filled), again).startswith(
        "0 labels of grade 2 and 0 of grade 1 added, 0"
    )
    assert again.read_bytes() == merged.read_bytes()


def test_a_merged_set_asks_for_nothing_again(tmp_path: Path) -> None:
    forms = [{"qid": "1", "question": "?"}, {"qid": "2", "question": "?"}]
    questions = written(tmp_path / "q.jsonl", *forms)
    save_pool(tmp_path / "pool.jsonl", pool(load_questions(questions), RUNS, 8))
    lines = (tmp_path / "pool.jsonl").read_text("utf-8").splitlines()
    filled = [json.loads(text) | {"grade": number % 3} for number, text in enumerate(lines)]
    merge(questions, load_judged(written(tmp_path / "filled.jsonl", *filled)), tmp_path / "new.jsonl")
    assert pool(load_questions(tmp_path / "new.jsonl"), RUNS, 8).pairs == ()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"file": "a.txt", "line": 1}, '"grade" is missing; expected a whole number from 0 on'),
        (
            {"file": "a.txt", "line": 1, "grade": 3},
            '"grade" is 3; expected 0 (of no help), 1 (helps), 2 (answers by itself), or null',
        ),
        ({"file": "a.txt", "line": 1, "grade": "2"}, "\"grade\" is '2'; expected a whole number from 0 on"),
        ({"grade": 2}, 'expected either "file" and "line", or "transcript" and "utterance"'),
        (
            {"file": "a.txt", "line": 9, "lines": [5, 7], "grade": 2},
            '"line" is 9; expected one of [5, 7], the lines of the passage',
        ),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path: Path, form: dict[str, object], message: str) -> None:
    path = written(tmp_path / "pool.jsonl", {"qid": "1"} | form)
    with pytest.raises(EvaluationError) as caught:
        load_judged(path)
    assert str(caught.value) == f"{path}, line 1: {message}"


def test_judgements_that_do_not_fit(tmp_path: Path) -> None:
    questions = written(
        tmp_path / "q.jsonl",
        {"qid": "1", "question": "?", "relevant": [{"file": "k.txt", "line": 5, "grade": 1}]},
    )
    other = written(tmp_path / "other.jsonl", {"qid": "9", "file": "k.txt", "line": 5, "grade": 1})
    with pytest.raises(EvaluationError, match="has no question '9'; the pool is of another set"):
        merge(questions, load_judged(other), tmp_path / "new.jsonl")
    differs = written(tmp_path / "differs.jsonl", {"qid": "1", "file": "k.txt", "line": 5, "grade": 2})
    with pytest.raises(EvaluationError, match="has grade 1 there and 2 in the pool"):
        merge(questions, load_judged(differs), tmp_path / "new.jsonl")
    assert not (tmp_path / "new.jsonl").exists()
