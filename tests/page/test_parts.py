"""The parts of the page, as its script fetches them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.page.guard import POLICY
from rag.page.links import State, query_string
from rag.page.parts import FILTERS, READER, TURN
from rag.page.routes import _searches
from rag.proof.cite.permalinks import PassageLink, link_to
from rag.records import Filters, Request
from tests.page.examples import PORTS, PORTS_QUESTION, PUTIN, WordArchive, corpus_client, transcripts
from tests.page.markup import Page

pytestmark = pytest.mark.slow

ARCHIVE = WordArchive(transcripts())
FOUND = ARCHIVE.ask(Request(PORTS_QUESTION)).hits[0].passage


def part(name: str, state: State) -> Page:
    reply = corpus_client().get(f"/part/{name}?{query_string(state)}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-security-policy"] == POLICY
    return Page(reply.text)


def test_a_turn_is_what_its_address_asks_for() -> None:
    page = part("turn", State(PORTS_QUESTION))
    assert page.texts("h2") == [PORTS_QUESTION]
    assert page.texts("blockquote", "quote")[0].replace("\u00a0", " ").startswith(PORTS)
    assert page.texts("article", "card")[9]


def test_a_turn_of_nothing_is_told() -> None:
    assert part("turn", State()).texts("p", "error") == [
        "the question is empty: ask something, for example what somebody said about something"
    ]


def test_a_turn_takes_its_turn_and_the_rest_does_not_wait() -> None:
    def waits(path: str) -> bool:
        return _searches({"type": "http", "method": "GET", "path": path})

    assert [waits(path) for path in (TURN, FILTERS, READER)] == [True, False, False]


def test_the_filters_are_counted_for_the_address() -> None:
    page = part("filters", State("Who?", Filters((PUTIN,))))
    assert page.led()["Clear filters"] == State("Who?")


def test_filters_that_cannot_be_counted_are_told_and_can_be_cleared() -> None:
    page = part("filters", State("Who?", Filters(since="yesterday")))
    assert "yesterday" in page.texts("p", "error")[0]
    assert page.led()["Clear filters"] == State("Who?")


def test_the_reader_is_open_at_the_passage() -> None:
    page = part("reader", State(passage=link_to(FOUND)))
    assert page.texts("mark") == [FOUND.text]
    assert page.texts("div", "since") == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"start": FOUND.start + 3, "end": FOUND.end + 3}, "the words stand elsewhere in it now"),
        ({"fingerprint": "0" * 14}, "the words of the passage are not there any more"),
        ({"transcript": "<gone>"}, "There is no such transcript here any more."),
    ],
)
def test_what_has_become_of_a_passage_is_said(changes: dict[str, object], told: str) -> None:
    link: PassageLink = replace(link_to(FOUND), **changes)  # type: ignore[arg-type]
    page = part("reader", State(passage=link))
    assert told in page.texts("div", "since")[0]
    assert page.texts("mark") == ([FOUND.text] if "start" in changes else [])


def test_an_address_without_a_passage_opens_nothing() -> None:
    assert part("reader", State("Who?")).texts("p") == ["This link leads to no passage."]
