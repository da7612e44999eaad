"""Answers → HTML, as pure functions of the records; everything that is data goes through `markup`."""

from __future__ import annotations

from collections.abc import Iterable

from rag.page import wording
from rag.page.markup import away, day, dotted, quoted, reader_address, text, web_address
from rag.page.thread import Thread, Turn
from rag.records import Answer, Coverage, Hit, Utterance, Voice

NAME = "Ask the transcripts"
OPEN_CARDS = 5
"""Passages of an answer that are shown at once; the rest are one click away."""


def masthead(coverage: Coverage) -> str:
    """Return the name of the page, and what it can be asked about."""
    facts = dotted(
        [
            wording.counted(coverage.transcripts, "transcript"),
            text(wording.period(coverage.since, coverage.until)),
            wording.counted(len(coverage.speakers), "speaker"),
        ]
    )
    return f'<header class="masthead"><h1>{NAME}</h1><p class="facts">{facts}</p></header>'


def thread_html(thread: Thread) -> str:
    """Return the whole conversation, oldest turn first, or the words that stand where none has begun."""
    body = "".join(turn_html(turn) for turn in thread) or _welcome()
    return (
        f'<div class="thread" role="log" aria-live="polite" aria-label="Questions and answers">{body}</div>'
    )


def turn_html(turn: Turn) -> str:
    """Return one question and what came of it."""
    if turn.answer is not None:
        outcome = answer_html(turn.answer)
    else:
        outcome = f'<p class="error">{text(turn.error or "")}</p>'
    asked = text(wording.shortened(turn.question, 2000)) or "(no question)"
    return f'<section class="turn"><h2 dir="auto">{asked}</h2>{outcome}</section>'


def answer_html(answer: Answer) -> str:
    """Return ranked passages, or the honest word that there are none; always what was searched."""
    reading = _reading(answer)
    if not answer.answered:
        return reading + _unanswered(answer)
    first, rest = answer.hits[:OPEN_CARDS], answer.hits[OPEN_CARDS:]
    more = _folded(f"{wording.counted(len(rest), 'more passage')}", _cards(rest)) if rest else ""
    searched = text(wording.searched_in_words(answer.searched))
    return f'{reading}{_cards(first)}{more}<p class="searched">{searched}</p>'


def card(hit: Hit) -> str:
    """Return one passage: the quote to the character, who said it and when, and where it stands."""
    about = dotted([text(hit.title or hit.passage.transcript), day(hit.date or ""), text(hit.place or "")])
    links = [away(reader_address(hit.passage), "Read in the transcript")]
    if address := web_address(hit.url):
        links.append(away(address, "Official page"))
    links.append('<button type="button" class="copy">Copy quote</button>')
    notes = [wording.why(hit.by_meaning, hit.by_words), "part of a longer turn" if _is_part(hit) else ""]
    return (
        f'<article class="card" aria-label="Passage {hit.rank}"><p class="rank">{hit.rank}</p>'
        f"{who(hit.utterance)}"
        f'<blockquote dir="auto">{quoted(hit.passage.text, hit.highlight)}</blockquote>'
        f'<p class="about">{about}</p>'
        f'<p class="links">{" ".join(links)}</p>{_around(hit)}'
        f'<p class="why">{dotted(map(text, notes))}</p></article>'
    )


def who(utterance: Utterance) -> str:
    """Say who said it, as the transcript labels it; where it does not say, that is said, never guessed."""
    label, speaker = utterance.label, utterance.speaker
    if speaker is None or utterance.attribution == "unknown":
        printed = f"printed label: “{label}”" if label else "no label is printed"
        return f'<p class="who nobody">{text(f"The transcript names no speaker here ({printed}).")}</p>'
    bits = [f"<strong>{text(speaker)}</strong>", text(utterance.role or "")]
    if utterance.parenthetical:
        bits.append(text(f"({utterance.parenthetical.strip('()')})"))
    line = f'<p class="who">{dotted(bits)}</p>'
    if utterance.attribution == "carried":
        line += (
            '<p class="note">No label is printed here, after a cut in the transcript: '
            "the last speaker before it is assumed.</p>"
        )
    return line


def _cards(hits: Iterable[Hit]) -> str:
    return "".join(map(card, hits))


def _folded(summary: str, inside: str) -> str:
    return f"<details><summary>{text(summary)}</summary>{inside}</details>"


def _is_part(hit: Hit) -> bool:
    return hit.passage.start > hit.utterance.start or hit.passage.end < hit.utterance.end


def _around(hit: Hit) -> str:
    """Fold away what was said before and after."""
    voices = [(when, voice) for when, voice in (("Before", hit.before), ("After", hit.after)) if voice]
    if not voices:
        return ""
    summary = "What was said " + " and ".join(when.lower() for when, _ in voices)
    return _folded(summary, "".join(_voice(when, voice) for when, voice in voices))


def _voice(when: str, voice: Voice) -> str:
    name = voice.speaker or (f"printed label “{voice.label}”" if voice.label else "no speaker named")
    return (
        f'<p class="voice">{dotted([when, text(name)])}</p>'
        f'<blockquote class="context" dir="auto">{text(voice.text)}</blockquote>'
    )


def _reading(answer: Answer) -> str:
    """Say what was read out of the question, and what the person confined the search to."""
    lines = []
    if found := wording.confined(answer.understood):
        lines.append(f"Favoured, as the question says: {found}.")
    if answer.understood.followup:
        lines.append("Taken as a follow-up to the question before.")
    if chosen := wording.confined(answer.filters):
        lines.append(f"Filters: {chosen}.")
    return f'<p class="reading">{text(" ".join(lines))}</p>' if lines else ""


def _unanswered(answer: Answer) -> str:
    nearest = (
        _folded("Nearest passages, which do not seem to answer", _cards(answer.hits)) if answer.hits else ""
    )
    return (
        '<div class="empty"><p><strong>Nothing was found that answers this.</strong></p>'
        f'<p class="searched">{text(wording.coverage_in_words(answer.searched))} {text(wording.NO_PROOF)}</p>'
        f"{nearest}</div>"
    )


def _welcome() -> str:
    return (
        '<section class="welcome"><p>Ask in plain words. The answer is the passages themselves, word for '
        "word, with who said them, when and where. Not a sentence is written for you, and where the "
        "transcripts do not answer, the page says so.</p></section>"
    )
