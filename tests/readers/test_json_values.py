"""JSON a value a line, or over several lines."""

from __future__ import annotations

import pytest

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES
from rag.readers.json_values import JsonRow, json_values


def test_a_value_a_line_and_values_over_several() -> None:
    assert list(json_values(b'\n{"a": 1}\n{"a": 2}')) == [((2, 2), {"a": 1}), ((3, 3), {"a": 2})]
    assert list(json_values(b'{\n"a": 1\n}\n\n{"a":\n2}\n')) == [((1, 3), {"a": 1}), ((5, 6), {"a": 2})]
    assert list(json_values(b'{"a": 1}\r\r{"a": 2}\r')) == [((1, 1), {"a": 1}), ((3, 3), {"a": 2})]


def test_an_array_stands_for_its_items_but_one_of_utterances_for_itself() -> None:
    assert list(json_values(b'[{"id": 1},\n{"id": 2}]')) == [((1, 2), {"id": 1}), ((1, 2), {"id": 2})]
    assert list(json_values(b'[{"text": "a"}, {"text": "b"}]')) == [((1, 1), [{"text": "a"}, {"text": "b"}])]


def test_keys_that_stand_more_than_once() -> None:
    ((_, row),) = json_values(b'{"a": 1, "b": 2, "a": 3}')
    assert isinstance(row, JsonRow)
    assert (row, row.repeated) == ({"a": 3, "b": 2}, ("a",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1}\n{', "line 2: broken JSON at character 2"),
        (b'{\n"a": 1,\n}', "line 3: broken JSON at character 1"),
        (b"[" * 100_000, "line 1: broken JSON: nested too deep"),
    ],
)
def test_broken_json_is_refused_with_its_line(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        list(json_values(data))
    assert str(error.value).startswith(reason)


def test_a_line_longer_than_a_transcript_may_be_is_refused_before_it_is_parsed() -> None:
    data = b'{"id": "a"}\n' + b" " * 10 + b'"' + b"a" * MOST_BYTES + b'"\n'
    expected = f"line 2 has {MOST_BYTES + 12:,} bytes; expected at most {MOST_BYTES:,}, a transcript a line"
    with pytest.raises(ReadError, match=expected):
        list(json_values(data))
