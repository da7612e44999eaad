"""The page's own words."""

from __future__ import annotations

from rag.page import wording


def test_why_a_passage_was_found_in_words() -> None:
    assert wording.why(1, 1) == "Closest in meaning, best match of words"
    assert wording.why(2, 5) == "2nd closest in meaning, 5th best match of words"
    assert wording.why(3, None) == "3rd closest in meaning; its words are mostly others than the question’s"
    assert wording.why(None, 3) == "3rd best match of words; its meaning is farther off"
    assert wording.why(None, None) == ""


def test_the_days_of_a_filter_are_told_as_they_were_given() -> None:
    given = (
        ("2018-01-01", "2018-12-31"), ("2018-02-01", "2018-02-28"), ("2018-10-01", "2018-10-31"),
        ("2018-10-01", "2018-10-30"), ("2018-10-01", "2018-10-01"), ("2017-01-01", "2018-12-31"),
    )  # fmt: skip
    assert [wording.chosen_days(*days) for days in given] == [
        "2018", "February 2018", "October 2018", "1 October 2018 to 30 October 2018", "1 October 2018",
        "1 January 2017 to 31 December 2018",
    ]  # fmt: skip
    given = (("2018-06", None), ("2018", "2018"), ("2018-06-01", "2018-07"))
    assert [wording.chosen_days(*days) for days in given] == [
        "from June 2018", "2018", "1 June 2018 to July 2018",
    ]  # fmt: skip


def test_the_end_of_a_text_begins_with_a_whole_word() -> None:
    assert wording.ending("one two three", 20) == "one two three"
    assert wording.ending("one two three", 7) == "three"
    assert wording.ending("onetwothree", 5) == "three"
