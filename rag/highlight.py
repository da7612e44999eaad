"""The sentence of a passage that answers, as far as shared words tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.sentences import Span, sentence_spans


def highlight(
    text: str, sought: Sequence[str], terms: Callable[[str], Sequence[str]], rarity: Callable[[str], float]
) -> Span | None:
    """Offsets of the sentence that shares the most telling words with the question; None where none does.

    `sought` are the question's terms, `terms` cuts a text into terms, `rarity` weighs one: a word that
    few passages have tells more.
    """
    best: Span | None = None
    best_weight = 0.0
    wanted = set(sought)
    for start, end in sentence_spans(text):
        weight = sum(rarity(term) for term in wanted.intersection(terms(text[start:end])))
        if weight > best_weight:
            best, best_weight = (start, end), weight
    return best
