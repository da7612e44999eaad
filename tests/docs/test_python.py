"""docs/python.md: every line of its walk gives what stands below it."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

from tests.corpora import CORPUS, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.model]


def test_the_walk_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs" / "python.md"
    walk = doctest.DocTestParser().get_doctest(page.read_text("utf-8"), {}, page.name, str(page), 0)
    assert len(walk.examples) > 10
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    runner.run(walk)
    assert runner.summarize(verbose=False).failed == 0
