"""Regions compared with a claim: the very words, or how near they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from rag.index.bm25 import WordIndex
from rag.proof.attribution import CERTAIN
from rag.proof.check.align import Pair, align, windows
from rag.proof.check.candidates import Region
from rag.proof.check.claim import Claim
from rag.proof.check.differences import QuoteComparison, changes, negates_next, negates_previous
from rag.proof.check.quote_words import Words, spoken, words_of
from rag.records import attribution_of
from rag.text.countries import is_country
from rag.text.normalise import fold

_NEAR = 0.6
"""From here on a place is what was altered: below, claim and source share only turns of phrase."""
_IN_COMMON = 0.45
"""Share of the claim's weight that a region must have in common with it, in any order, to be aligned; of a
long claim, as much as words in a row must weigh."""
_IN_COMMON_EXACT = 0.7
"""The same for being read for the very words: accents, which are folded only then, may hide some."""
_ALIGNED = 16
_ALIGNED_WORDS = 500
"""Regions that are aligned at most, or as many as have so many words of the claim together."""
_CELLS = 2_500_000
_ROW = 400
"""Pairs of words that are tried at most, and as how many each further word of the claim counts."""
_IN_A_ROW = 4.5
"""From this weight on, words in a row are no turn of phrase: their place is told whatever else differs."""

_COMMON_WEIGHT = 0.2
"""Weight of a word that every passage has; the rarest have 1."""
_RARE = 6.0
"""From this rarity on (one passage in e⁶), a word is as rare as any."""
_HALF = 0.5
"""A number in place of another counts as half said."""
_LEFT_OUT = 0.15
_LEFT_OUT_AT_MOST = 0.35
"""Weight of a word of the source that the claim leaves out; at most this share of the claim's own."""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A claim at a place that it is compared with."""

    region: Region
    comparison: QuoteComparison
    score: float
    is_exact: bool

    @property
    def is_certain(self) -> bool:
        """Whether it is certain who said the words there."""
        utterance = self.region.utterance
        said = self.region.start + self.comparison.source.ends[self.comparison.span[1]]
        return attribution_of(utterance, utterance.start + said)[0] in CERTAIN

    @property
    def speaker(self) -> str | None:
        """Who speaks there."""
        return self.region.utterance.speaker


