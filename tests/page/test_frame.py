"""What stands on the page whatever is asked."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from rag.page.frame import foot_html, frame_html
from rag.records import Coverage, SpeakerCount
from tests.page.examples import WordArchive, transcripts
from tests.page.markup import HOSTILE, Page

COVERAGE = WordArchive(transcripts()).coverage()


START = Markup("<p>start</p>")


def test_the_head_says_what_is_held() -> None:
    page = Page(frame_html(COVERAGE, START))
    assert page.texts("p", "facts") == ["2 transcripts · 5 April 2023 to 11 April 2024 · 2 speakers"]


def test_what_changes_is_told_to_those_who_do_not_see_it() -> None:
    page = Page(frame_html(COVERAGE, START))
    (status,) = [e for e in page.elements if e.attributes.get("role") == "status"]
    assert status.attributes["id"] == "status"
    assert [e.attributes["aria-label"] for e in page.elements if e.tag in {"section", "aside", "dialog"}] == [
        "Questions and answers", "Transcript", "Keys",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_names_stay_text(bad: str) -> None:
    coverage = Coverage(1, 1, 1, bad, bad, (SpeakerCount(bad, (bad,), 1),), {bad: 1})
    assert bad in Page(frame_html(coverage, START)).texts("p", "facts")[0]
    (name,) = [e for e in Page(foot_html(coverage)).elements if e.tag == "option"]
    assert name.attributes["value"] == bad
