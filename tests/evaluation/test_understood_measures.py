"""What was read out of a question, compared with its label part by part."""

from __future__ import annotations

import pytest

from rag.evaluation.measures import (
    UnderstandingResult,
    judge_understanding,
)
from rag.evaluation.questions import (
    UNJUDGED,
    ExpectedUnderstanding,
)
from rag.records import Understood

pytestmark = pytest.mark.slow


def test_all_parts_right() -> None:
    expected = ExpectedUnderstanding(("A", "B"), "2018-01-01", "2018-01-31", "Sochi", followup=True)
    read = Understood(("B", "A"), "2018-01-01", "2018-01-31", " sochi", followup=True)
    assert judge_understanding(expected, read) == (
        UnderstandingResult("speakers", implied=True, right=True),
        UnderstandingResult("dates", implied=True, right=True),
        UnderstandingResult("place", implied=True, right=True),
        UnderstandingResult("followup", implied=True, right=True),
    )


def test_nothing_implied_and_all_read_is_four_false_readings() -> None:
    expected = ExpectedUnderstanding((), None, None, None, followup=False)
    read = Understood(("A",), None, "2018-01-31", "Sochi", followup=True)
    assert judge_understanding(expected, read) == (
        UnderstandingResult("speakers", implied=False, right=False),
        UnderstandingResult("dates", implied=False, right=False),
        UnderstandingResult("place", implied=False, right=False),
        UnderstandingResult("followup", implied=False, right=False),
    )


def test_nothing_implied_and_nothing_read_is_right() -> None:
    expected = ExpectedUnderstanding((), None, None, None, followup=False)
    assert [(each.implied, each.right) for each in judge_understanding(expected, Understood())] == [
        (False, True)
    ] * 4


def test_what_the_labels_leave_out_is_not_judged() -> None:
    assert (
        judge_understanding(
            ExpectedUnderstanding(), Understood(("A",), "2018-01-01", None, "Sochi", followup=True)
        )
        == ()
    )
    assert judge_understanding(ExpectedUnderstanding(place=None), Understood(("A",))) == (
        UnderstandingResult("place", implied=False, right=True),
    )


@pytest.mark.parametrize("read", [(), ("A",), ("A", "B", "C"), ("A", "b")])
def test_speakers_are_right_only_as_a_whole(read: tuple[str, ...]) -> None:
    (reading,) = judge_understanding(ExpectedUnderstanding(speakers=("A", "B")), Understood(speakers=read))
    assert reading == UnderstandingResult("speakers", implied=True, right=False)


@pytest.mark.parametrize(
    ("since", "until", "right"),
    [
        ("2018-03-01", None, True),
        ("2018-03-01", "2018-12-31", False),  # null says that the question sets no end
        (None, None, False),
        ("2018-03-02", None, False),
    ],
)
def test_dates_are_right_where_both_ends_are(since: str | None, until: str | None, right: bool) -> None:
    (reading,) = judge_understanding(
        ExpectedUnderstanding(since="2018-03-01", until=None), Understood(since=since, until=until)
    )
    assert reading == UnderstandingResult("dates", implied=True, right=right)


def test_an_end_that_is_left_out_is_not_judged() -> None:
    (reading,) = judge_understanding(
        ExpectedUnderstanding(since="2018-03-01", until=UNJUDGED),
        Understood(since="2018-03-01", until="2018-12-31"),
    )
    assert reading == UnderstandingResult("dates", implied=True, right=True)


def test_a_place_that_is_missed_or_taken_for_another_is_wrong() -> None:
    for place in (None, "Moscow"):
        assert judge_understanding(ExpectedUnderstanding(place="Sochi"), Understood(place=place)) == (
            UnderstandingResult("place", implied=True, right=False),
        )
