"""Two versions of a transcript → what changed between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.index.revisions import FIELDS, ChangeCounts, ChangedTurn, Field, FieldChange
from rag.records import Fate, Passage, Transcript, Utterance
from rag.text.diff import aligned

_SAME_LABEL = 0.35
"""Weight of an equal label in the likeness of two utterances; shared words have the rest."""
_ONE = 0.3
"""Minimum likeness of an utterance and its edited version."""
_PAIRS = 250_000
"""Maximum number of compared pairs; beyond, utterances without equal words count as gone or new."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What became of a transcript."""

    fields: tuple[FieldChange, ...]
    turns: tuple[ChangedTurn, ...]
    passages: ChangeCounts

    def __bool__(self) -> bool:
        """Whether anything reads otherwise or stands elsewhere."""
        return bool(self.fields or self.turns or self.passages.moved)


def compare(
    before: Transcript, after: Transcript, cut_before: Sequence[Passage], cut_after: Sequence[Passage]
) -> VersionComparison:
    """Compare two readings of a transcript, each with the passages that it was cut into.

    How they were cut makes no difference: of the former passages it is asked whether their words still
    stand.
    """
    pairs = list(_paired(before.utterances, after.utterances))
    turns = tuple(ChangedTurn(old, new) for old, new in pairs if not (old and new and _reads_alike(old, new)))
    fields = tuple(
        FieldChange(field, one, other)
        for field in FIELDS
        if (one := _field(before, field)) != (other := _field(after, field))
    )
    became = {old.number: new for old, new in pairs if old is not None}
    came_from = {new.number: old for old, new in pairs if new is not None}
    stood, stand = (_Stands(transcript.utterances) for transcript in (before, after))
    fates: Counter[str] = Counter(_fate(p, before.utterances[p.utterance], became, stand) for p in cut_before)
    fates.update(
        "new"
        for p in cut_after
        if came_from[p.utterance] is None and not stood.has(p.text, after.utterances[p.utterance].label)
    )
    return VersionComparison(fields, turns, ChangeCounts(**fates))


def removed(transcript: Transcript, passages: Sequence[Passage]) -> VersionComparison:
    """The comparison for a removed transcript: all its words are kept."""
    turns = tuple(ChangedTurn(utterance, None) for utterance in transcript.utterances)
    return VersionComparison((), turns, ChangeCounts(gone=len(passages)))


Said = tuple[tuple[str | None, str], ...]


def said(transcript: Transcript) -> Said:
    """Every label and what was said under it: two transcripts that have the same are one."""
    return tuple((utterance.label, utterance.text) for utterance in transcript.utterances)


def _field(transcript: Transcript, field: Field) -> str | None:
    if field == "narration":
        return "\n\n".join(narration.text for narration in transcript.narration) or None
    value: str | None = getattr(transcript, field)
    return value


def _ascribed(utterance: Utterance) -> tuple[str | None, ...]:
    """Attribution key. Excludes the role: inherited from other labels, it would report one edit twice."""
    return utterance.label, utterance.speaker, utterance.parenthetical, utterance.attribution


def _reads_alike(old: Utterance, new: Utterance) -> bool:
    return old.text == new.text and _ascribed(old) == _ascribed(new)


class _Stands:
    """The texts of a transcript by label."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        texts: dict[str | None, list[str]] = {}
        for utterance in utterances:
            texts.setdefault(utterance.label, []).append(utterance.text)
        self._texts = {label: "\0".join(found) for label, found in texts.items()}

    def has(self, words: str, label: str | None) -> bool:
        """Whether these very words stand under this label."""
        return words in self._texts.get(label, "")


def _fate(passage: Passage, old: Utterance, became: Mapping[int, Utterance | None], now: _Stands) -> Fate:
    """What became of a passage's words: a field of `ChangeCounts`."""
    new = became[old.number]
    if new is not None and _ascribed(old) != _ascribed(new):
        return "edited"
    if new is None or passage.text not in new.text:
        return "moved" if now.has(passage.text, old.label) else "gone" if new is None else "edited"
    at = passage.start - new.start
    stays = old.number == new.number and at >= 0 and new.text.startswith(passage.text, at)
    return "unchanged" if stays else "moved"


Pair = tuple[Utterance | None, Utterance | None]


def _paired(before: Sequence[Utterance], after: Sequence[Utterance]) -> Iterator[Pair]:
    """Every utterance of either version once, with its counterpart, if any, in the order of the text."""
    yield from _with_transpositions(list(_by_keys(before, after, (lambda u: u.text, _words))))


def _by_keys(
    before: Sequence[Utterance], after: Sequence[Utterance], keys: Sequence[Callable[[Utterance], str]]
) -> Iterator[Pair]:
    """Pair what has the same key, and what stands between by the next one; in the end by likeness."""
    if not keys:
        yield from _by_likeness(before, after)
        return
    old_keys, new_keys = (list(map(keys[0], side)) for side in (before, after))
    for same, (a, b), (c, d) in aligned(old_keys, new_keys):
        if same:
            yield from zip(before[a:b], after[c:d], strict=True)
        else:
            yield from _by_keys(before[a:b], after[c:d], keys[1:])


def _words(utterance: Utterance) -> str:
    """The words alone, without punctuation and letter case."""
    return " ".join(_WORD.findall(utterance.text.casefold()))


def _with_transpositions(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The same pairs; what is gone here and stands, to the letter, as new elsewhere, has moved there."""
    gone: dict[str, list[Utterance]] = {}
    for old, new in pairs:
        if old is not None and new is None:
            gone.setdefault(old.text, []).append(old)
    moved: dict[int, Utterance] = {}
    for old, new in pairs:
        if old is None and new is not None and gone.get(new.text):
            moved[new.number] = gone[new.text].pop(0)
    elsewhere = {utterance.number for utterance in moved.values()}
    for old, new in pairs:
        if old is None and new is not None:
            yield moved.get(new.number), new
        elif new is not None or (old is not None and old.number not in elsewhere):
            yield old, new


def _by_likeness(before: Sequence[Utterance], after: Sequence[Utterance]) -> Iterator[Pair]:
    """Pair similar utterances in order, with the greatest sum of likenesses."""
    if not before or not after or len(before) * len(after) > _PAIRS:
        yield from ((old, None) for old in before)
        yield from ((None, new) for new in after)
        return
    olds, news = ([(u.label, Counter(_words(u).split())) for u in side] for side in (before, after))
    like = [[_likeness(old, new) for new in news] for old in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like[i][j])
    i = j = 0
    while i < len(before) and j < len(after):
        if like[i][j] and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield before[i], None
            i += 1
        else:
            yield None, after[j]
            j += 1
    yield from ((old, None) for old in before[i:])
    yield from ((None, new) for new in after[j:])


Bag = tuple[str | None, "Counter[str]"]


def _likeness(one: Bag, other: Bag) -> float:
    """0 to 1; 0 below the minimum."""
    shared = sum((one[1] & other[1]).values())
    words = one[1].total() + other[1].total()
    share = 2 * shared / words if words else 0.0
    likeness = _SAME_LABEL * (one[0] == other[0]) + (1 - _SAME_LABEL) * share
    return likeness if likeness >= _ONE else 0.0
