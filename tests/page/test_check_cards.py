"""A checked quote on the page: its verdict, the words that differ, and what was searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.archive import Archive
from rag.page.cards import (
    check_html,
)
from rag.page.links import State
from rag.proof.check.verdict import Check
from rag.records import (
    Filters,
)
from tests.page.examples import LUKASHENKO, PUTIN
from tests.page.markup import HOSTILE, Page


def shown(made: Check) -> Page:
    speakers = (made.speaker,) if made.speaker else ()
    return Page(check_html(made, State(made.claim, Filters(speakers), mode="check")))


def test_the_very_words_are_shown_where_they_stand(archive: Archive) -> None:
    page = shown(archive.check("But Russia will not retaliate."))
    assert page.texts("p", "verdict exact") == ["✓ Exact: these words were said."]
    assert page.texts("blockquote", "quote") == ["But Russia will not retaliate."]
    assert page.texts("p", "who")[0].startswith("Vladimir Putin")
    assert page.texts("p", "about") == ["Talks · 11 April 2024 · Moscow"]
    assert page.texts("div", "mended") == page.texts("del") == page.texts("ins") == []


def test_words_that_differ_are_marked_and_told_and_their_kind_is_named(archive: Archive) -> None:
    page = shown(archive.check("In 2010, we shipped 18.2 million tonnes of grain", PUTIN))
    assert page.texts("p", "verdict altered") == ["≠ Altered: a number; what was said reads otherwise."]
    assert page.texts("del")[1:] == [" [in the quote, but not said: 18.2 million ] "]
    assert page.texts("ins")[1:] == [" [said, but not in the quote: 12.8 million ] "]
    assert page.texts("ul", "changes") == ["A number: said “12.8 million”, quoted “18.2 million”"]
    assert page.texts("p", "legend") == [
        "Struck out: in the quote, but not said. Underlined: said, but not in the quote."
    ]
    assert page.texts("blockquote", "quote") == ["In 2010, we shipped 12.8 million tonnes of grain"]
    assert page.texts("p", "followup") == [f"Said to be by {PUTIN}"]


def test_without_what_is_only_told_the_marks_are_the_claim_and_the_source(archive: Archive) -> None:
    made = archive.check("In 2010, we shipped 18.2 million tonnes of grain")
    (diff,) = shown(made).texts("p", "diff")
    for told in (" [in the quote, but not said: ", " [said, but not in the quote: ", "] "):
        diff = diff.replace(told, "|")
    assert diff == "In 2010, we shipped |12.8 million ||18.2 million |tonnes of grain"


def test_somebody_else_is_named(archive: Archive) -> None:
    page = shown(archive.check("Every school needs a teacher", PUTIN))
    assert page.texts("p", "verdict other_speaker") == [
        f"⇄ Somebody else's words: not {PUTIN}, but {LUKASHENKO} said them."
    ]
    assert page.texts("blockquote", "quote") == ["Every school needs a teacher"]


def test_where_nothing_comes_near_there_is_what_was_searched_and_a_way_on(
    archive: Archive,
) -> None:
    page = shown(archive.check("Zebras graze on the moon.", PUTIN))
    assert page.texts("p", "verdict absent")[0].startswith("∅ Absent: nothing that was searched comes near")
    assert page.texts("p", "doubt") == [
        "That is no proof: it may have been said where no transcript was searched."
    ]
    (searched,) = page.texts("p", "searched")
    assert searched.startswith("Searched 2 transcripts, ")
    assert "29 February 2024 to 11 April 2024. Months without any transcript: March 2024." in searched
    assert page.texts("article", "card") == []
    assert page.led() == {"Search for what was said about this": State("Zebras graze on the moon.")}


def test_a_quote_cut_out_of_a_sentence_is_said_to_be(archive: Archive) -> None:
    page = shown(archive.check("Ukraine and Ukrainians are a brotherly"))
    assert page.texts("p", "note") == ["Cut: the quote begins and ends in the middle of a sentence."]


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_claims_and_names_stay_text(archive: Archive, bad: str) -> None:
    made = archive.check("In 2010, we shipped 18.2 million tonnes of grain")
    (match, *_) = made.matches
    changes = tuple(replace(change, said=bad, claimed=bad) for change in match.changes)
    diff = tuple(replace(edit, text=bad) for edit in match.diff)
    for verdict in ("altered", "absent"):
        hostile = replace(
            made, claim=bad, speaker=bad, verdict=verdict,
            matches=(replace(match, changes=changes, diff=diff),),
        )  # fmt: skip
        page = shown(hostile)
        assert page.texts("p", "followup") == [f"Said to be by {bad}"]
        assert all(state.question == bad for state in page.led().values())
