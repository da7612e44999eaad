"""A pack is written whole or not at all, and what cannot be written is told before anything is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pack_examples import LATER, pack

from rag.errors import RagError
from rag.output.export.forms import FORMATS, check_target, render, save


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_the_form_of_its_ending(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"Evidence.{form.upper()}"
    assert check_target(path) == form
    save(path, pack())
    assert path.read_bytes() == render(pack(), form)  # type: ignore[arg-type]
    save(path, pack(made=LATER))
    assert path.read_bytes() == render(pack(made=LATER), form)  # type: ignore[arg-type]
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.pdf", "a.pdf: an evidence pack cannot be a .pdf; expected one of .json, .csv, .md, .html, .docx"),
        ("a", "a: an evidence pack cannot be a file without an ending; expected one of .json"),
        ("none/a.csv", "none/a.csv cannot be written: there is no folder"),
        ("folder.csv", "folder.csv is no regular file: name another file for the evidence pack"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    for attempt in (check_target, lambda path: save(path, pack())):
        with pytest.raises(RagError) as told:
            attempt(tmp_path / name)
        assert message in str(told.value)
        assert "\n" not in str(told.value)


def test_an_old_file_stays_where_a_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    save(path, pack())
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RagError, match=r"cannot be saved as .*a\.md: No space left on device"):
        save(path, pack(made=LATER))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(RagError, match="the evidence pack cannot be saved as"):
        save(tmp_path / ("x" * 250 + ".csv"), pack())
