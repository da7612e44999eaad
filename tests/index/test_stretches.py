"""Stretches of a file: one after another, and nothing beyond its end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.index.stretches import StretchReader


def test_stretches_come_one_after_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"gas and grain")
    reader = StretchReader(tmp_path / "file")
    assert reader.size == 13
    assert reader.read(np.array([8, 0, 4, 0]), np.array([5, 3, 0, 1])).tobytes() == b"graingasg"
    assert reader.read(np.array([0, 4, 8, 3]), np.array([4, 4, 5, 1])).tobytes() == b"gas and grain "
    assert reader.read(np.empty(0, np.int64), np.empty(0, np.int64)).shape == (0,)


def test_beyond_the_end_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"gas")
    with pytest.raises(OSError, match="ends before byte 4"):
        StretchReader(tmp_path / "file").read(np.array([0]), np.array([4]))
