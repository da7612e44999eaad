"""A file is written whole or not at all, and never over what is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import EvaluationError, RagError
from rag.text.files import check_outputs, write_text, write_whole


def test_written_to_the_byte(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", [b"a\r\n", b"\xff"], "pack")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"a\r\n\xff")]


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"before")

    def broken() -> Iterator[bytes]:
        yield b"after"
        raise KeyError

    with pytest.raises(KeyError):
        write_whole(tmp_path / "x", broken(), "pack")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"before")]


@pytest.mark.parametrize("error", [RagError, EvaluationError])
def test_where_nothing_can_be_written(tmp_path: Path, error: type[RagError]) -> None:
    with pytest.raises(error, match=r"the pack cannot be saved as .*: No such file"):
        write_whole(tmp_path / "gone" / "x", [b"a"], "pack", error)
    with pytest.raises(error, match="is no regular file; name another file for the pack"):
        write_whole(tmp_path, [b"a"], "pack", error)


def test_written_to_the_character(tmp_path: Path) -> None:
    write_text(tmp_path / "x", ["a\r\n", "море\u2028"], "run")
    assert (tmp_path / "x").read_bytes() == "a\r\nморе\u2028".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_text_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")

    def broken() -> Iterator[str]:
        yield "after"
        raise KeyError

    with pytest.raises(KeyError):
        write_text(tmp_path / "x", broken(), "run")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x", "before")]


def test_a_text_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"the TREC run cannot be saved as .*: No such file"):
        write_text(tmp_path / "gone" / "x", ["a"], "TREC run")
    with pytest.raises(EvaluationError, match="is no regular file; name another file for the TREC run"):
        write_text(tmp_path, ["a"], "TREC run")


def test_outputs_are_checked_beforehand(tmp_path: Path) -> None:
    read, one, two = (tmp_path / name for name in ("read", "one", "two"))
    (tmp_path / "link").symlink_to(read)
    (tmp_path / "round").symlink_to(tmp_path / "round")
    check_outputs([one, two], inputs=[read])
    wrong = {
        "is read as well": [one, tmp_path / "link"],
        "is written as well": [one, tmp_path / "." / "one"],
        "there is no folder": [tmp_path / "gone" / "x"],
        "is no regular file": [tmp_path],
    }
    for said, outputs in wrong.items():
        with pytest.raises(EvaluationError, match=said):
            check_outputs(outputs, inputs=[read])
    check_outputs([tmp_path / "round"], inputs=[read])
