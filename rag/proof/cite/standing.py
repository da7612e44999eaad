"""Find what became of cited words in the transcript as it reads today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.proof.check.differences import negates_next, negates_previous
from rag.proof.check.quote_words import words_of
from rag.proof.cite.nearest import nearest
from rag.proof.cite.quoted import AROUND, Quoted, Stretch
from rag.records import Edit, Fate, Transcript
from rag.text.diff import word_diff

_BESIDE = 8
"""Characters beside the quote. Where they are the same as before, a negation there is not new."""
_NEIGHBOURS = 8
"""Characters on either side that identify a place; fewer where fewer were cited."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """Who was quoted, and whom the transcript names there now; labels as printed."""

    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class CitationStatus:
    """What became of a quote, and where it is now."""

    status: Fate
    """`unchanged`, `moved`, `edited` (also where a negation was put beside the words) or `gone`."""
    utterance: int | None = None
    start: int | None = None
    end: int | None = None
    """Offsets as those of a Passage; None, as the utterance, where the quote is gone."""
    text: str | None = None
    """What stands there now: a slice of the transcript."""
    diff: tuple[Edit, ...] = ()
    """From the words that were cited to those of today; only where it is `edited`."""
    relabelled: Relabelled | None = None
    surroundings_changed: bool = False
    """Whether what stood right before or after it reads otherwise."""


def standing(quoted: Quoted, transcript: Transcript | None) -> CitationStatus:
    """Find what became of a quote; `transcript` is None where there is none of that id."""
    if transcript is None:
        return CitationStatus("gone")
    places = list(_places(quoted, transcript))
    for place in places:
        if place.start == quoted.start and (transcript.in_file or place.utterance.number == quoted.utterance):
            return _stands("unchanged" if quoted.is_by(place.utterance) else "edited", quoted, place)
    own = [place for place in places if quoted.is_by(place.utterance) and _convincing(quoted, place)]
    if own:
        return _stands("moved", quoted, min(own, key=lambda place: _rank(quoted, place)))
    others = [place for place in places if _is_its_turn(quoted, place)]
    if others:
        return _stands("edited", quoted, min(others, key=lambda place: _rank(quoted, place)))
    found = nearest(quoted, transcript)
    return CitationStatus("gone") if found is None else _stands("edited", quoted, found)


def _stands(status: Fate, quoted: Quoted, place: Stretch) -> CitationStatus:
    utterance = place.utterance
    if status != "edited" and (negated := _with_new_negation(quoted, place)) != place:
        status, place = "edited", negated
    return CitationStatus(
        status=status,
        utterance=utterance.number,
        start=place.start,
        end=place.end,
        text=place.text,
        diff=word_diff(quoted.exact, place.text) if status == "edited" else (),
        relabelled=None if quoted.is_by(utterance) else Relabelled(quoted.label, utterance.label),
        surroundings_changed=place.before(max(AROUND, len(quoted.prefix))) != quoted.prefix
        or place.after(max(AROUND, len(quoted.suffix))) != quoted.suffix,
    )


def _with_new_negation(quoted: Quoted, place: Stretch) -> Stretch:
    """The place of a quote's words, extended by a negation beside them that was not there before."""
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


def _places(quoted: Quoted, transcript: Transcript) -> Iterator[Stretch]:
    """All places of the exact words."""
    for utterance in transcript.utterances:
        at = utterance.text.find(quoted.exact)
        while at >= 0:
            yield Stretch(utterance, at, at + len(quoted.exact))
            at = utterance.text.find(quoted.exact, at + 1)


def _convincing(quoted: Quoted, place: Stretch) -> bool:
    """Whether a place is that of the quote. A short quote needs context: "yes" is said often."""
    if _fits_before(quoted, place) and _fits_after(quoted, place):
        return _is_known(quoted, place)
    begins, ends = place.before(1) + place.text[:1], place.text[-1:] + place.after(1)
    is_whole = not begins.isalnum() and not ends.isalnum()
    return is_whole and (quoted.is_telling or place.utterance.number == quoted.utterance)


def _is_its_turn(quoted: Quoted, place: Stretch) -> bool:
    """Whether a place has the context of the quote, whoever speaks."""
    return _is_known(quoted, place) and _fits_before(quoted, place) and _fits_after(quoted, place)


def _is_known(quoted: Quoted, place: Stretch) -> bool:
    """Whether the context of the quote, or else the number of its turn, identifies the place."""
    around = len(quoted.prefix.strip()) + len(quoted.suffix.strip())
    return around >= _NEIGHBOURS or place.utterance.number == quoted.utterance


def _fits_before(quoted: Quoted, place: Stretch) -> bool:
    wanted = quoted.prefix[-_NEIGHBOURS:]
    return place.before(len(wanted) or 1) == wanted


def _fits_after(quoted: Quoted, place: Stretch) -> bool:
    wanted = quoted.suffix[:_NEIGHBOURS]
    return place.after(len(wanted) or 1) == wanted


def _rank(quoted: Quoted, place: Stretch) -> tuple[int, int, int]:
    """Sort key, lower is better: the same context on more sides, then the distance."""
    fits = _fits_before(quoted, place) + _fits_after(quoted, place)
    return -fits, *place.distance(quoted.utterance, quoted.start)
