"""Texts, numbers, days and months in the language that is spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.output.messages import listed, ordinal, passage_count
from rag.text.calendar import day, month, month_names, months, period
from rag.text.translation import N_, _, languages, ngettext, number, speaking, spoken


@pytest.fixture
def russian() -> Iterator[None]:
    with speaking("ru"):
        yield


def test_english_is_spoken_unless_something_else_is_said() -> None:
    assert (spoken(), _("Close"), number(6840), day("2018-01-09")) == (
        "en",
        "Close",
        "6,840",
        "9 January 2018",
    )
    with speaking("ru"):
        assert (spoken(), _("Close")) == ("ru", "Закрыть")
    assert spoken() == "en"


def test_every_language_names_itself() -> None:
    assert languages() == {"en": "English", "ru": "Русский"}


def test_values_are_put_in_and_texts_without_a_translation_stay() -> None:
    assert _("Passage %(at)s of %(all)s", at=2, all=9) == "Passage 2 of 9"
    with speaking("ru"):
        assert _("Passage %(at)s of %(all)s", at=2, all=9) == "Фрагмент 2 из 9"
        unknown = "100% of nothing"
        assert _(unknown) == N_(unknown) == unknown


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 фрагментов"), (1, "1 фрагмент"), (2, "2 фрагмента"), (5, "5 фрагментов"),
        (11, "11 фрагментов"), (12, "12 фрагментов"), (21, "21 фрагмент"), (104, "104 фрагмента"),
        (6840, "6\u00a0840 фрагментов"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("russian")
def test_russian_counts_in_three_forms(count: int, told: str) -> None:
    assert passage_count(count) == told


@pytest.mark.usefixtures("russian")
def test_russian_days_months_and_periods() -> None:
    assert day("2018-01-09") == "9 января 2018"
    assert day("yesterday") == "yesterday"
    assert (month("2018-09"), month("2018")) == ("сентябрь 2018", "2018")
    assert month_names()[::11] == ("январь", "декабрь")
    assert period("2018-01-09", "2018-12-31") == "9 января 2018 – 31 декабря 2018"
    assert period("2018-03", None) == "с марта 2018"
    assert period(None, "2018-03") == "по март 2018"
    assert months(["2018-03", "2018-05", "2018-06"]) == "март 2018, май – июнь 2018"


@pytest.mark.usefixtures("russian")
def test_russian_lists_and_ranks() -> None:
    assert listed(["Анна", "Борис", "Вера"], "and") == "Анна, Борис и Вера"
    assert listed(["Анна", "Борис"]) == "Анна или Борис"
    assert {ordinal(each) for each in (2, 3, 11, 21)} == {"2-й", "3-й", "11-й", "21-й"}


def test_a_count_takes_other_values_too() -> None:
    told = ngettext("%(number)s time, in %(x)s", "%(number)s times, in %(x)s", 1200, x="all")
    assert told == "1,200 times, in all"
