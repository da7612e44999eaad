"""A build's description: written, read back, and refused in one line where it is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.errors import IndexMismatchError
from rag.index.manifest import (
    FORMAT,
    MANIFEST,
    BuildPart,
    Manifest,
    Remnant,
    measure,
    size,
)
from tests.builders import TopicEncoder
from tests.index.examples import WRITTEN


def test_it_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    WRITTEN.save(tmp_path)
    assert Manifest.load(tmp_path) == WRITTEN
    form = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert form == json.loads(json.dumps(WRITTEN.as_json()))
    assert form["model"] == {
        "name": "topics",
        "sha256": TopicEncoder.weights,
        "dimension": 6,
        "limit": 60,
        "questions_in_numpy": False,
    }
    assert form["skipped"] == [["пусто.txt", "the file is empty; expected a transcript"]]


def refused(folder: Path, content: bytes) -> str:
    """The message with which a manifest of this content is refused."""
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(IndexMismatchError) as error:
        Manifest.load(folder)
    message = str(error.value)
    assert "\n" not in message
    assert "rag build" in message
    return message


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b"7", b'"format"', b"{}", b"[" * 100_000, b'{"a": 1e999}'],
    ids=["empty", "cut", "binary", "null", "list", "number", "text", "no keys", "deep", "other"],
)
def test_what_is_no_manifest(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content).startswith(f"{tmp_path / MANIFEST} cannot be read")


def test_no_manifest_at_all(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="cannot be read: build the index anew with rag build"):
        Manifest.load(tmp_path)


@pytest.mark.parametrize("found", [0, 1, FORMAT + 1, str(FORMAT), None])
def test_another_format(tmp_path: Path, found: object) -> None:
    content = json.dumps({"format": found, "shape": "unknown to this program"}).encode()
    assert refused(tmp_path, content) == (
        f"the index has format {found}, this program reads format {FORMAT}: "
        "build it anew with rag build --full"
    )


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form.pop("counts"),
        lambda form: form.update(color="red"),
        lambda form: form.update(model=[]),
        lambda form: form["model"].pop("limit"),
        lambda form: form["recipe"].update(temperature=1),
        lambda form: form.update(counts=None),
        lambda form: form["counts"].update(passages="nine"),
        lambda form: form["counts"].update(passages=True),
        lambda form: form.update(corpus_path=None),
        lambda form: form.update(skipped=[["one"]]),
        lambda form: form.update(skipped=3),
        lambda form: form.update(seconds="long"),
        lambda form: form.update(versions=[]),
        lambda form: form.update(parts=[]),
        lambda form: form["parts"].update(words=None),
        lambda form: form["parts"]["words"].update(bytes="many"),
        lambda form: form["parts"]["words"].update(sha256=0),
    ],
)
def test_a_manifest_that_lacks_something_or_holds_something_unknown(tmp_path: Path, change: Change) -> None:
    form = json.loads(json.dumps(WRITTEN.as_json()))
    change(form)
    message = refused(tmp_path, json.dumps(form).encode())
    assert message.startswith(f"{tmp_path / MANIFEST} lacks something or holds something unknown")


def test_a_file_is_measured_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(b"grain" * 500_000)  # more than one block
    assert measure(path) == BuildPart(2_500_000, hashlib.sha256(b"grain" * 500_000).hexdigest())
    assert size(path) == 2_500_000


def test_a_folder_is_measured_by_names_and_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "b").write_bytes(b"22")
    (folder / "a").write_bytes(b"1")
    (folder / "writer.lock").write_bytes(b"comes and goes")
    (folder / "inside").mkdir()
    assert measure(folder) == BuildPart(3, hashlib.sha256(b"a\x001b\x0022").hexdigest())
    assert size(folder) == 3
    (folder / "b").rename(folder / "c")
    assert measure(folder) == BuildPart(3, hashlib.sha256(b"a\x001c\x0022").hexdigest())


def test_what_any_program_can_tell_of_a_build(tmp_path: Path) -> None:
    WRITTEN.save(tmp_path)
    told = Remnant(WRITTEN.created, "code", WRITTEN.parts)
    assert Remnant.load(tmp_path) == told
    later = WRITTEN.as_json() | {
        "format": 99,
        "model": None,
        "recipe": {"code": "code", "salt": 1},
        "new": [],
    }
    (tmp_path / MANIFEST).write_text(json.dumps(later), "utf-8")
    assert Remnant.load(tmp_path) == told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"created": 1, "recipe": {}, "parts": {"a": 7}}',
    ],
)
def test_where_nothing_can_be_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    assert Remnant.load(tmp_path) is None
    assert Remnant.load(tmp_path / "nowhere") is None
