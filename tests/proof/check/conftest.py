"""Here `built` and `archive` are over the corpus of alleged quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.archive import Archive


@pytest.fixture(scope="session")
def built(quoted: Path) -> Path:
    return quoted


@pytest.fixture(scope="session")
def archive(quoted_archive: Archive) -> Archive:
    return quoted_archive
