"""Where the lines of a text end."""

from __future__ import annotations

import pytest

from rag.text.line_ends import count_lines


@pytest.mark.parametrize(
    ("text", "count"),
    [("a\nb\r\nc\rd\u2028e", 2), ("a\rb\r\rc", 3), ("a\u2028b\u2029c\x85d\x0be\x0cf", 5), ("abc", 0)],
)
def test_line_feeds_count_alone_where_there_are_any(text: str, count: int) -> None:
    assert count_lines(text, 0, len(text)) == count


def test_only_the_part_asked_for_is_counted() -> None:
    assert count_lines("a\nb\nc\nd", 2, 5) == 1
