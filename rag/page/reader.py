"""A transcript → a plain page of HTML, with one passage marked if asked."""

from __future__ import annotations

import re

from rag.page.cards import who
from rag.page.document import document
from rag.page.markup import day as day_html
from rag.page.markup import dotted, text, web_address
from rag.records import Narration, Transcript, Utterance

Place = tuple[int, int, int]
"""Utterance number, and the passage's start and end as the record gives them."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def read_place(utterance: str | None, start: str | None, end: str | None) -> Place | None:
    """Return the passage that a query string names; None where it is no passage."""
    given = (utterance, start, end)
    numbers = [int(part) for part in given if part is not None and _NUMBER.fullmatch(part)]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == len(given) else None


def transcript_page(transcript: Transcript, place: Place | None = None) -> str:
    """Return a whole transcript as a page of its own."""
    return document(transcript.title or transcript.id, transcript_article(transcript, place))


def transcript_article(transcript: Transcript, place: Place | None = None) -> str:
    """Return the whole transcript in the order of its source, what nobody said set apart."""
    title = transcript.title or transcript.id
    about = dotted([day_html(transcript.date or ""), text(transcript.place or "")])
    source = [text(f"Source file: {transcript.source}")]
    if address := web_address(transcript.url):
        source.append(f'<a href="{address}" rel="noopener noreferrer">Official page</a>')
    turns: list[Utterance | Narration] = [*transcript.utterances, *transcript.narration]
    turns.sort(key=lambda turn: turn.lines[0])
    said = "".join(
        _narration(turn) if isinstance(turn, Narration) else _utterance(turn, place) for turn in turns
    )
    return (
        f'<article lang="{text(transcript.language)}"><h1 dir="auto">{text(title)}</h1>'
        f'<p class="about">{about}</p><p class="source">{dotted(source)}</p>{said}</article>'
    )


def missing_page(transcript_id: str) -> str:
    """Return what is shown for a transcript that is not there."""
    asked = f"There is no transcript “{transcript_id[:200]}” in this archive."
    return document("No such transcript", f"<h1>No such transcript</h1><p>{text(asked)}</p>")


def _utterance(utterance: Utterance, place: Place | None) -> str:
    said = text(utterance.text)
    if place and place[0] == utterance.number:
        said = _marked(utterance, place)
    label = who(utterance)
    if utterance.attribution == "printed" and utterance.label:
        label = f'<p class="label">{text(_label(utterance.label, utterance.parenthetical))}</p>'
    return (
        f'<section class="utterance" id="u{utterance.number}">{label}'
        f'<div class="said" dir="auto">{said}</div></section>'
    )


def _label(label: str, parenthetical: str | None) -> str:
    """Return the label with what stood in brackets beside it."""
    apart = parenthetical and parenthetical not in label
    return f"{label} ({parenthetical})" if apart else label


def _marked(utterance: Utterance, place: Place) -> str:
    """Mark the passage; where the offsets do not fit, leave only the place to scroll to."""
    start, end = place[1] - utterance.start, place[2] - utterance.start
    words = utterance.text
    if not 0 <= start < end <= len(words):
        return f'<span id="passage"></span>{text(words)}'
    return f'{text(words[:start])}<mark id="passage">{text(words[start:end])}</mark>{text(words[end:])}'


def _narration(narration: Narration) -> str:
    return f'<p class="narration" dir="auto">{text(narration.text)}</p>'