class Comparer:
    """One claim, compared with many regions."""

    def __init__(self, claim: Claim, words: WordIndex, names: Sequence[str]) -> None:
        self._claim = claim
        self._words = words
        self._names = names

    def very_words(self, regions: Iterable[Region], count: int) -> list[QuotePlace]:
        """Places where the claim's words stand in a row: the first `count` exact ones.

        Where there are none, places of the kind whose words mean the contrary where they are cut out.
        """
        exact: list[QuotePlace] = []
        twisted: list[QuotePlace] = []
        for region in regions:
            for place in islice(self._rows_of_words(region), count):
                (exact if place.is_exact else twisted).append(place)
            if len(exact) >= count:
                break
        return (exact or twisted)[:count]

    def nearest(self, regions: Iterable[Region]) -> list[QuotePlace]:
        """The places that come near enough to be what was altered, the nearest first."""
        shares = [(self._in_common(region), region) for region in regions]
        least = min(_IN_COMMON, _IN_A_ROW / sum(self._weights))
        promising = sorted((item for item in shares if item[0] >= least), key=lambda item: -item[0])
        found: list[QuotePlace] = []
        cells = 0
        for _, region in promising[: max(_ALIGNED, _ALIGNED_WORDS // len(self._claim.words))]:
            source = self._source(region)
            within = windows(self._claim.words.keys, source.keys)
            size = sum(end - begin + _ROW for begin, end in within)
            if cells + size > _CELLS:
                continue
            cells += size
            pairs = align(self._claim.words.keys, source.keys, self._claim.ellipses, within).pairs
            if place := self._place(region, source, _within_sentences(pairs, self._claim.words, source)):
                found.append(place)
        near = [
            place for place in found if place.score >= _NEAR or self._in_a_row(place.comparison) >= _IN_A_ROW
        ]
        return sorted(near, key=lambda place: -place.score)

    def _rows_of_words(self, region: Region) -> Iterator[QuotePlace]:
        if self._in_common(region) < _IN_COMMON_EXACT:
            return
        met: set[int] = set()
        for source in dict.fromkeys((words_of(region.text, cased=self._claim.cased), self._source(region))):
            for starts in self._occurrences(source):
                at = source.starts[starts[0]]
                if at not in met and (
                    place := self._place(region, source, _pairs(self._claim.parts, starts))
                ):
                    met.add(at)
                    yield place

    def _source(self, region: Region) -> Words:
        read = words_of if self._claim.bracketed else spoken
        return read(region.text, cased=self._claim.cased)

    def _occurrences(self, source: Words) -> Iterator[list[int]]:
        """Where each part of the claim begins, all in order; every first word once."""
        parts = self._claim.parts
        first = source.find(parts[0])
        while first is not None:
            starts = [first]
            for before, part in pairwise(parts):
                at = source.find(part, starts[-1] + len(before))
                if at is None:
                    return
                starts.append(at)
            yield starts
            first = source.find(parts[0], first + 1)

    def _place(self, region: Region, source: Words, pairs: tuple[Pair, ...]) -> QuotePlace | None:
        if all(said is None for _, said in pairs):
            return None
        pairs = _with_lost_negations(pairs, source)
        comparison = QuoteComparison(self._claim.words, source, pairs, self._claim.ellipses, self._is_name)
        # Kinds of change take their time, and are told of what is shown.
        alike = all(claim is None or comparison.is_equal((claim, said)) for claim, said in pairs)
        return QuotePlace(region, comparison, self._score(comparison), alike and not changes(comparison))

    def _in_common(self, region: Region) -> float:
        """The share of the claim's weight that stands in a region in any order, or seems to."""
        text = region.text.lower()
        return sum(weight for word, weight in self._plain.items() if word in text) / sum(self._plain.values())

    def _score(self, comparison: QuoteComparison) -> float:
        """The share of the claim that was said, less for what it leaves out: 1 for the very words.

        The mean of two shares: of its words, and of their weight. Weight alone would make a short claim
        with one rare word changed a stranger to its source, and words alone any two turns of phrase kin.
        """
        weights, total = self._weights, sum(self._weights)
        said = weight_said = left_out = 0.0
        for claim, source in comparison.pairs:
            if claim is None:
                left_out += _LEFT_OUT * (source not in comparison.omitted)
            elif source is not None:
                share = _likeness(comparison.claim.keys[claim], comparison.source.keys[source])
                said += share
                weight_said += share * weights[claim]
        missing = 1.0 + min(left_out / total, _LEFT_OUT_AT_MOST)
        return (said / len(weights) + weight_said / total) / (2.0 * missing)

    def _in_a_row(self, comparison: QuoteComparison) -> float:
        """The weight of the claim's words that stand so in a row, at their best."""
        best = here = 0.0
        for pair in comparison.pairs:
            here = here + self._weights[pair[0] or 0] if comparison.is_equal(pair) else 0.0
            best = max(best, here)
        return best

    @cached_property
    def _plain(self) -> dict[str, float]:
        """The claim's words that nearly every printing spells alike, with their weights; never none."""
        words = self._claim.words
        plain: dict[str, float] = {}
        for number, (key, weight) in enumerate(zip(words.keys, self._weights, strict=True)):
            if key.isascii() and key.isalpha() and key == words.printed(number, number).lower():
                plain[key] = plain.get(key, 0.0) + weight
        return plain or {"": 1.0}

    @cached_property
    def _weights(self) -> list[float]:
        """How much each word of the claim tells."""
        words = self._claim.words
        return [self._weight(words.printed(number, number)) for number in range(len(words))]

    def _weight(self, word: str) -> float:
        rarity = max(map(self._words.rarity, self._words.terms(word)), default=0.0)
        return _COMMON_WEIGHT + (1.0 - _COMMON_WEIGHT) * min(rarity / self._rarest, 1.0)

    @cached_property
    def _rarest(self) -> float:
        """The rarity from which on a word is as rare as any; in a small corpus, that of one nobody said."""
        return min(_RARE, self._words.rarity("")) or _RARE

    def _is_name(self, key: str) -> bool:
        return key in self._known_names or is_country((key,))

    @cached_property
    def _known_names(self) -> frozenset[str]:
        return frozenset(word for name in self._names for word in fold(name).split())


def _likeness(claimed: str, said: str) -> float:
    """How much of a word was said: another number is half a number."""
    if claimed == said:
        return 1.0
    return _HALF if claimed[0] == said[0] == "#" else 0.0


def _pairs(parts: Sequence[Words], starts: Sequence[int]) -> tuple[Pair, ...]:
    """The claim's parts, each at its start, and what ellipses stand for between them."""
    pairs: list[Pair] = []
    claim = 0
    for part, start in zip(parts, starts, strict=True):
        if pairs:
            pairs += ((None, skipped) for skipped in range(int(pairs[-1][1] or 0) + 1, start))
        pairs += ((claim + i, start + i) for i in range(len(part)))
        claim += len(part)
    return tuple(pairs)


def _with_lost_negations(pairs: tuple[Pair, ...], source: Words) -> tuple[Pair, ...]:
    """The pairs, and a negation just outside them that the claim takes away from its first or last words."""
    said = [number for _, number in pairs if number is not None]
    first, last = said[0], said[-1]
    before: tuple[Pair, ...] = ((None, first - 1),) if first and negates_next(source, first - 1) else ()
    after: tuple[Pair, ...] = ()
    if last + 1 < len(source) and negates_previous(source, last + 1):
        no_one = source.keys[last + 1] == "no"
        after = tuple((None, number) for number in range(last + 1, last + 2 + no_one))
    return before + pairs + after


def _within_sentences(pairs: tuple[Pair, ...], claim: Words, source: Words) -> tuple[Pair, ...]:
    """The pairs, words at either end unpaired that stand in a sentence which the claim does not touch."""
    equal = [
        at
        for at, (i, j) in enumerate(pairs)
        if i is not None and j is not None and claim.keys[i] == source.keys[j]
    ]
    if not equal:
        return pairs
    inner = pairs[equal[0] : equal[-1] + 1]
    before = _unpaired(pairs[: equal[0]], inner[0], claim, source)
    after = _unpaired(pairs[equal[-1] + 1 :], inner[-1], claim, source)
    return (*before, *inner, *after)


def _unpaired(pairs: tuple[Pair, ...], beside: Pair, claim: Words, source: Words) -> Iterator[Pair]:
    """Pairs of unlike words, kept where as many sentences end between them and `beside` on both sides."""
    for i, j in pairs:
        if (
            i is None
            or j is None
            or claim.ends_between(i, beside[0] or 0) == source.ends_between(j, beside[1] or 0)
        ):
            yield i, j
        else:
            yield i, None
