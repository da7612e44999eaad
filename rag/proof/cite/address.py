"""Official addresses: checked, led to the words, and paired with the page in Russian. None is invented."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from rag.proof.cite.text_fragment import text_fragment
from rag.records import Hit

_ENGLISH = re.compile(r"(https?://)en\.(kremlin\.ru/events/president/transcripts/\d{1,9})/?", re.ASCII)
_SITE_PAGES = (".txt", ".html")
"""Sources in which a turn is printed right after its label and a colon."""


def is_web_address(url: str | None) -> bool:
    """Whether this is a whole http or https address, without white space or control characters."""
    if not url or any(ord(c) <= ord(" ") for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def official_address(hit: Hit) -> str | None:
    """Return the address of the page, led to the words of the passage; None where it is not known."""
    if not hit.url or not is_web_address(hit.url):
        return None
    utterance, passage = hit.utterance, hit.passage
    begin = passage.start - utterance.start
    fragment = text_fragment(utterance.text, begin, begin + len(passage.text), _printed_before(hit))
    page, _, anchor = hit.url.partition("#")
    anchor = anchor.partition(":~:")[0]
    return f"{page}#{anchor}:~:{fragment}" if fragment else hit.url


def original_address(url: str | None) -> str | None:
    """Return the page in Russian of an English transcript of the Kremlin site, which pairs them by number.

    None for any other address: nothing is known of how other sites, or other parts of this one, pair theirs.
    """
    match = _ENGLISH.fullmatch(url or "")
    return f"{match[1]}{match[2]}" if match else None


def _printed_before(hit: Hit) -> str:
    """What the page prints right before the turn, where that is known: its label and a colon."""
    utterance = hit.utterance
    is_known = (
        utterance.attribution == "printed"
        and utterance.parenthetical is None
        and hit.source.lower().endswith(_SITE_PAGES)
    )
    return f"{utterance.label}:" if is_known and utterance.label else ""
