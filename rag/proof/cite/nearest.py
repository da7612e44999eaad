"""Find edited words: between their former context, or where most of them are left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.proof.check.align import align
from rag.proof.check.quote_words import Words, words_of
from rag.proof.cite.quoted import AROUND, Quoted, Stretch
from rag.records import Transcript, Utterance

_ALIKE = 0.5
_ALIKE_ELSEWHERE = 0.8
"""Minimum share of equal words, in order; the second for a short quote in another turn."""
_SHORT = 8
"""Words up to which a quote counts as short."""
_ANCHOR = 12
"""Characters of context that identify a place, whatever stands between them."""
_LONGER = 200
"""Maximum length between the contexts, beside twice the length of the quote."""
_SIGNS = 2
"""How many of three signs a turn needs to be searched: same speaker, same number, a long enough quote."""
_ALIGNED = 8
_CELLS = 24_000_000
"""Maximum number of aligned utterances, and of word pairs in one alignment."""
_MARKS = re.compile(r"[^\w\s]*")


@dataclass(frozen=True, slots=True)
class _Found:
    place: Stretch
    alike: float
    between: bool
    """Whether it stands between what stood around the quote."""


def nearest(quoted: Quoted, transcript: Transcript) -> Stretch | None:
    """The stretch that the quoted words became; None where nothing comes near."""
    if _is_cut_out(quoted, transcript):
        return None
    found = [*_between(quoted, transcript), *_aligned(quoted, transcript)]
    near = [each for each in found if each.alike >= _ALIKE or each.between]
    if not near:
        return None

    def rank(each: _Found) -> tuple[float, bool, int]:
        return each.alike, each.between, -abs(each.place.utterance.number - quoted.utterance)

    return max(near, key=rank).place


def _is_cut_out(quoted: Quoted, transcript: Transcript) -> bool:
    """Whether the text before the quote and the text after it now meet: the quote was cut out."""
    before, after = quoted.prefix.rstrip(), quoted.suffix.lstrip()
    if len(before) + len(after) < _ANCHOR:
        return False
    begins = re.escape(before) if before else r"\A"
    ends = re.escape(after) if after else r"\Z"
    meets = re.compile(rf"{begins}\s*{ends}")
    return any(meets.search(utterance.text) for utterance in transcript.utterances)


def _between(quoted: Quoted, transcript: Transcript) -> Iterator[_Found]:
    """Stretches between the words that stood before the quote and those that stood after it."""
    if not quoted.prefix.strip() and not quoted.suffix.strip():
        return
    telling = len(quoted.prefix) + len(quoted.suffix) >= _ANCHOR
    for utterance in transcript.utterances:
        text = utterance.text
        # What is shorter than what is kept goes to the end of the turn.
        begin = text.find(quoted.prefix) if len(quoted.prefix) >= AROUND else 0
        if not text.startswith(quoted.prefix, max(begin, 0)):
            continue
        begin += len(quoted.prefix)
        cut = len(quoted.suffix) >= AROUND
        stop = text.find(quoted.suffix, begin) if cut else len(text) - len(quoted.suffix)
        if not begin < stop <= begin + 2 * len(quoted.exact) + _LONGER or not text.startswith(
            quoted.suffix, stop
        ):
            continue
        place = Stretch(utterance, begin, stop)
        if place.text.strip():
            yield _Found(place, _alike(quoted.exact, place.text), telling)


def _aligned(quoted: Quoted, transcript: Transcript) -> Iterator[_Found]:
    """Stretches with most of the quote's words, in order; of whoever was quoted, or of that turn."""
    wanted = set(words_of(quoted.exact).keys)
    if not wanted:
        return
    shares: list[tuple[float, int, Utterance]] = []
    for utterance in transcript.utterances:
        if quoted.is_telling + quoted.is_by(utterance) + (utterance.number == quoted.utterance) < _SIGNS:
            continue
        share = len(wanted.intersection(words_of(utterance.text).keys)) / len(wanted)
        if share >= _ALIKE:
            shares.append((-share, abs(utterance.number - quoted.utterance), utterance))
    for _, _, utterance in sorted(shares, key=lambda item: item[:2])[:_ALIGNED]:
        place = _alignment(quoted.exact, utterance)
        if place is None:
            continue
        alike = _alike(quoted.exact, place.text)
        anywhere = len(words_of(quoted.exact)) > _SHORT or utterance.number == quoted.utterance
        if anywhere or alike >= _ALIKE_ELSEWHERE:
            yield _Found(place, alike, between=False)


def _alignment(exact: str, utterance: Utterance) -> Stretch | None:
    claim, source = words_of(exact), words_of(utterance.text)
    if len(claim) * len(source) > _CELLS:
        return None
    pairs = align(claim.keys, source.keys).pairs
    same = [j for i, j in pairs if i is not None and j is not None and claim.keys[i] == source.keys[j]]
    if not same:
        return None
    met = _of_its_sentences(source, same, [j for _, j in pairs if j is not None])
    begin, stop = source.starts[met[0]], source.ends[met[-1]]
    text = utterance.text
    if not exact[0].isalnum():
        while begin and _MARKS.fullmatch(text[begin - 1]):
            begin -= 1
    if not exact[-1].isalnum() and (marks := _MARKS.match(text, stop)):
        stop = marks.end()
    return Stretch(utterance, begin, stop)


def _of_its_sentences(source: Words, same: Sequence[int], met: Sequence[int]) -> list[int]:
    """The words that were met, without others at either end that stand in a sentence of their own."""
    first, last = same[0], same[-1]
    while first > met[0] and not source.begins_sentence(first):
        first -= 1
    while last < met[-1] and not source.begins_sentence(last + 1):
        last += 1
    return [number for number in met if first <= number <= last]


def _alike(one: str, other: str) -> float:
    """The share of the words of both that are the same, in order."""
    first, second = words_of(one), words_of(other)
    if not first or not second or len(first) * len(second) > _CELLS:
        return 0.0
    pairs = align(first.keys, second.keys).pairs
    same = sum(i is not None and j is not None and first.keys[i] == second.keys[j] for i, j in pairs)
    return 2.0 * same / (len(first) + len(second))
