"""Passages and verdicts as cards: the quote to the character, who said it and when, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup

from rag.output.messages import coverage_in_words, listed, ordinal
from rag.output.over_time_messages import times_in_words
from rag.output.proof_messages import (
    cut_in_words,
    doubts_in_words,
    flags_in_words,
    kind_in_words,
    verdict_in_words,
)
from rag.page.links import Span, State, feed_path, passage_link, query_string
from rag.page.rendering import render
from rag.page.said_again import said_again_html
from rag.page.voices import Speaker, speaker_of
from rag.proof.attribution import named_in
from rag.proof.check.verdict import ChangeKind, Check, Match, Verdict
from rag.proof.cite.citation import Citation, citation_of
from rag.proof.cite.permalinks import link_to
from rag.proof.cite.styles import Style, styled
from rag.proof.flags.rules import Flag
from rag.proof.over_time import OverTime
from rag.records import Grade, Hit, Understood, Voice
from rag.text.calendar import day
from rag.text.translation import ENGLISH, N_, _, speaking

SHORT_QUOTE = 25
"""Words. A shorter quote at the start of a turn means little without what it answers."""
SHOWN_BEFORE = 320
"""Characters of the turn before that are shown above a short quote."""

Languages = Mapping[str, tuple[tuple[str, str], ...]]
"""Transcript id → languages in which the same event is here too, with addresses."""

_STYLES: dict[Style, str] = {
    "plain": N_("Text"),
    "markdown": N_("Markdown"),
    "bibtex": N_("BibTeX"),
    "ris": N_("RIS, for Zotero or EndNote"),
    "csl-json": N_("CSL-JSON"),
}


# Cards.


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a passage shows."""

    hit: Hit
    highlight: Span | None
    """The sentence that answers, where its offsets fit the passage."""
    speaker: Speaker
    name: str
    """Who and when, read out in place of the card."""
    link: str
    """The passage as a query string, by which the script knows the card."""
    address: str
    """What the page goes on showing, with the reader open beside it."""
    shared: str
    """The address that is copied: the passage with its sentence marked."""
    citation: Citation
    leads_to: str
    """What opens at the citation's address."""
    citations: tuple[tuple[str, str], ...]
    """Names of styles, and the citation in each."""
    embed: str
    """Where the passage is to be had as HTML to paste."""
    flags: str
    """What keeps the sentence from being quoted as it stands, in words; empty where nothing does."""
    answered: str
    """What a short quote answers: the turn before, or its end, where the question stands; else empty."""
    before: Voice | None
    """What was said before, as far as it is not in `answered`."""
    repeats: Markup
    """Where its sentence was said again."""
    languages: tuple[tuple[str, str], ...]
    """In which the same event is here too, with addresses."""
    reasons: tuple[str, ...]
    """Why the passage was found."""


def cards(
    hits: Iterable[Hit],
    asked: State = State(),
    understood: Understood = Understood(),
    flags: Sequence[Flag] | None = None,
    over_time: OverTime | None = None,
    languages: Languages | None = None,
) -> Markup:
    """Return passages one below the other.

    `asked` is what the page goes on showing when the reader opens beside them; `flags` are those of
    a checked quote, in place of each passage's own; `over_time` has their repeats, `languages` those of
    their transcripts.
    """
    said_again = ((hit, over_time.of(hit) if over_time else None) for hit in hits)
    made = [
        _card(hit, asked, understood, flags, said_again_html(found, asked), languages or {})
        for hit, found in said_again
    ]
    return render("cards", cards=made)


def opened(hits: Sequence[Hit], grade: Grade, most: int) -> tuple[Sequence[Hit], Sequence[Hit]]:
    """Hits that are shown at once, and those that are one click away.

    Nothing is folded away where another passage than the first ones may be the one that answers.
    """
    count = most if grade == "answers" else len(hits)
    return hits[:count], hits[count:]


def _card(
    hit: Hit,
    asked: State,
    understood: Understood,
    flags: Sequence[Flag] | None,
    repeats: Markup,
    languages: Languages,
) -> Card:
    link = query_string(State(passage=link_to(hit.passage)))
    highlight = fitting(hit.highlight, hit.passage.text)
    speaker = speaker_of(hit.utterance, hit.passage.end)
    answered = _answered_turn(hit)
    is_told = hit.before is not None and hit.before.text == answered
    with speaking(ENGLISH):  # as the command line and the API give it
        citation = citation_of(hit)
        citations = [(style, styled(citation, style)) for style in _STYLES]
    return Card(
        hit,
        highlight=highlight,
        speaker=speaker,
        name=", ".join(filter(None, (speaker.name or _("no speaker named"), day(hit.date)))),
        link=link,
        address=passage_link(hit, asked),
        shared=passage_link(hit) + ("&sentence={}-{}".format(*highlight) if highlight else ""),
        citation=citation,
        leads_to=_opened_at(hit),
        citations=tuple((_(_STYLES[style]), written) for style, written in citations),
        embed=_embed_address(hit),
        flags=flags_in_words(hit, flags),
        answered=answered,
        before=None if is_told else hit.before,
        repeats=repeats,
        languages=languages.get(hit.passage.transcript, ()),
        reasons=tuple(_reasons(hit, understood)),
    )


