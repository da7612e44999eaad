"""A comparison at its place in the corpus → the match that is handed back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.index.hits import hit_of, slice_of
from rag.proof.check.differences import changes, edits
from rag.proof.check.verdict import Cut, Match
from rag.text.sentences import sentences_around

if TYPE_CHECKING:
    from rag.index.catalogue import Catalogue
    from rag.proof.check.compare import Place

_CLOSING = re.compile(r"[.!?…,;:]*['’\"”»)\]]*")
_MARK = re.compile(r"[.!?…,;:]['’\"”»)\]]*\Z")
_WORD = re.compile(r"\w")


def match_at(catalogue: Catalogue, rank: int, place: Place) -> Match:
    """Put a match together; every text in it but the claim's own words is a slice of the source."""
    comparison, utterance = place.comparison, place.region.utterance
    first, last = comparison.span
    source = comparison.source
    start, end = source.starts[first], _closed(source.text, source.ends[last], comparison.claim.text)
    offset = place.region.start
    moved = utterance.start + offset
    passage = slice_of(place.region.transcript, utterance, start + offset, end + offset)
    return Match(
        hit=hit_of(catalogue, passage, rank, place.score),
        diff=edits(comparison, end),
        changes=tuple(
            replace(change, start=change.start + moved, end=change.end + moved)
            for change in changes(comparison)
        ),
        cut=_cut(utterance.text, start + offset, end + offset),
    )


def _closed(text: str, end: int, claim: str) -> int:
    """The end with the marks that follow it, where the claim ends in a mark as well."""
    closing = _CLOSING.match(text, end) if _MARK.search(claim) else None
    return closing.end() if closing else end


def _cut(text: str, start: int, end: int) -> Cut:
    """What the sentences of the first and the last word hold beside the slice."""
    spans = sentences_around(text, start, end)
    before, after = (text[spans[0][0] : start], text[end : spans[-1][1]]) if spans else ("", "")
    return Cut(before if _WORD.search(before) else "", after if _WORD.search(after) else "")
