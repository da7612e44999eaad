"""Addresses: what goes into one comes out of it; only a place that fits is pointed at."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.page.links import (
    MOST,
    Pointers,
    State,
    neighbours,
    passage_link,
    query_string,
    read_hits,
    read_place,
    read_sentence,
    read_state,
    within,
)
from rag.proof.cite.permalinks import FINGERPRINT, PassageLink, ResolvedLink, resolve
from rag.records import Filters, QuestionPart, Request, Utterance
from tests.builders import transcript
from tests.page.examples import PORTS_QUESTION, WordArchive, transcripts

PUTIN = "Vladimir Putin"
FIRST, SECOND = "Yes. We ship grain.", "Gas — too. “We ship gas.” Yes."
HELD = transcript("talks/1", (PUTIN, FIRST), (None, "And gas?"), (PUTIN, SECOND), (PUTIN, "Yes. Good."))
DIGITS = "0" * FINGERPRINT

texts = st.text(min_size=1)
numbers = st.integers(0, 999_999_999)
links = st.builds(
    lambda name, number, span, digits: PassageLink(name, number, min(span), max(span), digits),
    texts,
    numbers,
    st.tuples(numbers, numbers).filter(lambda span: span[0] != span[1]),
    st.text("0123456789abcdef", min_size=FINGERPRINT, max_size=FINGERPRINT),
)
filters = st.builds(
    Filters,
    st.lists(texts, max_size=3).map(tuple),
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.lists(texts, max_size=3).map(tuple),
)
states = st.builds(
    State,
    st.text(),
    filters,
    st.none() | texts,
    st.sets(st.sampled_from(get_args(QuestionPart))).map(
        lambda parts: tuple(p for p in get_args(QuestionPart) if p in parts)
    ),
    st.none() | st.dates().map(str),
    st.sampled_from(("ask", "check")),
    st.lists(texts, max_size=3).map(tuple),
    st.none() | links,
)


# The address of the page.


@pytest.mark.slow
@given(states)
def test_every_state_comes_out_of_its_address(state: State) -> None:
    address = query_string(state)
    assert read_state(address) == state
    assert read_state("?" + address) == state
    assert address.isascii()
    assert not set(address) & set(" <>\"'#")


@given(st.text(st.characters()))
def test_any_query_string_is_read_and_written_the_same_ever_after(query: str) -> None:
    once = query_string(read_state(query))
    assert query_string(read_state(once)) == once


def test_an_address_is_readable() -> None:
    asked = State(
        "What of gas?",
        Filters(
            (PUTIN, "Anna Ivanova"), "2018", "2019-02", "Sochi", ("talks/1",), ("Sea ports",), ("Berg Anna",)
        ),
        "And grain?",
        ("dates",),
        "2026-11-25",
        passage=PassageLink("talks/1", 2, 61, 85, DIGITS),
    )
    assert query_string(asked) == (
        "q=What+of+gas%3F&speaker=Vladimir+Putin&speaker=Anna+Ivanova&from=2018&to=2019-02&place=Sochi"
        f"&transcript=talks%2F1&topic=Sea+ports&person=Berg+Anna"
        f"&previous=And+grain%3F&ignore=dates&today=2026-11-25&read=talks%2F1&u=2&at=61-85&text={DIGITS}"
    )
    claimed = State("We ship gas.", Filters((PUTIN,)), mode="check")
    assert query_string(claimed) == "mode=check&q=We+ship+gas.&speaker=Vladimir+Putin"
    assert query_string(State()) == ""


@pytest.mark.parametrize(
    "query",
    [
        "read=a&u=1&at=5-9", "read=a&u=1&at=9-5&text=" + DIGITS, "read=a&u=1&at=5-5&text=" + DIGITS,
        "read=a&u=-1&at=5-9&text=" + DIGITS, "read=a&u=١&at=5-9&text=" + DIGITS, "u=1&at=5-9&text=" + DIGITS,
        "read=a&u=1&at=5-9999999999&text=" + DIGITS, "read=a&u=1&at=5-9&text=../../x", "mode=shout",
        "ignore=all", "today=yesterday", "&&=&=x", "%",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(query: str) -> None:
    assert read_state(query) == State()


def test_half_a_character_does_no_harm() -> None:
    assert query_string(State("\ud800?")) == "q=%3F%3F"
    assert read_state("q=%ED%A0%80").question == "\ufffd" * 3


def test_a_link_leads_to_its_passage() -> None:
    found = WordArchive(transcripts()).ask(Request(PORTS_QUESTION)).hits[0]
    address = urlsplit(passage_link(found))
    assert address.path == "/"
    link = read_state(address.query).passage
    assert link is not None
    assert resolve(WordArchive(transcripts()), link) == ResolvedLink(
        "unchanged",
        found.passage.transcript,
        found.passage.utterance,
        found.passage.start,
        found.passage.end,
        found.passage.text,
    )


SAID = Utterance(7, "Chair", "Chair", None, None, "printed", "One. Two. Three.", 100, 116, (1, 1))


@pytest.mark.parametrize(
    ("query", "place"),
    [
        (("41", "10", "20"), (41, 10, 20)),
        (("41", None, "20"), None),
        (("-1", "10", "20"), None),
        (("4" * 5000, "10", "20"), None),
        (("٤", "1", "2"), None),
        (("1<script>", "1", "2"), None),
        ((None, None, None), None),
    ],
)
def test_only_three_numbers_are_a_place(
    query: tuple[str | None, str | None, str | None], place: tuple[int, int, int] | None
) -> None:
    assert read_place(*query) == place


@pytest.mark.parametrize(
    ("given", "expected"),
    [("0-84", (0, 84)), (None, None), ("", None), ("-1-4", None), ("4", None), ("1-9999999999", None)],
)
def test_a_sentence_is_two_numbers(given: str | None, expected: tuple[int, int] | None) -> None:
    assert read_sentence(given) == expected


def test_hits_are_read_in_order_each_once_and_not_without_end() -> None:
    assert read_hits(["9-5-7", "3-1-2", "9-5-7", "1-2", "<b>", "3-0-2"]) == ((3, 0, 2), (3, 1, 2), (9, 5, 7))
    assert len(read_hits(f"{n}-1-2" for n in range(MOST + 1))) == MOST


@pytest.mark.parametrize(
    ("place", "expected"),
    [((7, 105, 109), (5, 9)), ((7, 100, 116), (0, 16)), ((7, 100, 117), None), ((7, 99, 104), None),
     ((7, 105, 105), None), ((8, 105, 109), None)],
)  # fmt: skip
def test_a_place_is_within_its_utterance_or_nowhere(
    place: tuple[int, int, int], expected: tuple[int, int] | None
) -> None:
    assert within(SAID, place) == expected


def test_hits_are_numbered_in_the_order_of_the_transcript() -> None:
    held = replace(transcripts()[0], utterances=(SAID, replace(SAID, number=8)))
    pointers = Pointers((7, 105, 109), hits=((8, 100, 104), (7, 100, 104), (7, 0, 4), (9, 100, 104)))
    assert neighbours(held, pointers) == (((7, 100, 104), (7, 105, 109), (8, 100, 104)), 1)
    assert neighbours(held, Pointers(hits=((8, 100, 104),))) == (((8, 100, 104),), None)
    assert neighbours(held, Pointers((7, 0, 4))) == ((), None)
