"""Turns of the conversation as HTML: what was asked, what was found, and where to go from there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi import Request as HttpRequest
from fastapi.responses import HTMLResponse

from rag.errors import QuestionError, RagError
from rag.output.proof_messages import verdict_in_words
from rag.page import wording
from rag.page.backend import Backend
from rag.page.cards import cards, check_html
from rag.page.filters import chosen, export_html, filters_html, understood
from rag.page.links import State, query_string, read_hits, read_sentence, read_state
from rag.page.markup import folded, text, to
from rag.page.overview import answer_overview
from rag.page.reader import missing_html, reader_html
from rag.page.start import example_questions
from rag.question.parser import conversation
from rag.records import Answer, Filters, Hit, QuestionPart, Request
from rag.search.facets import FacetIndex, said_by, said_when

if TYPE_CHECKING:
    from rag.proof.check.verdict import Check

VOICES, MONTHS = 2, 1
"""Other speakers and other months that are suggested."""

_WITHOUT: tuple[tuple[QuestionPart, str], ...] = (
    ("speakers", "by anyone"), ("dates", "at any time"), ("place", "anywhere"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask next."""

    words: str
    state: State


def after(answer: Answer, state: State) -> tuple[Suggestion, ...]:
    """Suggest follow-ups about others and other times that this very answer has passages of.

    They follow the whole conversation: this question may only say "And Medvedev?".
    """
    conversation = "\n".join(filter(None, (state.previous, state.question)))
    return tuple(
        Suggestion(words, State(words, state.filters, previous=conversation))
        for words in (*_voices(answer, state), *_months(answer, state))
    )


def instead(answer: Answer, state: State, examples: tuple[str, ...]) -> tuple[Suggestion, ...]:
    """Suggest ways out of an answer that is none: fewer limits, and questions that are answered."""
    freer = []
    if state.filters:
        freer.append(Suggestion("The same without filters", replace(state, filters=Filters())))
    read = answer.understood
    said = {"speakers": read.speakers, "dates": read.since or read.until, "place": read.place}
    for part, words in _WITHOUT:
        if said[part]:
            ignoring = replace(state, ignored=(*state.ignored, part))
            freer.append(Suggestion(f"The same, said {words}", ignoring))
    return (*freer, *(Suggestion(question, State(question)) for question in examples))


def _voices(answer: Answer, state: State) -> Iterator[str]:
    named = {*answer.understood.speakers, *state.filters.speakers}
    if not state.filters.speakers:
        others = [each.value for each in said_by(answer.hits) if each.value and each.value not in named]
        yield from (f"And {name}?" for name in others[:VOICES])


def _months(answer: Answer, state: State) -> Iterator[str]:
    limits = (state.filters, answer.understood)
    if any(limit.since or limit.until for limit in limits):
        return
    months = sorted(said_when(answer.hits), key=lambda each: -each.count)
    found = [each.value for each in months if each.value and each.count]
    if len(found) > 1:
        yield from (f"And in {wording.month(value)}?" for value in found[:MONTHS])


SHOWN = 10
"""Passages asked for."""

_YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class ThreadTurn:
    """A question or an alleged quote, and its answer, its verdict, or why it could not be searched."""

    state: State
    """What the address of this turn holds: nothing that had no effect."""
    answer: Answer | None = None
    check: Check | None = None
    error: str | None = None
    day: str | None = None
    """The ISO day on which it was taken: that on which its passages were read."""


def take(archive: Backend, state: State) -> ThreadTurn:
    """Do what a state asks for; a mistake of the asker's is an outcome like another."""
    day = date.today().isoformat()
    asked = replace(state, question=state.question.strip(), passage=None)
    try:
        if asked.mode == "check":
            return ThreadTurn(asked, check=_checked(archive, asked), day=day)
        today = asked.today or day
        request = Request(asked.question, asked.filters, SHOWN, asked.previous, today, asked.ignored)
        answer = archive.ask(request)
    except RagError as error:
        return ThreadTurn(asked, error=str(error))
    previous = asked.previous if answer.understood.followup else None
    asked = replace(asked, previous=previous, today=today if _counts_from_today(answer, previous) else None)
    return ThreadTurn(asked, answer=answer, day=day)


def _counts_from_today(answer: Answer, previous: str | None) -> bool:
    """Whether the question means another time on another day: it names a time and no year."""
    is_dated = bool(answer.understood.since or answer.understood.until)
    return is_dated and not _YEAR.search(f"{previous or ''} {answer.question}")


def _checked(archive: Backend, asked: State) -> Check:
    speaker = next(iter(asked.filters.speakers), None)
    return archive.check(asked.question, speaker)


OPEN_CARDS = 5
"""Passages of an answer that are shown at once; the rest are one click away."""


