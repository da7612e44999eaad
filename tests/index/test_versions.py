"""Two readings of a transcript by value: which utterances are which, and what became of every passage."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from rag.index.revisions import ChangeCounts, ChangedTurn, FieldChange
from rag.index.versions import VersionComparison, compare, removed, said
from rag.records import Narration, Transcript
from tests.builders import transcript
from tests.index.examples import BEFORE, IVANOVA, PUTIN, changed, sentences


def compared(before: Transcript, after: Transcript) -> VersionComparison:
    return compare(before, after, sentences(before), sentences(after))


def texts(comparison: VersionComparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (turn.changed, turn.before and turn.before.text, turn.after and turn.after.text)
        for turn in comparison.turns
    ]


def test_what_is_the_same_is_no_change() -> None:
    comparison = compared(BEFORE, replace(BEFORE, sha256="1" * 64))
    assert comparison == VersionComparison((), (), ChangeCounts(unchanged=6))
    assert not comparison


def test_how_it_is_cut_makes_no_difference() -> None:
    after = replace(BEFORE, sha256="1" * 64)
    whole = [
        replace(p, start=u.start, end=u.end, text=u.text)
        for p, u in zip(sentences(after), after.utterances, strict=False)
    ]
    assert compare(BEFORE, after, sentences(BEFORE), whole).passages == ChangeCounts(unchanged=6)


def test_a_dropped_word() -> None:
    comparison = compared(BEFORE, changed(BEFORE, u0=(PUTIN, "We will retaliate. We ship grain.")))
    ((kind, before, after),) = texts(comparison)
    assert (kind, before, after) == (
        "edited",
        "We will not retaliate. We ship grain.",
        "We will retaliate. We ship grain.",
    )
    # The second sentence of that turn, and all that follows, stand four characters earlier.
    assert comparison.passages == ChangeCounts(unchanged=0, moved=5, edited=1)
    assert comparison


def test_a_change_at_the_end_moves_nothing() -> None:
    comparison = compared(BEFORE, changed(BEFORE, u3=(IVANOVA, "Every school needs two teachers.")))
    assert comparison.passages == ChangeCounts(unchanged=5, edited=1)
    assert [turn.before and turn.before.number for turn in comparison.turns] == [3]


def test_other_words_in_the_same_place_are_an_edit() -> None:
    assert texts(compared(BEFORE, changed(BEFORE, u1=(None, "What of oil then?")))) == [
        ("edited", "And gas?", "What of oil then?")
    ]


def test_a_turn_that_is_gone_and_one_that_is_new() -> None:
    gone = compared(BEFORE, changed(BEFORE, u1=None))
    assert texts(gone) == [("gone", "And gas?", None)]
    assert gone.passages == ChangeCounts(unchanged=2, moved=3, gone=1)
    new = compared(changed(BEFORE, u1=None), BEFORE)
    assert texts(new) == [("new", None, "And gas?")]
    assert new.passages == ChangeCounts(unchanged=2, moved=3, new=1)


def test_the_likest_is_the_counterpart_not_the_nearest() -> None:
    after = changed(BEFORE, u0=None, u1=None, u2=(PUTIN, "Gas is another matter. The price may stay."))
    assert [(kind, before) for kind, before, _ in texts(compared(BEFORE, after))] == [
        ("gone", "We will not retaliate. We ship grain."),
        ("gone", "And gas?"),
        ("edited", "Gas is another matter. The price stays."),
    ]


def test_the_same_words_under_another_label() -> None:
    comparison = compared(BEFORE, changed(BEFORE, u3=(PUTIN, "Every school needs a teacher.")))
    (turn,) = comparison.turns
    assert turn.changed == "relabelled"
    assert turn.before and turn.after
    assert (turn.before.label, turn.after.label) == (IVANOVA, PUTIN)
    assert comparison.passages == ChangeCounts(unchanged=5, edited=1)


def test_a_label_that_is_read_otherwise() -> None:
    after = replace(
        BEFORE, utterances=(replace(BEFORE.utterances[0], attribution="carried"), *BEFORE.utterances[1:])
    )
    (turn,) = compared(BEFORE, after).turns
    assert turn == ChangedTurn(BEFORE.utterances[0], after.utterances[0])
    assert turn.changed == "relabelled"


def test_turns_in_another_order_have_moved() -> None:
    one, two, three, four = ((u.speaker, u.text) for u in BEFORE.utterances)
    after = transcript("talks", four, one, two, three, title="Talks")
    comparison = compared(BEFORE, after)
    assert comparison == VersionComparison((), (), ChangeCounts(moved=6))
    assert comparison


def test_a_turn_that_was_split() -> None:
    first, second = "We will not retaliate.", "We ship grain."
    rest = [(u.speaker, u.text) for u in BEFORE.utterances[1:]]
    after = transcript("talks", (PUTIN, first), (PUTIN, second), *rest, title="Talks")
    comparison = compared(BEFORE, after)
    assert [kind for kind, _, _ in texts(comparison)] == ["edited", "new"]
    assert comparison.passages == ChangeCounts(unchanged=1, moved=5)


def test_signs_that_were_changed_throughout() -> None:
    before = transcript("talks", *((PUTIN, f"It’s {n} – says “he”.") for n in range(800)), title="Talks")
    after = transcript("talks", *((PUTIN, f'It\'s {n} - says "he".') for n in range(800)), title="Talks")
    comparison = compare(before, after, (), ())
    assert [
        (turn.changed, turn.before and turn.before.number, turn.after and turn.after.number)
        for turn in comparison.turns
    ] == [("edited", n, n) for n in range(800)]


def test_what_a_transcript_says_of_itself() -> None:
    narrated = replace(BEFORE, narration=(Narration("A summary.", (2, 2)), Narration("(Laughter)", (9, 9))))
    after = replace(
        narrated, title="Meeting", date=None, place="Sochi", narration=(Narration("A summary.", (2, 2)),)
    )
    comparison = compared(narrated, after)
    assert comparison.fields == (
        FieldChange("title", "Talks", "Meeting"),
        FieldChange("date", "2024-04-11", None),
        FieldChange("place", "Moscow", "Sochi"),
        FieldChange("narration", "A summary.\n\n(Laughter)", "A summary."),
    )
    assert comparison.passages == ChangeCounts(unchanged=6)
    assert comparison


def test_a_transcript_that_is_there_no_more() -> None:
    comparison = removed(BEFORE, sentences(BEFORE))
    assert [kind for kind, _, _ in texts(comparison)] == ["gone"] * 4
    assert "".join(turn.before.text for turn in comparison.turns if turn.before) == "".join(
        u.text for u in BEFORE.utterances
    )
    assert comparison.passages == ChangeCounts(gone=6)


def test_said() -> None:
    assert said(BEFORE)[1] == ("Question", "And gas?")
    assert said(replace(BEFORE, id="other", title=None)) == said(BEFORE)
    assert said(changed(BEFORE, u1=None)) != said(BEFORE)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Yes.", "{}"], ids=["alike", "unlike"])
def test_thousands_of_turns_take_no_time(text: str) -> None:
    before = transcript("talks", *((PUTIN, text.format(n)) for n in range(5000)))
    after = transcript(
        "talks", (None, "New."), *((PUTIN, text.format(n + 9999)) for n in range(4000)), (None, "x")
    )
    began = time.perf_counter()
    comparison = compare(before, after, (), ())
    assert time.perf_counter() - began < 3
    assert {turn.after.text for turn in comparison.turns if turn.changed == "new" and turn.after} >= {
        "New.",
        "x",
    }
