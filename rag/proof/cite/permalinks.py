"""Links to passages that last: where the words stood and a fingerprint of them → what became of them."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.errors import QuestionError
from rag.index.history import Former, trace
from rag.index.revisions import Revision
from rag.proof.cite.quoted import Stretch
from rag.records import Fate, Passage, Transcript, Utterance

FINGERPRINT = 14
"""Hexadecimal digits: four of the first words, by which a place is found, and ten of all."""

_HEAD = 24
"""Characters of the first words."""
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class PassageLink:
    """Where a passage stood when it was linked, and a fingerprint of its words."""

    transcript: str
    utterance: int
    start: int
    end: int
    """Offsets as those of a Passage."""
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """What a link to a passage leads to in the present build."""

    status: Fate
    transcript: str
    utterance: int | None
    """Where to open the reader: for `edited`, the turn of the same number, if there is one."""
    start: int | None
    end: int | None
    """Offsets as those of a Passage; None unless `unchanged` or `moved`."""
    text: str | None
    """The words themselves, a slice of the utterance; None unless `unchanged` or `moved`."""


class Reads(Protocol):
    """An archive, as far as links need it."""

    def transcript(self, transcript_id: str) -> Transcript:
        """Return a whole transcript; raise QuestionError where the id is unknown."""
        ...

    def changes(self, transcript_id: str | None = None) -> Sequence[Revision]:
        """Return what builds have noticed, the latest first; raise QuestionError as above."""
        ...


def fingerprint(text: str) -> str:
    """Return what tells these very words from others."""
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _head(text) + whole[: FINGERPRINT - len(_head(text))]


def link_to(passage: Passage) -> PassageLink:
    """Return what to keep of a passage, so that it is found again after a rebuild."""
    return PassageLink(
        passage.transcript, passage.utterance, passage.start, passage.end, fingerprint(passage.text)
    )


def resolve(archive: Reads, link: PassageLink) -> ResolvedLink:
    """Find what a link leads to now: a transcript that is not there is `gone`.

    One that has only been renamed is there, and its words have `moved`. Raises IndexMismatchError where that
    cannot be told, the history being damaged.

    Only the words count: where passages are cut differently today, the same words are still `unchanged`. Of
    several places that have them, the nearest to the old one is meant.
    """
    try:
        transcript = archive.transcript(link.transcript)
    except QuestionError:
        return _renamed(archive, link) or ResolvedLink("gone", link.transcript, None, None, None, None)
    there = next((u for u in transcript.utterances if u.number == link.utterance), None)
    if there and _is_at(there, link.start - there.start, link):
        return _found("unchanged", link, _stretch(there, link.start - there.start, link))
    places = [_stretch(u, at, link) for u in transcript.utterances for at in _places(u, link)]
    if places:
        return _found("moved", link, min(places, key=lambda p: p.distance(link.utterance, link.start)))
    return ResolvedLink("edited", link.transcript, there.number if there else None, None, None, None)


def former(archive: Reads, link: PassageLink) -> Former | None:
    """Find the words of a link that were changed since, and what stands in their place; None if not kept."""
    try:
        revisions = archive.changes(link.transcript)
    except QuestionError:
        return None
    return trace(
        revisions[::-1], lambda utterance: next(_places(utterance, link), None), link.end - link.start
    )


def _renamed(archive: Reads, link: PassageLink) -> ResolvedLink | None:
    """What a link leads to in a transcript that has another id now."""
    try:
        revisions = archive.changes(link.transcript)
    except QuestionError:
        return None
    if not (revisions and revisions[0].renamed_to):
        return None
    there = resolve(archive, replace(link, transcript=revisions[0].renamed_to))
    return replace(there, status="moved") if there.status == "unchanged" else there


def _head(text: str) -> str:
    return f"{zlib.crc32(text[:_HEAD].encode('utf-8', 'surrogatepass')) & 0xFFFF:04x}"


def _places(utterance: Utterance, link: PassageLink) -> Iterator[int]:
    """Offsets in the utterance's text at which the words stand."""
    text, head, shown = utterance.text, link.fingerprint[:4], min(_HEAD, link.end - link.start)
    for match in _VISIBLE.finditer(text, 0, max(0, len(text) - (link.end - link.start) + 1)):
        at = match.start()
        if _head(text[at : at + shown]) == head and _is_at(utterance, at, link):
            yield at


def _is_at(utterance: Utterance, at: int, link: PassageLink) -> bool:
    end = at + link.end - link.start
    return 0 <= at < end <= len(utterance.text) and fingerprint(utterance.text[at:end]) == link.fingerprint


def _stretch(utterance: Utterance, at: int, link: PassageLink) -> Stretch:
    return Stretch(utterance, at, at + link.end - link.start)


def _found(status: Fate, link: PassageLink, place: Stretch) -> ResolvedLink:
    number = place.utterance.number
    return ResolvedLink(status, link.transcript, number, place.start, place.end, place.text)
