"""The page of help: reached without script, and true of what it tells about."""

from __future__ import annotations

import pytest

from rag.output.messages import grade_in_words
from rag.page.frame import KEYS, help_page
from rag.page.routes import READER_POLICY
from tests.page.examples import corpus_client
from tests.page.markup import Page, answer, hit

pytestmark = pytest.mark.slow


def test_help_is_there_without_script() -> None:
    reply = corpus_client().get("/help")
    assert reply.status_code == 200
    assert reply.headers["content-security-policy"] == READER_POLICY
    assert reply.text == str(help_page()).replace('"/?lang=ru"', '"/help?lang=ru"')


def test_every_part_can_be_linked_to() -> None:
    page = Page(help_page())
    assert [e.attributes["id"] for e in page.elements if e.tag == "section"] == [
        "decides", "grades", "attribution", "reading", "check", "flags", "keys", "links", "feed", "privacy",
    ]  # fmt: skip


def test_help_says_what_the_program_is_not() -> None:
    told = Page(help_page()).texts("p")
    assert told[0].startswith("It shows what was said, not whether it is true.")


def test_help_tells_the_keys_that_there_are() -> None:
    assert Page(help_page()).texts("kbd") == [key for key, _ in KEYS]


def test_every_grade_is_explained_by_the_words_it_is_told_in() -> None:
    terms = Page(help_page()).texts("dt")
    for grade, term in (
        ("near", "these passages come nearest"),
        ("nothing", "nothing was found that is about this"),
    ):
        assert grade_in_words(answer(hit(), grade=grade))[0].lower().startswith(term)
        assert term in terms


def test_every_verdict_and_flag_is_explained_by_the_words_it_is_told_in() -> None:
    from rag.output.proof_messages import _SAYS

    terms = Page(help_page()).texts("dt")
    assert {says.partition(" (")[0] for says in _SAYS.values()} <= set(terms)
    assert {"Exact", "Altered", "Absent"} <= set(terms)
