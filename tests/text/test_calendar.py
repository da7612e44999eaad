"""Months of the calendar."""

from __future__ import annotations

from rag.text.calendar import every_month, runs


def test_months_from_the_first_to_the_last() -> None:
    assert every_month(["2019-02", "2018-12", "2018-11"]) == ("2018-11", "2018-12", "2019-01", "2019-02")
    assert every_month(["2018-11"]) == ("2018-11",)
    assert every_month([]) == ()
    assert every_month(["0999-12", "1000-01"]) == ("0999-12", "1000-01")


def test_neighbouring_months_are_drawn_together() -> None:
    assert runs(["2018-02", "2018-12", "2019-01", "2019-02", "2020-02"]) == [
        ("2018-02",),
        ("2018-12", "2019-01", "2019-02"),
        ("2020-02",),
    ]
    assert runs([]) == []
