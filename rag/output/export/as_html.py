"""A pack as one page of HTML that stands alone: no script, nothing fetched, everything escaped."""

from __future__ import annotations

from rag.output.export.pack import Pack, facts, lead, remarks
from rag.text.templating import Templates


def render(pack: Pack) -> bytes:
    """Return the file."""
    quotes = [
        {
            "rank": hit.rank,
            "citation": citation,
            "event": citation.event,
            "remarks": remarks(pack, hit, citation),
        }
        for hit, citation in pack.quotes
    ]
    page = Templates("rag.output.export").render(
        "evidence", question=pack.answer.question, facts=facts(pack), lead=lead(pack), quotes=quotes
    )
    return f"{page}\n".encode()
