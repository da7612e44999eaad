"""The list of transcripts by value: order, parts, and what filters leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.catalogue import Catalogue
from rag.index.catalogue_list import ListOrder
from rag.records import Filters
from tests.index.test_catalogue import IVANOVA, LUKASHENKO, PUTIN, TRANSCRIPTS, write


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("list")
    return write(folder / "catalogue.sqlite", *TRANSCRIPTS)


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("latest", ["lesson", "harbour", "undated"]),
        ("earliest", ["harbour", "lesson", "undated"]),
        ("title", ["lesson", "harbour", "undated"]),
    ],
)
def test_the_order(catalogue: Catalogue, order: ListOrder, ids: list[str]) -> None:
    listing = catalogue.listed(order=order)
    assert [each.heading.id for each in listing.transcripts] == ids


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(speakers=(PUTIN,)), ["lesson", "harbour"]),
        (Filters(speakers=(LUKASHENKO, IVANOVA)), ["lesson", "undated"]),
        (Filters(since="2024-01-01"), ["lesson"]),
        (Filters(place="moscow"), ["lesson", "harbour"]),
        (Filters(place="sao tome", speakers=(PUTIN,)), ["harbour"]),
        (Filters(place="sao tome", speakers=(IVANOVA,)), []),
    ],
)
def test_what_filters_leave(catalogue: Catalogue, filters: Filters, ids: list[str]) -> None:
    listing = catalogue.listed(filters)
    assert [each.heading.id for each in listing.transcripts] == ids
    assert listing.total == len(ids)


def test_parts_and_who_speaks(catalogue: Catalogue) -> None:
    listing = catalogue.listed(first=1, most=1)
    assert listing.total == 3
    (only,) = listing.transcripts
    assert (only.heading.id, only.speakers) == ("harbour", (PUTIN,))
    assert only.heading.utterances == ()
    assert catalogue.listed(most=1).transcripts[0].speakers == (LUKASHENKO, PUTIN)
    assert catalogue.listed(first=9).transcripts == ()
