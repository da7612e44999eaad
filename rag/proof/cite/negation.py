"""A negation put right beside words that were cited: they stand there to the letter, and say the contrary."""

from __future__ import annotations

from rag.proof.check.kinds import negates_next, negates_previous
from rag.proof.check.quote_words import words_of
from rag.proof.cite.quoted import Quoted, Stretch

_BESIDE = 8
"""Characters beside the quote: where they are the same, a negation there was cited with it."""


def with_new_negation(quoted: Quoted, place: Stretch) -> Stretch:
    """Return the place of a quote's words, and with it a negation beside them that was not there before."""
    turn = place.utterance
    words = words_of(turn.text)
    inside = [n for n, start in enumerate(words.starts) if place.begin <= start < place.stop]
    if not inside:
        return place
    first, last = inside[0], inside[-1]
    begin, stop = place.begin, place.stop
    if first and place.before(_BESIDE) != quoted.prefix[-_BESIDE:] and negates_next(words, first - 1):
        begin = words.starts[first - 1]
    is_new = place.after(_BESIDE) != quoted.suffix[:_BESIDE]
    if is_new and last + 1 < len(words) and negates_previous(words, last + 1):
        stop = words.ends[last + 1]
    return Stretch(turn, begin, stop)
