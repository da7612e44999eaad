"""What a build notices of a transcript whose source has changed since the build before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rag.records import Edit, Utterance
from rag.text.diff import word_diff

Happened = Literal["edited", "removed", "renamed", "returned"]
"""`edited`: its source has other bytes, and it reads otherwise or stands elsewhere in them. `removed`: it is
no longer in the corpus. `renamed`: the same words are there under another id. `returned`: it had been
removed, is there again, and reads otherwise than then; its passages then are whole utterances."""

Field = Literal["title", "date", "place", "url", "language", "section", "narration"]
FIELDS: tuple[Field, ...] = ("title", "date", "place", "url", "language", "section", "narration")
"""What a transcript says of itself outside of its utterances; its narration as one text."""

Changed = Literal["edited", "relabelled", "gone", "new"]
"""`edited`: the words are others, whatever the label. `relabelled`: the same words are ascribed otherwise."""


@dataclass(frozen=True)
class Turn:
    """An utterance that reads otherwise than before."""

    before: Utterance | None
    """As it was, text included; None where it is new."""
    after: Utterance | None
    """As it became then; None where it is gone."""

    @property
    def changed(self) -> Changed:
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
class Counts:
    """Passages as they were cut before, by what became of their words; `new` ones as they are cut now."""

    unchanged: int = 0
    moved: int = 0
    """The same words, by the same label, at another place of the source."""
    changed: int = 0
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
    turns: tuple[Turn, ...]
    """In the order of the text; utterances that only moved are not among them."""
    passages: Counts
