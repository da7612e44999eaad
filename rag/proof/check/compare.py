"""Compare regions with a claim: exact matches, and scores of altered ones."""

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
"""Lowest score of an altered match. Below it, claim and source share only turns of phrase."""
_IN_COMMON = 0.45
"""Share of the claim's weight that a region must contain, in any order, to be aligned; for a long claim, at
least the weight of `_IN_A_ROW`."""
_IN_COMMON_EXACT = 0.7
"""The same for a search for exact words. Not 1: words with accents are not counted here."""
_ALIGNED = 16
_ALIGNED_WORDS = 500
"""Maximum number of aligned regions, or of words of the claim in all of them."""
_CELLS = 2_500_000
_ROW = 400
"""Maximum number of word pairs in all alignments, and the cost of each word of the claim in pairs."""
_IN_A_ROW = 4.5
"""From this weight on, equal words in a row are no turn of phrase: the place is an altered match."""

_COMMON_WEIGHT = 0.2
"""Weight of a word that every passage has; the rarest words have 1."""
_RARE = 6.0
"""Rarity (one passage in e⁶) from which on a word has the full weight."""
_HALF = 0.5
"""Share of a number that counts as said where another number stands in its place."""
_LEFT_OUT = 0.15
_LEFT_OUT_AT_MOST = 0.35
"""Penalty for each word of the source that the claim leaves out, and its upper limit."""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A claim compared with one place of a region."""

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
        """The person whose turn it is."""
        return self.region.utterance.speaker


class Comparer:
    """Compares one claim with many regions."""

    def __init__(self, claim: Claim, words: WordIndex, names: Sequence[str]) -> None:
        self._claim = claim
        self._words = words
        self._names = names

    def very_words(self, regions: Iterable[Region], count: int) -> list[QuotePlace]:
        """The first `count` exact matches.

        Where there are none, the verbatim matches that drop an adjacent negation.
        """
        exact: list[QuotePlace] = []
        twisted: list[QuotePlace] = []
        for region in regions:
            for place in islice(self._rows_of_words(region), count):
                (exact if place.is_exact else twisted).append(place)
            if len(exact) >= count:
                break
        return (exact or twisted)[:count]

    @property
    def weight(self) -> float:
        """What all words of the claim weigh: small for a turn of phrase, however long."""
        return sum(self._weights)

    def nearest(self, regions: Iterable[Region], in_common: float | None = None) -> list[QuotePlace]:
        """The altered matches, the best first.

        `in_common` is the share of the claim's weight that a region must contain to be aligned.
        """
        shares = [(self._in_common(region), region) for region in regions]
        least = min(_IN_COMMON, _IN_A_ROW / self.weight) if in_common is None else in_common
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
        """The first words of the claim's parts, for each occurrence of all parts in order."""
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
        """Upper bound of the share of the claim's weight that a region contains, in any order."""
        text = region.text.lower()
        return sum(weight for word, weight in self._plain.items() if word in text) / sum(self._plain.values())

    def _score(self, comparison: QuoteComparison) -> float:
        """The share of the claim that was said, less a penalty for words left out: 1 for exact words.

        The mean of two shares: of its words, and of their weight. By weight alone, a short claim with one
        rare word changed would be far from its source; by words alone, any two turns of phrase be near.
        """
        weights, total = self._weights, self.weight
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
        """The greatest weight of equal words in a row."""
        best = here = 0.0
        for pair in comparison.pairs:
            here = here + self._weights[pair[0] or 0] if comparison.is_equal(pair) else 0.0
            best = max(best, here)
        return best

    @cached_property
    def _plain(self) -> dict[str, float]:
        """The claim's plain ASCII words and their weights; never empty."""
        words = self._claim.words
        plain: dict[str, float] = {}
        for number, (key, weight) in enumerate(zip(words.keys, self._weights, strict=True)):
            if key.isascii() and key.isalpha() and key == words.printed(number, number).lower():
                plain[key] = plain.get(key, 0.0) + weight
        return plain or {"": 1.0}

    @cached_property
    def _weights(self) -> list[float]:
        """The weight of each word of the claim."""
        words = self._claim.words
        return [self._weight(words.printed(number, number)) for number in range(len(words))]

    def _weight(self, word: str) -> float:
        rarity = max(map(self._words.rarity, self._words.terms(word)), default=0.0)
        return _COMMON_WEIGHT + (1.0 - _COMMON_WEIGHT) * min(rarity / self._rarest, 1.0)

    @cached_property
    def _rarest(self) -> float:
        """The rarity that has the full weight; in a small corpus, that of a word that nobody said."""
        return min(_RARE, self._words.rarity("")) or _RARE

    def _is_name(self, key: str) -> bool:
        return key in self._known_names or is_country((key,))

    @cached_property
    def _known_names(self) -> frozenset[str]:
        return frozenset(word for name in self._names for word in fold(name).split())


def _likeness(claimed: str, said: str) -> float:
    """The share of a word that was said."""
    if claimed == said:
        return 1.0
    return _HALF if claimed[0] == said[0] == "#" else 0.0


def _pairs(parts: Sequence[Words], starts: Sequence[int]) -> tuple[Pair, ...]:
    """Pairs for the claim's parts at their starts, and for the words that its ellipses stand for."""
    pairs: list[Pair] = []
    claim = 0
    for part, start in zip(parts, starts, strict=True):
        if pairs:
            pairs += ((None, skipped) for skipped in range(int(pairs[-1][1] or 0) + 1, start))
        pairs += ((claim + i, start + i) for i in range(len(part)))
        claim += len(part)
    return tuple(pairs)


def _with_lost_negations(pairs: tuple[Pair, ...], source: Words) -> tuple[Pair, ...]:
    """The pairs, extended by a negation just outside that negates the claim's first or last words."""
    said = [number for _, number in pairs if number is not None]
    first, last = said[0], said[-1]
    before: tuple[Pair, ...] = ((None, first - 1),) if first and negates_next(source, first - 1) else ()
    after: tuple[Pair, ...] = ()
    if last + 1 < len(source) and negates_previous(source, last + 1):
        no_one = source.keys[last + 1] == "no"
        after = tuple((None, number) for number in range(last + 1, last + 2 + no_one))
    return before + pairs + after


def _within_sentences(pairs: tuple[Pair, ...], claim: Words, source: Words) -> tuple[Pair, ...]:
    """The pairs, without those at either end whose words stand in sentences that the claim does not touch."""
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
    """Pairs of unequal words, kept where as many sentences end between them and `beside` on both sides."""
    for i, j in pairs:
        if (
            i is None
            or j is None
            or claim.ends_between(i, beside[0] or 0) == source.ends_between(j, beside[1] or 0)
        ):
            yield i, j
        else:
            yield i, None
