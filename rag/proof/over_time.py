"""An answer or a checked quote over time: the first and the last time, how often, and what was said again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rag.errors import QuestionError
from rag.index.loaded import LoadedBuild
from rag.proof.attribution import is_certain
from rag.proof.check.candidates import Regions
from rag.proof.check.claim import Claim, read_claim
from rag.proof.check.compare import Comparer
from rag.proof.check.judge import match_of
from rag.proof.check.verdict import ChangeKind, Check, Match
from rag.records import Answer, Hit

DEPTH = 24
"""Passages that are compared with a statement: those that share most of its short phrases."""
ALIKE = 0.8
"""Lowest score of a repeat (rag/proof/check/compare.py)."""
TELLING = 4.0
"""Lowest weight of a statement's words: below it, people share turns of phrase, and repeat nothing."""
_OTHERWISE: frozenset[ChangeKind] = frozenset(("negation", "name"))
"""Changes that make another statement of it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that answers, or a checked quote, and where it was repeated in nearly the same words."""

    hit: Hit
    said: str
    """The words that are compared: a slice of the passage."""
    again: tuple[Match, ...] = ()
    """By the same person, the first day first; the diff leads from the words there to `said`."""
    by_others: tuple[Match, ...] = ()
    """Nearly the same words where another person speaks, or where it is not certain who does."""

    @property
    def other_days(self) -> int:
        """On how many days, other than its own, the same person said it."""
        return len({match.hit.date for match in self.again if match.hit.date} - {self.hit.date})


@dataclass(frozen=True, slots=True)
class OverTime:
    """When and how often something was said."""

    statements: tuple[Statement, ...]
    """The best first. A passage that repeats an earlier one stands under that one alone."""
    places: tuple[Hit, ...]
    """All passages and their repeats by the same person, the first day first, each place once."""

    @property
    def first(self) -> str | None:
        """The ISO day of the first dated one."""
        return next((hit.date for hit in self.places if hit.date), None)

    @property
    def last(self) -> str | None:
        """That of the last one."""
        return max((hit.date for hit in self.places if hit.date), default=None)

    @property
    def transcripts(self) -> int:
        """In how many transcripts they stand."""
        return len({hit.passage.transcript for hit in self.places})

    @property
    def undated(self) -> int:
        """How many places have no date."""
        return sum(hit.date is None for hit in self.places)

    def of(self, hit: Hit) -> Statement | None:
        """The statement of a hit; None where it is told as a repeat of a better one."""
        return next((each for each in self.statements if each.hit == hit), None)

    def has_gathered(self, hit: Hit) -> bool:
        """Whether a hit is told as a repeat of a better one, and is no statement of its own."""
        repeated = (match for each in self.statements for match in (*each.again, *each.by_others))
        return self.of(hit) is None and any(_overlap(hit, match.hit) for match in repeated)


def answer_over_time(build: LoadedBuild, answer: Answer) -> OverTime:
    """The passages of an answer over time: what is compared is the highlighted sentence of each."""
    statements: list[Statement] = []
    for hit in answer.hits:
        if not any(_overlap(hit, match.hit) for each in statements for match in each.again):
            start, end = hit.highlight or (0, len(hit.passage.text))
            statements.append(_statement(build, hit, hit.passage.text[start:end]))
    return over_time(statements, answer.hits)


def check_over_time(build: LoadedBuild, check: Check) -> OverTime:
    """A checked quote over time: the words of the best match, and where else they were said."""
    statements = [_statement(build, match.hit, match.said) for match in check.matches[:1]]
    if check.verdict == "altered":
        return over_time(statements, [each.hit for each in statements])
    # Short quotes are too common to be searched for repeats; their exact matches count all the same.
    own = [match.hit for match in check.matches if _is_same_voice(match.hit, check.matches[0].hit)]
    return over_time(statements, own)


def near_places(check: Check, spread: OverTime) -> tuple[Hit, ...]:
    """Every place where the words of a quote, or nearly these words, were said: by the named person alone."""
    repeated = [match.hit for each in spread.statements for match in (*each.again, *each.by_others)]
    hits = [hit for hit in (*(match.hit for match in check.matches), *repeated) if hit.score >= ALIKE]
    return over_time((), (hit for hit in hits if check.speaker in {None, hit.utterance.speaker})).places


def over_time(statements: Sequence[Statement], hits: Iterable[Hit]) -> OverTime:
    """Put together statements and the hits they are of."""
    places: list[Hit] = []
    for hit in (*hits, *(match.hit for each in statements for match in each.again)):
        if not any(_overlap(hit, other) for other in places):
            places.append(hit)
    places.sort(key=lambda hit: (hit.date is None, hit.date))
    return OverTime(tuple(statements), tuple(places))


def _statement(build: LoadedBuild, hit: Hit, said: str) -> Statement:
    found = repeats(build, hit, said)
    again = tuple(match for match in found if _is_same_voice(match.hit, hit))
    return Statement(hit, said, again, tuple(match for match in found if match not in again))


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


def _is_same_voice(one: Hit, other: Hit) -> bool:
    """Whether it is certain that one named person said both."""
    names = {one.utterance.speaker, other.utterance.speaker}
    return is_certain(one) and is_certain(other) and len(names) == 1 and None not in names


def _overlap(one: Hit, other: Hit) -> bool:
    mine, its = one.passage, other.passage
    is_same_turn = (mine.transcript, mine.utterance) == (its.transcript, its.utterance)
    return is_same_turn and mine.start < its.end and its.start < mine.end
