"""A passage as HTML to paste into an article: the quote, its citation, and the record that proves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.citation import citation_of, sources
from rag.records import Hit

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embed(hit: Hit, accessed: str | None, manifest: Mapping[str, Any], link_back: str | None = None) -> str:
    """Return a `figure` that needs no style sheet and runs nothing.

    `link_back` is where the passage can be read in its transcript; without it, and without an official page,
    nothing is linked. The record is JSON that `rag verify` proves. Raises QuestionError where `accessed` is
    no day.
    """
    citation, record = citation_of(hit, accessed), record_of(hit, Parser.of(manifest), accessed)
    links = (("Official page", citation.address), ("In its transcript", link_back))
    linked = [f'<a href="{_escaped(address)}">{words}</a>' for words, address in links if address]
    address = citation.address or link_back
    cite = f' cite="{_escaped(address)}"' if address else ""
    caption = " · ".join((f"— {_escaped(citation.who)}. {_escaped(citation.event)}", *linked))
    proof = json.dumps(record, ensure_ascii=False).translate(_IN_SCRIPT)
    shown = f'{cite} dir="auto" style="white-space: pre-wrap"'
    return (
        "<figure>\n"
        f"<blockquote{shown}>{_escaped(citation.quote)}</blockquote>\n"
        f"<figcaption>{caption}<br><small>{_escaped(sources(citation))}</small></figcaption>\n"
        f'<script type="application/ld+json">{proof}</script>\n'
        "</figure>\n"
    )


def _escaped(text: str) -> str:
    """Text as HTML shows it; a parser would read a carriage return as a line feed, and change a quote."""
    return escape(text).replace("\r", "&#13;")
