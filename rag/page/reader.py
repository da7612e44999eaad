"""A transcript as HTML, beside the thread or as a page of its own, and what became of a linked passage."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from rag.index.history import Former
from rag.page import wording
from rag.page.backend import Backend
from rag.page.cards import person, voices, who
from rag.page.frame import document
from rag.page.links import (
    PassagePlace,
    Pointers,
    Span,
    State,
    neighbours,
    query_string,
    within,
)
from rag.page.markup import Marks, away, differing, dotted, text, web_address
from rag.page.markup import day as day_html
from rag.proof.cite.citation import original_address
from rag.proof.cite.permalinks import PassageLink, fingerprint, former, resolve
from rag.records import Fate, Narration, Transcript, Utterance


def transcript_page(transcript: Transcript, pointers: Pointers = Pointers()) -> str:
    """Return a whole transcript as a page of its own."""

    def beside(place: PassagePlace) -> str:
        return own_address(transcript.id, Pointers(place, None, pointers.hits))

    nav = hits_nav(transcript, pointers, beside)
    bar = f'<div class="bar">{nav}</div>' if nav else ""
    return document(transcript.title or transcript.id, bar + transcript_article(transcript, pointers))


def transcript_article(transcript: Transcript, pointers: Pointers = Pointers(), beside: str = "") -> str:
    """Return the whole transcript in the order of its source, what nobody said set apart.

    `beside` is a link, as HTML, to stand with those that lead to the source.
    """
    turns: list[Utterance | Narration] = [*transcript.utterances, *transcript.narration]
    turns.sort(key=lambda turn: turn.lines[0])
    colours = voices(transcript)

    def drawn(turn: Utterance | Narration) -> str:
        if isinstance(turn, Narration):
            return f'<p class="narration" dir="auto">{text(turn.text)}</p>'
        return _utterance(turn, pointers, colours.get(person(turn) or ""))

    return (
        f'<article lang="{text(transcript.language)}">{_heading(transcript, beside)}'
        f"{''.join(map(drawn, turns))}</article>"
    )


def hits_nav(transcript: Transcript, pointers: Pointers, address: Callable[[PassagePlace], str]) -> str:
    """Return links to the hit before and the one after; empty where there is but one passage.

    `address` gives the address of a place, unescaped.
    """
    hits, at = neighbours(transcript, pointers)
    others = [place for place in hits if place != pointers.place]
    if not others:
        return ""

    def link(place: PassagePlace, sign: str, words: str, class_: str) -> str:
        return f'<a class="{class_}" href="{text(address(place))}" aria-label="{words}">{sign}</a>'

    if at is None:
        return _hits(f"{len(hits)} in this answer", link(hits[0], "↓", "First hit", "next-hit"))
    before = link(hits[at - 1], "↑", "Previous hit", "previous-hit")
    after = link(hits[(at + 1) % len(hits)], "↓", "Next hit", "next-hit")
    return _hits(f"Hit {at + 1} of {len(hits)}", before + after)


def own_address(transcript_id: str, pointers: Pointers = Pointers()) -> str:
    """Return the address of the transcript's own page, open at the passage."""
    given: list[tuple[str, object]] = []
    if pointers.place:
        given += zip(("u", "start", "end"), pointers.place, strict=True)
    if pointers.sentence:
        given.append(("sentence", "{}-{}".format(*pointers.sentence)))
    given += [("hit", "{}-{}-{}".format(*hit)) for hit in pointers.hits]
    query = f"?{urlencode(given)}" if given else ""
    at = "#passage" if pointers.place else ""
    return f"/transcripts/{quote(transcript_id, safe='', errors='replace')}{query}{at}"


def missing_page(transcript_id: str) -> str:
    """Return what is shown for a transcript that is not there."""
    asked = f"There is no transcript “{transcript_id[:200]}” in this archive."
    return document("No such transcript", f"<h1>No such transcript</h1><p>{text(asked)}</p>")


def _hits(told: str, links: str) -> str:
    return (
        '<nav class="hits" aria-label="Passages of the answer in this transcript">'
        f"<span>{told}</span>{links}</nav>"
    )


def _heading(transcript: Transcript, beside: str) -> str:
    about = dotted([day_html(transcript.date or ""), text(transcript.place or "")])
    source = [text(f"Source file: {transcript.source}")]
    if official := web_address(transcript.url):
        source.append(away(official, "Official page"))
    if original := original_address(transcript.url):
        source.append(away(text(original), "Russian original"))
    warned = "".join(f"<li>{text(warning)}</li>" for warning in transcript.warnings)
    warnings = f'<p class="note">As the source was read:</p><ul class="warnings">{warned}</ul>'
    return (
        f'<h1 dir="auto">{text(transcript.title or transcript.id)}</h1><p class="about">{about}</p>'
        f'<p class="source">{dotted([*source, beside])}</p>{warnings if warned else ""}'
    )


def _utterance(utterance: Utterance, pointers: Pointers, colour: int | None) -> str:
    label = who(utterance, utterance.start + 1)
    if utterance.attribution == "printed" and utterance.label:
        label = f'<p class="label">{text(_label(utterance.label, utterance.parenthetical))}</p>'
    voice = "" if colour is None else f" voice-{colour}"
    return (
        f'<section class="utterance{voice}" id="u{utterance.number}">{label}'
        f'<div class="said" dir="auto">{_said(utterance, pointers)}</div></section>'
    )


