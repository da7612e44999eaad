"""Whether the source breaks a sentence off, or begins in the middle of one."""

from __future__ import annotations

import re

from rag.text.sentences import Span

_DOTS = r"(?:…|\.\s?\.\s?\.)"
_CUT = re.compile(
    rf"""[<‹\[(]\s?{_DOTS}\s?[>›\])]                        # the editor's mark
    | \((?:unintelligible|inaudible)\)
    | \A["“”«]?{_DOTS}                                      # it begins with an ellipsis,
    | {_DOTS}(?=[\s.!?"“”»'’)\]]*\Z)                        # ends with one,
    | {_DOTS}(?=["“”»’)]*\s*["“”«(]?(?:[A-Z]|\d))           # or breaks off, and another one begins
    """,
    re.VERBOSE,
)
_IN_THE_MIDDLE = re.compile(r"[a-z]\w*")


def cut(sentence: str, *, begins_turn: bool = False) -> Span | None:
    """The mark of the cut; the first word of a turn in small letters; None where it is whole."""
    if begins_turn and (first := _IN_THE_MIDDLE.match(sentence)):
        return first.span()
    found = _CUT.search(sentence)
    return found.span() if found else None
