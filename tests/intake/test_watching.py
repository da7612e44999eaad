"""A watched folder: every change is told once, after it has settled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.intake.watching import changes

pytestmark = pytest.mark.slow


class OverError(Exception):
    """Nothing more happens."""


def told(folder: Path, *happens: Callable[[], object]) -> int:
    """How many changes are told while this happens, one in every pause."""
    left: Iterator[Callable[[], object]] = iter(happens)

    def pause(seconds: float) -> None:
        try:
            next(left)()
        except StopIteration:
            raise OverError from None

    count = 0
    with pytest.raises(OverError):
        for _ in changes(folder, pause):
            count += 1
    return count


def nothing() -> None:
    pass


def test_changes_are_told_when_they_have_settled(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    grow = [lambda size=size: file.write_text("x" * size) for size in range(1, 5)]
    assert told(tmp_path, nothing, nothing) == 0
    assert told(tmp_path, *grow, nothing, nothing, nothing) == 1
    assert told(tmp_path, file.unlink, nothing, grow[0], nothing) == 2
    assert told(tmp_path, grow[1], grow[2]) == 0


def test_times_links_and_tables_count_and_hidden_files_do_not(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    file = tmp_path / "deep" / "a.txt"
    file.write_text("x")
    assert told(tmp_path, lambda: os.utime(file, (1, 1)), nothing) == 1
    assert told(tmp_path, lambda: (tmp_path / "sources.toml").write_text(""), nothing) == 1
    assert told(tmp_path, lambda: (tmp_path / "link.txt").symlink_to("gone"), nothing) == 1
    assert told(tmp_path, lambda: (tmp_path / ".a.txt.tmp").write_text("x"), nothing) == 0


def test_a_change_that_is_taken_back_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    assert told(tmp_path, lambda: file.write_text("x"), file.unlink, nothing) == 0


def test_what_happened_before_the_first_look_at_changes_counts(tmp_path: Path) -> None:
    found = changes(tmp_path, lambda seconds: None)
    (tmp_path / "a.txt").write_text("x")
    assert next(found) is None


def test_a_folder_that_goes_and_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    assert told(folder, folder.mkdir, (lambda: (folder / "a.txt").write_text("x")), nothing) == 1
