"""What builds notice of changed sources, and former words; no build loses what an earlier one noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import EncoderError
from rag.index.builder import build_index
from rag.index.revisions import ChangeCounts, FieldChange, History
from rag.index.store import HISTORY, open_build
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
from tests.index.examples import (
    DIFF,
    FailingEncoder,
    kept,
    rebuilt,
    told,
    write_harbour,
)

pytestmark = pytest.mark.slow


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
