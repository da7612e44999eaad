"""What became of a quote, by value: the words of a small transcript are moved, edited and taken out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.proof.cite.quoted import AROUND, Quoted, Stretch
from rag.proof.cite.standing import CitationStatus, Relabelled, standing
from rag.records import Edit, Transcript, Utterance
from tests.builders import cases, transcript

PUTIN, LUKASHENKO = "Vladimir Putin", "Alexander Lukashenko"
TURN = (
    "Good afternoon. We shipped 12 million tonnes of grain through our ports last year. "
    "The harvest was a record. Thank you."
)
QUOTE = "We shipped 12 million tonnes of grain through our ports last year."
REPLY = "And gas? We hear that there is a lot of it, and that it is cheap."
HELD = transcript("talks", (PUTIN, TURN), (LUKASHENKO, REPLY), (None, "Yes."), (PUTIN, "Yes. Very cheap."))


def quoted(of: Transcript = HELD, number: int = 0, words: str = QUOTE) -> Quoted:
    utterance = of.utterances[number]
    place = Stretch(utterance, utterance.text.index(words), utterance.text.index(words) + len(words))
    return Quoted(
        words,
        place.before(AROUND),
        place.after(AROUND),
        utterance.label,
        utterance.speaker,
        number,
        place.start,
        place.end,
    )


def edited(*turns: tuple[str | None, str]) -> Transcript:
    return transcript("talks", *turns)


def became(*turns: tuple[str | None, str], of: Quoted | None = None) -> CitationStatus:
    now = edited(*turns)
    found = standing(of or quoted(), now)
    if found.utterance is not None and found.start is not None and found.end is not None:
        utterance = now.utterances[found.utterance]
        assert utterance.text[found.start - utterance.start : found.end - utterance.start] == found.text
    if found.diff:
        said = {
            kept: "".join(e.text for e in found.diff if e.operation in {"equal", kept})
            for kept in ("delete", "insert")
        }
        assert said == {"delete": (of or quoted()).exact, "insert": found.text}
    return found


REST = ((LUKASHENKO, REPLY), (None, "Yes."), (PUTIN, "Yes. Very cheap."))


def test_the_same_words_at_the_same_place_are_unchanged() -> None:
    assert standing(quoted(), HELD) == CitationStatus("unchanged", 0, 32, 98, QUOTE)


def test_what_changes_elsewhere_leaves_it_unchanged() -> None:
    found = became((PUTIN, TURN.replace("Thank you.", "Thanks.")), *REST)
    assert found == CitationStatus("unchanged", 0, 32, 98, QUOTE, surroundings_changed=True)
    far = became((PUTIN, TURN), (LUKASHENKO, "No."), *REST[1:])
    assert far == CitationStatus("unchanged", 0, 32, 98, QUOTE)


def test_words_that_stand_elsewhere_have_moved() -> None:
    later = became((PUTIN, f"Hello. {TURN}"), *REST)
    assert (later.status, later.utterance, later.start, later.diff) == ("moved", 0, 39, ())
    other_turn = became((LUKASHENKO, "Welcome."), (PUTIN, TURN), *REST)
    assert (other_turn.status, other_turn.utterance, other_turn.text) == ("moved", 1, QUOTE)
    assert other_turn.surroundings_changed is False


def test_of_several_places_the_one_with_the_same_surroundings_is_meant() -> None:
    found = became((PUTIN, f"{QUOTE} So be it."), (LUKASHENKO, REPLY), (PUTIN, TURN), (PUTIN, f"No. {QUOTE}"))
    assert (found.status, found.utterance) == ("moved", 2)


@pytest.mark.parametrize(
    ("now", "diff"),
    [
        ("12", "21"),
        (" shipped", " never shipped"),
        ("last year.", "last year?"),
        ("12 million", "12\u00a0million"),
        ("We shipped", "They shipped"),
        ("through our ports ", ""),
    ],
)
def test_other_words_in_its_place_are_an_edit(now: str, diff: str) -> None:
    expected = QUOTE.replace(now, diff)
    found = became((PUTIN, TURN.replace(now, diff)), *REST)
    assert (found.status, found.text, found.relabelled) == ("edited", expected, None)


@pytest.mark.parametrize(
    ("before", "status", "text"),
    [("Never ", "edited", f"Never {QUOTE}"), ("Not. ", "moved", QUOTE), ("Now ", "moved", QUOTE)],
)
def test_a_negation_put_right_before_the_words_is_an_edit(before: str, status: str, text: str) -> None:
    found = became((PUTIN, TURN.replace(QUOTE, before + QUOTE)), *REST)
    assert (found.status, found.text) == (status, text)


def test_a_negation_put_right_behind_the_words_is_an_edit() -> None:
    words = "We shipped 12 million tonnes of grain"
    now = TURN.replace(words, f"{words} never")
    of = quoted(words=words)
    assert became((PUTIN, now), *REST, of=of).text == f"{words} never"
    # One that was there when it was cited is none.
    there = transcript("talks", (PUTIN, f"No. Not {TURN}"), *REST)
    cited = quoted(there, words=TURN.split(". ")[0])
    assert standing(cited, there).status == "unchanged"


def test_the_diff_is_by_words() -> None:
    found = became((PUTIN, TURN.replace("12 million", "21 million")), *REST)
    assert found.diff == (
        Edit("equal", "We shipped "),
        Edit("delete", "12"),
        Edit("insert", "21"),
        Edit("equal", " million tonnes of grain through our ports last year."),
    )


def test_an_edit_is_found_where_its_surroundings_were_edited_too() -> None:
    found = became(
        (LUKASHENKO, REPLY),
        (PUTIN, "Hello. We shipped 13 million tons of grain through our ports then. Bye."),
    )
    assert (found.status, found.utterance) == ("edited", 1)
    assert found.text == "We shipped 13 million tons of grain through our ports then."
    assert found.surroundings_changed


def test_all_words_replaced_between_the_same_surroundings_are_an_edit() -> None:
    found = became((PUTIN, TURN.replace(QUOTE, "No comment.")), *REST)
    assert (found.status, found.text) == ("edited", "No comment.")


def test_what_is_cut_out_is_not_looked_for_elsewhere() -> None:
    words = "The harvest was a record."
    turn = f"{TURN} And the harvest was a record. That is so."
    held = transcript("talks", (PUTIN, turn), *REST)
    assert became(
        (PUTIN, turn.replace(f"{words} ", "")), *REST, of=quoted(held, words=words)
    ) == CitationStatus("gone")


@pytest.mark.parametrize("turn", [TURN.replace(f"{QUOTE} ", ""), "Let us begin.", ""])
def test_words_that_were_taken_out_are_gone(turn: str) -> None:
    assert became((PUTIN, turn), *REST) == CitationStatus("gone")


def test_without_its_transcript_it_is_gone() -> None:
    assert standing(quoted(), None) == CitationStatus("gone")
    assert standing(quoted(), replace(HELD, utterances=())) == CitationStatus("gone")


def test_the_same_words_by_somebody_else_are_not_unchanged() -> None:
    found = became((LUKASHENKO, TURN), *REST, of=replace(quoted(), start=32 + len(LUKASHENKO) - len(PUTIN)))
    assert (found.status, found.relabelled) == ("edited", Relabelled(PUTIN, LUKASHENKO))
    assert found.diff == (Edit("equal", QUOTE),)
    moved = became((None, TURN), *REST)
    assert (moved.status, moved.relabelled) == ("edited", Relabelled(PUTIN, "Question"))


def test_a_role_before_the_same_name_is_no_other_speaker() -> None:
    turn = replace(HELD.utterances[0], label="President of Russia Vladimir Putin")
    now = replace(HELD, utterances=(turn, *HELD.utterances[1:]))
    assert standing(quoted(), now).status == "unchanged"


def test_no_yes_stands_for_another() -> None:
    yes = quoted(number=3, words="Yes.")
    assert became((PUTIN, TURN), *REST[:2], (PUTIN, "No. Very cheap."), of=yes).text == "No."
    alone = quoted(number=2, words="Yes.")
    assert became((PUTIN, TURN), REST[0], (PUTIN, "Yes. Very cheap."), of=alone).status == "gone"
    again = became((PUTIN, TURN), REST[0], (PUTIN, "Well."), *REST[1:], of=yes)
    assert (again.status, again.utterance) == ("moved", 4)


def test_in_a_text_file_the_number_of_the_turn_does_not_matter() -> None:
    now = replace(HELD, utterances=tuple(replace(u, number=u.number + 1) for u in HELD.utterances))
    assert standing(quoted(), now).status == "unchanged"
    elsewhere = replace(now, source="all.jsonl", in_file=False)
    assert standing(quoted(), elsewhere).status == "moved"


@cases(60)
@given(st.integers(0, len(TURN)), st.integers(0, 6), st.text("Wes 12.,n\u00a0", max_size=6))
def test_no_edit_of_the_words_passes_as_unchanged(at: int, length: int, put: str) -> None:
    turn = TURN[:at] + put + TURN[at + length :]
    found = became((PUTIN, turn), *REST)
    start = found.start if found.start is not None else -1
    stands = turn[TURN.index(QUOTE) :].startswith(QUOTE)
    assert (found.status == "unchanged") == stands
    if found.status in {"unchanged", "moved"}:
        offset = HELD.utterances[0].start
        assert turn[start - offset :].startswith(QUOTE)
        assert found.surroundings_changed == (
            TURN[:16] != turn[: start - offset][-AROUND:] or _after(TURN) != _after(turn)
        )
    else:
        # What grew together with the word beside it is another word.
        assert not re.search(rf"(?<!\w){re.escape(QUOTE)}(?!\w)", turn)


def _after(turn: str) -> str:
    return turn[turn.index(QUOTE) + len(QUOTE) :][:AROUND]


def test_odd_transcripts_do_no_harm() -> None:
    signs = transcript("talks", (PUTIN, "…"), (PUTIN, "?!"), (PUTIN, ""))
    assert standing(quoted(), signs) == CitationStatus("gone")
    mark: Utterance = signs.utterances[0]
    found = Quoted("…", "", "", PUTIN, PUTIN, 0, mark.start, mark.end)
    assert standing(found, signs).status == "unchanged"
    assert standing(found, HELD) == CitationStatus("gone")
