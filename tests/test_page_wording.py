"""The page's own words."""

from __future__ import annotations

from rag.page import wording
from rag.records import Filters


def test_dates_numbers_and_names_in_words() -> None:
    assert [wording.day(d) for d in ("2018-09-01", "2024-12-31", "2024-02-30", "2024", "x")] == [
        "1 September 2018", "31 December 2024", "2024-02-30", "2024", "x",
    ]  # fmt: skip
    assert wording.period("2018-01-09", "2018-12-31") == "9 January 2018 to 31 December 2018"
    assert wording.period("2018-01-09", "2018-01-09") == "9 January 2018"
    assert [wording.period("2018-01-09", None), wording.period(None, "2018-01-09")] == [
        "from 9 January 2018", "up to 9 January 2018",
    ]  # fmt: skip
    assert wording.period(None, None) == ""
    assert [wording.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1023)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th", "1,023rd",
    ]  # fmt: skip
    assert [wording.counted(n, "speaker") for n in (0, 1, 1200)] == [
        "0 speakers",
        "1 speaker",
        "1,200 speakers",
    ]
    assert [wording.listed(n) for n in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A or B",
        "A, B or C",
    ]
    assert (
        wording.confined(Filters(until="2018", transcripts=("a", "b")))
        == "up to 2018; in 2 chosen transcripts"
    )
    assert wording.confined(Filters(since="2018-09-01", until="2018-09-01")) == "on 1 September 2018"


def test_why_a_passage_was_found_in_words() -> None:
    assert wording.why(1, 1) == "Closest in meaning, best match of words"
    assert wording.why(2, 5) == "2nd closest in meaning, 5th best match of words"
    assert wording.why(3, None) == "3rd closest in meaning; its words are mostly others than the question’s"
    assert wording.why(None, 3) == "3rd best match of words; its meaning is farther off"
    assert wording.why(None, None) == ""


def test_the_end_of_a_text_begins_with_a_whole_word() -> None:
    assert wording.ending("one two three", 20) == "one two three"
    assert wording.ending("one two three", 7) == "three"
    assert wording.ending("onetwothree", 5) == "three"


def test_a_month_in_words() -> None:
    assert [wording.month(m) for m in ("2018-09", "2018", "x")] == ["September 2018", "2018", "x"]
