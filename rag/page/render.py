"""Turns of the conversation → HTML, as pure functions of the records; all data goes through `markup`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.output.check_messages import verdict_in_words
from rag.page import wording
from rag.page.cards import cards
from rag.page.chips import chosen, understood
from rag.page.exports import export_html
from rag.page.links import State, query_string
from rag.page.markup import folded, text, to
from rag.page.overview import answer_overview
from rag.page.suggestions import Suggestion, after, instead
from rag.page.thread import SHOWN, Turn
from rag.page.verdicts import check_html
from rag.question import conversation
from rag.records import Answer, Filters, Hit

OPEN_CARDS = 5
"""Passages of an answer that are shown at once; the rest are one click away."""


def turn_html(turn: Turn, examples: tuple[str, ...] = ()) -> str:
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


def _answer(turn: Turn, answer: Answer, examples: tuple[str, ...]) -> str:
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
