"""Builds that fail, are killed, or find a harmed index: the old one serves on."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.archive import Archive
from rag.errors import BuildRunningError, CorpusError, EncoderError, IndexMismatchError
from rag.index.builder import build_index
from rag.index.manifest import FORMAT, measure
from rag.index.revisions import History
from rag.index.store import CATALOGUE, HISTORY, TOKENS, VECTORS, WORDS, building, open_build
from rag.records import Request
from tests.builders import TopicEncoder
from tests.corpora import TEXTS, page, tree
from tests.index.examples import FailingEncoder, flip, passages

pytestmark = pytest.mark.slow


def names(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir())


@pytest.mark.parametrize("at", [0, 1, 4])
def test_a_build_that_fails_midway_leaves_the_old_one_and_nothing_else(
    places: tuple[Path, Path], at: int
) -> None:
    corpus, index = places
    before = {name: found for name, found in tree(index).items() if name != ".lock"}
    (corpus / "harbour.txt").unlink()
    with pytest.raises(EncoderError, match=f"no more than {at} texts"):
        build_index(corpus, index, FailingEncoder(at), full=True)
    assert {name: found for name, found in tree(index).items() if name != ".lock"} == before
    assert tuple(passage.text for passage in passages(index)) == TEXTS


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (("Encoding passages", 0, 9), VECTORS),
        (("Writing catalogue and words", 0, 2), CATALOGUE),
        (("Writing catalogue and words", 1, 2), WORDS),
        (("Writing catalogue and words", 2, 2), None),  # only the manifest is still to be written
    ],
    ids=["vectors", "catalogue", "words", "manifest"],
)
def test_a_full_disk_leaves_the_old_build_and_is_told_as_such(
    places: tuple[Path, Path], step: tuple[str, int, int], part: str | None
) -> None:
    corpus, index = places
    before = names(index)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def filled(*now: object) -> None:
        """From this step on no file may be longer than a hundred bytes."""
        if now == step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))

    try:
        with pytest.raises(OSError, match=r"File too large|cannot be written, is the disk full\?") as full:
            build_index(corpus, index, TopicEncoder(), full=True, progress=filled)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert part is None or Path(full.value.filename).name == part
    assert names(index) == before
    assert tuple(passage.text for passage in passages(index)) == TEXTS


def test_a_build_killed_before_any_of_its_changes_leaves_a_whole_one(places: tuple[Path, Path]) -> None:
    corpus, index = places
    path = corpus / "harbour.txt"
    path.write_text(path.read_text("utf-8").replace("We ship", "We never ship"), "utf-8")
    old = build_index(corpus, index, TopicEncoder()).manifest
    texts = (*TEXTS[:3], "We never ship grain through the ports.", *TEXTS[4:])
    (corpus / "lesson.txt").unlink()
    subprocess.run(
        [sys.executable, "-m", "tests.index.killed_builds", corpus, index],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    *killed, ended = sorted(index.parent.glob("index-*"))
    before = [copy for copy in killed if open_build(copy).manifest == old]
    # Lock, folder, five parts, manifest, rename and pointer at least; then the oldest build is swept.
    assert before == killed[: len(before)]
    assert 11 < len(before) < len(killed)
    for copy in before:
        assert tuple(passage.text for passage in passages(copy)) == texts
        assert noticed(copy) == [("harbour", "edited")]
    for copy in (*killed[len(before) :], ended):
        assert tuple(passage.text for passage in passages(copy)) == texts[:-2]
        assert noticed(copy) == [("harbour", "edited"), ("lesson", "removed")]
    leftovers = {name.split("-")[0] for copy in before for name in names(copy)} - set(names(index))
    assert ".unfinished" in leftovers
    for copy in (before[-3], before[-1], killed[-1]):  # half of the parts; all but the pointer; all
        new = build_index(corpus, copy, TopicEncoder()).manifest
        assert [passage.text for passage in passages(copy)] == list(texts[:-2])
        assert noticed(copy) == [("harbour", "edited"), ("lesson", "removed")]
        if copy in before:
            assert names(copy) == sorted([".lock", old.id, new.id, "current"])


def noticed(index: Path) -> list[tuple[str, str]]:
    """What builds have noticed of changed sources."""
    revisions = History.load(open_build(index).part(HISTORY)).revisions
    return [(revision.transcript, revision.happened) for revision in revisions]


def test_two_builds_at_once(places: tuple[Path, Path]) -> None:
    corpus, index = places
    encoder = TopicEncoder()
    with building(index), pytest.raises(BuildRunningError, match="another build of"):
        build_index(corpus, index, encoder, full=True)
    assert encoder.encoded == []
    assert tuple(passage.text for passage in passages(index)) == TEXTS


@pytest.mark.parametrize("full", [False, True], ids=["changed", "full"])
def test_the_build_before_stays_for_whoever_has_it_open(places: tuple[Path, Path], full: bool) -> None:
    corpus, index = places
    first = open_build(index).manifest.id
    archive = Archive.open(index, TopicEncoder())  # has read no more than the catalogue yet
    (corpus / "lesson.txt").unlink()
    second = build_index(corpus, index, TopicEncoder(), full=full).manifest.id
    assert names(index) == sorted([".lock", "current", first, second])
    assert {hit.passage.text for hit in archive.ask(Request("Who has a teacher?")).hits} == set(TEXTS)
    (corpus / "harbour.txt").unlink()
    third = build_index(corpus, index, TopicEncoder(), full=full).manifest.id
    assert names(index) == sorted([".lock", "current", second, third])


def test_a_corpus_that_cannot_be_read_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="no transcript in"):
        build_index(tmp_path / "corpus", tmp_path / "index", TopicEncoder())
    assert not (tmp_path / "index").exists()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def changed(**values: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")

    return change


@pytest.mark.parametrize(
    ("part", "damage"),
    [
        (CATALOGUE, flip),
        (CATALOGUE, Path.unlink),
        (VECTORS, flip),
        (VECTORS, cut_short),
        (WORDS, flip),
        (WORDS, Path.unlink),
        ("manifest.json", cut_short),
        ("manifest.json", Path.unlink),
        ("manifest.json", changed(format=FORMAT + 1)),
        ("manifest.json", changed(color="red")),
        ("manifest.json", changed(parts={})),
        ("current", lambda path: path.write_text("")),
        ("current", lambda path: path.write_bytes(b"\xff\x00")),
        ("current", lambda path: path.write_text("../x")),
    ],
)
def test_a_damaged_part_is_refused_and_mended_by_the_next_build(
    places: tuple[Path, Path], part: str, damage: Callable[[Path], object]
) -> None:
    corpus, index = places
    folder = index if part == "current" else open_build(index).folder
    path = folder / part
    damage(max(path.iterdir(), key=lambda file: file.stat().st_size) if path.is_dir() else path)
    with pytest.raises(IndexMismatchError, match="rag build") as refused:
        Archive.open(index, TopicEncoder()).warm()
    assert "\n" not in str(refused.value)
    assert build_index(corpus, index, TopicEncoder()).fresh
    assert tuple(passage.text for passage in passages(index)) == TEXTS
    Archive.open(index, TopicEncoder()).warm()


def test_tokens_of_another_shape_are_encoded_anew(places: tuple[Path, Path]) -> None:
    build = open_build(places[1])
    arrays = dict(np.load(build.folder / TOKENS / "rows.npz"))
    np.savez(build.folder / TOKENS / "rows.npz", **{n: a for n, a in arrays.items() if n != "own"})
    parts = build.manifest.parts | {TOKENS: measure(build.folder / TOKENS)}
    replace(build.manifest, parts=parts).save(build.folder)
    (places[0] / "new.txt").write_text(page("Vladimir Putin: Gas."), "utf-8")
    outcome = build_index(*places, TopicEncoder())
    assert (outcome.manifest.reused_vectors, outcome.manifest.counts.passages) == (0, 10)
    Archive.open(places[1], TopicEncoder()).warm()
