"""Lines for programs and for mistakes: always one, and nothing in it that steers the terminal."""

from __future__ import annotations

import json

import pytest

from rag.output.stdio import plain, print_error, print_json


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("no index in 'x'", "rag: no index in 'x'\n"),
        ("two\nlines\r\nand\ta tab", "rag: two lines\N{REPLACEMENT CHARACTER} and a tab\n"),
        ("a\u2028b\u2029c", "rag: a b c\n"),
        ("\x1b[31mred\x07", "rag: \N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER}\n"),
        ("", "rag: \n"),
    ],
)
def test_a_mistake_is_one_line(message: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_error(message)
    assert capsys.readouterr() == ("", line)


def test_plain_text_keeps_its_length_its_lines_and_every_letter() -> None:
    text = "Tab\tand line\nend\N{NO-BREAK SPACE}– «море» \N{GRINNING FACE}"
    assert plain(text) == text
    steering = "".join(map(chr, (*range(9), *range(11, 32), *range(127, 160))))
    assert plain(steering) == "\N{REPLACEMENT CHARACTER}" * len(steering)


def test_json_is_one_line_with_its_values_to_the_character(capsys: pytest.CaptureFixture[str]) -> None:
    form = {
        "text": "«море»\N{NO-BREAK SPACE}\n\u2028\x85\x9b31m\x7f\x1b \\u0085 \N{GRINNING FACE}",
        "n": None,
    }
    print_json(form)
    out = capsys.readouterr().out
    assert json.loads(out) == form
    assert out.splitlines() == [out.removesuffix("\n")]
    assert plain(out) == out
    assert "«море»\N{NO-BREAK SPACE}" in out
