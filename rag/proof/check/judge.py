"""A claim → a verdict: the very words first, then what comes nearest."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.index.hits import hit_of, slice_of
from rag.index.loaded import LoadedBuild
from rag.proof.check.candidates import Regions
from rag.proof.check.claim import named, read_claim
from rag.proof.check.compare import Comparer, QuotePlace
from rag.proof.check.differences import changes, edits
from rag.proof.check.left_out import bracketed, quoted_span, words_of_flags
from rag.proof.check.verdict import Check, Match, Verdict

if TYPE_CHECKING:
    from rag.index.catalogue import Catalogue
    from rag.proof.check.compare import QuotePlace

_CLOSING = re.compile(r"[.!?…,;:]*['’\"”»)\]]*")
_MARK = re.compile(r"[.!?…,;:]['’\"”»)\]]*\Z")


def match_at(catalogue: Catalogue, rank: int, place: QuotePlace) -> Match:
    """Put a match together; every text in it but the claim's own words is a slice of the source."""
    comparison, utterance = place.comparison, place.region.utterance
    first, last = comparison.span
    source = comparison.source
    start, end = source.starts[first], _closed(source.text, source.ends[last], comparison.claim.text)
    offset = place.region.start
    moved = utterance.start + offset
    passage = slice_of(place.region.transcript, utterance, start + offset, end + offset)
    quoted = quoted_span(comparison, utterance.text, offset, end)
    left_out = quoted.left_out()
    return Match(
        hit=hit_of(catalogue, passage, rank, place.score),
        diff=edits(comparison, end),
        changes=tuple(
            replace(change, start=change.start + moved, end=change.end + moved)
            for change in changes(comparison)
        ),
        cut=quoted.cut,
        flags=tuple(dict.fromkeys((*quoted.flags(), *left_out, *bracketed(comparison, offset)))),
        reversals=words_of_flags(utterance.text, left_out),
    )


def _closed(text: str, end: int, claim: str) -> int:
    """The end with the marks that follow it, where the claim ends in a mark as well."""
    closing = _CLOSING.match(text, end) if _MARK.search(claim) else None
    return closing.end() if closing else end


_SHOWN = 10
"""Places of the very words."""
_NEARLY_SHOWN = 3
_AS_NEAR = 0.15
"""How much farther than the nearest another place may be."""
_SURE = 0.8
"""A place that comes so near by its words is what was altered: meaning need not be asked."""
_OWN = 0.1
"""How much nearer somebody else must come before the named person's own words are passed over."""


def check(build: LoadedBuild, claim: str, speaker: str | None = None) -> Check:
    """Say whether anyone said these words or, where somebody is named, whether that person did.

    A person of whom there is nothing in these transcripts has not said them in these transcripts. Raises
    QuestionError where the claim is empty or endless, or the name ambiguous or misspelt.
    """
    read = read_claim(claim)
    catalogue, names = build.catalogue, build.speaker_names
    person, speaks = named(speaker, names) if speaker is not None else (None, False)
    candidates = Regions(build, read)
    comparer = Comparer(read, build.words, names)
    verdict, places = _judged(candidates, comparer, person, speaks=speaks)
    if verdict in {"exact", "other_speaker"}:
        places.sort(key=lambda place: not place.is_certain)
    matches = tuple(match_at(catalogue, rank, place) for rank, place in enumerate(places, start=1))
    return Check(read.text, person, speaks, verdict, matches, catalogue.searched())


def _judged(
    candidates: Regions, comparer: Comparer, person: str | None, *, speaks: bool
) -> tuple[Verdict, list[QuotePlace]]:
    """The verdict and the places that it rests on, the best first."""
    own = person if speaks else None
    twisted: list[QuotePlace] = []
    if person is None or speaks:
        found = comparer.very_words(candidates.with_its_sentences(own), _SHOWN)
        if found and found[0].is_exact:
            return "exact", found
        twisted += found
    if person is not None:
        found = comparer.very_words(candidates.with_its_sentences(None), _SHOWN)
        if found and found[0].is_exact:
            return "other_speaker", found
        twisted += found
    places = twisted + comparer.nearest(candidates.near_by_words(own))
    if max((place.score for place in places), default=0.0) < _SURE:
        places += comparer.nearest(candidates.near_by_meaning(own))
    return _nearly(places, person)


def _nearly(places: list[QuotePlace], person: str | None) -> tuple[Verdict, list[QuotePlace]]:
    """The verdict where no sentence of the claim led to its very words."""
    # Rarely, a claim that begins and ends inside sentences is only found by what is left of them.
    very = [place for place in places if place.is_exact]
    own = [place for place in very if person in {None, place.speaker}]
    if very:
        return ("exact", own[:_SHOWN]) if own else ("other_speaker", very[:_SHOWN])
    if not places:
        return "absent", []
    # Both searches may lead to one place.
    places = list(
        {(p.region.transcript, p.region.utterance.number, p.comparison.said): p for p in places}.values()
    )
    ranked = sorted(places, key=lambda place: place.score + _OWN * (place.speaker == person), reverse=True)
    least = ranked[0].score - _AS_NEAR
    return "altered", [place for place in ranked if place.score >= least][:_NEARLY_SHOWN]
