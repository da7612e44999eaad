"""What is judged, what becomes of the labels, what comes next, and how far two judges agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from rag.errors import EvaluationError
from rag.evaluation.labelling import (
    Item,
    JudgeLabels,
    agreement,
    items,
    judged,
    judges,
    minutes_left,
    next_item,
    next_question,
    part_of,
    read_labels,
    searched,
    settled,
    skipped,
    unanswerable,
    unchecked,
    with_part,
)
from rag.evaluation.line_files import Fields
from rag.evaluation.questions import Relevant, RelevantLine, RelevantUtterance
from rag.output.contract import Json
from rag.records import Hit, Passage
from tests.evaluation.examples import ANSWER

pytestmark = pytest.mark.slow


def found(source: str, first: int, text: str = "Grain.", start: int = 0, utterance: int = 0) -> Hit:
    lines = (first, first + text.count("\n"))
    passage = Passage(source.split(".")[0], utterance, start, start + len(text), lines, 3, text)
    return replace(ANSWER.hits[0], passage=passage, source=source)


A, B, LONG = found("a.txt", 5), found("b.txt", 7), found("c.txt", 1, "One.\n\nTwo.")
ITEMS = items((LONG, B, A))
FIRST, SECOND, THIRD = ITEMS


def labels(form: Json) -> JudgeLabels:
    return read_labels(Fields("", form))


def grade(form: Json, item: Item, grade: int, place: int = 0) -> Json:
    return judged(Fields("", form), item, item.places[place], grade)


def test_passages_stand_in_the_order_of_the_sources_each_place_once() -> None:
    talk = [found("t.jsonl", 1, utterance=3, start=start) for start in (0, 90)]
    part = found("a.txt", 5, start=40)
    longer = found("b.txt", 7, "Gas.\n\nOil.", start=20)
    made = items((*talk[::-1], LONG, part, longer, B, A, A))
    assert [[hit.passage.start for hit in item.hits] for item in made] == [[0, 40], [0, 20], [0], [0, 90]]
    assert [item.places for item in made] == [
        (RelevantLine("a.txt", 5, 0),),
        (RelevantLine("b.txt", 7, 0), RelevantLine("b.txt", 9, 0)),
        (RelevantLine("c.txt", 1, 0), RelevantLine("c.txt", 3, 0)),
        (RelevantUtterance("t", 3, 0),),
    ]
    assert len({item.key for item in made}) == 4


def test_grades_go_into_the_lists_of_the_contract() -> None:
    form = grade(grade(grade({"qid": "1", "mine": 1}, FIRST, 2), SECOND, 0), THIRD, 1, place=1)
    assert form == {
        "qid": "1",
        "mine": 1,
        "relevant": [{"file": "a.txt", "line": 5, "grade": 2}, {"file": "c.txt", "line": 3, "grade": 1}],
        "irrelevant": [{"file": "b.txt", "line": 7}],
    }
    assert [labels(form).grade(item) for item in ITEMS] == [2, 0, 1]


def test_a_second_grade_takes_the_place_of_the_first_and_keeps_what_else_stands_there() -> None:
    form: Json = {"relevant": [{"file": "a.txt", "line": 5, "grade": 2, "sentence": [0, 3], "mine": "x"}]}
    lower = {"file": "a.txt", "line": 5, "grade": 1, "sentence": [0, 3], "mine": "x"}
    assert grade(form, FIRST, 1) == {"relevant": [lower]}
    assert grade(form, SECOND, 0)["relevant"] == form["relevant"]
    assert grade(grade(form, FIRST, 0), FIRST, 1) == {"relevant": [{"file": "a.txt", "line": 5, "grade": 1}]}


def test_no_grade_claims_by_itself_that_nothing_answers() -> None:
    assert grade({"relevant": [{"file": "a.txt", "line": 5, "grade": 2}]}, FIRST, 0) == {
        "irrelevant": [{"file": "a.txt", "line": 5}]
    }
    assert "relevant" not in grade({}, FIRST, 0)
    assert grade({"relevant": []}, FIRST, 0)["relevant"] == []  # as somebody said before


def test_grade_0_takes_back_the_labels_of_all_lines_of_a_passage() -> None:
    both = grade(grade({}, THIRD, 1), THIRD, 2, place=1)
    assert (len(both["relevant"]), labels(both).grade(THIRD)) == (2, 2)
    assert grade(both, THIRD, 0) == {"irrelevant": [{"file": "c.txt", "line": 1}]}


def test_what_is_skipped_is_kept_until_it_is_judged() -> None:
    form = skipped(Fields("", skipped(Fields("", {}), FIRST)), FIRST)
    assert form == {"skipped": [{"file": "a.txt", "line": 5}]}
    assert labels(form).is_skipped(FIRST)
    assert grade(form, FIRST, 0) == {"irrelevant": [{"file": "a.txt", "line": 5}]}


def test_a_second_judges_labels_are_a_part_of_their_own() -> None:
    fields = Fields("", {"qid": "1", "relevant": [], "judges": {"B": {"skipped": []}}})
    form = with_part(fields, "C", grade({}, FIRST, 2))
    mine = {"relevant": [{"file": "a.txt", "line": 5, "grade": 2}]}
    assert form == {"qid": "1", "relevant": [], "judges": {"B": {"skipped": []}, "C": mine}}
    assert judges(form) == ("B", "C")
    assert part_of(Fields("", form), "C").values == mine
    assert part_of(Fields("", form), "D").values == {}
    assert part_of(Fields("", form), None).values == form
    with pytest.raises(EvaluationError, match=r'"judges" is .*; expected an object'):
        with_part(Fields("", {"judges": 3}), "B", {})


def test_other_words_are_other_words() -> None:
    form = searched(Fields("", {}), "Who ships grain?", "exports of wheat")
    assert form == {"searched": ["exports of wheat"]}
    for words in ("Grain ships, who", "wheat: of exports!"):
        with pytest.raises(EvaluationError, match="searched already"):
            searched(Fields("", form), "Who ships grain?", words)
    with pytest.raises(EvaluationError, match="no words"):
        searched(Fields("", form), "Who ships grain?", " ?! ")


def test_nothing_answers_only_after_other_wordings_and_with_every_passage_judged() -> None:
    form: Json = {"searched": ["a", "b"]}
    assert unchecked(labels(form), ITEMS) == "not every passage is judged"
    for item in ITEMS:
        form = grade(form, item, 0)
    assert unchecked(labels(form), ITEMS) == "search 1 more wording first"
    with pytest.raises(EvaluationError, match="search 1 more wording first"):
        unanswerable(Fields("", form), ITEMS)
    form = unanswerable(Fields("", form | {"searched": ["a", "b", "c"]}), ITEMS)
    assert form["relevant"] == []
    assert unchecked(labels(grade(form, FIRST, 1)), ITEMS) == "a passage that answers or helps is labelled"


def test_a_question_is_labelled_once_nothing_is_left() -> None:
    form = settled(grade(grade({}, FIRST, 2), SECOND, 0), ITEMS)
    assert "labelled" not in form
    form = settled(grade(form, THIRD, 0), ITEMS)
    assert labels(form).labelled
    assert "labelled" not in settled(grade(form, FIRST, 0), ITEMS)


def test_the_next_passage_is_one_to_judge_then_one_that_was_skipped() -> None:
    assert next_item(ITEMS, labels({})) == FIRST
    assert next_item(ITEMS, labels({}), FIRST.key) == SECOND
    form = skipped(Fields("", {}), FIRST)
    assert next_item(ITEMS, labels(form)) == SECOND
    assert next_item(ITEMS, labels(grade(form, SECOND, 0)), THIRD.key) == THIRD
    form = grade(grade(form, SECOND, 0), THIRD, 0)
    assert next_item(ITEMS, labels(form)) == FIRST
    assert next_item(ITEMS, labels(form), THIRD.key) is None  # each round shows it once
    assert next_item(ITEMS, labels(grade(form, FIRST, 0))) is None


def test_the_next_question_is_an_open_one_then_one_with_skipped_passages() -> None:
    done, put_off, empty = labels({"labelled": True}), labels(skipped(Fields("", {}), FIRST)), labels({})
    states = {"1": put_off, "2": done, "3": empty, "4": empty}
    assert [next_question(states, after) for after in (None, "3", "4", "gone")] == ["3", "4", "3", "3"]
    assert next_question({"1": put_off, "2": done}) == "1"
    assert next_question({"1": put_off, "2": done}, "1") is None
    assert next_question({}) is None


def test_the_time_left_is_that_of_the_last_grades_without_pauses() -> None:
    assert minutes_left([0, 10, 20], 30) is None
    assert minutes_left([0, 10, 20, 500, 510], 30) == 5


def test_two_judges_are_compared_on_what_both_judged() -> None:
    one = labels(grade(grade(grade({}, FIRST, 2), SECOND, 0), THIRD, 1, place=1))
    other = labels(grade(grade({}, FIRST, 0), THIRD, 1))

    def covering(label: Relevant) -> Iterable[Hit]:
        return [item.hits[0] for item in ITEMS if item.covered(label)]

    agreed = agreement({"q": (one, other), "alone": (one, labels({}))}, covering)
    assert (agreed.judged, agreed.apart) == (2, (("q", FIRST, 2, 0),))
    assert agreed.kappa == 0  # (2, 0) and (1, 1): as far apart as by chance
