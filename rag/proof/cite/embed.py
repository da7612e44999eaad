"""A passage as HTML to paste into an article: the quote, its citation, and the record that proves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.citation import citation_of, sources
from rag.records import Hit
from rag.text.templating import Templates

_TEMPLATES = Templates(__package__)
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embed(hit: Hit, accessed: str | None, manifest: Mapping[str, Any], link_back: str | None = None) -> str:
    """Return a `figure` that needs no style sheet and runs nothing.

    `link_back` is where the passage can be read in its transcript; without it, and without an official page,
    nothing is linked. The record is JSON that `rag verify` proves. Raises QuestionError where `accessed` is
    no day.
    """
    citation, record = citation_of(hit, accessed), record_of(hit, Parser.of(manifest), accessed)
    written = json.dumps(record, ensure_ascii=False).translate(_IN_SCRIPT)
    shown = _TEMPLATES.render(
        "embed",
        citation=citation,
        link_back=link_back,
        sources=sources(citation),
        record=Markup(written),  # noqa: S704 - escaped
    )
    return f"{shown}\n"
