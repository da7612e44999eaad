"""Turns of the conversation → HTML, as pure functions of the records; all data goes through `markup`."""

from __future__ import annotations

from dataclasses import replace

from rag.check.wording import verdict_in_words
from rag.page import wording
from rag.page.cards import cards
from rag.page.chips import chosen, understood
from rag.page.markup import folded, text, to
from rag.page.permalinks import State, query_string
from rag.page.suggestions import Suggestion, after, instead
from rag.page.thread import Turn
from rag.page.verdicts import check_html
from rag.records import Answer, Filters

OPEN_CARDS = 5
"""Passages of an answer that are shown at once; the rest are one click away."""


def turn_html(turn: Turn, examples: tuple[str, ...] = ()) -> str:
    """Return one question and what came of it; `examples` are questions that this corpus answers."""
    asked = text(wording.shortened(turn.state.question, 2000)) or "(nothing asked)"
    if turn.check is not None:
        outcome, said, kind = check_html(turn.check, turn.state), verdict_in_words(turn.check), "checked"
    elif turn.answer is not None:
        outcome, said, kind = answer_html(turn.answer, turn.state, examples), _said(turn.answer), "asked"
    else:
        outcome = f'<p class="error">{text(turn.error or "")}</p>'
        said, kind = f"This could not be searched: {turn.error}", "refused"
    address = text(query_string(turn.state))
    return (
        f'<section class="turn {kind}" data-turn="{address}" data-said="{text(said)}" '
        f'aria-label="{text(wording.shortened(turn.state.question, 200))}">'
        f'<h2 dir="auto" tabindex="-1">{asked}</h2>{outcome}</section>'
    )


def answer_html(answer: Answer, state: State, examples: tuple[str, ...] = ()) -> str:
    """Return ranked passages, or the honest word that there are none; always what was searched."""
    reading = _followed(state) + understood(answer, state) + chosen(state, _titles(answer))
    if not answer.answered:
        return reading + _unanswered(answer, state, examples)
    shown = [
        cards(hits, state, answer.understood) for hits in (answer.hits[:OPEN_CARDS], answer.hits[OPEN_CARDS:])
    ]
    rest = len(answer.hits) - OPEN_CARDS
    more = folded(wording.counted(rest, "more passage"), shown[1], "more") if rest > 0 else ""
    parts = (reading, _found(answer), shown[0], more, _searched(answer, state))
    return "".join(parts) + _suggested("Ask next", after(answer, state))


def _followed(state: State) -> str:
    if state.previous is None:
        return ""
    alone = to(replace(state, previous=None), "Ask it alone", "alone")
    before = text(wording.shortened(state.previous, 300))
    return f'<p class="followup">Asked as a follow-up to “<bdi>{before}</bdi>” {alone}</p>'


def _titles(answer: Answer) -> dict[str, str]:
    return {hit.passage.transcript: hit.title for hit in answer.hits if hit.title}


def _found(answer: Answer) -> str:
    found, sure = wording.counted(len(answer.hits), "passage"), f"{answer.confidence:.0%}"
    told = f"{found}. Confidence that they answer: {sure}"
    return f'<p class="found">{text(told)} <a href="/help#confidence">What is that?</a></p>'


def _searched(answer: Answer, state: State) -> str:
    """Say what was looked through, and the way out of filters."""
    told = wording.searched_in_words(answer.searched)
    if not answer.answered:
        told = f"{wording.coverage_in_words(answer.searched)} {wording.NO_PROOF}"
    free = to(replace(state, filters=Filters()), "Search without filters") if state.filters else ""
    return f'<p class="searched">{text(told)} {free}</p>'


def _unanswered(answer: Answer, state: State, examples: tuple[str, ...]) -> str:
    nearest = folded(
        "Nearest passages, which do not seem to answer", cards(answer.hits, state, answer.understood), "more"
    )
    return (
        '<div class="empty"><p><strong>Nothing was found that answers this.</strong></p>'
        f"{_searched(answer, state)}{_suggested('Try instead', instead(answer, state, examples))}"
        f"{nearest if answer.hits else ''}</div>"
    )


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
