"""The sentence of a found passage that the flags are about."""

from __future__ import annotations

from rag.proof.flags.kinds_of_flags import Flag
from rag.proof.flags.rules import flags_of
from rag.records import Hit
from rag.text.sentences import Span, sentences_around


def hit_flags(hit: Hit) -> tuple[Flag, ...]:
    """The flags of the highlighted sentence, or of the one that the passage lies in; offsets in the turn.

    None where neither is: flags of several sentences would not say which one is meant. The sentence is
    taken whole from the turn, wherever the passage begins and ends: that is what a quote leaves out.
    """
    span = flagged_sentence(hit)
    if span is None:
        return ()
    start, end = span
    text = hit.utterance.text
    found = flags_of(text[start:end], begins_turn=not text[:start].strip())
    return tuple(Flag(flag.kind, start + flag.start, start + flag.end) for flag in found)


def flagged_sentence(hit: Hit) -> Span | None:
    """Where the sentence that the flags are about stands in the turn; None where there is no single one."""
    start = hit.passage.start - hit.utterance.start
    first, last = hit.highlight or (0, len(hit.passage.text))
    spans = sentences_around(hit.utterance.text, start + first, start + last)
    return spans[0] if len(spans) == 1 else None
