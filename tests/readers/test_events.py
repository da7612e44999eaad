"""Event numbers by value."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.readers.events import event_of, is_same_event
from tests.builders import transcript

PAGE = transcript("2018-09-12_58537", ("Ann Bell", "Yes."), date="2018-09-12")


@pytest.mark.parametrize(
    ("source", "url", "number"),
    [
        ("2018-09-12_58537.txt", None, "58537"),
        ("2018/58537-ru.html", None, "58537"),
        ("page.txt", "http://en.kremlin.ru/events/president/news/58537", "58537"),
        ("page.txt", "http://kremlin.ru/events/president/transcripts/58537/print#x", "58537"),
        ("page_1234.txt", "http://kremlin.ru/events/president/news/by-date/12.09.2018", "1234"),
        ("2024-03-04_briefing.txt", None, None),
        ("2024-03-04.txt", None, None),
        ("minutes-2024.txt", None, None),
        ("20240304.txt", None, None),
        ("000_70b41862cd742c5a.txt", None, None),
    ],
)
def test_the_number_of_an_event(source: str, url: str | None, number: str | None) -> None:
    stem = source.rpartition("/")[2].rpartition(".")[0]
    assert event_of(replace(PAGE, id=stem, source=source, url=url)) == number


def test_a_file_of_many_transcripts_numbers_none() -> None:
    assert event_of(replace(PAGE, id="one", source="all_58537.jsonl")) is None


def test_two_dates_are_two_events() -> None:
    assert is_same_event(PAGE, replace(PAGE, id="58537_ru", source="58537_ru.html", date=None))
    assert not is_same_event(PAGE, replace(PAGE, date="2018-09-13"))
    assert not is_same_event(replace(PAGE, id="a", source="a.txt"), replace(PAGE, id="b", source="b.txt"))
