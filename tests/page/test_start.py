"""The page before anything is asked: what can be asked, and what can be opened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_examples import WordArchive, transcripts
from page_markup import HOSTILE, Page

from rag.page.links import State
from rag.page.start import latest_transcripts, start_html

HELD = transcripts()


def test_an_example_is_asked_by_a_click() -> None:
    page = Page(start_html(("Who spoke of ports?",)))
    assert page.led() == {"Who spoke of ports?": State("Who spoke of ports?")}
    assert page.texts("section", "welcome")[0].startswith("Ask in plain words.")


def test_without_examples_nothing_is_promised() -> None:
    assert Page(start_html(())).texts("nav", "suggested") == []


def test_what_is_covered_stands_between_the_two() -> None:
    page = Page(start_html(("Who?",), "<h2>Covered</h2>", HELD))
    assert page.texts("h2") == ["Covered", "Open a transcript: the latest"]


def test_the_latest_transcripts_are_opened_by_a_click() -> None:
    undated = replace(HELD[0], id="undated", date=None)
    heads = latest_transcripts(WordArchive((undated, *HELD)).catalogue)
    assert [head.date for head in heads] == ["2024-04-11", "2023-04-05", None]
    page = Page(start_html((), "", heads[:2]))
    assert page.links() == ["/transcripts/004_740d1cef05ee691b", "/transcripts/000_70b41862cd742c5a"]
    assert page.texts("small") == [
        "11 April 2024 · The Kremlin, Moscow", "5 April 2023 · The Kremlin, Moscow",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_titles_and_questions_stay_text(bad: str) -> None:
    head = replace(HELD[0], id=bad, title=bad, date=bad, place=bad)
    page = Page(start_html((bad,), "", (head,)))
    assert page.led() == {bad: State(bad)}
    assert page.texts("small") == [f"{bad} · {bad}"]
    assert page.texts("section", "latest") == [f"Open a transcript: the latest{bad} {bad} · {bad}"]
