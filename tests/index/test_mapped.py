"""Files mapped into memory: what is read, and that what was read is let go of."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from rag.index.mapped import MappedFile


def resident(path: Path) -> int:
    """Kilobytes of a file that this process has in memory."""
    told = Path("/proc/self/smaps").read_text("utf-8").split(str(path))[1:]
    return sum(int(found[1]) for each in told if (found := re.search(r"\nRss: +(\d+) kB", each)))


def test_an_array_is_read_from_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"head" + np.array([3, 1, 2], np.int32).tobytes())
    assert MappedFile(tmp_path / "file", np.int32, 4).array.tolist() == [3, 1, 2]


def test_an_empty_file_is_an_empty_array(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    mapped = MappedFile(tmp_path / "file", np.float32)
    mapped.has_read(10**9)
    assert (mapped.array.shape, mapped.array.dtype) == ((0,), np.float32)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells what is mapped")
def test_what_was_read_is_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.index.mapped._KEPT", 1 << 20)
    path = tmp_path / "file"
    path.write_bytes(bytes(4 << 20))
    mapped = MappedFile(path, np.uint8)
    assert mapped.array.sum() == 0
    mapped.has_read(8)
    assert resident(path) > 2048
    mapped.has_read(9)
    assert resident(path) == 0
    assert mapped.array[-1] == 0
