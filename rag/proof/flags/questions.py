"""Whether a sentence asks."""

from __future__ import annotations

import re

from rag.text.sentences import Span

_ASKS = re.compile(r"""\?+(?P<quoted>["”“»'’)\]]*)\s*(?:\([A-Z][^()]*\)\s*)?\Z""")
_HANDED_ON = re.compile(r"""[:,]\s*["“”«'‘][^"“”«»]*\Z""")
"""A quotation that begins inside the sentence: it is somebody else who asks there."""


def question(sentence: str) -> Span | None:
    """The question mark at the end; None where a quotation inside the sentence asks, not the sentence."""
    found = _ASKS.search(sentence)
    if found is None or (found["quoted"] and _HANDED_ON.search(sentence, 0, found.start())):
        return None
    return found.start(), found.start() + 1
