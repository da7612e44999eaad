"""The list of transcripts, to be browsed by date, place or title, and speaker; without script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup
from pydantic import BaseModel, Field

from rag.errors import QuestionError
from rag.index.catalogue_list import ListOrder
from rag.output.messages import transcript_count
from rag.page.backend import Backend
from rag.page.frame import NAMES
from rag.page.reader import own_address
from rag.page.rendering import render
from rag.question.request import resolve
from rag.records import Coverage, Filters
from rag.search.facets import overview
from rag.text.translation import N_, _, number

ADDRESS = "/transcripts"
PART = 50
"""Transcripts on a page."""
NAMED = 3
"""Speakers that are named beside a transcript."""
SITEMAP = 50_000
"""Addresses that a sitemap may hold, by its own standard (sitemaps.org)."""

ORDERS: dict[ListOrder, str] = {
    "latest": N_("latest first"), "earliest": N_("earliest first"), "title": N_("by title"),
}  # fmt: skip

Words = Annotated[str, Field(max_length=300)]


class ListQuery(BaseModel):
    """What the address of a list says; an empty value is as good as none."""

    place: Words = ""
    """Of the place or the title."""
    speaker: Words = ""
    since: Words = Field("", alias="from")
    until: Words = Field("", alias="to")
    order: ListOrder = "latest"
    part: int = Field(1, ge=1, le=1_000_000)

    @property
    def filters(self) -> Filters:
        """What is asked for, as it was typed."""
        speakers = (self.speaker,) if self.speaker.strip() else ()
        return Filters(speakers, self.since.strip() or None, self.until.strip() or None, self.place or None)

    def address(self, **changes: object) -> str:
        """The address of this list, or of one that differs by `changes`."""
        given = self.model_dump(by_alias=True) | {"part": 1} | changes
        query = urlencode({name: value for name, value in given.items() if value != _DEFAULTS[name]})
        return f"{ADDRESS}?{query}" if query else ADDRESS


_DEFAULTS = ListQuery.model_validate({}).model_dump(by_alias=True)


def list_page(archive: Backend, asked: ListQuery) -> Markup:
    """Return the page. A name or date that cannot be read is told on it, and nothing is listed."""
    coverage = archive.coverage()
    found, error = None, ""
    try:
        filters = resolve(asked.filters, [speaker.name for speaker in coverage.speakers])
        found = archive.catalogue.listed(filters, asked.order, (asked.part - 1) * PART, PART)
    except QuestionError as mistake:
        error = str(mistake)
    total = found.total if found else 0
    parts = -(-total // PART)
    return render(
        "transcript_list",
        asked=asked,
        error=error,
        count=transcript_count(total),
        rows=[
            (own_address(each.heading.id), each.heading, _named(each.speakers))
            for each in (found.transcripts if found else ())
        ],
        years=_years(coverage, asked),
        orders=[(order, _(words), asked.address(order=order)) for order, words in ORDERS.items()],
        parts=parts,
        before=asked.address(part=asked.part - 1) if 1 < asked.part <= parts + 1 else "",
        after=asked.address(part=asked.part + 1) if asked.part < parts else "",
        names=[speaker.name for speaker in coverage.speakers[:NAMES]],
    )


def sitemap(archive: Backend, base: str) -> bytes:
    """Return the addresses of all transcripts' pages below `base`, in the form of sitemaps.org."""
    root = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for transcript_id in archive.catalogue.transcript_ids()[:SITEMAP]:
        SubElement(SubElement(root, "url"), "loc").text = base + own_address(transcript_id)
    found: bytes = tostring(root, "utf-8", xml_declaration=True)
    return found


def _years(coverage: Coverage, asked: ListQuery) -> list[tuple[str, int, str, bool]]:
    """Every year with transcripts: its number, how many, the list of it, and whether it is shown now."""
    by_year = [(str(each.year), each.transcripts) for each in reversed(overview(coverage).years)]
    return [
        (year, number, asked.address(**{"from": year, "to": year}), asked.since == asked.until == year)
        for year, number in by_year
        if number
    ]


def _named(speakers: Sequence[str]) -> str:
    more = len(speakers) - NAMED
    named = ", ".join(speakers[:NAMED])
    return _("%(names)s and %(number)s more", names=named, number=number(more)) if more > 0 else named
