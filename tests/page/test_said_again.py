"""A statement and its repeats stand under one card, to the character and with their days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.page.links import State, read_state
from rag.page.thread import ThreadTurn, turn_html
from rag.proof.check.verdict import Cut, Match
from rag.proof.over_time import Statement, over_time
from rag.records import Edit, Hit
from tests.page.examples import LUKASHENKO
from tests.page.markup import HOSTILE, Page, answer, hit

pytestmark = pytest.mark.slow


def repeat(found: Hit, said: str = "nine ports") -> Match:
    diff = (Edit("equal", "We have "), Edit("delete", said), Edit("insert", "ten ports"), Edit("equal", "."))
    return Match(found, diff, (), Cut("", ""))


def said(date: str | None, name: str, **changes: object) -> Hit:
    made = hit("We have nine ports.", date=date, **changes)
    return replace(made, passage=replace(made.passage, transcript=name))


BEST = hit("We have ten ports.", date="2024-04-11")
AGAIN, TOO = said("2023-01-09", "earlier"), said("2024-06-01", "later", rank=2)
OTHER = replace(said("2024-07-01", "other"), utterance=replace(BEST.utterance, speaker=LUKASHENKO))
STATEMENT = Statement(BEST, "We have ten ports.", (repeat(AGAIN), repeat(TOO)), (repeat(OTHER),))


def shown(statement: Statement = STATEMENT, *hits: Hit) -> Page:
    state = State("How many ports?")
    made = answer(statement.hit, *hits, question=state.question)
    return Page(turn_html(ThreadTurn(state, answer=made, over_time=over_time([statement], made.hits))))


def test_repeats_stand_under_the_passage_that_they_repeat() -> None:
    page = shown(STATEMENT, TOO)
    assert [e.attributes["aria-label"] for e in page.elements if e.tag == "article"] == [
        "Passage 1: Vladimir Putin, 11 April 2024"
    ]
    own, others = page.texts("details", "repeats")
    assert own.startswith("Said again on 2 other days9 January 2023 · The Kremlin · Meeting")
    assert others.startswith(f"Nearly the same words by {LUKASHENKO}{LUKASHENKO}")
    assert page.texts("p", "diff")[0] == (
        "We have  [said there, not above: nine ports]  [said above, not there: ten ports] ."
    )


def test_a_repeat_leads_to_its_own_words() -> None:
    led = [e.attributes["href"] for e in shown().elements if e.attributes.get("class") == "read"]
    states = [read_state(address.removeprefix("/")) for address in led]
    assert {state.question for state in states} == {"How many ports?"}
    assert [state.passage and state.passage.transcript for state in states] == [
        "meeting", "earlier", "later", "other",
    ]  # fmt: skip


def test_the_timeline_counts_repeats() -> None:
    page = shown()
    assert page.texts("summary")[1] == (
        "When and by whom, of these 1 and 2 repeats: January 2023 to June 2024, 1 speaker"
    )
    assert "3 passages in 3 transcripts, repeats included: first 9 January 2023, last 1 June 2024." in (
        page.texts("p")
    )


def test_hostile_words_in_repeats_stay_text() -> None:
    for bad in HOSTILE:
        found = repeat(said("2023-01-09", bad, title=bad, place=bad), bad)
        page = shown(Statement(BEST, bad, (found,), (found,)))
        assert all(bad in fold for fold in page.texts("details", "repeats"))
