"""A hit → the contents of its citation, in any style: who, when, where, and official addresses."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.hits import hit_of, slice_of
from rag.proof.attribution import attribution_in_words, named_in, who_in_words
from rag.proof.cite.text_fragment import text_fragment
from rag.records import Anchor, Hit, Lines, Transcript, Utterance
from rag.text.calendar import day, is_day

_ENGLISH = re.compile(r"(https?://)en\.(kremlin\.ru/events/president/transcripts/\d{1,9})/?", re.ASCII)
_SITE_PAGES = (".txt", ".html")
"""Sources in which a turn is printed right after its label and a colon."""


def is_web_address(url: str | None) -> bool:
    """Whether this is a whole http or https address, without white space or control characters."""
    if not url or any(ord(c) <= ord(" ") for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def official_address(hit: Hit) -> str | None:
    """Return the address of the source, led to the words of the passage; None where it is not known.

    A recording plays from the cue of the words, a printed document opens at their page.
    """
    if not hit.url or not is_web_address(hit.url):
        return None
    if hit.utterance.anchors and (place := _media_fragment(hit.anchor)):
        return f"{hit.url.partition('#')[0]}#{place}"
    utterance, passage = hit.utterance, hit.passage
    begin = passage.start - utterance.start
    fragment = text_fragment(utterance.text, begin, begin + len(passage.text), _printed_before(hit))
    page, _, anchor = hit.url.partition("#")
    anchor = anchor.partition(":~:")[0]
    return f"{page}#{anchor}:~:{fragment}" if fragment else hit.url


def _media_fragment(anchor: Anchor) -> str:
    """The end of an address by which a player or a viewer of PDF goes to a place; empty without one."""
    if anchor.time is not None:
        parts = anchor.time.replace(",", ".").split(":")[::-1]
        return f"t={int(sum(float(part) * 60**power for power, part in enumerate(parts)))}"
    return "" if anchor.page is None else f"page={anchor.page}"


def original_address(url: str | None) -> str | None:
    """Return the page in Russian of an English transcript of the Kremlin site, which pairs them by number.

    None for any other address: nothing is known of how other sites, or other parts of this one, pair theirs.
    """
    match = _ENGLISH.fullmatch(url or "")
    return f"{match[1]}{match[2]}" if match else None


def _printed_before(hit: Hit) -> str:
    """What the page prints right before the turn, where that is known: its label and a colon."""
    utterance = hit.utterance
    is_known = (
        hit.attribution == "printed"
        and utterance.parenthetical is None
        and hit.source.lower().endswith(_SITE_PAGES)
    )
    return f"{utterance.label}:" if is_known and utterance.label else ""


_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,60}", re.ASCII)
_FOR_KEYS = re.compile(r"[^A-Za-z0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote, who said it, and where that can be read."""

    quote: str
    """The source's text to the character."""
    speaker: str | None
    """The person; None where the transcript names none, or where it is not certain who speaks."""
    who: str
    """The person with role, or that nobody is named, or that it is not certain."""
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
    """ISO day on which the page was read or retrieved; None where nobody said so."""
    transcript: str
    utterance: int
    source: str
    sha256: str
    start: int
    end: int
    lines: Lines
    anchor: Anchor
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
    def event(self) -> str:
        """Say at what event the words were said: title, date and place."""
        return ", ".join(filter(None, (self.title, day(self.date), self.place)))

    @property
    def where(self) -> str:
        """Say where the words stand in the source file."""
        first, last = self.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
        lines += f", {self.anchor.where}" if self.anchor.where else ""
        span = f"characters {self.start}–{self.end}"
        counted = span if self.in_file else f"{span} of the text of utterance {self.utterance}"
        name = "" if PurePosixPath(self.source).stem == self.transcript else f", transcript {self.transcript}"
        return f"{self.source}{name}, {lines}, {counted}; SHA-256 of the file {self.sha256}"


def citation_of(hit: Hit, accessed: str | None = None) -> Citation:
    """Put a citation together; `accessed` is an ISO day, by default that of the source's retrieval.

    Raises QuestionError where it is no day.
    """
    if accessed is not None and not is_day(accessed):
        raise QuestionError(f"{accessed[:40]!r} is no day: expected YYYY-MM-DD")
    utterance, passage = hit.utterance, hit.passage
    return Citation(
        quote=passage.text,
        speaker=named_in(utterance, passage.end),
        who=who_in_words(utterance, passage.end),
        attribution=attribution_in_words(utterance, passage.end),
        title=one_line((hit.title or "").strip() or passage.transcript),
        date=hit.date,
        place=one_line(hit.place) if hit.place else None,
        address=official_address(hit),
        original=original_address(hit.url),
        accessed=accessed or hit.retrieved,
        transcript=passage.transcript,
        utterance=passage.utterance,
        source=hit.source,
        sha256=hit.sha256,
        start=passage.start,
        end=passage.end,
        lines=passage.lines,
        anchor=hit.anchor,
        in_file=hit.in_file,
    )


def one_line(text: str) -> str:
    """Return text with a space for every line break, of whatever kind."""
    return " ".join(text.splitlines())


def provenance(citation: Citation) -> str:
    """Say who is quoted, how it is attributed, where the words stand in the file, and the page in Russian."""
    return " ".join(filter(None, (f"{citation.who}.", sources(citation))))


def sources(citation: Citation) -> str:
    """The same without who is quoted."""
    russian = f"Russian page: {citation.original}" if citation.original else ""
    return " ".join(filter(None, (citation.attribution, f"Source: {citation.where}.", russian)))


def hit_at(
    catalogue: Catalogue, transcript_id: str, start: int, end: int, utterance: int | None = None
) -> Hit:
    """The hit of the characters from `start` to `end`, exclusive, counted as those of a Passage.

    Where offsets count within the utterance, it must be named; in a text file, they say which one it is.
    Raises QuestionError where there is no such transcript, or the place does not lie within one turn.
    """
    try:
        transcript = catalogue.transcript(transcript_id)
    except KeyError:
        raise QuestionError(f"no transcript {transcript_id[:80]!r} in this index: see rag sources") from None
    turn = _turn(transcript, start, end, utterance)
    passage = slice_of(transcript_id, turn, start - turn.start, end - turn.start)
    if not passage.text.strip():
        raise QuestionError(f"there are no words from character {start} to {end} of {transcript_id[:80]!r}")
    return hit_of(catalogue, passage)


def _turn(transcript: Transcript, start: int, end: int, number: int | None) -> Utterance:
    if number is None and not transcript.in_file:
        raise QuestionError(
            f"places in {transcript.id[:80]!r} are counted within an utterance: give its number as well"
        )
    for utterance in transcript.utterances:
        if number in {None, utterance.number} and utterance.start <= start < end <= utterance.end:
            return utterance
    which = "one turn" if number is None else f"utterance {number}"
    raise QuestionError(
        f"the characters from {start} to {end} do not lie within {which} of {transcript.id[:80]!r}: "
        "rag read FILE --json tells where each begins and ends"
    )