def turn_html(turn: ThreadTurn, examples: tuple[str, ...] = ()) -> str:
    """Return one question and what came of it; `examples` are questions that this corpus answers."""
    asked = text(wording.shortened(turn.state.question, 2000)) or "(nothing asked)"
    if turn.check is not None:
        outcome, said, kind = (
            check_html(turn.check, turn.state, turn.day),
            verdict_in_words(turn.check),
            "checked",
        )
    elif turn.answer is not None:
        outcome, said, kind = _answer(turn, turn.answer, examples), _said(turn.answer), "asked"
    else:
        outcome = f'<p class="error">{text(turn.error or "")}</p>'
        said, kind = f"This could not be searched: {turn.error}", "refused"
    return (
        f'<section class="turn {kind}" data-turn="{text(query_string(turn.state))}" data-said="{text(said)}" '
        f'aria-label="{text(wording.shortened(turn.state.question, 200))}">'
        f'<h2 dir="auto" tabindex="-1">{asked}</h2>{outcome}</section>'
    )


def _answer(turn: ThreadTurn, answer: Answer, examples: tuple[str, ...]) -> str:
    """Return ranked passages, or the honest word that there are none; always what was searched."""
    state = turn.state

    def drawn(hits: Sequence[Hit]) -> str:
        return cards(hits, state, answer.understood, turn.day)

    reading = _followed(state) + understood(answer, state) + chosen(state, _titles(answer))
    if not answer.answered:
        nearest = folded("Nearest passages, which do not seem to answer", drawn(answer.hits), "more")
        ways = _suggested("Try instead", instead(answer, state, examples))
        return (
            f'{reading}<div class="empty"><p><strong>Nothing was found that answers this.</strong></p>'
            f"{_searched(answer, state)}{nearest if answer.hits else ''}{ways}</div>"
        )
    first, rest = answer.hits[:OPEN_CARDS], answer.hits[OPEN_CARDS:]
    more = folded(wording.counted(len(rest), "more passage"), drawn(rest), "more") if rest else ""
    found = _found(answer, state) + answer_overview(answer.hits, state)
    parts = (reading, found, drawn(first), more, _searched(answer, state))
    return "".join(parts) + _suggested("Ask next", after(answer, state))


def _followed(state: State) -> str:
    if state.previous is None:
        return ""
    alone = to(replace(state, previous=None), "Ask it alone", "alone")
    before = text(wording.shortened(" › ".join(conversation(state.previous)), 600))
    return f'<p class="followup">Asked as a follow-up to “<bdi>{before}</bdi>” {alone}</p>'


def _titles(answer: Answer) -> dict[str, str]:
    return {hit.passage.transcript: hit.title for hit in answer.hits if hit.title}


def _found(answer: Answer, state: State) -> str:
    # Never 100%: nothing that was measured could tell that from 99%.
    found, sure = wording.counted(len(answer.hits), "passage"), f"{min(answer.confidence, 0.99):.0%}"
    told = f"{found}. Confidence that they answer: {sure}"
    meaning = '<a href="/help#confidence">What is that?</a>'
    return f'<div class="found"><p>{text(told)} {meaning}</p>{export_html(state, SHOWN)}</div>'


def _searched(answer: Answer, state: State) -> str:
    """Say what was looked through, and the way out of filters."""
    told = wording.searched_in_words(answer.searched)
    if not answer.answered:
        told = f"{wording.coverage_in_words(answer.searched)} {wording.NO_PROOF}"
    free = to(replace(state, filters=Filters()), "Search without filters") if state.filters else ""
    return f'<p class="searched">{text(told)} {free}</p>'


def _suggested(heading: str, suggestions: tuple[Suggestion, ...]) -> str:
    if not suggestions:
        return ""
    links = "".join(f"<li>{to(each.state, each.words)}</li>" for each in suggestions)
    return f'<nav class="suggested" aria-label="{heading}"><p>{heading}</p><ul>{links}</ul></nav>'


def _said(answer: Answer) -> str:
    """Tell the outcome to those who do not see it."""
    if not answer.answered:
        return "Nothing was found that answers this."
    return f"{wording.counted(len(answer.hits), 'passage')} found."


TURN, FILTERS, READER = "/part/turn", "/part/filters", "/part/reader"
EXAMPLES = 4


def add_parts(app: FastAPI, archive: Backend) -> None:
    """Serve the parts; each takes the query string of the page."""
    counted = cache(lambda: FacetIndex(archive.catalogue))
    examples = cache(lambda: example_questions(archive)[:EXAMPLES])

    @app.get(TURN, include_in_schema=False)
    def turn(request: HttpRequest) -> HTMLResponse:
        return HTMLResponse(turn_html(take(archive, read_state(request.url.query)), examples()))

    @app.get(FILTERS, include_in_schema=False)
    def filters(request: HttpRequest) -> HTMLResponse:
        state = read_state(request.url.query)
        try:
            return HTMLResponse(filters_html(counted().facets(state.filters), state))
        except QuestionError as error:
            return HTMLResponse(
                f'<p class="error">{text(str(error))}</p>{filters_html(counted().facets(), state)}'
            )

    @app.get(READER, include_in_schema=False)
    def reader(request: HttpRequest) -> HTMLResponse:
        link, given = read_state(request.url.query).passage, request.query_params
        if link is None:
            return HTMLResponse(missing_html())
        sentence, hits = read_sentence(given.get("sentence")), read_hits(given.getlist("hit"))
        return HTMLResponse(reader_html(archive, link, sentence, hits))
