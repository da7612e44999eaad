"""A hit → all that a citation of it says, whatever its style."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from rag.errors import QuestionError
from rag.proof.cite.address import official_address, original_address
from rag.proof.cite.quoted import counts_in_file
from rag.records import Hit, Lines, Utterance
from rag.text.calendar import is_day

_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,60}", re.ASCII)
_FOR_KEYS = re.compile(r"[^A-Za-z0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote, who said it, and where that can be read."""

    quote: str
    """The source's text to the character."""
    speaker: str | None
    """The person; None where the transcript names none."""
    who: str
    """The person with role, or that the transcript names nobody."""
    attribution: str
    """How the transcript attributes the words; empty where the label simply is that name."""
    title: str
    date: str | None
    """ISO day."""
    place: str | None
    address: str | None
    """The official page, led to the words; None where it is not known."""
    original: str | None
    """The page in Russian, where the site is known to pair them."""
    accessed: str | None
    """ISO day on which the passage was read; this program itself visits no address."""
    transcript: str
    utterance: int
    source: str
    sha256: str
    start: int
    end: int
    lines: Lines
    in_file: bool
    """Whether the offsets count characters of the file; else those of the utterance's text."""

    @property
    def key(self) -> str:
        """Name it among other citations; the same passage has the same key."""
        name = _FOR_KEYS.sub("-", self.transcript).strip("-")[:60]
        if not _PLAIN_ID.fullmatch(self.transcript):
            name += "-" + hashlib.sha256(self.transcript.encode()).hexdigest()[:8]
        return f"{name.strip('-')}-u{self.utterance}-{self.start}-{self.end}"

    @property
    def where(self) -> str:
        """Say where the words stand in the source file."""
        first, last = self.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
        span = f"characters {self.start}–{self.end}"
        counted = span if self.in_file else f"{span} of the text of utterance {self.utterance}"
        name = "" if PurePosixPath(self.source).stem == self.transcript else f", transcript {self.transcript}"
        return f"{self.source}{name}, {lines}, {counted}; SHA-256 of the file {self.sha256}"


def citation_of(hit: Hit, accessed: str | None = None) -> Citation:
    """Put a citation together; `accessed` is an ISO day. Raises QuestionError where it is none."""
    if accessed is not None and not is_day(accessed):
        raise QuestionError(f"{accessed[:40]!r} is no day: expected YYYY-MM-DD")
    utterance, passage = hit.utterance, hit.passage
    is_named = utterance.speaker is not None and utterance.attribution != "unknown"
    return Citation(
        quote=passage.text,
        speaker=utterance.speaker if is_named else None,
        who=who(utterance),
        attribution=attribution(utterance),
        title=one_line((hit.title or "").strip() or passage.transcript),
        date=hit.date,
        place=one_line(hit.place) if hit.place else None,
        address=official_address(hit),
        original=original_address(hit.url),
        accessed=accessed,
        transcript=passage.transcript,
        utterance=passage.utterance,
        source=hit.source,
        sha256=hit.sha256,
        start=passage.start,
        end=passage.end,
        lines=passage.lines,
        in_file=counts_in_file(hit.source),
    )


def one_line(text: str) -> str:
    """Return text with a space for every line break, of whatever kind."""
    return " ".join(text.splitlines())


def who(utterance: Utterance) -> str:
    """Say who said it, as the transcript labels it; where it does not say, that is said, never guessed."""
    if utterance.speaker is None or utterance.attribution == "unknown":
        printed = f"printed label: “{utterance.label}”" if utterance.label else "no label is printed"
        return f"Speaker not named in the transcript ({printed})"
    named = ", ".join(filter(None, (utterance.speaker, utterance.role)))
    aside = (utterance.parenthetical or "").strip("()")
    return f"{named} ({aside})" if aside else named


def attribution(utterance: Utterance) -> str:
    """Say how the transcript attributes the words, where `who` does not say all of it."""
    if utterance.attribution == "carried":
        return (
            "No label is printed here, after a cut in the transcript: the last speaker before it is assumed."
        )
    if utterance.speaker and utterance.label and utterance.label != utterance.speaker:
        return f"Printed label: “{utterance.label}”."
    return ""
