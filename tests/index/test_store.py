"""The index folder: one pointer, switched at once; what is damaged is refused, what is left over swept."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from rag.errors import BuildRunningError, IndexMismatchError, IndexMissingError
from rag.index import store
from rag.index.manifest import MANIFEST, measure
from rag.index.store import (
    CATALOGUE,
    HISTORY,
    PARTS,
    TOKENS,
    VECTORS,
    WORDS,
    building,
    open_build,
    remains,
    sweep,
    unfinished,
)
from tests.index.examples import WRITTEN

pytestmark = pytest.mark.slow


def fill(folder: Path, name: str) -> None:
    """Write a build of all parts; the store does not look into them."""
    (folder / CATALOGUE).write_text(f"catalogue of {name}")
    (folder / VECTORS).write_bytes(b"\0" * 100)
    (folder / WORDS).mkdir()
    (folder / WORDS / "segment").write_text("words")
    (folder / TOKENS).mkdir()
    (folder / TOKENS / "segment").write_text("tokens")
    parts = {part: measure(folder / part) for part in PARTS}
    dataclasses.replace(WRITTEN, id=name, parts=parts).save(folder)


def build(index: Path, name: str) -> Path:
    with building(index), unfinished(index, name) as folder:
        fill(folder, name)
    return index / name


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path / "index", "one")
    return tmp_path / "index"


def names(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir())


def test_the_last_build_serves(index: Path) -> None:
    assert (index / "current").read_text() == "one\n"
    build(index, "two")
    serving = open_build(index)
    assert (serving.folder, serving.manifest.id) == (index / "two", "two")
    assert [serving.part(name) for name in PARTS] == [index / "two" / name for name in PARTS]
    assert names(index) == [".lock", "current", "one", "two"]


def test_the_corpus_is_found_beside_the_index(index: Path) -> None:
    assert open_build(index).corpus == index.parent / "corpus"


def test_a_build_that_fails_leaves_the_old_one_and_nothing_else(index: Path) -> None:
    with pytest.raises(KeyboardInterrupt), building(index), unfinished(index, "two") as folder:
        fill(folder, "two")
        assert folder.parent == index
        assert open_build(index).manifest.id == "one"
        raise KeyboardInterrupt
    assert open_build(index).manifest.id == "one"
    assert names(index) == [".lock", "current", "one"]


def test_until_the_pointer_is_replaced_the_old_build_serves(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        assert (self.read_text(), target) == ("two\n", index / "current")
        assert open_build(index).manifest.id == "one"
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        build(index, "two")
    assert open_build(index).manifest.id == "one"
    monkeypatch.undo()
    build(index, "three")
    sweep(index, keep={"one", "three"})
    assert names(index) == [".lock", "current", "one", "three"]
    assert open_build(index).manifest.id == "three"


def test_everything_is_on_the_disk_before_anything_points_to_it(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(file: int) -> None:
        synced.append(os.fstat(file).st_ino)
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    two = build(index, "two")
    parts = [path.stat().st_ino for path in two.rglob("*") if path.is_file()]
    assert len(parts) == 5  # a manifest, and a file for each part
    assert sorted(synced[:-1]) == sorted(parts)
    assert synced[-1] == (index / "current").stat().st_ino


def test_leftovers_of_the_killed_are_swept(index: Path) -> None:
    (index / ".unfinished-half").mkdir()
    (index / ".unfinished-half" / CATALOGUE).write_text("half")
    (index / ".unfinished-current").write_text("half\n")
    with building(index):
        assert names(index) == [".lock", "current", "one"]


def test_sweeping_removes_builds_and_nothing_else(index: Path) -> None:
    build(index, "two")
    build(index, "three")
    (index / "README.md").write_text("mine")
    (index / "notes").mkdir()
    sweep(index, keep={"three", "one"})
    assert names(index) == [".lock", "README.md", "current", "notes", "one", "three"]


def test_one_build_at_a_time(index: Path) -> None:
    with building(index):
        with (
            pytest.raises(BuildRunningError, match=r"^another build of .* is running: wait for it to end$"),
            building(index),
        ):
            pass
        assert open_build(index).manifest.id == "one"  # who reads does not wait
    with building(index):
        pass


@pytest.mark.parametrize("kind", ["nothing", "empty folder", "file"])
def test_no_index(tmp_path: Path, kind: str) -> None:
    index = tmp_path / "it's here"
    if kind == "file":
        index.write_text("no folder")
    elif kind == "empty folder":
        index.mkdir()
    with pytest.raises(IndexMissingError, match=r"^no index in .*: make one with rag build$") as missing:
        open_build(index)
    assert repr(str(index)) in str(missing.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\xff\xfe\x00",
        b"one\0",
        b"two",
        b".",
        b"..",
        b"../index/one",
        b"./one",
        b"one/words",
        b"current",
        b"x" * 5000,
        b"one\none",
    ],
)
def test_a_pointer_that_names_no_build(index: Path, content: bytes) -> None:
    (index / "current").write_bytes(content)
    refuses(index)


def test_a_pointer_out_of_the_index(index: Path) -> None:
    elsewhere = index.parent / "elsewhere"
    (index / "one").rename(elsewhere)
    for pointer in ("../elsewhere", str(elsewhere)):
        (index / "current").write_text(pointer)
        refuses(index)


def test_a_pointer_that_is_a_folder(index: Path) -> None:
    (index / "current").unlink()
    (index / "current").mkdir()
    refuses(index)


def refuses(index: Path) -> None:
    with pytest.raises(IndexMismatchError, match="build the index anew with rag build") as refused:
        open_build(index)
    assert str(index / "current") in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("hashed", [True, False], ids=["hashed", "by size"])
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_gone_or_of_another_size(
    index: Path, part: str, hashed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hashed:
        monkeypatch.setattr(store, "_HASHED_WHEN_OPENED", 0)
    serving = open_build(index)
    path = index / "one" / part
    assert serving.part(part) == path
    file = path / "segment" if path.is_dir() else path
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(IndexMismatchError, match=f"{path} is damaged .* with rag build --full$"):
        serving.part(part)
    if path.is_dir():
        file.unlink()
        path.rmdir()
    else:
        path.unlink()
    with pytest.raises(IndexMismatchError, match=f"^the index lacks {path}: .* with rag build --full$"):
        serving.part(part)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_with_one_flipped_bit(index: Path, part: str) -> None:
    path = index / "one" / part
    file = path / "segment" if path.is_dir() else path
    content = bytearray(file.read_bytes())
    content[3] ^= 1
    file.write_bytes(content)
    with pytest.raises(IndexMismatchError, match="is damaged"):
        open_build(index).part(part)


def test_a_part_that_the_manifest_does_not_name(index: Path) -> None:
    with pytest.raises(IndexMismatchError, match=r"^the index lacks .*manifest\.json"):
        open_build(index).part(MANIFEST)


def test_what_is_left_of_builds_the_one_that_serves_first(index: Path) -> None:
    build(index, "three")
    build(index, "two")
    (index / ".unfinished-four").mkdir()
    (index / "notes").mkdir()
    (index / "three" / MANIFEST).write_text("{")
    assert [each.folder.name for each in remains(index)] == ["two", "one"]
    (index / "current").write_text("one")
    assert [each.folder.name for each in remains(index)] == ["one", "two"]
    (index / "current").unlink()
    first, other = remains(index)
    assert (first.folder.name, other.folder.name) == ("two", "one")
    assert first.remnant.created == WRITTEN.created
    assert first.part(CATALOGUE) == index / "two" / CATALOGUE
    assert (first.has(CATALOGUE), first.has(HISTORY)) == (True, False)
    (index / "two" / CATALOGUE).write_text("another")
    for name in (CATALOGUE, HISTORY):
        with pytest.raises(IndexMismatchError, match="rag build --full"):
            first.part(name)