def _opened_at(hit: Hit) -> str:
    if hit.utterance.anchors and hit.anchor.time:
        return _("Play from %(time)s", time=hit.anchor.time)
    return _("Open page %(page)s", page=hit.anchor.page) if hit.anchor.page else _("Official page")


def _embed_address(hit: Hit) -> str:
    passage = hit.passage
    asked = {
        "transcript": passage.transcript,
        "utterance": passage.utterance,
        "start": passage.start,
        "end": passage.end,
        "style": "embed",
    }
    return f"/api/cite?{urlencode(asked, errors='replace')}"


def fitting(span: Span | None, text: str) -> Span | None:
    """Return the span if it is a slice of the text and not empty, else None."""
    return span if span and 0 <= span[0] < span[1] <= len(text) else None


def _answered_turn(hit: Hit) -> str:
    """Return what a short quote answers: the turn before, or its end, where the question stands."""
    is_start = hit.passage.start == hit.utterance.start
    if hit.before is None or not is_start or len(hit.passage.text.split()) >= SHORT_QUOTE:
        return ""
    return ending(hit.before.text, SHOWN_BEFORE)


def ending(text: str, limit: int) -> str:
    """Return the end of a text, from the first whole word within the limit; a slice of it."""
    if len(text) <= limit:
        return text
    cut = len(text) - limit
    space = text.find(" ", cut)
    return text[space + 1 :] if space != -1 else text[cut:]


def _reasons(hit: Hit, understood: Understood) -> Iterator[str]:
    """Say why a passage was found; nothing where its ranks are not known."""
    ranks = ranks_in_words(hit.by_meaning, hit.by_words)
    if not ranks:
        return
    yield ranks
    if named_in(hit.utterance, hit.passage.end) in understood.speakers:
        yield _("said by whom the question names")
    since, until = understood.since, understood.until
    if hit.date and (since or until) and (since or "") <= hit.date <= (until or "9999"):
        yield _("from the time that the question names")
    if hit.passage.start > hit.utterance.start or hit.passage.end < hit.utterance.end:
        yield _("part of a longer turn")


def ranks_in_words(by_meaning: int | None, by_words: int | None) -> str:
    """Put the ranks among all passages in words; empty where neither is known."""
    meaning = "" if by_meaning is None else _rank_by_meaning(by_meaning)
    words = "" if by_words is None else _rank_by_words(by_words)
    if meaning and words:
        told = f"{meaning}, {words}"
    elif meaning:
        told = _("%(meaning)s; its words are mostly others than the question’s", meaning=meaning)
    else:
        told = words and _("%(words)s; its meaning is farther off", words=words)
    return told[:1].upper() + told[1:]


def _rank_by_meaning(rank: int) -> str:
    return _("closest in meaning") if rank == 1 else _("%(nth)s closest in meaning", nth=ordinal(rank))


def _rank_by_words(rank: int) -> str:
    return _("best match of words") if rank == 1 else _("%(nth)s best match of words", nth=ordinal(rank))


# Verdicts.

_SIGNS: dict[Verdict, str] = {"exact": "✓", "altered": "≠", "other_speaker": "⇄", "absent": "∅"}


@dataclass(frozen=True, slots=True)
class _Change:
    """One place where quote and source differ."""

    kinds: str
    said: str
    claimed: str


def check_html(
    check: Check, state: State, over_time: OverTime | None = None, languages: Languages | None = None
) -> Markup:
    """Return the verdict, where the words stand or come nearest, how often, and what was searched."""
    return render(
        "check",
        check=check,
        sign=_SIGNS[check.verdict],
        verdict=verdict_in_words(check),
        doubts=doubts_in_words(check),
        matches=[
            (
                match,
                cut_in_words(match.cut),
                _changes(match),
                cards((match.hit,), state, flags=match.flags, over_time=over_time, languages=languages),
            )
            for match in check.matches
            if not (over_time and over_time.has_gathered(match.hit))
        ],
        times=times_in_words(over_time) if over_time else "",
        searched=coverage_in_words(check.searched),
        feed=feed_path("quote", state.question, state.filters),
        search=replace(state, mode="ask", filters=replace(state.filters, speakers=())),
    )


def _changes(match: Match) -> list[_Change]:
    """Return the changes, those of the same words as one: it may be of several kinds."""
    kinds: dict[tuple[str, str], list[ChangeKind]] = {}
    for change in match.changes:
        kinds.setdefault((change.said, change.claimed), []).append(change.kind)
    return [_Change(_kinds_in_words(several), *words) for words, several in kinds.items()]


def _kinds_in_words(kinds: Iterable[ChangeKind]) -> str:
    told = listed([kind_in_words(kind) for kind in dict.fromkeys(kinds)], "and")
    return told[:1].upper() + told[1:]
