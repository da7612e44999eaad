"""What two spellings of the same words share."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Soft hyphens, joiners, marks of direction, selectors: what a text may hold and nobody sees."""
_ACCENT = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans("’‘ʼ`‐‑–—łøđı", "''''----lodi")


def squeeze(text: str) -> str:
    """Fold white space, no-break spaces too, and drop invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def visible(text: str) -> str:
    """Drop invisible characters; letters with their accents become one character each."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(name: str) -> str:
    """Keep what two spellings of a name share: no accents, no letter case, one space between words."""
    if name.isascii():
        return squeeze(name).casefold()
    decomposed = unicodedata.normalize("NFKD", squeeze(name).casefold().translate(_PLAIN))
    return " ".join(_ACCENT.sub("", decomposed).split())
