"""Check a claim: search for its exact words first, then for the nearest ones, and give a verdict."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.index.catalogue import Catalogue
from rag.index.hits import hit_of, slice_of
from rag.index.loaded import LoadedBuild
from rag.proof.check.candidates import Regions
from rag.proof.check.claim import named, read_claim
from rag.proof.check.compare import Comparer, QuotePlace
from rag.proof.check.differences import changes, edits
from rag.proof.check.left_out import bracketed, quoted_span, words_of_flags
from rag.proof.check.verdict import Check, Match, Verdict

_SHOWN = 10
"""Maximum number of exact matches."""
_NEARLY_SHOWN = 3
"""Maximum number of altered matches."""
_AS_NEAR = 0.15
"""Altered matches score at most this much less than the best one."""
_SURE = 0.8
"""From this score on, a match by words needs no search by meaning."""
_OWN = 0.1
"""Bonus for altered matches by the named person."""

_CLOSING = re.compile(r"[.!?…,;:]*['’\"”»)\]]*")
_MARK = re.compile(r"[.!?…,;:]['’\"”»)\]]*\Z")


def check(build: LoadedBuild, claim: str, speaker: str | None = None) -> Check:
    """Check whether anyone said these words or, where `speaker` is given, whether that person did.

    Raises QuestionError where the claim is empty or too long, or the name ambiguous or misspelt.
    """
    read = read_claim(claim)
    catalogue, names = build.catalogue, build.speaker_names
    person, speaks = named(speaker, names, build.aliases) if speaker is not None else (None, False)
    verdict, places = _judged(Regions(build, read), Comparer(read, build.words, names), person, speaks)
    if verdict in {"exact", "other_speaker"}:
        places.sort(key=lambda place: not place.is_certain)
    matches = tuple(match_of(catalogue, rank, place) for rank, place in enumerate(places, start=1))
    return Check(read.text, person, speaks, verdict, matches, catalogue.searched())


def _judged(
    regions: Regions, comparer: Comparer, person: str | None, speaks: bool
) -> tuple[Verdict, list[QuotePlace]]:
    """The verdict and its places, the best first; `speaks`: whether `person` speaks in the corpus."""
    own = person if speaks else None
    reversed_: list[QuotePlace] = []
    if person is None or speaks:
        found = comparer.very_words(regions.with_its_sentences(own), _SHOWN)
        if found and found[0].is_exact:
            return "exact", found
        reversed_ += found
    if person is not None:
        found = comparer.very_words(regions.with_its_sentences(None), _SHOWN)
        if found and found[0].is_exact:
            return "other_speaker", found
        reversed_ += found
    places = reversed_ + comparer.nearest(regions.near_by_words(own))
    if max((place.score for place in places), default=0.0) < _SURE:
        places += comparer.nearest(regions.near_by_meaning(own))
    return _nearly(places, person)


def _nearly(places: list[QuotePlace], person: str | None) -> tuple[Verdict, list[QuotePlace]]:
    """The verdict where no sentence of the claim led to an exact match."""
    # A claim that begins and ends inside sentences may be found only by its fragments of sentences.
    exact = [place for place in places if place.is_exact]
    own = [place for place in exact if person in {None, place.speaker}]
    if exact:
        return ("exact", own[:_SHOWN]) if own else ("other_speaker", exact[:_SHOWN])
    if not places:
        return "absent", []
    # Both searches may find the same place.
    unique = {(p.region.transcript, p.region.utterance.number, p.comparison.said): p for p in places}
    ranked = sorted(
        unique.values(), key=lambda place: place.score + _OWN * (place.speaker == person), reverse=True
    )
    least = ranked[0].score - _AS_NEAR
    return "altered", [place for place in ranked if place.score >= least][:_NEARLY_SHOWN]


def match_of(catalogue: Catalogue, rank: int, place: QuotePlace) -> Match:
    """The match at a place. All its texts but the claim's own words are slices of the source."""
    comparison, utterance, offset = place.comparison, place.region.utterance, place.region.start
    source, (first, last) = comparison.source, comparison.span
    start, end = source.starts[first], _closed(source.text, source.ends[last], comparison.claim.text)
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
    """The end of the match, with the punctuation after it where the claim ends in punctuation too."""
    closing = _CLOSING.match(text, end) if _MARK.search(claim) else None
    return closing.end() if closing else end
