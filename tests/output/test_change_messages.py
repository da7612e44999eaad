"""What happened to a transcript, in words and cut down to what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.index.revisions import ChangeCounts, ChangedTurn, FieldChange
from rag.output.change_messages import (
    counts_in_words,
    happened_in_words,
    place_in_words,
    relabelled_in_words,
    shortened,
)
from rag.output.terminal_changes import show_changes, show_noticed
from rag.records import Edit
from rag.text.diff import word_diff
from tests.index.examples import BEFORE, EDITED, IVANOVA, PUTIN, REMOVED

FIRST, QUESTION, _, LAST = BEFORE.utterances
RELABELLED = ChangedTurn(LAST, replace(LAST, label=PUTIN, speaker=PUTIN))
SAID_OTHERWISE = ChangedTurn(FIRST, replace(FIRST, text=FIRST.text.replace("not ", "")))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (ChangeCounts(), ""),
        (ChangeCounts(unchanged=7), ""),
        (
            ChangeCounts(unchanged=7, moved=1200, edited=1, gone=2, new=3),
            "1 edited, 1,200 moved, 2 gone, 3 new",
        ),
    ],
)
def test_counts(counts: ChangeCounts, words: str) -> None:
    assert counts_in_words(counts) == words


def test_what_happened() -> None:
    assert happened_in_words(EDITED) == "edited: passages: 2 edited; place"
    assert (
        happened_in_words(replace(EDITED, turns=(RELABELLED,)))
        == "edited: passages: 2 edited; place; 1 label"
    )
    assert (
        happened_in_words(replace(REMOVED, fields=(), passages=ChangeCounts(gone=7)))
        == "removed: passages: 7 gone"
    )
    renamed = replace(
        EDITED, happened="renamed", renamed_to="b", fields=(), turns=(), passages=ChangeCounts()
    )
    assert happened_in_words(renamed) == "renamed to b"


def test_where_and_whose() -> None:
    assert place_in_words(SAID_OTHERWISE) == "utterance 0, Vladimir Putin"
    assert place_in_words(ChangedTurn(None, QUESTION)) == "utterance 1, “Question”"
    assert place_in_words(ChangedTurn(replace(QUESTION, label=None), None)) == "utterance 1, without a label"


def test_another_label() -> None:
    assert relabelled_in_words(RELABELLED) == (
        "labelled “Anna Ivanova” before, “Vladimir Putin” now "
        "and said by Anna Ivanova before, Vladimir Putin now"
    )
    carried = ChangedTurn(LAST, replace(LAST, attribution="carried"))
    assert relabelled_in_words(carried) == "its label was printed before, is carried now"
    assert relabelled_in_words(SAID_OTHERWISE) == relabelled_in_words(ChangedTurn(LAST, None)) == ""


LONG = " ".join(f"word{n}" for n in range(100))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("We will not go.", "We will go.", "We will |not |go."),
        (f"{LONG} not {LONG}", f"{LONG} {LONG}", "… word98 word99 |not |word0 word1 …"),
        (
            f"Old {LONG} old.",
            f"New {LONG} new.",
            "|Old|New| word0 word1 … word98 word99 |old|new|.",
        ),
        ("One.\n\nTwo three.", "One.\n\nTwo four.", "One. Two |three|four|."),
        ("a\u00a0year", "a year", "a|⍽|␣|year"),
        ("One.\nTwo.", "One. Two.", "One.|¶|␣|Two."),
        ("", "A\nnew one.", "|A new one."),
    ],
)
def test_a_diff_is_cut_down_to_what_differs(before: str, after: str, words: str) -> None:
    short = shortened(word_diff(before, after), 16)
    assert "|".join(edit.text for edit in short).strip("|") == words.strip("|")
    assert [edit.operation for edit in short] == [edit.operation for edit in word_diff(before, after)]


def test_one_word_for_ever() -> None:
    (only, _) = shortened((Edit("equal", "x" * 1000), Edit("insert", "y")), 16)
    assert only.text == "… " + "x" * 16


def test_what_a_build_has_noticed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    evil = replace(
        EDITED,
        transcript="talks\x1b[2J",
        same_program=False,
        fields=(FieldChange("title", "[red]Talks", "[red]Meeting\x1b]0;x\x07"),),
        turns=(SAID_OTHERWISE, RELABELLED, *[ChangedTurn(None, QUESTION)] * 30),
    )
    show_noticed((evil, REMOVED), "something is missing")
    assert capsys.readouterr().out.splitlines() == [
        "Changed in the sources since the build before:",
        "The program changed as well: some of this may be its way of reading.",
        "talks\N{REPLACEMENT CHARACTER}[2J edited: passages: 2 edited; title; 1 label",
        "    title: [red][-Talks-]{+Meeting\N{REPLACEMENT CHARACTER}]0;x\N{REPLACEMENT CHARACTER}+}",
        "    utterance 0, Vladimir Putin: We will [-not-] retaliate. We ship grain.",
        "    utterance 3, Anna Ivanova: labelled “Anna Ivanova” before, “Vladimir Putin” now "
        "and said by Anna Ivanova before, Vladimir Putin now",
        *["    utterance 1, “Question”: {+And gas?+}"] * 18,
        "    and 12 more utterances: rag changes talks\N{REPLACEMENT CHARACTER}[2J",
        "gone removed: passages: 2 edited; place",
        "    place: [-Moscow-]",
        "    and 1 more utterance: rag changes gone",
        "look at this: something is missing",
    ]
    show_noticed((EDITED,) * 23, None)
    assert capsys.readouterr().out.splitlines()[-1] == "and 3 more transcripts: rag changes"
    show_noticed((), None)
    assert capsys.readouterr().out == ""


def test_all_changes(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(())
    assert capsys.readouterr().out == "No build has noticed that a source had changed.\n"
    show_changes((REMOVED,))
    assert capsys.readouterr().out.splitlines() == [
        "noticed 2024-04-12T12:00:00+00:00, last seen before 2024-04-11T12:00:00+00:00",
        "gone removed: passages: 2 edited; place",
        "    place: [-Moscow-]",
        f"    utterance 3, {IVANOVA}: [-Every school needs a teacher.-]",
    ]
