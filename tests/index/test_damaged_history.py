"""Indexes that are damaged, of another format or without a history: nothing that is whole is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from rag.archive import Archive
from rag.errors import IndexMismatchError
from rag.index.catalogue import Catalogue
from rag.index.manifest import measure
from rag.index.revisions import History
from rag.index.store import CATALOGUE, HISTORY, open_build
from rag.records import Request
from tests.builders import TopicEncoder
from tests.index.examples import (
    DIFF,
    flip,
    kept,
    rebuilt,
    told,
    write_harbour,
)

pytestmark = pytest.mark.slow


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
