"""The history as a file: a head, then a revision a line (JSONL), the oldest first.

Of a changed utterance the diff is kept, which holds both versions to the character. Nothing is kept of what
did not change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import IndexMismatchError
from rag.index.history.revisions import Counts, FieldChange, Revision, Turn
from rag.records import Utterance

FORMAT = 1
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
        if found != FORMAT:
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


def _turn_form(turn: Turn) -> dict[str, Any]:
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


def _revision(form: dict[str, Any]) -> Revision:
    return Revision(
        **form
        | {
            "fields": tuple(FieldChange(**change) for change in form["fields"]),
            "turns": tuple(map(_turn, form["turns"])),
            "passages": Counts(**form["passages"]),
        }
    )


def _turn(form: dict[str, Any]) -> Turn:
    diff: list[tuple[str, str]] = [(operation, text) for operation, text in form["diff"]]
    before = "".join(text for operation, text in diff if operation != "insert")
    after = "".join(text for operation, text in diff if operation != "delete")
    return Turn(_utterance(form["before"], before), _utterance(form["after"], after))


def _utterance(form: dict[str, Any] | None, text: str) -> Utterance | None:
    return None if form is None else Utterance(**form | {"lines": tuple(form["lines"]), "text": text})
