"""Official addresses: led to the words, paired by number, never invented."""

from __future__ import annotations

import pytest
from citation_examples import CARRIED, PUTIN, QUESTION, RETRANSLATED, URL, hit

from rag.proof.cite.citation import is_web_address, official_address, original_address


def test_an_address_leads_to_the_words() -> None:
    assert official_address(hit(start=16, end=58)) == (
        f"{URL}#:~:text=Good%20afternoon.-,"
        "We%20shipped%20grain%2C%20gas%20%26%20coal%20%E2%80%93%20100%25%20of%20it.,-Thank%20you."
    )


def test_a_turn_s_first_words_follow_its_label() -> None:
    assert official_address(hit(end=15)) == (
        URL
        + "#:~:text=President%20of%20Russia%20Vladimir%20Putin%3A-,Good%20afternoon.,-We%20shipped%20grain%2C"
    )
    assert official_address(hit(QUESTION, end=15)) == (
        URL + "#:~:text=Question%3A-,Good%20afternoon.,-We%20shipped%20grain%2C"
    )


def test_no_label_is_put_before_words_where_it_is_not_known_to_stand() -> None:
    bare = URL + "#:~:text=Good%20afternoon.,-We%20shipped%20grain%2C"
    assert official_address(hit(CARRIED, end=15)) == bare
    assert official_address(hit(RETRANSLATED, end=15)) == bare
    assert official_address(hit(end=15, source="all.jsonl")) == bare


def test_an_anchor_stays_and_a_fragment_is_replaced() -> None:
    words = ":~:text=Good%20afternoon.-,We%20shipped"
    for url, expected in ((f"{URL}#part", "#part"), (f"{URL}#part:~:text=old", "#part"), (f"{URL}#", "#")):
        assert official_address(hit(start=16, end=26, url=url)).startswith(f"{URL}{expected}{words}")


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "http://", "http://a b", "ftp://a/b", "http://[", "x"]
)
def test_what_is_no_web_address_is_none(url: str | None) -> None:
    assert not is_web_address(url)
    assert official_address(hit(url=url)) is None


@pytest.mark.parametrize(
    ("url", "original"),
    [
        (URL, "http://kremlin.ru/events/president/transcripts/58537"),
        (
            "https://en.kremlin.ru/events/president/transcripts/1/",
            "https://kremlin.ru/events/president/transcripts/1",
        ),
        ("http://kremlin.ru/events/president/transcripts/58537", None),
        ("http://en.kremlin.ru/events/president/news/58537", None),
        ("http://en.kremlin.ru/events/president/transcripts/58537#x", None),
        ("http://en.kremlin.ru/events/president/transcripts/", None),
        ("http://en.kremlin.ru.example.org/events/president/transcripts/5", None),
        ("http://xen.kremlin.ru/events/president/transcripts/5", None),
        ("", None),
        (None, None),
    ],
)
def test_only_transcripts_of_that_site_have_a_page_in_russian(url: str | None, original: str | None) -> None:
    assert original_address(url) == original


def test_a_passage_of_white_space_has_the_page_s_address() -> None:
    assert official_address(hit(PUTIN, 58, 60)) == URL
