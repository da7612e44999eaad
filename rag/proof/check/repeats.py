"""Find where a statement was made again in nearly the same words."""

from __future__ import annotations

from dataclasses import replace

from rag.errors import QuestionError
from rag.index.loaded import LoadedBuild
from rag.proof.check.candidates import Regions
from rag.proof.check.claim import Claim, read_claim
from rag.proof.check.compare import Comparer
from rag.proof.check.judge import match_of
from rag.proof.check.verdict import ChangeKind, Match
from rag.records import Hit

DEPTH = 24
"""Passages that are compared with a statement: those that share most of its short phrases."""
ALIKE = 0.8
"""Lowest score of a repeat (rag/proof/check/compare.py)."""
TELLING = 4.0
"""Lowest weight of a statement's words: below it, people share turns of phrase, and repeat nothing."""
_OTHERWISE: frozenset[ChangeKind] = frozenset(("negation", "name"))
"""Changes that make another statement of it."""


def repeats(build: LoadedBuild, hit: Hit, said: str) -> tuple[Match, ...]:
    """Other turns that say nearly the same as `said`, words of a hit; the first day first, undated last.

    The diff of each leads from its own words to `said`. None where the words are too few to tell.
    """
    try:
        claim = _as_statement(said)
    except QuestionError:  # no words, or more than are compared
        return ()
    comparer = Comparer(claim, build.words, build.speaker_names)
    if comparer.weight < TELLING:
        return ()
    own = hit.passage.transcript, hit.passage.utterance
    regions = Regions(build, claim).with_its_phrases(DEPTH)
    elsewhere = [each for each in regions if (each.transcript, each.utterance.number) != own]
    places = [place for place in comparer.nearest(elsewhere, ALIKE) if place.score >= ALIKE]
    found = [match_of(build.catalogue, 1, place) for place in places]
    kept = [match for match in found if _OTHERWISE.isdisjoint(change.kind for change in match.changes)]
    kept.sort(key=lambda match: (match.hit.date is None, match.hit.date))
    return tuple(replace(match, hit=replace(match.hit, rank=rank)) for rank, match in enumerate(kept, 1))


def _as_statement(said: str) -> Claim:
    """The words as a claim; an ellipsis in a source leaves nothing out."""
    return replace(read_claim(said), ellipses=frozenset())
