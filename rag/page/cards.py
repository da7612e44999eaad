"""Passages and verdicts as cards: the quote to the character, who said it and when, and ways on from it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.output.proof_messages import (
    cut_in_words,
    doubts_in_words,
    flags_in_words,
    kind_in_words,
    verdict_in_words,
)
from rag.page import wording
from rag.page.links import State, passage_link, query_string
from rag.page.markup import Marks, away, day, differing, dotted, folded, quoted, text, to
from rag.proof.attribution import attribution_in_words, named_in, who_in_words
from rag.proof.check.verdict import ChangeKind, Check, Match, Verdict
from rag.proof.cite.citation import official_address, original_address
from rag.proof.cite.permalinks import link_to
from rag.proof.cite.styles import Style, cite
from rag.proof.flags.rules import Flag
from rag.records import Hit, Transcript, Understood, Utterance, Voice, attribution_of

COLOURS = 8
"""As many as `reader.css` names: `--voice-0` and so on."""


def voices(transcript: Transcript) -> dict[str, int]:
    """Return a number below `COLOURS` for each person, those who speak first choosing first.

    Who finds the own colour taken gets the next that is free, as long as one is.
    """
    chosen: dict[str, int] = {}
    for utterance in transcript.utterances:
        name = person(utterance)
        if name and name not in chosen:
            own = zlib.crc32(name.encode("utf-8", "surrogatepass")) % COLOURS
            free = [(own + step) % COLOURS for step in range(COLOURS)]
            chosen[name] = next((n for n in free if n not in chosen.values()), own)
    return chosen


def person(utterance: Utterance) -> str | None:
    """Return who speaks as far as the transcript says so: a guess gets no colour."""
    return None if utterance.attribution == "unknown" else utterance.speaker


SHORT = 25
"""Words; a quote that begins a turn and is shorter means little without what it answers."""
ENOUGH = 320
"""Characters of what stands before, where it is shown at once."""


_STYLES: dict[Style, str] = {
    "plain": "Text",
    "markdown": "Markdown",
    "bibtex": "BibTeX",
    "ris": "RIS, for Zotero or EndNote",
    "csl-json": "CSL-JSON",
}


def card(
    hit: Hit,
    asked: State = State(),
    understood: Understood = Understood(),
    read_on: str | None = None,
    flags: Sequence[Flag] | None = None,
) -> str:
    """Return one passage; `asked` is what the page goes on showing when the reader opens beside it.

    `read_on` is the ISO day that citations give, `flags` are those of a checked quote.
    """
    about = dotted([text(hit.title or hit.passage.transcript), day(hit.date or ""), text(hit.place or "")])
    name = ", ".join(filter(None, (hit.utterance.speaker or "no speaker named", wording.day(hit.date or ""))))
    read = text(query_string(State(passage=link_to(hit.passage))))
    return (
        f'<article class="card" tabindex="-1" data-read="{read}"{_sentence(hit)} '
        f'aria-label="{text(f"Passage {hit.rank}: {name}")}"><p class="rank">{hit.rank}</p>'
        f"{who(hit.utterance, hit.passage.end)}{_asked_before(hit)}"
        f'<blockquote class="quote" dir="auto">{quoted(hit.passage.text, hit.highlight)}</blockquote>'
        f"{flags_html(hit, flags)}"
        f'<p class="about">{about}</p><div class="links">{_links(hit, asked, read_on)}</div>'
        f'<div class="folds">{_around(hit)}{_why(hit, understood)}</div></article>'
    )


def _sentence(hit: Hit) -> str:
    """Tell the reader, which opens beside the card, what to mark in the passage."""
    return ' data-sentence="{}-{}"'.format(*hit.highlight) if hit.highlight else ""


def flags_html(hit: Hit, flags: Sequence[Flag] | None = None) -> str:
    """Say what keeps the sentence from being quoted as it stands; nothing where nothing does."""
    words = flags_in_words(hit, flags)
    return f'<p class="note flags">{text(words)}</p>' if words else ""


def who(utterance: Utterance, end: int) -> str:
    """Say who said the words that end at offset `end`; where that is not certain, say so."""
    attribution, _ = attribution_of(utterance, end)
    speaker = named_in(utterance, end)
    if speaker is None:
        line = f'<p class="who nobody">{text(who_in_words(utterance, end))}.</p>'
    else:
        bits = [f"<strong>{text(speaker)}</strong>", text(utterance.role or "")]
        if utterance.parenthetical:
            bits.append(text(f"({utterance.parenthetical.strip('()')})"))
        line = f'<p class="who">{dotted(bits)}</p>'
    if attribution in {"carried", "doubtful", "assigned"}:
        line += f'<p class="note">{text(attribution_in_words(utterance, end))}</p>'
    return line


def cards(
    hits: Iterable[Hit],
    asked: State = State(),
    understood: Understood = Understood(),
    read_on: str | None = None,
) -> str:
    """Return passages one below the other."""
    return "".join(card(hit, asked, understood, read_on) for hit in hits)


def _links(hit: Hit, asked: State, read_on: str | None) -> str:
    links = [
        to(replace(asked, passage=link_to(hit.passage)), "Read in transcript", "read"),
        '<button type="button" class="copy" data-copies="quote">Copy quote</button>',
        f'<button type="button" class="copy" data-address="{text(passage_link(hit))}">Copy link</button>',
    ]
    links.insert(2, _citations(hit, read_on))
    if address := official_address(hit):
        links.append(away(text(address), "Official page"))
    if original := original_address(hit.url):
        links.append(away(text(original), "Russian original"))
    return "".join(links)


def _citations(hit: Hit, read_on: str | None) -> str:
    written = ((text(cite(hit, style, read_on)), name) for style, name in _STYLES.items())
    buttons = "".join(
        f'<li><button type="button" class="copy" data-text="{citation}">{name}</button></li>'
        for citation, name in written
    )
    return folded("Copy citation", f"<ul>{buttons}</ul>", "menu")


def _is_short(hit: Hit) -> bool:
    begins = hit.passage.start == hit.utterance.start
    return hit.before is not None and begins and len(hit.passage.text.split()) < SHORT


def _asked_before(hit: Hit) -> str:
    """Show what a short quote answers; of a long turn its end, where the question stands."""
    if hit.before is None or not _is_short(hit):
        return ""
    end = wording.ending(hit.before.text, ENOUGH)
    part = "" if end == hit.before.text else "the end of the turn"
    return f'<div class="answers">{_voice("Before", hit.before, end, part)}</div>'


def _around(hit: Hit) -> str:
    """Fold away what was said before and after, as far as it is not shown already."""
    voices = [
        (when, voice)
        for when, voice in (("Before", hit.before), ("After", hit.after))
        if voice and not (when == "Before" and _is_short(hit) and len(voice.text) <= ENOUGH)
    ]
    if not voices:
        return ""
    summary = "Said " + " and ".join(when.lower() for when, _ in voices)
    return folded(summary, "".join(_voice(when, voice, voice.text) for when, voice in voices))


def _voice(when: str, voice: Voice, words: str, part: str = "") -> str:
    name = voice.speaker or (f"printed label “{voice.label}”" if voice.label else "no speaker named")
    return (
        f'<p class="voice">{dotted([when, text(name), part])}</p>'
        f'<blockquote class="context" dir="auto">{text(words)}</blockquote>'
    )


def _why(hit: Hit, understood: Understood) -> str:
    reasons = wording.why(hit.by_meaning, hit.by_words)
    if not reasons:
        return ""
    fits = []
    if hit.utterance.speaker in understood.speakers:
        fits.append("said by whom the question names")
    since, until = understood.since, understood.until
    if hit.date and (since or until) and (since or "") <= hit.date <= (until or "9999"):
        fits.append("from the time that the question names")
    notes = [reasons, *fits]
    if hit.passage.start > hit.utterance.start or hit.passage.end < hit.utterance.end:
        notes.append("part of a longer turn")
    told = "".join(f"<li>{text(note)}</li>" for note in notes)
    return folded("Why this was found", f'<ul class="why">{told}</ul>')


_SIGNS: dict[Verdict, str] = {"exact": "✓", "altered": "≠", "other_speaker": "⇄", "absent": "∅"}
_MARKS: Marks = {
    "delete": ("ins", "said, but not in the quote"),
    "insert": ("del", "in the quote, but not said"),
}
"""The quote is mended as an editor would do it: what was not said is struck out, what was said put in."""


def check_html(check: Check, state: State, read_on: str | None = None) -> str:
    """Return the verdict, where the words stand or come nearest, and what was searched."""
    places = [_match(match, check, state, read_on) for match in check.matches]
    doubts = "".join(f'<p class="doubt">{text(doubt)}</p>' for doubt in doubts_in_words(check))
    by = f'<p class="followup">Said to be by <bdi>{text(check.speaker)}</bdi></p>' if check.speaker else ""
    others = folded(wording.counted(len(places) - 1, "other place"), "".join(places[1:]), "more")
    return (
        f'{by}<p class="verdict {check.verdict}"><span aria-hidden="true">{_SIGNS[check.verdict]}</span> '
        f"<strong>{text(verdict_in_words(check))}</strong></p>{doubts}"
        f"{''.join(places[:1])}{others if len(places) > 1 else ''}"
        f'<p class="searched">{text(wording.coverage_in_words(check.searched))}</p>{_instead(check, state)}'
    )


def _match(match: Match, check: Check, state: State, read_on: str | None) -> str:
    cut = cut_in_words(match.cut)
    note = f'<p class="note">{text(cut)}</p>' if cut else ""
    mended = _mended(match) if check.verdict == "altered" else ""
    return f"{mended}{note}{card(match.hit, state, read_on=read_on, flags=match.flags)}"


def _mended(match: Match) -> str:
    changes = "".join(
        f"<li><b>{text(_kinds(kinds))}</b>: said {_words(said)}, quoted {_words(claimed)}</li>"
        for (said, claimed), kinds in _by_words(match).items()
    )
    return (
        '<div class="mended"><p class="legend"><del>Struck out</del>: in the quote, but not said. '
        "<ins>Underlined</ins>: said, but not in the quote.</p>"
        f'<p class="diff" dir="auto">{differing(match.diff, _MARKS)}</p>'
        f'<ul class="changes">{changes}</ul></div>'
    )


def _by_words(match: Match) -> dict[tuple[str, str], list[ChangeKind]]:
    """Group changes of the same words: they may be of several kinds."""
    grouped: dict[tuple[str, str], list[ChangeKind]] = {}
    for change in match.changes:
        grouped.setdefault((change.said, change.claimed), []).append(change.kind)
    return grouped


def _kinds(kinds: list[ChangeKind]) -> str:
    told = wording.listed([kind_in_words(kind) for kind in dict.fromkeys(kinds)], "and")
    return told[:1].upper() + told[1:]


def _words(words: str) -> str:
    return f"“<bdi>{text(words)}</bdi>”" if words else "nothing"


def _instead(check: Check, state: State) -> str:
    if check.verdict != "absent":
        return ""
    asked = replace(state, mode="ask", filters=replace(state.filters, speakers=()))
    link = to(asked, "Search for what was said about this")
    return f'<nav class="suggested" aria-label="Try instead"><p>Try instead</p><ul><li>{link}</li></ul></nav>'