def _label(label: str, parenthetical: str | None) -> str:
    """Return the label with what stood in brackets beside it."""
    apart = parenthetical and parenthetical not in label
    return f"{label} ({parenthetical})" if apart else label


def _said(utterance: Utterance, pointers: Pointers) -> str:
    """Mark the passage and other hits; where offsets do not fit, leave only the place to scroll to."""
    words, place = utterance.text, pointers.place
    passage = within(utterance, place) if place else None
    marks = [(*passage, _passage(words[slice(*passage)], pointers))] if passage else []
    for hit in filter(None, (within(utterance, each) for each in pointers.hits)):
        if not any(start < hit[1] and hit[0] < end for start, end, _ in marks):
            marks.append((*hit, f'<mark class="hit">{text(words[slice(*hit)])}</mark>'))
    parts, last = [], 0
    for start, end, marked in sorted(marks):
        parts += [text(words[last:start]), marked]
        last = end
    lost = place is not None and place[0] == utterance.number and passage is None
    return ('<span id="passage"></span>' if lost else "") + "".join(parts) + text(words[last:])


def _passage(words: str, pointers: Pointers) -> str:
    sentence = pointers.sentence
    inside = text(words)
    if sentence and 0 <= sentence[0] < sentence[1] <= len(words):
        start, end = sentence
        inside = (
            f'{text(words[:start])}<mark class="sentence">{text(words[start:end])}</mark>{text(words[end:])}'
        )
    return f'<mark id="passage">{inside}</mark>'


_SINCE: dict[Fate, str] = {
    "unchanged": "",
    "moved": "The transcript has been read anew since this link was made: the words stand elsewhere "
    "in it now.",
    "edited": "The transcript has changed since this link was made: the words of the passage are not there "
    "any more. This is what stands there now.",
    "gone": "There is no such transcript here any more.",
}
_MARKS: Marks = {"delete": ("del", "as linked, not there now"), "insert": ("ins", "there now, not as linked")}
_CLOSE = '<button type="button" class="plain" data-closes="reader">Close</button>'
_SEEK = (
    '<form class="seek" role="search" action="#"><input type="search" aria-label="Find in this transcript" '
    'placeholder="Find here" autocomplete="off" maxlength="300"><output></output>'
    '<button type="button" data-step="-1" aria-label="Previous place">↑</button>'
    '<button type="button" data-step="1" aria-label="Next place">↓</button></form>'
)


def reader_html(
    archive: Backend, link: PassageLink, sentence: Span | None = None, hits: tuple[PassagePlace, ...] = ()
) -> str:
    """Return the transcript with the passage marked where its words stand today; a change is said.

    `sentence` is the part of the passage that answers, `hits` the passages of the answer in the transcript.
    """
    there = resolve(archive, link)
    told = _since(archive, link, there.status)
    if there.status == "gone":
        return _bar() + told
    place = None
    if there.utterance is not None:
        place = (there.utterance, there.start or 0, there.end or 0)
    transcript = archive.transcript(there.transcript)
    pointers = Pointers(place, sentence, hits)
    nav = hits_nav(transcript, pointers, lambda hit: _address(transcript, hit))
    apart = f'<a href="{text(own_address(transcript.id, pointers))}">On its own page</a>'
    return f"{_bar(nav, _SEEK)}{told}{transcript_article(transcript, pointers, apart)}"


def missing_html() -> str:
    """Return what stands in the reader where a link leads to no passage."""
    return f"{_bar()}<p>This link leads to no passage.</p>"


def _since(archive: Backend, link: PassageLink, status: Fate) -> str:
    told = _SINCE[status]
    if not told:
        return ""
    kept = former(archive, link) if status in {"edited", "gone"} else None
    return f'<div class="since" role="note"><p>{text(told)}</p>{_former(kept) if kept else ""}</div>'


def _former(kept: Former) -> str:
    """Show the words as they were when they were linked, and what became of them."""
    noticed = text(f"As linked; found changed on {wording.day(kept.revision.noticed[:10])}:")
    if kept.now is None:
        return f'<p>{noticed}</p><blockquote class="context" dir="auto">{text(kept.text)}</blockquote>'
    return (
        f'<p>{noticed}</p><p class="diff" dir="auto">{differing(kept.diff, _MARKS)}</p>'
        '<p class="legend"><del>Struck out</del>: as linked, not there now. '
        "<ins>Underlined</ins>: there now, not as linked.</p>"
    )


def _bar(*tools: str) -> str:
    return f'<div class="bar">{"".join(tools)}{_CLOSE}</div>'


def _address(transcript: Transcript, place: PassagePlace) -> str:
    """Return the address at which the page opens this place: a permalink, as that of a card."""
    said = next(u for u in transcript.utterances if u.number == place[0])
    words = said.text[place[1] - said.start : place[2] - said.start]
    link = PassageLink(transcript.id, *place, fingerprint(words))
    return f"/?{query_string(State(passage=link))}"
