"""Compare former builds with this one, and trace former words to what became of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import IndexMismatchError
from rag.index.catalogue import Catalogue
from rag.index.manifest import Remnant
from rag.index.revisions import ChangedTurn, Happened, History, Revision
from rag.index.store import CATALOGUE, HISTORY, Remains, remains
from rag.index.versions import Said, VersionComparison, compare, removed, said
from rag.records import Edit, Passage, Transcript, Utterance
from rag.text.diff import carried, word_diff

Cut = Mapping[str, tuple[Transcript, Sequence[Passage]]]
"""Transcript id → the transcript and its passages."""


@dataclass(frozen=True, slots=True)
class Noticing:
    """The build that compares."""

    build: str
    now: str
    code: str


@dataclass(frozen=True, slots=True)
class TrackedHistory:
    """The history with what a build has noticed."""

    history: History
    revisions: tuple[Revision, ...]
    """What this build adds, by transcript id."""
    doubt: str | None = None
    """What could not be taken over or compared; None where all could."""


def keep(index: Path, present: Cut, noticing: Noticing) -> TrackedHistory:
    """Continue the history of an index with what changed since the former build."""
    former, history, doubt = _former(index)
    found: tuple[Revision, ...] = ()
    if former is not None:
        try:
            with closing(Catalogue(former.part(CATALOGUE))) as catalogue:
                if not former.has(HISTORY):
                    # A build without history counts as the first one with its transcripts.
                    history = History((), dict.fromkeys(catalogue.transcript_ids(), former.remnant.created))
                found = tuple(_revisions(catalogue, former.remnant, history, present, noticing))
        except (IndexMismatchError, sqlite3.DatabaseError, IndexError) as error:
            doubt = f"the build before cannot be read, nor what changed since ({error})"
    return TrackedHistory(history.followed_by(found, present, noticing.now), found, doubt)


def _former(index: Path) -> tuple[Remains | None, History, str | None]:
    """The build to compare with and the history to carry on, which go together; and a doubt, if any.

    The latest build of which both are whole, else the latest whose history is.
    """
    whole: list[tuple[Remains, History]] = []
    damaged: str | None = None
    for build in remains(index):
        try:
            whole.append((build, History.load(build.part(HISTORY)) if build.has(HISTORY) else History()))
        except IndexMismatchError as error:
            damaged = damaged or str(error)
    both = next((found for found in whole if _is_whole(found[0], CATALOGUE)), None)
    former, history = both or (whole[0] if whole else (None, History()))
    if damaged:
        since = f"is carried on from {former.folder.name}" if former else "begins anew"
        damaged = f"{damaged}; it {since}"
    return former, history, damaged


def _is_whole(build: Remains, name: str) -> bool:
    try:
        build.part(name)
    except IndexMismatchError:
        return False
    return True


def _revisions(
    former: Catalogue, build: Remnant, history: History, present: Cut, noticing: Noticing
) -> Iterator[Revision]:
    names = former.transcript_ids()
    known = set(names)
    added = {name: present[name][0] for name in present if name not in known}
    twins = {said(transcript): transcript for transcript in added.values() if transcript.utterances}
    latest = {revision.transcript: revision for revision in history.revisions}
    for name in sorted({*names, *added}):
        after, cut = present.get(name, (None, ()))
        if name in added:
            found = _returned(latest.get(name), added[name], cut)
        elif after and after.sha256 == former.heading(name).sha256:
            continue
        else:
            found = _met(former.transcript(name), former.passages_of(name), after, cut, twins)
        if found:
            before, now, happened, compared = found
            last = latest[name] if happened == "returned" else None
            yield Revision(
                transcript=name,
                happened=happened,
                build=noticing.build,
                noticed=noticing.now,
                first_seen=last.first_seen if last else history.first_seen.get(name),
                last_seen=last.last_seen if last else build.created,
                title=before.title,
                source=before.source,
                sha256=before.sha256,
                sha256_after=now.sha256 if now else None,
                renamed_to=now.id if now and now.id != name else None,
                same_program=build.code == noticing.code,
                fields=compared.fields,
                turns=compared.turns,
                passages=compared.passages,
            )


Met = tuple[Transcript, Transcript | None, Happened, VersionComparison]
"""A transcript before and after, what happened to it, and how the two compare."""


def _met(
    before: Transcript,
    cut: Sequence[Passage],
    after: Transcript | None,
    cut_after: Sequence[Passage],
    twins: Mapping[Said, Transcript],
) -> Met | None:
    """What happened to a transcript of the former build whose source is not what it was."""
    if after:
        compared = compare(before, after, cut, cut_after)
        return (before, after, "edited", compared) if compared else None
    if twin := twins.get(said(before)):
        return before, twin, "renamed", compare(before, twin, (), ())
    return before, None, "removed", removed(before, cut)


def _returned(last: Revision | None, after: Transcript, cut: Sequence[Passage]) -> Met | None:
    """What is other than before in a transcript that had been removed: its words have been kept."""
    if last is None or last.happened != "removed" or last.sha256 == after.sha256:
        return None
    utterances = tuple(turn.before for turn in last.turns if turn.before)
    before = replace(after, title=last.title, source=last.source, sha256=last.sha256, utterances=utterances)
    whole = [Passage(after.id, u.number, u.start, u.end, u.lines, 0, u.text) for u in utterances]
    compared = compare(before, after, whole, cut)
    return (before, after, "returned", compared) if compared else None


@dataclass(frozen=True, slots=True)
class Former:
    """Words that a source had, and what it has in their place."""

    revision: Revision
    """Which noticed that they had changed; it says from when to when they were seen."""
    before: Utterance
    """The utterance that had them."""
    start: int
    end: int
    """Offsets in its text."""
    after: Utterance | None
    """What it became, last of all; None where it is gone."""
    now: str | None
    """What stands in place of the words: a slice of `after`, which may be empty."""

    @property
    def text(self) -> str:
        """The words as they were."""
        return self.before.text[self.start : self.end]

    @property
    def diff(self) -> tuple[Edit, ...]:
        """From the words as they were to what stands in their place."""
        return word_diff(self.text, self.now or "")


def trace(
    revisions: Sequence[Revision], find: Callable[[Utterance], int | None], length: int
) -> Former | None:
    """The last time that a transcript had certain words that were changed since; None where it never had.

    `revisions` are those of the transcript, the oldest first. `find` tells where in an utterance the words
    begin, `length` characters of its text, or None.
    """
    for number in range(len(revisions) - 1, -1, -1):
        for turn in revisions[number].turns:
            if turn.before is not None and (at := find(turn.before)) is not None:
                after, now = _became(turn, at, at + length, revisions[number + 1 :])
                return Former(revisions[number], turn.before, at, at + length, after, now)
    return None


def _became(
    turn: ChangedTurn, start: int, end: int, later: Sequence[Revision]
) -> tuple[Utterance | None, str | None]:
    """What an utterance became, and a stretch of it, through all later revisions."""
    after, start, end = _followed(turn, start, end)
    for revision in later:
        again = next((t for t in revision.turns if after and t.before and _is_one(t.before, after)), None)
        if again is not None:
            after, start, end = _followed(again, start, end)
    return after, None if after is None else after.text[start:end]


def _followed(turn: ChangedTurn, start: int, end: int) -> tuple[Utterance | None, int, int]:
    """The utterance after a change, and where in it a stretch of the former one is."""
    return (turn.after, *(carried(turn.diff, start, end) if start < end else (0, 0)))


def _is_one(one: Utterance, other: Utterance) -> bool:
    """Whether two are one utterance, which may have moved from one build to the next."""
    return one.text == other.text and one.label == other.label
