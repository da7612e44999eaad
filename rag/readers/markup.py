"""lxml, alone: a page or an XML document → a tree, without what markup can do to a program that reads it."""

from __future__ import annotations

import re
from typing import Any

from rag.errors import ReadError

Element = Any
"""An lxml element; the library has no types. It is imported only where there is markup to read."""

_MOST_ATTRIBUTES = 1000
"""Of one tag: the parser compares each with all before it."""
_MOST_LINES = 65_534
"""The parser counts no further."""
_MOST_TAGS = 500_000
_ATTRIBUTE = r"""[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TAG = re.compile(
    rf"""<!--(?:[^-]++|-(?!->))*+
    |<(?P<raw>script|style)\b(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?P<more1>{_ATTRIBUTE})?(?:[^<]++|<(?!/(?P=raw)))*+
    |<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+(?P<more2>{_ATTRIBUTE})?""",
    re.IGNORECASE | re.VERBOSE,
)
_TOO_DEEP = "its markup is nested too deep, or broken beyond repair"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def page_tree(text: str) -> Element:
    """The tree of an HTML page, its broken markup mended as browsers do, without comments.

    Raises ReadError for a page that is none, or that no browser would show.
    """
    if (lines := text.count("\n")) > _MOST_LINES:
        raise ReadError(f"the page has {lines:,} lines; expected at most {_MOST_LINES:,}")
    if (tags := text.count("<")) > _MOST_TAGS:
        raise ReadError(f"the page has {tags:,} tags; expected at most {_MOST_TAGS:,}")
    if any(tag["more1"] or tag["more2"] for tag in _TAG.finditer(text)):
        raise ReadError(f"a tag of the page has more than {_MOST_ATTRIBUTES:,} attributes")
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise ReadError(_TOO_DEEP)
    if root is None:
        raise ReadError("there is no text on the page; expected a transcript")
    return root


def xml_tree(data: bytes) -> Element:
    """The tree of an XML document, without comments. Raises ReadError for broken XML and for entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"broken XML: {' '.join(str(error.msg).split())[:200]}") from None
    declared = root.getroottree().docinfo.internalDTD
    if next(root.iter(etree.Entity), None) is not None or (
        declared is not None and next(declared.iterentities(), None) is not None
    ):
        raise ReadError("the XML has entities of its own; expected the text itself")
    return root


def walk(root: Element) -> Any:  # noqa: ANN401 - lxml's iterator, which can skip_subtree()
    """`start` and `end` of every element, in order; nothing recursive."""
    from lxml import etree

    return etree.iterwalk(root, events=("start", "end"))
