"""Expressions of time → days."""

from __future__ import annotations

from datetime import date

import pytest

from rag.question.tokens import tokenise
from rag.question.when import Dates

TODAY = date(2018, 12, 28)
"""A Friday."""
NEWEST = date(2018, 12, 27)


def read(text: str, today: date | None = TODAY, year: int | None = None) -> list[tuple[str, str]]:
    found = Dates(tokenise(text), today, NEWEST, year).expressions()
    return [(str(each.period.since or ""), str(each.period.until or "")) for each in found]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("on 11 April 2024", "2024-04-11", "2024-04-11"),
        ("on April 11th, 2024", "2024-04-11", "2024-04-11"),
        ("on the 11th of April 2024", "2024-04-11", "2024-04-11"),
        ("on Oct. 3, 2018", "2018-10-03", "2018-10-03"),
        ("on 2018-06-07", "2018-06-07", "2018-06-07"),
        ("on 07.06.2018", "2018-06-07", "2018-06-07"),
        ("in 2018-06", "2018-06-01", "2018-06-30"),
        ("on Thursday, 7 June 2018", "2018-06-07", "2018-06-07"),
        ("on 7 June", "2018-06-07", "2018-06-07"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("in May", "2018-05-01", "2018-05-31"),
        ("in 2017", "2017-01-01", "2017-12-31"),
        ("in the spring of 2018", "2018-03-01", "2018-05-31"),
        ("in winter 2018", "2017-12-01", "2018-02-28"),
        ("in the third quarter of 2018", "2018-07-01", "2018-09-30"),
        ("in Q1 2018", "2018-01-01", "2018-03-31"),
        ("in the first half of 2018", "2018-01-01", "2018-06-30"),
        ("in the second half of May 2018", "2018-05-16", "2018-05-31"),
        ("in early September 2018", "2018-09-01", "2018-09-10"),
        ("in mid-September 2018", "2018-09-11", "2018-09-20"),
        ("in late February 2018", "2018-02-21", "2018-02-28"),
        ("at the end of December 2018", "2018-12-21", "2018-12-31"),
        ("in early 2018", "2018-01-01", "2018-04-30"),
        ("since 2018", "2018-01-01", ""),
        ("since the start of 2018", "2018-01-01", ""),
        ("after 7 June 2018", "2018-06-08", ""),
        ("before May 2019", "", "2019-04-30"),
        ("prior to May 2019", "", "2019-04-30"),
        ("until May 2019", "", "2019-05-31"),
        ("between March and May 2020", "2020-03-01", "2020-05-31"),
        ("between 5 and 10 April 2018", "2018-04-05", "2018-04-10"),
        ("from 2012 to 2018", "2012-01-01", "2018-12-31"),
        ("in March–May 2018", "2018-03-01", "2018-05-31"),
        ("in July and August 2018", "2018-07-01", "2018-08-31"),
        ("from June 2018 on", "2018-06-01", ""),
        ("in the course of 2018", "2018-01-01", "2018-12-31"),
        ("in the course of the first half of 2018", "2018-01-01", "2018-06-30"),
        ("on 07.06.2018", "2018-06-07", "2018-06-07"),
        ("in 2018-06", "2018-06-01", "2018-06-30"),
    ],
)
def test_calendar(text: str, since: str, until: str) -> None:
    assert read(text) == [(since, until)]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("today", "2018-12-28", "2018-12-28"),
        ("yesterday", "2018-12-27", "2018-12-27"),
        ("the day before yesterday", "2018-12-26", "2018-12-26"),
        ("three days ago", "2018-12-25", "2018-12-25"),
        ("two months ago", "2018-10-01", "2018-10-31"),
        ("last week", "2018-12-17", "2018-12-23"),
        ("this week", "2018-12-24", "2018-12-30"),
        ("last month", "2018-11-01", "2018-11-30"),
        ("last year", "2017-01-01", "2017-12-31"),
        ("over the past year", "2017-12-28", "2018-12-28"),
        ("in the last three months", "2018-09-28", "2018-12-28"),
        ("this autumn", "2018-09-01", "2018-11-30"),
        ("this winter", "2018-12-01", "2019-02-28"),
        ("last winter", "2017-12-01", "2018-02-28"),
        ("last spring", "2018-03-01", "2018-05-31"),
        ("last March", "2018-03-01", "2018-03-31"),
        ("on Monday", "2018-12-24", "2018-12-24"),
        ("last Friday", "2018-12-21", "2018-12-21"),
        ("in March last year", "2017-03-01", "2017-03-31"),
        ("at the beginning of the month", "2018-12-01", "2018-12-10"),
    ],
)
def test_counted_from_today(text: str, since: str, until: str) -> None:
    assert read(text) == [(since, until)]


@pytest.mark.parametrize(
    "text",
    [
        "What may happen?",
        "a long march",
        "in recent years",
        "next year",
        "2018-13-40",
        "in the 1990s",
        "S-300",
        "15,000 people",
        "99999 years ago",
        "in the second place",
    ],
)
def test_no_time(text: str) -> None:
    assert read(text) == []


def test_without_today_relative_times_are_left_unread() -> None:
    assert read("last year and yesterday and on Monday", None) == []
    assert read("in May 2018", None) == [("2018-05-01", "2018-05-31")]


def test_a_month_without_a_year_is_the_last_one_or_that_of_the_question_before() -> None:
    assert read("in December", date(2018, 11, 3)) == [("2018-12-01", "2018-12-31")]
    assert read("in May", year=2012) == [("2012-05-01", "2012-05-31")]


def test_which_times_a_preposition_governs() -> None:
    tokens = tokenise("the 2018 budget in May 2018 at the June 2018 Direct Line")
    found = Dates(tokens, TODAY, NEWEST, None).expressions()
    assert [(tokens[each.first].word, each.governed) for each in found] == [
        ("the", False),
        ("in", True),
        ("june", False),
    ]
