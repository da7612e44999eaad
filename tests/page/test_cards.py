"""Cards: every quote to the character, its speaker as printed, verdicts in words, speakers' colours."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from rag.page.cards import (
    SHORT_QUOTE,
    cards,
    ending,
    ranks_in_words,
)
from rag.page.links import State, read_state
from rag.proof.cite.permalinks import link_to
from rag.proof.cite.styles import STYLES, cite
from rag.records import (
    Anchor,
    Doubt,
    Hit,
    Passage,
    Request,
    Understood,
    Utterance,
    Voice,
)
from tests.page.examples import LUKASHENKO, PORTS_QUESTION, PUTIN, WordArchive, passage, transcripts
from tests.page.markup import HOSTILE, Page, hit


def card(found: Hit, asked: State = State(), read: Understood = Understood(), **given: str) -> str:
    return cards((found,), asked, read, **given)  # type: ignore[arg-type]


def speaking(**changes: object) -> Page:
    return Page(card(hit(utterance=replace(hit().utterance, **changes))))  # type: ignore[arg-type]


def test_a_recording_is_opened_at_the_time_of_the_words_and_a_document_at_their_page() -> None:
    for anchor, shown, link in (
        (Anchor(0, 3, "00:59.9"), "at 00:59.9", "Play from 00:59.9"),
        (Anchor(0, 3, None, 7), "page 7", "Open page 7"),
    ):
        said = replace(hit().utterance, anchors=(anchor,))
        html = card(hit(utterance=said, url="https://example.org/a"))
        assert shown in html
        assert link in html
        assert "Official page" not in html


# Verbatim.


def test_every_quote_is_the_passage_to_the_character() -> None:
    archive = WordArchive(transcripts())
    found = archive.ask(Request(PORTS_QUESTION, k=1000)).hits
    assert len(found) == archive.coverage().passages > 80
    quotes = Page(cards(found)).texts("blockquote", "quote")
    assert quotes == [one.passage.text for one in found]
    assert sum("\u00a0" in quote for quote in quotes) > 70


def test_paragraphs_stay_paragraphs() -> None:
    said = transcripts()[1].utterances[0]
    whole = passage(transcripts()[1], said, 0, len(said.text))
    (quote,) = Page(card(hit(passage=whole, utterance=said))).texts("blockquote", "quote")
    assert quote.startswith("Mr Lukashenko,\n\nThank you")


def test_the_sentence_that_answers_is_marked_and_only_where_the_offsets_fit() -> None:
    text = "First. <Second> & third."
    marked = Page(card(hit(text, highlight=(7, 15))))
    assert (marked.texts("mark"), marked.texts("blockquote", "quote")) == (["<Second>"], [text])
    for wrong in (None, (3, 3), (-2, 4), (4, 99), (9, 2)):
        page = Page(card(hit(text, highlight=wrong)))
        assert (page.texts("mark"), page.texts("blockquote", "quote")) == ([], [text])


# Attributed.


def test_what_keeps_a_sentence_from_being_quoted_as_it_stands_is_said() -> None:
    page = Page(card(hit("They say that we refuse <all>.")))
    assert page.texts("p", "note flags") == [
        "Mind: the sentence gives what others say or think (“They say”)."
    ]
    assert Page(card(hit("We are in favour of talks."))).texts("p", "note flags") == []


def test_a_card_says_who_when_where_and_why() -> None:
    page = Page(card(hit()))
    assert page.texts("p", "who") == ["Vladimir Putin · President of Russia"]
    assert page.texts("p", "about") == ["Meeting · 11 April 2024 · The Kremlin"]
    assert page.texts("ul", "why") == ["2nd closest in meaning, 5th best match of words"]
    assert [e.attributes["aria-label"] for e in page.elements if e.tag == "article"] == [
        "Passage 1: Vladimir Putin, 11 April 2024"
    ]
    assert [e.attributes["datetime"] for e in page.elements if e.tag == "time"] == ["2024-04-11"]


def test_a_card_without_title_date_and_place_names_the_transcript() -> None:
    bare = Page(card(hit(title=None, date=None, place=None, by_meaning=None, by_words=None)))
    assert bare.texts("p", "about") == ["meeting"]
    assert bare.texts("ul", "why") == []


@pytest.mark.parametrize(
    ("label", "attribution", "expected"),
    [
        ("Question", "printed", "Speaker not named in the transcript (printed label: “Question”)."),
        (None, "unknown", "Speaker not named in the transcript (no label is printed)."),
        ("Question", "carried", "Speaker not named in the transcript (printed label: “Question”)."),
    ],
)
def test_a_speaker_that_is_not_named_is_not_guessed(
    label: str | None, attribution: str, expected: str
) -> None:
    page = speaking(label=label, speaker=None, role=None, attribution=attribution)
    assert page.texts("p", "who nobody") == [expected]
    assert page.texts("strong") == []


def test_a_carried_speaker_is_said_to_be_assumed() -> None:
    page = speaking(label=None, attribution="carried", role=None)
    assert page.texts("p", "who") == ["Vladimir Putin"]
    assert page.texts("p", "note") == [
        "Carried: No label is printed here, after a cut in the transcript: "
        "the last speaker before it is assumed."
    ]
    assert speaking().texts("p", "note") == []


def test_a_parenthetical_is_shown_as_printed() -> None:
    expected = ["Vladimir Putin · President of Russia · (retranslated)"]
    assert speaking(parenthetical="retranslated").texts("p", "who") == expected
    assert speaking(parenthetical="(retranslated)").texts("p", "who") == expected


def test_a_card_leads_into_the_reader_and_has_an_address_of_its_own() -> None:
    found = hit(passage=replace(hit().passage, transcript="a/b?c#d é"))
    asked = State("Who?", previous="Why?")
    page = Page(card(found, asked))
    (read,) = page.links("read")
    assert read_state(read.removeprefix("/")) == replace(asked, passage=link_to(found.passage))
    (article,) = [e for e in page.elements if e.tag == "article"]
    assert read_state(article.attributes["data-read"]) == State(passage=link_to(found.passage))
    (copied,) = [a for e in page.elements if (a := e.attributes.get("data-address"))]
    assert read_state(urlsplit(copied).query) == State(passage=link_to(found.passage))


def test_a_citation_of_every_style_is_copied_as_it_is_made() -> None:
    found = hit(url="http://en.kremlin.ru/events/president/transcripts/58537", retrieved="2026-11-25")
    page = Page(card(found))
    copied = {e.text: text for e in page.elements if (text := e.attributes.get("data-text"))}
    names = ("Text", "Markdown", "BibTeX", "RIS, for Zotero or EndNote", "CSL-JSON")
    assert copied == dict(zip(names, (cite(found, style) for style in STYLES), strict=True))
    assert "accessed 25 November 2026" in copied["Text"]
    assert "ccessed" not in card(replace(found, retrieved=None))


def test_an_official_page_opens_at_the_words_and_its_russian_pair_beside() -> None:
    page = Page(card(hit(url="http://en.kremlin.ru/events/president/transcripts/58537")))
    assert page.links()[1:] == [
        "http://en.kremlin.ru/events/president/transcripts/58537#:~:text="
        "Vladimir%20Putin%3A-,Yes%2C%20with%20services.",
        "http://kremlin.ru/events/president/transcripts/58537",
    ]


def test_the_official_link_is_there_only_when_its_address_is_known_and_of_the_web() -> None:
    official = "http://en.kremlin.ru/events/president/news/1?a=1&b=2"
    assert [link.partition("#")[0] for link in Page(card(hit(url=official))).links()[1:]] == [official]
    refused = (
        None,
        "",
        "javascript:alert(1)",
        "//example.org",
        "ftp://example.org/",
        "http://",
        "https:///x",
    )
    odd = (
        " http://example.org",
        "http://exa\nmple.org",
        "java\tscript:alert(1)",
        "http://[",
        "data:text/html,x",
    )
    for url in refused + odd:
        assert Page(card(hit(url=url))).links()[1:] == [], url


# What stands around.

LONG = " ".join(["Yes, with services."] * 10)
"""Thirty words."""


def test_what_was_said_around_is_one_click_away() -> None:
    page = Page(
        card(hit(LONG, before=Voice(None, "Question", "Why?"), after=Voice(LUKASHENKO, LUKASHENKO, "Yes.")))
    )
    assert page.texts("summary")[1:] == ["Said before and after", "Why this was found"]
    assert page.texts("p", "voice") == ["Before · printed label “Question”", "After · Alexander Lukashenko"]
    assert page.texts("blockquote", "context") == ["Why?", "Yes."]
    assert page.texts("div", "answers") == []
    assert Page(card(hit(LONG, before=Voice(None, None, "Why?")))).texts("summary")[1] == "Said before"
    assert Page(card(hit())).texts("summary") == ["Copy citation", "Why this was found"]


def test_what_was_said_is_marked_with_its_language() -> None:
    around = {"before": Voice(None, "Question", "Почему?"), "after": Voice(None, None, "Да.")}
    page = Page(card(hit(LONG, language="ru", **around)))
    assert [e.attributes["lang"] for e in page.elements if e.tag == "blockquote"] == ["ru", "ru", "ru"]
    (unknown,) = [e for e in Page(card(hit())).elements if e.tag == "blockquote"]
    assert unknown.attributes["lang"] == ""


@pytest.mark.parametrize(
    ("words", "shown"), [(SHORT_QUOTE - 1, ["Before · printed label “Question”Why?"]), (SHORT_QUOTE, [])]
)
def test_what_a_short_quote_answers_is_shown_at_once(words: int, shown: list[str]) -> None:
    page = Page(card(hit("yes " * words, before=Voice(None, "Question", "Why?"))))
    assert page.texts("div", "answers") == shown
    assert page.texts("blockquote", "context") == ["Why?"]


def test_a_short_slice_from_inside_a_turn_answers_nothing_by_itself() -> None:
    found = hit("Yes.", before=Voice(None, "Question", "Why?"))
    inside = replace(found, utterance=replace(found.utterance, start=2))
    assert Page(card(inside)).texts("div", "answers") == []


def test_of_a_long_turn_before_a_short_quote_the_end_is_shown_and_all_of_it_folded() -> None:
    before = "How are you? " * 100 + "Do you trust President Trump?"
    page = Page(card(hit("Yes.", before=Voice(None, "Question", before))))
    end, whole = page.texts("blockquote", "context")
    assert whole == before
    assert before.endswith(f" {end}")
    assert 300 < len(end) <= 320
    assert page.texts("p", "voice")[0] == "Before · printed label “Question” · the end of the turn"


# Why.


def test_a_slice_of_a_longer_turn_is_said_to_be_one() -> None:
    longer = replace(hit().utterance, text="Yes, with services. More.", end=35)
    assert "part of a longer turn" in Page(card(hit(utterance=longer))).texts("ul", "why")[0]


def test_why_a_passage_was_found_in_words() -> None:
    assert ranks_in_words(1, 1) == "Closest in meaning, best match of words"
    assert ranks_in_words(2, 5) == "2nd closest in meaning, 5th best match of words"
    assert (
        ranks_in_words(3, None) == "3rd closest in meaning; its words are mostly others than the question’s"
    )
    assert ranks_in_words(None, 3) == "3rd best match of words; its meaning is farther off"
    assert ranks_in_words(None, None) == ""


def test_the_end_of_a_text_begins_with_a_whole_word() -> None:
    assert ending("one two three", 20) == "one two three"
    assert ending("one two three", 7) == "three"
    assert ending("onetwothree", 5) == "three"


def test_why_names_what_the_question_asks_for() -> None:
    def why(read: Understood) -> str:
        return Page(card(hit(by_words=None), State(), read)).texts("ul", "why")[0]

    alone = "2nd closest in meaning; its words are mostly others than the question’s"
    assert why(Understood()) == alone
    assert why(Understood((PUTIN,))) == f"{alone}said by whom the question names"
    for since, until in (("2024-04-11", "2024-04-11"), (None, "2024-04-11"), ("2024-01-01", None)):
        assert why(Understood((), since, until)) == f"{alone}from the time that the question names"
    assert why(Understood((LUKASHENKO,), "2025-01-01", None)) == alone


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_a_card_stays_text(bad: str) -> None:
    said = Utterance(0, bad, bad, bad, bad, "carried", bad, 0, len(bad), (1, 1))
    hostile = hit(
        passage=Passage(bad, 0, 0, len(bad), (1, 1), 1, bad),
        utterance=said,
        title=bad,
        place=bad,
        url=f"https://example.org/{bad}",
        source=bad,
        highlight=(0, 3),
        before=Voice(bad, bad, bad),
        after=Voice(None, bad, bad),
    )
    nameless = replace(hostile, utterance=replace(said, speaker=None), highlight=None, before=None)
    page = Page(cards((hostile, nameless), State(bad, previous=bad), Understood((bad,), bad, bad, bad)))
    assert page.texts("blockquote", "quote") == [bad, bad]
    assert page.texts("blockquote", "context") == [bad, bad, bad]
    assert bad in page.texts("p", "who")[0]
    assert bad in page.texts("p", "who nobody")[0]
    assert all(bad in about for about in page.texts("p", "about"))


def test_a_doubtful_speaker_is_named_nowhere_on_the_card() -> None:
    doubt = Doubt(5, "US Secretary:", "may be a label", 12)
    page = Page(card(hit(utterance=replace(hit().utterance, doubts=(doubt,))), State(), Understood((PUTIN,))))
    (article,) = [e for e in page.elements if e.tag == "article"]
    assert article.attributes["aria-label"] == "Passage 1: no speaker named, 11 April 2024"
    assert page.texts("p", "who nobody")[0].startswith("Speaker not certain")
    assert page.texts("p", "note")[0].startswith("Doubtful: Who said these words is not certain: line 5")
    assert "said by whom the question names" not in page.texts("ul", "why")[0]
