"""An Atom feed of the passages that answer a question, or hold a quote: new ones come up after each build."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from rag.output.over_time_messages import when_where
from rag.page.backend import Backend
from rag.page.links import State, passage_link, query_string
from rag.page.rendering import NAME
from rag.proof.attribution import who_in_words
from rag.proof.cite.permalinks import fingerprint
from rag.proof.over_time import near_places
from rag.records import Hit, Request

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
MOST = 30
"""Passages of a feed, the latest first."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def version(archive: Backend, query: str) -> str:
    """Return the entity tag of a feed: it changes with the build alone."""
    named = f"{archive.manifest.get('id', '')} {query}"
    return f'"{uuid.uuid5(uuid.NAMESPACE_URL, named).hex}"'


def feed(archive: Backend, state: State, site: str) -> bytes:
    """Return the feed of what a state asks; `site` is the address of this page, without a slash at its end.

    Raises QuestionError where it cannot be asked.
    """
    query, built = query_string(state), str(archive.manifest.get("created", ""))
    hits = _hits(archive, state)
    root = Element("feed", xmlns=_ATOM)
    name = uuid.uuid5(uuid.NAMESPACE_URL, query)
    _add(root, "id", name.urn)
    _add(root, "title", f"{state.question} – {NAME}")
    _add(root, "updated", max((_stamp(hit, built) for hit in hits), default=_time(built)))
    _add(SubElement(root, "author"), "name", NAME)
    SubElement(root, "link", rel="self", href=f"{site}/feed?{query}")
    SubElement(root, "link", rel="alternate", href=f"{site}/?{query}")
    for hit in hits:
        entry = SubElement(root, "entry")
        # The words and their transcript name an entry: where they move in it, the entry stays the same.
        own = f"{hit.passage.transcript} {fingerprint(hit.passage.text)}"
        who = who_in_words(hit.utterance, hit.passage.end)
        _add(entry, "id", uuid.uuid5(name, own).urn)
        _add(entry, "title", f"{who}, {when_where(hit)}")
        _add(entry, "updated", _stamp(hit, built))
        _add(SubElement(entry, "author"), "name", who)
        SubElement(entry, "link", rel="alternate", href=f"{site}{passage_link(hit)}")
        _add(entry, "content", hit.passage.text)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    # A parser would read a carriage return as a line feed, and change a quote.
    return written.replace(b"\r", b"&#13;")


def _hits(archive: Backend, state: State) -> Sequence[Hit]:
    """The passages that answer, or hold the quote in nearly the same words; the latest first."""
    if state.mode == "check":
        check = archive.check(state.question, next(iter(state.filters.speakers), None))
        found = list(near_places(check, archive.over_time(check)))
    else:
        request = Request(state.question, state.filters, MOST, state.previous, state.today, state.ignored)
        answer = archive.ask(request)
        found = list(answer.hits) if answer.grade == "answers" else []
    return sorted(found, key=lambda hit: hit.date or "", reverse=True)[:MOST]


def _stamp(hit: Hit, built: str) -> str:
    """When something was said, else when it was indexed."""
    return f"{hit.date}T00:00:00Z" if hit.date else _time(built)


def _time(built: str) -> str:
    return built or "1970-01-01T00:00:00Z"


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
