"""Addresses that last: what the page shows as a query string, and back; places in a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qs, urlencode

from rag.proof.cite.permalinks import FINGERPRINT, PassageLink, link_to
from rag.records import Filters, Hit, QuestionPart, Transcript, Utterance

Mode = Literal["ask", "check"]
PassagePlace = tuple[int, int, int]
"""Utterance number, and the passage's start and end as the record gives them."""
Span = tuple[int, int]

MOST = 100
"""Passages of an answer that the reader follows."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)
_DIGITS = re.compile(f"[0-9a-f]{{{FINGERPRINT}}}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


# What the page shows.


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows, as far as the address holds it."""

    question: str = ""
    """In the mode `check`, the alleged quote, and `filters.speakers` is who is said to have said it."""
    filters: Filters = Filters()
    """As chosen; unchecked."""
    previous: str | None = None
    """What the question follows up; a conversation, one a line, where that follows others itself."""
    ignored: tuple[QuestionPart, ...] = ()
    """What the question says and the person does not mean."""
    today: str | None = None
    """The ISO day that relative dates count from, where that matters."""
    mode: Mode = "ask"
    compare: tuple[str, ...] = ()
    """Two speakers or two periods, side by side; unchecked."""
    passage: PassageLink | None = None
    """What the reader is open at."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask next."""

    words: str
    state: State


def query_string(state: State) -> str:
    """Return the query string, without the question mark; empty for the empty page."""
    filters = state.filters
    parts = [
        ("mode", "" if state.mode == "ask" else state.mode),
        ("q", state.question),
        *(("speaker", speaker) for speaker in filters.speakers),
        ("from", filters.since or ""),
        ("to", filters.until or ""),
        ("place", filters.place or ""),
        *(("transcript", name) for name in filters.transcripts),
        *(("topic", topic) for topic in filters.topics),
        *(("person", person) for person in filters.persons),
        ("previous", state.previous or ""),
        *(("ignore", part) for part in state.ignored),
        ("today", state.today or ""),
        *(("compare", side) for side in state.compare),
        *_passage_parts(state.passage),
    ]
    # What is no character, half a surrogate pair, cannot be in an address.
    return urlencode([part for part in parts if part[1]], errors="replace")


def read_state(query: str) -> State:
    """Read a query string, with or without its question mark; what makes no sense is left out.

    `query_string(read_state(q))` is the address to show; `read_state(query_string(s)) == s` for every
    state whose texts are not empty.
    """
    given = parse_qs(query.removeprefix("?"), errors="replace")

    def last(name: str) -> str | None:
        return given[name][-1] if name in given else None

    return State(
        question=last("q") or "",
        filters=Filters(
            speakers=tuple(given.get("speaker", ())),
            since=last("from"),
            until=last("to"),
            place=last("place"),
            transcripts=tuple(given.get("transcript", ())),
            topics=tuple(given.get("topic", ())),
            persons=tuple(given.get("person", ())),
        ),
        previous=last("previous"),
        ignored=tuple(part for part in get_args(QuestionPart) if part in given.get("ignore", ())),
        today=_day(last("today")),
        mode="check" if last("mode") == "check" else "ask",
        compare=tuple(given.get("compare", ())),
        passage=_read_passage(last("read"), last("u"), last("at"), last("text")),
    )


def feed_path(kind: str, text: str, filters: Filters) -> str:
    """Return the path of the feed of a question, or of a `quote`."""
    return f"/feed?{query_string(State(text, filters, mode='check' if kind == 'quote' else 'ask'))}"


def site(host: str, port: int) -> str:
    """Return the address of a page that is served here, without a slash at its end."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def passage_link(hit: Hit, asked: State = State()) -> str:
    """Return the address, from this site's root, that shows a state and the reader open at a hit."""
    return f"/?{query_string(replace(asked, passage=link_to(hit.passage)))}"


def _day(given: str | None) -> str | None:
    return given if given and _DAY.fullmatch(given) else None


def _passage_parts(link: PassageLink | None) -> Iterator[tuple[str, str]]:
    if link is not None:
        yield "read", link.transcript
        yield "u", str(link.utterance)
        yield "at", f"{link.start}-{link.end}"
        yield "text", link.fingerprint


def _read_passage(
    transcript: str | None, utterance: str | None, span: str | None, words: str | None
) -> PassageLink | None:
    place = _SPAN.fullmatch(span or "")
    number = _NUMBER.fullmatch(utterance or "")
    if not (transcript and place and number and words and _DIGITS.fullmatch(words)):
        return None
    start, end = int(place[1]), int(place[2])
    return PassageLink(transcript, int(number[0]), start, end, words) if start < end else None


# Where a transcript is opened.


@dataclass(frozen=True, slots=True)
class Pointers:
    """What a transcript is opened at; unchecked against it."""

    place: PassagePlace | None = None
    sentence: Span | None = None
    """Offsets inside the passage."""
    hits: tuple[PassagePlace, ...] = ()
    """Passages of the answer in this transcript, in its order."""


def read_place(utterance: str | None, start: str | None, end: str | None) -> PassagePlace | None:
    """Return the passage that a query string names; None where it is no passage."""
    given = (utterance, start, end)
    numbers = [int(part) for part in given if part is not None and _NUMBER.fullmatch(part)]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == len(given) else None


def read_sentence(given: str | None) -> Span | None:
    """Return the part of the passage that a query string names."""
    found = _SPAN.fullmatch(given or "")
    return (int(found[1]), int(found[2])) if found else None


def read_hits(given: Iterable[str]) -> tuple[PassagePlace, ...]:
    """Return the hits that a query string names, in order, each once."""
    found = filter(None, map(_PLACE.fullmatch, given))
    return tuple(sorted({(int(m[1]), int(m[2]), int(m[3])) for m in found}))[:MOST]


def within(utterance: Utterance, place: PassagePlace) -> Span | None:
    """Return a place as offsets in the utterance's text; None where it is not in there."""
    start, end = place[1] - utterance.start, place[2] - utterance.start
    is_there = place[0] == utterance.number and 0 <= start < end <= len(utterance.text)
    return (start, end) if is_there else None


def neighbours(transcript: Transcript, pointers: Pointers) -> tuple[tuple[PassagePlace, ...], int | None]:
    """Return the hits that are in the transcript, the place among them, and which of them that is."""
    utterances = {utterance.number: utterance for utterance in transcript.utterances}
    given = {*pointers.hits, *((pointers.place,) if pointers.place else ())}
    there = sorted(p for p in given if p[0] in utterances and within(utterances[p[0]], p))
    at = there.index(pointers.place) if pointers.place in there else None
    return tuple(there), at
