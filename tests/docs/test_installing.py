"""docs/installing.md names the versions and the messages that there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rag.errors import RagError
from rag.index.store import open_build
from rag.readers.corpus import read_corpus
from tests.corpora import ROOT

PAGE = " ".join((ROOT / "docs" / "installing.md").read_text("utf-8").split())


def test_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = next(each for each in project["dependencies"] if each.startswith("torch=="))
    assert set(re.findall(r"torch==[\d.]+\d", PAGE)) == {pinned}
    assert set(re.findall(r"rag_transcripts-([\d.]+)-py3", PAGE)) == {project["version"]}


def test_messages_are_those_that_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for step, path in ((open_build, "index"), (read_corpus, "corpus")):
        with pytest.raises(RagError) as raised:
            step(Path(path))
        assert f"`{raised.value}`" in PAGE
