"""Here `archive` is over the corpus of alleged quotes, which the page checks."""

from __future__ import annotations

import pytest

from rag.archive import Archive


@pytest.fixture(scope="session")
def archive(quoted_archive: Archive) -> Archive:
    return quoted_archive
