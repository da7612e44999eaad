"""What builds notice of changed sources, and former words; no build loses what an earlier one noticed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import EncoderError, IndexMismatchError
from rag.index.builder import Outcome, build_index
from rag.index.catalogue import Catalogue
from rag.index.history import Former, trace
from rag.index.manifest import measure
from rag.index.revisions import ChangeCounts, FieldChange, History, Revision
from rag.index.store import CATALOGUE, HISTORY, open_build
from rag.index.versions import compare
from rag.records import Request, Transcript, Utterance
from tests.builders import TopicEncoder
from tests.corpora import (
    COUNCILS,
    HARBOUR,
    IVANOVA,
    LESSON,
    LUKASHENKO,
    PUTIN,
    TEXTS,
    lines,
    page,
)
from tests.index.examples import BEFORE, EDITED, FailingEncoder, changed, flip, sentences

pytestmark = pytest.mark.slow

TALKS = {"title": "Talks", "dated": "April 11, 2024, The Kremlin, Moscow"}
OTHER_GRAIN = HARBOUR[0].replace("We ship grain", "We never ship grain")
DIFF = [["equal", "We "], ["insert", "never "], ["equal", "ship grain through the ports."]]


def write_harbour(corpus: Path, first: str = OTHER_GRAIN) -> None:
    (corpus / "harbour.txt").write_text(page(first, *HARBOUR[1:], **TALKS), "utf-8")


def rebuilt(places: tuple[Path, Path]) -> Outcome:
    return build_index(*places, TopicEncoder())


def kept(index: Path) -> tuple[Revision, ...]:
    return History.load(open_build(index).part(HISTORY)).revisions


def told(revisions: tuple[Revision, ...]) -> list[tuple[str, str]]:
    return [(revision.transcript, revision.happened) for revision in revisions]


def test_the_first_build_has_nothing_to_compare_with(built: Path) -> None:
    history = History.load(open_build(built / "index").part(HISTORY))
    created = open_build(built / "index").manifest.created
    assert history.revisions == ()
    assert history.first_seen == dict.fromkeys(("council-1", "council-2", "harbour", "lesson"), created)


def test_an_edit_is_noticed_and_what_was_said_before_is_kept(places: tuple[Path, Path]) -> None:
    corpus, index = places
    before = (corpus / "harbour.txt").read_bytes()
    first = open_build(index).manifest
    write_harbour(corpus)
    outcome = rebuilt(places)
    (revision,) = outcome.revisions
    assert outcome.doubt is None
    assert kept(index) == (revision,)
    assert (revision.transcript, revision.happened, revision.title) == ("harbour", "edited", "Talks")
    assert (revision.build, revision.noticed) == (outcome.manifest.id, outcome.manifest.created)
    assert (revision.first_seen, revision.last_seen) == (first.created, first.created)
    assert (revision.source, revision.sha256) == ("harbour.txt", hashlib.sha256(before).hexdigest())
    assert revision.sha256_after == hashlib.sha256((corpus / "harbour.txt").read_bytes()).hexdigest()
    assert revision.same_program
    assert revision.passages == ChangeCounts(moved=3, edited=1)
    assert revision.fields == ()
    (turn,) = revision.turns
    assert [[edit.operation, edit.text] for edit in turn.diff] == DIFF
    assert turn.before
    assert turn.after
    assert (turn.before.speaker, turn.before.text) == (PUTIN, TEXTS[3])
    assert before.decode()[turn.before.start : turn.before.end] == TEXTS[3]
    assert turn.after.text == "We never ship grain through the ports."


def test_a_second_edit_and_one_back_again(places: tuple[Path, Path]) -> None:
    corpus, index = places
    write_harbour(corpus)
    second = rebuilt(places).manifest
    write_harbour(corpus, HARBOUR[0])
    third = rebuilt(places)
    assert told(kept(index)) == [("harbour", "edited")] * 2
    one, two = kept(index)
    assert third.revisions == (two,)
    assert one.turns[0].after == two.turns[0].before
    assert one.turns[0].before == two.turns[0].after
    assert (two.first_seen, two.last_seen) == (second.created, second.created)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda corpus: (corpus / "lesson.txt").unlink(), [("lesson", "removed")], id="removed"),
        pytest.param(
            lambda corpus: (corpus / "lesson.txt").write_text("nothing"),
            [("lesson", "removed")],
            id="unreadable",
        ),
        pytest.param(
            lambda corpus: (corpus / "lesson.txt").rename(corpus / "pupils.txt"),
            [("lesson", "renamed")],
            id="renamed",
        ),
        pytest.param(
            lambda corpus: (corpus / "new.txt").write_text(page("Vladimir Putin: Gas.")), [], id="added"
        ),
        pytest.param(
            lambda corpus: (corpus / "sources.toml").write_text(
                '["lesson.txt"]\nurl = "https://example.org/"\nlanguage = "ru"'
            ),
            [],
            id="our own notes on it",
        ),
        pytest.param(
            lambda corpus: (corpus / "councils.jsonl").write_text(lines(*COUNCILS) + "\n\n", "utf-8"),
            [],
            id="bytes alone",
        ),
        pytest.param(
            lambda corpus: (corpus / "councils.jsonl").write_text(
                lines(COUNCILS[0] | {"title": "Council"}, COUNCILS[1]), "utf-8"
            ),
            [("council-1", "edited")],
            id="one of two in a file",
        ),
        pytest.param(
            lambda corpus: (corpus / "councils.jsonl").write_text(lines(COUNCILS[0]), "utf-8"),
            [("council-2", "removed")],
            id="one of two removed",
        ),
    ],
)
def test_what_happened(
    places: tuple[Path, Path], change: Callable[[Path], object], expected: list[tuple[str, str]]
) -> None:
    corpus, index = places
    change(corpus)
    assert told(rebuilt(places).revisions) == expected
    assert told(kept(index)) == expected


def test_all_words_of_a_removed_transcript_are_kept(places: tuple[Path, Path]) -> None:
    corpus, _ = places
    (corpus / "lesson.txt").unlink()
    (revision,) = rebuilt(places).revisions
    assert [turn.before and turn.before.text for turn in revision.turns] == list(TEXTS[7:])
    assert (revision.sha256_after, revision.passages) == (None, ChangeCounts(gone=2))


def test_nothing_is_kept_of_a_renamed_transcript_but_where_it_went(places: tuple[Path, Path]) -> None:
    corpus, _ = places
    (corpus / "lesson.txt").rename(corpus / "pupils.txt")
    (revision,) = rebuilt(places).revisions
    assert (revision.renamed_to, revision.turns, revision.fields) == ("pupils", (), ())
    assert revision.sha256 == revision.sha256_after


def test_a_transcript_that_returns_is_compared_with_what_it_said_before(places: tuple[Path, Path]) -> None:
    corpus, index = places
    path = corpus / "lesson.txt"
    before = path.read_bytes()
    first = open_build(index).manifest.created
    path.unlink()
    rebuilt(places)
    path.write_bytes(before.replace(b"Ours has one.", b"Ours has two.") + b"\n")
    (revision,) = rebuilt(places).revisions
    assert (revision.transcript, revision.happened) == ("lesson", "returned")
    assert (revision.first_seen, revision.last_seen, revision.title) == (first, first, "An open lesson")
    assert revision.sha256 == hashlib.sha256(before).hexdigest()
    assert [
        (turn.before and turn.before.text, turn.after and turn.after.text) for turn in revision.turns
    ] == [("Ours has one.", "Ours has two.")]
    assert revision.passages == ChangeCounts(unchanged=1, edited=1)
    path.unlink()
    rebuilt(places)
    path.write_bytes(before.replace(b"Ours has one.", b"Ours has two.") + b"\n\n")
    assert rebuilt(places).revisions == ()  # other bytes, the same words
    assert told(kept(index)) == [("lesson", "removed"), ("lesson", "returned"), ("lesson", "removed")]


def test_a_name_that_came_back_is_a_renaming(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "lesson.txt").rename(corpus / "pupils.txt")
    rebuilt(places)
    (corpus / "pupils.txt").rename(corpus / "lesson.txt")
    rebuilt(places)
    assert told(kept(index)) == [("lesson", "renamed"), ("pupils", "renamed")]
    assert [revision.renamed_to for revision in kept(index)] == ["pupils", "lesson"]


def test_title_and_label_are_edits_and_named(places: tuple[Path, Path]) -> None:
    corpus, _ = places
    turns = (LESSON[0].replace(LUKASHENKO, IVANOVA), LESSON[1])
    (corpus / "lesson.txt").write_text(
        page(*turns, title="A lesson", dated="December 6, 2023, Minsk"), "utf-8"
    )
    (revision,) = rebuilt(places).revisions
    assert revision.fields == (
        FieldChange("title", "An open lesson", "A lesson"),
        FieldChange("date", "2023-12-05", "2023-12-06"),
    )
    assert [(turn.changed, turn.before and turn.before.speaker, turn.after and turn.after.speaker)
            for turn in revision.turns] == [("relabelled", LUKASHENKO, IVANOVA)]  # fmt: skip


def test_another_model_or_passage_length_is_no_edit(places: tuple[Path, Path]) -> None:
    corpus, index = places
    encoder = TopicEncoder()
    encoder.weights = "1" * 64
    assert build_index(corpus, index, encoder, passage_tokens=16).revisions == ()
    assert kept(index) == ()
    write_harbour(corpus)
    assert build_index(corpus, index, TopicEncoder(), passage_tokens=100).revisions[
        0
    ].passages == ChangeCounts(moved=3, edited=1)


@pytest.mark.parametrize("full", [False, True], ids=["changed", "full"])
def test_the_history_outlives_every_build(places: tuple[Path, Path], full: bool) -> None:
    corpus, index = places
    write_harbour(corpus)
    noticed = rebuilt(places).revisions
    for number in range(3):
        (corpus / "more.txt").write_text(page(f"Vladimir Putin: Gas {number}."), "utf-8")
        build_index(corpus, index, TopicEncoder(), full=full)
    assert told(kept(index)) == [("harbour", "edited"), ("more", "edited"), ("more", "edited")]
    assert kept(index)[:1] == noticed
    assert build_index(corpus, index, TopicEncoder()).revisions == ()
    assert told(kept(index)) == [("harbour", "edited"), ("more", "edited"), ("more", "edited")]


def test_a_failing_build_notices_nothing(places: tuple[Path, Path]) -> None:
    corpus, index = places
    write_harbour(corpus)
    with pytest.raises(EncoderError):
        build_index(corpus, index, FailingEncoder(1), full=True)
    assert kept(index) == ()
    assert told(rebuilt(places).revisions) == [("harbour", "edited")]


def test_other_code_is_named_where_it_may_be_the_reason(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.index.recipe.code_hash", lambda: "changed")
    write_harbour(places[0])
    (revision,) = rebuilt(places).revisions
    assert not revision.same_program


def forget(index: Path) -> None:
    """Make the index one that was built before there was a history."""
    folder = open_build(index).folder
    (folder / HISTORY).unlink()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["parts"][HISTORY]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_an_index_without_a_history_serves_and_is_compared_with(places: tuple[Path, Path]) -> None:
    corpus, index = places
    forget(index)
    created = open_build(index).manifest.created
    archive = Archive.open(index, TopicEncoder())
    assert archive.changes() == ()
    assert archive.ask(Request("Who ships grain?")).hits
    write_harbour(corpus)
    outcome = rebuilt(places)
    assert (told(outcome.revisions), outcome.doubt) == ([("harbour", "edited")], None)
    assert outcome.revisions[0].first_seen == created
    assert History.load(open_build(index).part(HISTORY)).first_seen["lesson"] == created


def damage_manifest(index: Path) -> None:
    path = open_build(index).folder / "manifest.json"
    path.write_text(path.read_text("utf-8")[:-40], "utf-8")


def of_another_format(index: Path) -> None:
    path = open_build(index).folder / "manifest.json"
    path.write_text(
        json.dumps(json.loads(path.read_text("utf-8")) | {"format": 1, "model": "older"}), "utf-8"
    )


@pytest.mark.parametrize(
    ("damage", "again", "doubt"),
    [
        # The pointer alone is lost, or the format has changed: the build before is there to compare with.
        pytest.param(
            lambda index: (index / "current").write_text("x"), [("lesson", "removed")], None, id="pointer"
        ),
        pytest.param(of_another_format, [("lesson", "removed")], None, id="format"),
        # What the serving build knew is lost with it: the one before it is compared with, and finds it again.
        pytest.param(damage_manifest, [("harbour", "edited"), ("lesson", "removed")], None, id="manifest"),
        pytest.param(
            lambda index: flip(open_build(index).folder / CATALOGUE),
            [("harbour", "edited"), ("lesson", "removed")],
            None,
            id="catalogue",
        ),
        pytest.param(
            lambda index: flip(open_build(index).folder / HISTORY),
            [("harbour", "edited"), ("lesson", "removed")],
            "is damaged",
            id="history",
        ),
    ],
)
def test_a_damaged_index_loses_no_history(
    places: tuple[Path, Path],
    damage: Callable[[Path], object],
    again: list[tuple[str, str]],
    doubt: str | None,
) -> None:
    corpus, index = places
    write_harbour(corpus)
    rebuilt(places)
    (corpus / "lesson.txt").unlink()
    damage(index)
    outcome = rebuilt(places)
    assert told(outcome.revisions) == again
    assert told(kept(index)) == [("harbour", "edited"), ("lesson", "removed")]
    assert [[e.operation, e.text] for e in kept(index)[0].turns[0].diff] == DIFF
    assert (doubt or "") in (outcome.doubt or "")
    assert bool(outcome.doubt) == bool(doubt)
    assert [p.text for p in Catalogue(open_build(index).part(CATALOGUE)).all_passages()][3] == (
        "We never ship grain through the ports."
    )


def test_where_every_history_is_damaged_that_is_said(places: tuple[Path, Path]) -> None:
    corpus, index = places
    flip(open_build(index).folder / HISTORY)
    write_harbour(corpus)
    outcome = rebuilt(places)
    assert (outcome.revisions, kept(index)) == ((), ())
    assert outcome.doubt
    assert outcome.doubt.endswith("it begins anew")


def test_a_catalogue_of_another_shape_costs_one_comparison_and_no_history(places: tuple[Path, Path]) -> None:
    corpus, index = places
    write_harbour(corpus)
    (noticed,) = rebuilt(places).revisions
    folder = open_build(index).folder
    db = sqlite3.connect(folder / CATALOGUE)
    db.execute("ALTER TABLE passages RENAME COLUMN start_at TO starts")
    db.close()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["parts"][CATALOGUE] = asdict(measure(folder / CATALOGUE))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 1}), "utf-8")
    (corpus / "lesson.txt").unlink()
    outcome = rebuilt(places)
    assert outcome.revisions == ()
    assert outcome.doubt
    assert outcome.doubt.startswith("the build before cannot be read, nor what changed since (no such column")
    assert kept(index) == (noticed,)


def test_a_damaged_history_is_refused_and_all_else_serves(places: tuple[Path, Path]) -> None:
    _, index = places
    flip(open_build(index).folder / HISTORY)
    archive = Archive.open(index, TopicEncoder())
    assert archive.ask(Request("Who ships grain?")).hits
    with pytest.raises(IndexMismatchError, match="is damaged"):
        archive.changes()


ONE = changed(BEFORE, u0=(PUTIN, "Well. We will retaliate. We ship grain."))
TWO = changed(ONE, u0=(PUTIN, "Well. We will surely retaliate. We ship grain."), u1=None)
THREE = changed(TWO, u2=None)
FOUR = changed(THREE, u0=None)


def history(*versions: Transcript) -> tuple[Revision, ...]:
    """Every version against the one before, the oldest first."""
    compared = (compare(old, new, sentences(old), sentences(new)) for old, new in pairwise(versions))
    return tuple(
        replace(EDITED, build=f"b{number}", turns=comparison.turns, fields=comparison.fields)
        for number, comparison in enumerate(compared, start=1)
    )


def words(text: str) -> Callable[[Utterance], int | None]:
    return lambda utterance: at if (at := utterance.text.find(text)) >= 0 else None


def traced(revisions: tuple[Revision, ...], text: str) -> Former | None:
    return trace(revisions, words(text), len(text))


def found(former: Former | None) -> tuple[str, str, str | None]:
    assert former
    return former.revision.build, former.text, former.now


def test_words_that_were_never_changed_or_never_there() -> None:
    assert traced((), "grain") is None
    assert traced(history(BEFORE, ONE), "The price stays.") is None
    assert traced(history(BEFORE, ONE), "nobody said this") is None


def test_an_edited_passage_before_and_now() -> None:
    former = traced(history(BEFORE, ONE), "We will not retaliate.")
    assert found(former) == ("b1", "We will not retaliate.", "We will retaliate.")
    assert former
    assert (former.before.speaker, former.before.number, former.start, former.end) == (PUTIN, 0, 0, 22)
    assert former.after == ONE.utterances[0]
    assert [(edit.operation, edit.text) for edit in former.diff] == [
        ("equal", "We will "), ("delete", "not "), ("equal", "retaliate."),
    ]  # fmt: skip


def test_it_is_followed_through_every_later_edit() -> None:
    whole = history(BEFORE, ONE, TWO, THREE)
    assert found(traced(whole, "We will not retaliate.")) == (
        "b1",
        "We will not retaliate.",
        "We will surely retaliate.",
    )
    assert found(traced(whole, "We will retaliate.")) == (
        "b2",
        "We will retaliate.",
        "We will surely retaliate.",
    )
    assert found(traced(whole, "And gas?")) == ("b2", "And gas?", None)


def test_an_utterance_that_moved_meanwhile_is_the_same() -> None:
    # The turn of the price lost its number when the question before it went.
    later = changed(TWO, u1=(PUTIN, "Gas is another matter. The price falls."))
    assert found(traced(history(BEFORE, ONE, TWO, later), "The price stays.")) == (
        "b3",
        "The price stays.",
        "The price falls.",
    )


def test_words_that_are_gone_in_the_end() -> None:
    former = traced(history(BEFORE, ONE, TWO, THREE, FOUR), "We will not retaliate.")
    assert found(former) == ("b1", "We will not retaliate.", None)
    assert former
    assert former.after is None
    assert [(edit.operation, edit.text) for edit in former.diff] == [("delete", "We will not retaliate.")]


def test_of_several_times_the_last_counts() -> None:
    back = history(BEFORE, ONE, BEFORE, FOUR)
    assert found(traced(back, "We will not retaliate.")) == ("b3", "We will not retaliate.", None)
