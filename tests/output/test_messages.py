"""What is said of a search in words, for terminal and page."""

from __future__ import annotations

import pytest

from rag.output.messages import confined, counted, coverage_in_words, listed, ordinal, searched_in_words
from rag.records import Filters, Searched
from rag.text.calendar import day, month, months, period


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2018-09-12", "12 September 2018"),
        ("2024-02-29", "29 February 2024"),
        ("0987-01-01", "1 January 987"),
        ("2024-02-30", "2024-02-30"),
        ("20240411", "20240411"),
        ("2024", "2024"),
        ("x", "x"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_day_in_words(iso: str | None, words: str) -> None:
    assert day(iso) == words


@pytest.mark.parametrize(
    ("iso", "words"), [("2018-09", "September 2018"), ("2018-11", "November 2018"), ("2018-13", "2018-13")]
)
def test_a_month_in_words(iso: str, words: str) -> None:
    assert month(iso) == words


def test_months_in_words_neighbouring_ones_drawn_together() -> None:
    assert months(["2018-03"]) == "March 2018"
    assert months(["2018-01", "2018-03", "2018-05", "2018-06", "2018-07"]) == (
        "January 2018, March 2018, May to July 2018"
    )
    assert months(["2018-12", "2019-01"]) == "December 2018 to January 2019"
    assert months([]) == ""


def test_many_gaps_are_counted() -> None:
    every_other = [f"{year}-{number:02}" for year in (2018, 2019, 2020) for number in (1, 3, 5, 7, 9, 11)]
    assert months(every_other).endswith("September 2019, November 2019, and 6 more")


def test_a_period_in_words() -> None:
    assert period("2018-01-09", "2018-12-31") == "9 January 2018 to 31 December 2018"
    assert period("2018-01-09", "2018-01-09") == "9 January 2018"
    assert (period("2018-01-09", None), period(None, "2018-01-09")) == (
        "from 9 January 2018",
        "up to 9 January 2018",
    )
    assert period(None, None) == ""


def test_numbers_and_names_in_words() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1023)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th", "1,023rd",
    ]  # fmt: skip
    assert [counted(n, "speaker") for n in (0, 1, 1200)] == ["0 speakers", "1 speaker", "1,200 speakers"]
    assert [listed(n) for n in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == ["", "A", "A or B", "A, B or C"]
    assert listed(["A", "B"], "and") == "A and B"


def test_what_confines_a_search_in_words() -> None:
    assert confined(Filters(until="2018", transcripts=("a", "b"))) == "up to 2018; in 2 chosen transcripts"
    assert confined(Filters(since="2018-09-01", until="2018-09-01")) == "on 1 September 2018"
    assert confined(Filters(speakers=("A", "B"), since="2018-09-01", until="2018-09-30", place="Sochi")) == (
        "said by A or B; from 1 September 2018 to 30 September 2018; place or title contains “Sochi”"
    )
    assert confined(Filters()) == ""


FULL = Searched(194, 6840, "2018-01-09", "2018-12-31", 0, 3740, 0, 0, ())


@pytest.mark.parametrize(
    ("searched", "words"),
    [
        (FULL, "Searched 194 transcripts, 6,840 passages, 9 January 2018 to 31 December 2018."),
        (Searched(1, 2, "2024-04-11", "2024-04-11", 0), "Searched 1 transcript, 2 passages, 11 April 2024."),
        (
            Searched(3, 20, "2024-04-11", "2024-04-11", 2, 9, 2, 7),
            "Searched 3 transcripts, 20 passages, 11 April 2024 (2 without a date). "
            "The filters left out 7 transcripts and 2 of the best passages.",
        ),
        (
            Searched(0, 0, None, None, 4, 0, 0, 1),
            "No transcript lies within the filters. "
            "The filters left out 1 transcript and 4 of the best passages.",
        ),
        (
            Searched(2, 1234, None, None, 0, 8, 2),
            "Searched 2 transcripts, 1,234 passages (2 without a date).",
        ),
        (
            Searched(2, 9, None, None, 3, 8, 2, 0),
            "Searched 2 transcripts, 9 passages (2 without a date). "
            "The filters left out 3 of the best passages.",
        ),
    ],
)
def test_what_was_searched_in_words(searched: Searched, words: str) -> None:
    assert searched_in_words(searched) == words


@pytest.mark.parametrize(
    ("searched", "words"),
    [
        (FULL, " No month between is without a transcript."),
        (
            Searched(2, 9, "2018-01-09", "2018-12-31", 0, 8, 0, 0, ("2018-02", "2018-04", "2018-05")),
            " Months without any transcript: February 2018, April to May 2018.",
        ),
        (Searched(2, 9, "2018-01-09", "2018-01-30", 0), ""),
        (Searched(2, 9, None, None, 0), ""),
        (
            Searched(0, 0, None, None, 0, 0, 0, 2, ("2018-02",)),
            " Months without any transcript: February 2018.",
        ),
    ],
)
def test_silence_tells_the_gaps_as_well(searched: Searched, words: str) -> None:
    assert coverage_in_words(searched) == searched_in_words(searched) + words
