"""A citation as CSL-JSON, which citation processors and reference managers read."""

from __future__ import annotations

import json
from typing import Any

from rag.proof.cite.citation import Citation
from rag.proof.cite.notes import provenance


def csl_json(citation: Citation) -> str:
    """Return a list of one item; the quote, to the character, is its `annote`."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"


def csl_item(citation: Citation) -> dict[str, Any]:
    """Return the item. A name is `literal`: it is not split into what might be its parts."""
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "speech",
        "author": [{"literal": citation.speaker}] if citation.speaker else None,
        "title": citation.title,
        "issued": _date(citation.date),
        "event-place": citation.place,
        "URL": citation.address,
        "accessed": _date(citation.accessed),
        "note": provenance(citation),
        "annote": citation.quote,
    }
    return {name: value for name, value in item.items() if value is not None}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None
