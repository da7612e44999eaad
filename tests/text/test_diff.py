"""The word diff by value, and that it loses nothing of either text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.diff import carried, word_diff

MARKS = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}


def marked(before: str, after: str) -> str:
    """The diff as wdiff prints it."""
    return "".join(MARKS[edit.operation].format(edit.text) for edit in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("", "", ""),
        ("We ship grain.", "We ship grain.", "We ship grain."),
        ("We ship grain.", "", "[-We ship grain.-]"),
        ("", "We ship grain.", "{+We ship grain.+}"),
        ("We will not retaliate.", "We will retaliate.", "We will [-not -]retaliate."),
        ("We will retaliate.", "We will never retaliate.", "We will {+never +}retaliate."),
        ("It cost 1,200.5 roubles.", "It cost 1,300.5 roubles.", "It cost [-1,200.5-]{+1,300.5+} roubles."),
        ("He said.", "He said!", "He said[-.-]{+!+}"),
        ("He don’t know", "He don't know", "He [-don’t-]{+don't+} know"),
        ("a\u00a0year", "a year", "a[-\u00a0-]{+ +}year"),
        ("One two three four", "One six seven four", "One [-two three-]{+six seven+} four"),
        ("Gas, and oil.\n\nThank you.", "Gas and oil.\n\nThank you.", "Gas[-,-] and oil.\n\nThank you."),
        ("Ports. Grain. Gas.", "Grain. Gas. Ports.", "[-Ports. -]Grain. Gas.{+ Ports.+}"),
        ("Ж й", "Ж ц", "Ж [-й-]{+ц+}"),
    ],
)
def test_what_was_taken_out_and_put_in(before: str, after: str, diff: str) -> None:
    assert marked(before, after) == diff


TEXTS = st.text(st.sampled_from("ab ,.\n\u00a0ж1\U0001f600\0'"), max_size=60)


@pytest.mark.slow
@given(before=TEXTS, after=TEXTS)
def test_nothing_is_lost_of_either_text(before: str, after: str) -> None:
    diff = word_diff(before, after)
    assert "".join(edit.text for edit in diff if edit.operation != "insert") == before
    assert "".join(edit.text for edit in diff if edit.operation != "delete") == after
    assert all(edit.text for edit in diff)
    assert (before == after) == all(edit.operation == "equal" for edit in diff)


@pytest.mark.parametrize(
    ("before", "after", "words", "now"),
    [
        ("We ship grain. Gas stays.", "We ship grain. Gas stays.", "ship", "ship"),
        ("We will not go. Yes.", "Well. We will go. Yes.", "We will not go.", "We will go."),
        ("We will not go. Yes.", "We will go. Yes.", "not ", ""),
        ("It costs 10 roubles.", "It costs 12 roubles.", "10", "12"),
        ("It costs 10 roubles.", "It costs 12 roubles.", "10 roubles.", "12 roubles."),
        ("It costs 10 roubles.", "It costs 12 roubles.", "costs 10", "costs 12"),
        ("We go. We stay.", "We go. But no. We stay.", "We go.", "We go."),
        ("We go. We stay.", "We go. But no. We stay.", "We stay.", "We stay."),
        ("We go.", "", "We go.", ""),
        ("A big dog barks.", "A small cat barks.", "dog", "small cat"),
    ],
)
def test_what_became_of_a_stretch(before: str, after: str, words: str, now: str) -> None:
    start = before.index(words)
    first, last = carried(word_diff(before, after), start, start + len(words))
    assert after[first:last] == now


@pytest.mark.slow
@given(before=TEXTS.filter(bool), after=TEXTS, data=st.data())
def test_a_stretch_stays_within_the_text(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    diff = word_diff(before, after)
    first, last = carried(diff, start, end)
    assert 0 <= first <= last <= len(after)
    assert carried(word_diff(before, before), start, end) == (start, end)


@pytest.mark.slow
def test_signs_that_were_changed_throughout_take_no_time() -> None:
    before = " ".join(f"It’s number{n} – “he said” – and don’t ask." for n in range(2000))
    after = before.replace("’", "'").replace("–", "-").replace("“", '"').replace("”", '"')
    began = time.perf_counter()
    diff = word_diff(before, after)
    assert time.perf_counter() - began < 3
    assert "".join(MARKS[edit.operation].format(edit.text) for edit in diff[:12]) == (
        "[-It’s-]{+It's+} number0 [-– “-]{+- \"+}he said[-” –-]{+\" -+} and [-don’t-]{+don't+} ask. "
    )
    assert len(diff) == 2000 * 12


@pytest.mark.slow
def test_one_word_for_ever_takes_no_time() -> None:
    before, after = "x " + "a " * 60_000 + "y", "z " + "a " * 59_000 + "w"
    began = time.perf_counter()
    diff = word_diff(before, after)
    assert [edit.operation for edit in diff] == ["delete", "insert"]
    assert "".join(edit.text for edit in diff if edit.operation == "insert") == after
    assert time.perf_counter() - began < 2
