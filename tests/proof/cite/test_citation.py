"""Official addresses, and places in an index as hits: within one turn or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.proof.cite.citation import (
    citation_of,
    hit_at,
    is_web_address,
    official_address,
    original_address,
)
from rag.proof.cite.styles import STYLES, cite
from rag.records import Anchor
from tests.builders import transcript
from tests.proof.cite.examples import CARRIED, PUTIN, QUESTION, RETRANSLATED, URL, hit


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


CUES = replace(
    PUTIN,
    start=0,
    end=71,
    anchors=(Anchor(0, 12, "00:59.900"), Anchor(16, 14, "1:02:03,500"), Anchor(60, 18, None, 7)),
)


@pytest.mark.parametrize(
    ("start", "end", "place", "where"),
    [
        (0, 71, "t=59", "lines 12–14, at 00:59.900"),
        (20, 30, "t=3723", "lines 12–14, at 1:02:03,500"),
        (60, 71, "page=7", "lines 12–14, page 7"),
    ],
)
def test_a_recording_plays_from_the_words_and_a_document_opens_at_their_page(
    start: int, end: int, place: str, where: str
) -> None:
    quoted = hit(CUES, start, end, in_file=False, url="https://example.org/talk.mp4#t=1")
    assert official_address(quoted) == f"https://example.org/talk.mp4#{place}"
    assert where in citation_of(quoted).where


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


SPEAKER = "Vladimir Putin"
TEXT = transcript("talks", (SPEAKER, "Hello."), (SPEAKER, "We ship grain. Much."))
COUNCIL = replace(
    transcript("council", (SPEAKER, "Hello.")),
    source="all.jsonl",
    in_file=False,
    utterances=tuple(
        replace(u, number=n, start=0, end=6)
        for n, u in enumerate(transcript("x", (SPEAKER, "Hello."), (SPEAKER, "Adieu.")).utterances)
    ),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with CatalogueWriter(tmp_path / "catalogue", {SPEAKER: 0}) as writer:
        writer.add(TEXT, [], [])
        writer.add(COUNCIL, [], [])
    opened = Catalogue(tmp_path / "catalogue")
    yield opened
    opened.close()


def test_a_place_in_a_text_file_is_its_turn_s(catalogue: Catalogue) -> None:
    turn = TEXT.utterances[1]
    hit = hit_at(catalogue, "talks", turn.start, turn.start + 14)
    assert (hit.passage.text, hit.utterance) == ("We ship grain.", turn)
    assert hit_at(catalogue, "talks", turn.start, turn.start + 14, 1) == hit


def test_elsewhere_the_utterance_is_named(catalogue: Catalogue) -> None:
    assert hit_at(catalogue, "council", 0, 6, 1).passage.text == "Adieu."
    with pytest.raises(QuestionError, match="counted within an utterance: give its number as well"):
        hit_at(catalogue, "council", 0, 6)


@pytest.mark.parametrize("place", [(0, 3), (16, 16), (20, 16), (16, 30), (16, 10**12), (-5, 3)])
def test_a_place_that_is_not_within_one_turn_is_refused(catalogue: Catalogue, place: tuple[int, int]) -> None:
    with pytest.raises(QuestionError, match="do not lie within one turn of 'talks'"):
        hit_at(catalogue, "talks", *place)


def test_other_mistakes_are_told(catalogue: Catalogue) -> None:
    turn = TEXT.utterances[1]
    with pytest.raises(QuestionError, match="no transcript 'nobody' in this index"):
        hit_at(catalogue, "nobody", 0, 1)
    with pytest.raises(QuestionError, match="do not lie within utterance 0 of"):
        hit_at(catalogue, "talks", turn.start, turn.end, 0)
    with pytest.raises(QuestionError, match="there are no words from character"):
        hit_at(catalogue, "talks", turn.start + 14, turn.start + 15)


def test_the_day_of_access_is_given_or_that_of_the_retrieval_and_never_invented() -> None:
    fetched = hit(retrieved="2024-05-02")
    assert citation_of(hit()).accessed is None
    assert citation_of(fetched).accessed == "2024-05-02"
    assert citation_of(fetched, "2026-11-25").accessed == "2026-11-25"
    assert "(accessed 2 May 2024)" in cite(fetched)
    assert not any("ccessed" in cite(hit(), style) or "urldate" in cite(hit(), style) for style in STYLES)
