"""A file is written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import EvaluationError, RagError
from rag.text.files import write_whole


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
