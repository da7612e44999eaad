"""One form for all spellings of the same words."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, joiners, direction marks, variation selectors."""
_ACCENT = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans("’‘ʼ`‐‑–—łøđı", "''''----lodi")


def squeeze(text: str) -> str:
    """Collapse white space (no-break spaces too) to single spaces, and drop invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def visible(text: str) -> str:
    """Drop invisible characters, and compose each letter with its accents (NFC)."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(name: str) -> str:
    """Drop accents, letter case and extra white space, to compare spellings of a name."""
    if name.isascii():
        return squeeze(name).casefold()
    decomposed = unicodedata.normalize("NFKD", squeeze(name).casefold().translate(_PLAIN))
    return " ".join(_ACCENT.sub("", decomposed).split())
