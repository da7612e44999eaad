"""A sentence → its flags: each rule is a module of its own, and reads nothing but the text."""

from __future__ import annotations

import re

from rag.proof.flags.conditionals import conditional
from rag.proof.flags.cuts import cut
from rag.proof.flags.denials import denial
from rag.proof.flags.kinds_of_flags import KINDS, Flag
from rag.proof.flags.questions import question
from rag.proof.flags.reports import reported

_SPACE = re.compile(r"\s")


def flags_of(sentence: str, *, begins_turn: bool = False) -> tuple[Flag, ...]:
    """Every flag of a sentence, in the order of `KINDS`.

    `begins_turn`: whether nothing of the turn stands before it.
    """
    text = _SPACE.sub(" ", sentence)
    spans = (
        question(text),
        conditional(text),
        reported(text),
        denial(text),
        cut(text, begins_turn=begins_turn),
    )
    return tuple(Flag(kind, *span) for kind, span in zip(KINDS, spans, strict=True) if span)
