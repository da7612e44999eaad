"""What two spellings of the same words share."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ACCENT = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans("’‘ʼ`‐‑–—łøđı", "''''----lodi")


def squeeze(text: str) -> str:
    """Fold white space, no-break spaces too, and drop invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def fold(name: str) -> str:
    """Keep what two spellings of a name share: no accents, no letter case, one space between words."""
    if name.isascii():
        return squeeze(name).casefold()
    decomposed = unicodedata.normalize("NFKD", squeeze(name).casefold().translate(_PLAIN))
    return " ".join(_ACCENT.sub("", decomposed).split())
