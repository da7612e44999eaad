"""A site to fetch from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.intake.serving import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found
