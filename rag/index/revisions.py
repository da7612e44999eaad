"""What sources said before: revisions as records, and the file that keeps them (JSONL, the oldest first)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from rag.errors import IndexMismatchError
from rag.records import Anchor, Doubt, Edit, Fate, Utterance
from rag.text.diff import word_diff

Happened = Literal["edited", "removed", "renamed", "returned"]
"""`edited`: its source has other bytes, and it reads otherwise or stands elsewhere in them. `removed`: it is
no longer in the corpus. `renamed`: the same words are there under another id. `returned`: it had been
removed, is there again, and reads otherwise than then; its passages then are whole utterances."""

Field = Literal["title", "date", "place", "url", "language", "section", "narration"]
FIELDS: tuple[Field, ...] = ("title", "date", "place", "url", "language", "section", "narration")
"""What a transcript says of itself outside of its utterances; its narration as one text."""


@dataclass(frozen=True)
class ChangedTurn:
    """An utterance that reads otherwise than before."""

    before: Utterance | None
    """As it was, text included; None where it is new."""
    after: Utterance | None
    """As it became then; None where it is gone."""

    @property
    def changed(self) -> Fate:
        """What happened to it."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "relabelled" if self.before.text == self.after.text else "edited"

    @cached_property
    def diff(self) -> tuple[Edit, ...]:
        """Its words, from before to after."""
        return word_diff(self.before.text if self.before else "", self.after.text if self.after else "")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a transcript that reads otherwise than before."""

    field: Field
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """Passages as they were cut before, by what became of their words; `new` ones as they are cut now."""

    unchanged: int = 0
    moved: int = 0
    """The same words, by the same label, at another place of the source."""
    edited: int = 0
    """Other words in the same utterance, or another label."""
    gone: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """One transcript, from one build to the next."""

    transcript: str
    happened: Happened
    build: str
    """The id of the build that noticed."""
    noticed: str
    """When that was (ISO 8601)."""
    first_seen: str | None
    """The earliest build that had the former version; None where nobody knows any more."""
    last_seen: str
    """The latest one."""
    title: str | None
    """Of the former version."""
    source: str
    """Where the former version was read from."""
    sha256: str
    """Of the bytes of that source."""
    sha256_after: str | None
    """Of the source's bytes now; None where the transcript was removed."""
    renamed_to: str | None
    """The id under which the same words are found now."""
    same_program: bool
    """False where the program changed as well, so that what differs may be its way of reading."""
    fields: tuple[FieldChange, ...]
    turns: tuple[ChangedTurn, ...]
    """In the order of the text; utterances that only moved are not among them."""
    passages: ChangeCounts


FORMAT = 2
"""Raised by one with every change that an older program cannot read; the index's own format says nothing."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that builds have noticed so far."""

    revisions: tuple[Revision, ...] = ()
    """The oldest first."""
    first_seen: Mapping[str, str] = field(default_factory=dict)
    """Transcript id → when a build first had it as it reads now, for every transcript of the index."""

    def of(self, transcript: str) -> tuple[Revision, ...]:
        """The revisions of one transcript, the oldest first."""
        return tuple(revision for revision in self.revisions if revision.transcript == transcript)

    def followed_by(self, revisions: Sequence[Revision], present: Iterable[str], now: str) -> History:
        """The history after a build that noticed these, and has these transcripts."""
        revised = {revision.transcript for revision in revisions}
        seen = {name: now if name in revised else self.first_seen.get(name, now) for name in present}
        return History((*self.revisions, *revisions), seen)

    def save(self, path: Path) -> None:
        """Write it; the same history gives the same bytes."""
        head = {"format": FORMAT, "first_seen": dict(sorted(self.first_seen.items()))}
        lines = [head, *map(_revision_form, self.revisions)]
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")

    @classmethod
    def load(cls, path: Path) -> History:
        """Read it. Raises IndexMismatchError where it is broken or of another format."""
        try:
            head, *lines = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)
            found, first_seen = head["format"], dict(head["first_seen"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise IndexMismatchError(f"{path} cannot be read: the history of edits is damaged") from error
        if found not in {1, FORMAT}:
            raise IndexMismatchError(f"{path} has format {found}, this program reads format {FORMAT}")
        try:
            return cls(tuple(map(_revision, lines)), first_seen)
        except (ValueError, KeyError, TypeError) as error:
            raise IndexMismatchError(f"{path} lacks something or holds something unknown") from error


def _revision_form(revision: Revision) -> dict[str, Any]:
    form = {name: getattr(revision, name) for name in _PLAIN}
    return form | {
        "fields": [asdict(change) for change in revision.fields],
        "turns": [_turn_form(turn) for turn in revision.turns],
        "passages": asdict(revision.passages),
    }


_PLAIN = tuple(name for name in Revision.__slots__ if name not in {"fields", "turns", "passages"})


def _turn_form(turn: ChangedTurn) -> dict[str, Any]:
    return {
        "before": _utterance_form(turn.before),
        "after": _utterance_form(turn.after),
        "diff": [[edit.operation, edit.text] for edit in turn.diff],
    }


def _utterance_form(utterance: Utterance | None) -> dict[str, Any] | None:
    if utterance is None:
        return None
    form = asdict(utterance)
    del form["text"]
    return form


_FORMER = {"changed": "edited"}
"""Names of counts in histories of format 1 → their names today."""


def _revision(form: dict[str, Any]) -> Revision:
    return Revision(
        **form
        | {
            "fields": tuple(FieldChange(**change) for change in form["fields"]),
            "turns": tuple(map(_turn, form["turns"])),
            "passages": ChangeCounts(**{_FORMER.get(name, name): n for name, n in form["passages"].items()}),
        }
    )


def _turn(form: dict[str, Any]) -> ChangedTurn:
    diff: list[tuple[str, str]] = [(operation, text) for operation, text in form["diff"]]
    before = "".join(text for operation, text in diff if operation != "insert")
    after = "".join(text for operation, text in diff if operation != "delete")
    return ChangedTurn(_utterance(form["before"], before), _utterance(form["after"], after))


def _utterance(form: dict[str, Any] | None, text: str) -> Utterance | None:
    if form is None:
        return None
    doubts = tuple(Doubt(**doubt) for doubt in form.get("doubts", ()))
    anchors = tuple(Anchor(**anchor) for anchor in form.get("anchors", ()))
    lines = tuple(form["lines"])
    return Utterance(**form | {"lines": lines, "text": text, "doubts": doubts, "anchors": anchors})
