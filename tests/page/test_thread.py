"""A turn: what an address asks for is done, and what had no effect is left out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from page_examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, transcripts

from rag.page.links import State, link_to
from rag.page.thread import SHOWN, take
from rag.records import Filters

ARCHIVE = WordArchive(transcripts())


def test_a_question_is_answered_within_its_filters() -> None:
    asked = State(f" {PORTS_QUESTION} ", Filters((PUTIN,)))
    turn = take(ARCHIVE, asked)
    assert turn.answer == ARCHIVE.ask(PORTS_QUESTION, Filters((PUTIN,)), k=SHOWN)
    assert turn.state == replace(asked, question=PORTS_QUESTION)


def test_a_follow_up_keeps_what_it_follows_and_another_question_does_not() -> None:
    followed = take(ARCHIVE, State("And Murmansk?", previous=PORTS_QUESTION))
    assert followed.answer is not None
    assert followed.answer.understood.followup
    assert followed.state.previous == PORTS_QUESTION
    fresh = take(ARCHIVE, State("Who supports the peace process?", previous=PORTS_QUESTION))
    assert fresh.state == State("Who supports the peace process?")


def test_what_is_ignored_is_not_read_out_of_the_question() -> None:
    asked = State(PORTS_QUESTION)
    read, ignored = take(ARCHIVE, asked).answer, take(ARCHIVE, replace(asked, ignored=("speakers",))).answer
    assert read is not None
    assert ignored is not None
    assert (read.understood.speakers, ignored.understood.speakers) == ((LUKASHENKO,), ())


def test_what_counts_from_today_keeps_its_day_and_nothing_else_does() -> None:
    asked = State("What did Putin say about ports last year?", today="2025-03-01")
    turn = take(ARCHIVE, asked)
    assert turn.answer is not None
    assert (turn.answer.understood.since, turn.state) == ("2024-01-01", asked)
    undated = take(ARCHIVE, replace(asked, question="What did Putin say about ports in 2024?"))
    assert undated.state.today is None
    fresh = take(ARCHIVE, replace(asked, today=None))
    assert fresh.state.today == date.today().isoformat()


def test_where_the_reader_is_open_is_no_part_of_a_turn() -> None:
    found = ARCHIVE.ask(PORTS_QUESTION).hits[0].passage
    assert take(ARCHIVE, State(PORTS_QUESTION, passage=link_to(found))).state == State(PORTS_QUESTION)


def test_a_mistake_is_an_outcome() -> None:
    for wrong, told in (
        (State(""), "the question is empty"),
        (State("Who?", Filters(since="yesterday")), "yesterday"),
        (State("Who?", Filters(("Nobody",))), "nobody called 'Nobody'"),
        (State("?!", mode="check"), "the quote has no words"),
    ):
        turn = take(ARCHIVE, wrong)
        assert turn.answer is None
        assert told in (turn.error or "")
