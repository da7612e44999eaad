"""Broken files and fields become one line with their place."""

from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields, parse_object, read_lines, shown


def test_carriage_returns_end_lines_where_there_are_no_feeds(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\r{"b": 1}\r')
    assert list(read_lines(path)) == [(f"{path}, line 1", '{"a": 1}'), (f"{path}, line 3", '{"b": 1}')]


def test_lines_end_at_a_line_feed_only_and_blank_ones_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('\ufeff{"a": "x\u2028y"}\r\n\r\n \n{"b": 1}'.encode())
    assert list(read_lines(path)) == [
        (f"{path}, line 1", '{"a": "x\u2028y"}'),
        (f"{path}, line 4", '{"b": 1}'),
    ]


def test_a_byte_that_is_not_utf8_is_located(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": "\xe9"}\n')
    with pytest.raises(EvaluationError) as caught:
        list(read_lines(path))
    assert str(caught.value) == f"{path}, line 2: byte 8 is not UTF-8; save it as UTF-8"


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvaluationError, match=r"cannot be read: (No such file|Is a directory)"):
        list(read_lines(tmp_path / name))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": }', "here: not JSON at column 7: Expecting value"),
        ("[1]", "here: [1]; expected one JSON object a line"),
        ("null", "here: null; expected one JSON object a line"),
        ("[" * 100_000, "here: JSON beyond what can be read; expected one object a line"),
        ('{"a": ' + "9" * 5_000 + "}", "here: JSON beyond what can be read; expected one object a line"),
    ],
)
def test_a_line_that_is_no_object(text: str, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        parse_object("here", text)
    assert str(caught.value) == message


def test_values_are_shown_short_and_on_one_line() -> None:
    assert [shown(value) for value in (None, True, "a\nb\u2028\ud800")] == [
        "null",
        "true",
        r"'a\nb\u2028\ud800'",
    ]
    assert len(shown("x" * 1_000)) < 40


def fields(**values: object) -> Fields:
    return Fields("here", values)


def test_fields_come_out_as_they_are() -> None:
    taken = fields(
        t=" a ", e=" ", n=None, d="2018-02-28", i=0, f=1, b=False, l=["x"], o={"k": 2}, m=[{}, {"k": 3}]
    )
    assert taken.text("t") == " a "
    assert [taken.optional_text(name) for name in ("t", "e", "n", "absent")] == [" a ", None, None, None]
    assert [taken.texts(name) for name in ("l", "n", "absent")] == [("x",), (), ()]
    assert [taken.optional_day(name) for name in ("d", "n", "absent")] == ["2018-02-28", None, None]
    assert taken.integer("i", least=0) == 0
    assert taken.number("f", most=1) == 1.0
    assert taken.boolean("b") is False
    assert taken.nested("o") == Fields("here, o", {"k": 2})
    assert taken.nested_list("m")[1] == Fields("here, m[1]", {"k": 3})
    assert "n" in taken
    assert "absent" not in taken


@pytest.mark.parametrize("value", [None, 1, "", " ", ["a"], "\ud800"])
def test_what_is_no_text(value: object) -> None:
    with pytest.raises(EvaluationError, match=r'^here: "x" is .+; expected text$'):
        fields(x=value).text("x")


@pytest.mark.parametrize("value", ["2018-02-29", "20180228", "2018-W09-3", "2018-02-28T00:00", "", 20180228])
def test_what_is_no_day(value: object) -> None:
    with pytest.raises(EvaluationError, match="expected a day as YYYY-MM-DD"):
        fields(x=value).optional_day("x")


@pytest.mark.parametrize("value", [None, True, 0, -1, 1.0, "1"])
def test_what_is_no_whole_number_from_one_on(value: object) -> None:
    with pytest.raises(EvaluationError, match="expected a whole number from 1 on"):
        fields(x=value).integer("x", least=1)


@pytest.mark.parametrize("value", [None, True, "1", -0.1, float("nan"), float("inf"), 10**400])
def test_what_is_no_finite_number(value: object) -> None:
    with pytest.raises(EvaluationError, match=r"expected a number from 0 to 1\.8e"):
        fields(x=value).number("x")


def test_lists_and_objects_of_the_wrong_kind() -> None:
    wrong = fields(x="Putin", y=["a", 1], z=[{}, 1], b=1)
    for name in ("x", "y"):
        with pytest.raises(EvaluationError, match="expected a list of texts"):
            wrong.texts(name)
    for name in ("x", "z", "absent"):
        with pytest.raises(EvaluationError, match="expected a list of objects"):
            wrong.nested_list(name)
    with pytest.raises(EvaluationError, match="expected an object"):
        wrong.nested("x")
    with pytest.raises(EvaluationError, match=r'^here: "b" is 1; expected true or false$'):
        wrong.boolean("b")


def test_a_missing_field_is_called_missing() -> None:
    with pytest.raises(EvaluationError, match=r'^here: "x" is missing; expected text$'):
        fields().text("x")
