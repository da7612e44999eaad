"""The reader: every turn in the order of the source, one passage marked, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from rag.archive import Archive
from rag.index.builder import build_index
from rag.page.links import Pointers, State
from rag.page.reader import (
    missing_html,
    missing_page,
    own_address,
    passages_nav,
    reader_html,
    transcript_article,
    transcript_page,
)
from rag.page.routes import build_routes
from rag.page.thread import take, turn_html
from rag.proof.cite.permalinks import PassageLink, link_to
from rag.records import Narration, Transcript, Utterance
from tests.builders import TopicEncoder
from tests.corpora import COUNCILS, lines, scratch, write_corpus
from tests.page.examples import PORTS_QUESTION, WordArchive, passage, transcripts
from tests.page.markup import HOSTILE, Page

pytestmark = pytest.mark.slow

SAID = Utterance(7, "Chair", "Chair", None, None, "printed", "One. Two. Three.", 0, 16, (1, 1))

ABOVE = ["/", "/transcripts", "/help", "/openapi.json", "/?lang=ru"]
"""Where a page of its own leads, whatever it shows."""


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_in_every_field_of_a_transcript_stays_text(bad: str) -> None:
    said = Utterance(0, bad, None, bad, bad, "unknown", bad, 0, len(bad), (1, 1))
    held = Transcript(
        bad, bad, bad, bad, "javascript:alert(1)", bad, "0", bad, bad, (said,), (Narration(bad, (2, 2)),)
    )
    page = Page(transcript_page(held, Pointers((0, 0, len(bad)), hits=((0, 0, len(bad)),))))
    assert page.texts("h1") == [bad]
    assert page.texts("div", "said") == [bad]
    assert page.texts("p", "narration") == [bad]
    assert page.texts("mark") == [bad]
    assert bad in page.texts("p", "source")[0]
    assert page.links() == ABOVE
    assert bad[:200] in Page(missing_page(bad)).texts("p")[0]


def test_the_reader_holds_every_utterance_and_narration_in_the_order_of_the_source() -> None:
    held = transcripts()[1]
    page = Page(transcript_page(held))
    assert page.texts("h1") == ["Meeting with President of Belarus Alexander Lukashenko"]
    assert page.texts("p", "about") == ["11 April 2024 · The Kremlin, Moscow"]
    assert page.texts("p", "source") == ["Source file: 004_740d1cef05ee691b.txt"]
    assert page.texts("div", "said") == [u.text for u in held.utterances]
    assert page.texts("p", "label") == [u.label for u in held.utterances]
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert ids == [f"u{u.number}" for u in held.utterances]
    (main,) = page.texts("main")
    assert main.index(held.narration[0].text) < main.index(held.utterances[0].text)


def test_the_reader_marks_the_passage_and_nothing_else() -> None:
    for held in transcripts():
        for said in held.utterances:
            for match in re.finditer(r"\S.*", said.text):
                found = passage(held, said, *match.span())
                page = transcript_page(held, Pointers((said.number, found.start, found.end)))
                (marked,) = re.findall(r'<mark id="passage">(.*?)</mark>', str(page), re.DOTALL)
                assert unescape(marked) == found.text


def test_offsets_within_the_utterance_serve_as_well() -> None:
    held = replace(transcripts()[0], utterances=(SAID,), narration=(), url="https://example.org/7")
    page = Page(transcript_page(held, Pointers((7, 5, 9))))
    assert page.texts("mark") == ["Two."]
    assert page.links() == [*ABOVE, "https://example.org/7"]


def test_the_reader_shows_labels_as_printed_and_says_where_there_is_none() -> None:
    said = transcripts()[0].utterances[0]
    turns = (
        replace(said, label="Question", speaker=None, role=None),
        replace(said, number=1, parenthetical="retranslated"),
        replace(said, number=2, label=None, attribution="carried"),
        replace(said, number=3, label=None, speaker=None, attribution="unknown"),
    )
    page = Page(transcript_page(replace(transcripts()[0], utterances=turns)))
    assert page.texts("p", "label") == ["Question", "President of Russia Vladimir Putin (retranslated)"]
    assert page.texts("p", "who") == ["Vladimir Putin · President of Russia"]
    assert len(page.texts("p", "note")) == 1
    assert page.texts("p", "who nobody") == ["Speaker not named in the transcript (no label is printed)."]


@pytest.mark.parametrize("place", [(3, 0, 5), (3, 10**8, 10**9), (99, 1, 2), (3, 9, 3)])
def test_a_place_that_is_none_marks_nothing(place: tuple[int, int, int]) -> None:
    page = Page(transcript_page(transcripts()[1], Pointers(place)))
    assert page.texts("mark") == []
    assert page.texts("div", "said") == [u.text for u in transcripts()[1].utterances]


def test_the_answering_sentence_is_marked_within_the_passage() -> None:
    held = replace(transcripts()[0], narration=(), utterances=(SAID,))
    page = transcript_article(held, Pointers((7, 5, 16), (5, 11)))
    assert '<mark id="passage">Two. <mark class="sentence">Three.</mark></mark>' in page
    for wrong in ((5, 12), (3, 3), (9, 5)):
        assert Page(transcript_article(held, Pointers((7, 5, 16), wrong))).texts("mark") == ["Two. Three."]


def test_other_hits_are_marked_where_they_do_not_overlap_the_passage() -> None:
    held = replace(transcripts()[0], narration=(), utterances=(SAID,))
    hits = ((7, 0, 4), (7, 5, 9), (7, 8, 16), (7, 10, 99), (8, 0, 4))
    page = Page(transcript_article(held, Pointers((7, 5, 9), hits=hits)))
    assert page.texts("mark", "hit") == ["One."]
    assert page.texts("mark") == ["Two."]
    assert page.texts("div", "said") == [SAID.text]


def test_passages_lead_to_one_another_in_a_ring() -> None:
    held = replace(transcripts()[0], narration=(), utterances=(SAID, replace(SAID, number=9)))
    hits = ((9, 0, 4), (7, 10, 16), (9, 0, 99), (1, 0, 4))

    def nav(place: tuple[int, int, int] | None) -> tuple[str, list[str]]:
        page = Page(passages_nav(held, Pointers(place, hits=hits), lambda to: "/{}-{}-{}".format(*to)))
        return page.texts("nav", "hits")[0], page.links()

    assert nav((7, 0, 4)) == ("Passage 1 of 3↑↓", ["/9-0-4", "/7-10-16"])
    assert nav((7, 10, 16)) == ("Passage 1 of 2↑↓", ["/9-0-4", "/9-0-4"])
    assert nav((9, 0, 4)) == ("Passage 2 of 2↑↓", ["/7-10-16", "/7-10-16"])
    assert nav(None) == ("2 passages in this answer↓", ["/7-10-16"])
    assert passages_nav(held, Pointers((7, 0, 4), hits=((7, 0, 4),)), str) == ""


def test_the_page_of_its_own_leads_from_hit_to_hit() -> None:
    held = replace(transcripts()[0], id="a/b", narration=(), utterances=(SAID,))
    pointers = Pointers((7, 0, 4), (0, 2), ((7, 0, 4), (7, 5, 9)))
    address = own_address("a/b", pointers)
    assert address == "/transcripts/a%2Fb?u=7&start=0&end=4&sentence=0-2&hit=7-0-4&hit=7-5-9#passage"
    second = "/transcripts/a%2Fb?u=7&start=5&end=9&hit=7-0-4&hit=7-5-9#passage"
    assert Page(transcript_page(held, pointers)).links("next-hit") == [second]
    assert own_address("x") == "/transcripts/x"


def test_official_address_and_original_are_those_that_are_known() -> None:
    site = "http://en.kremlin.ru/events/president/transcripts/58537"
    held = replace(transcripts()[0], url=site)
    assert Page(transcript_page(held)).links()[len(ABOVE) :] == [site, site.replace("//en.", "//")]
    assert Page(transcript_page(replace(held, url="javascript:alert(1)"))).links()[len(ABOVE) :] == []


def test_warnings_are_shown_where_there_are_any() -> None:
    held = replace(transcripts()[0], warnings=("a label was mended", "<b>"))
    assert Page(transcript_article(held)).texts("ul", "warnings") == ["a label was mended<b>"]
    assert Page(transcript_article(transcripts()[0])).texts("ul", "warnings") == []


def test_a_speaker_is_coloured_and_named_throughout() -> None:
    held = transcripts()[1]
    page = Page(transcript_article(held))
    classes = [e.attributes["class"] for e in page.elements if e.tag == "section"]
    assert len(set(classes)) == len({u.speaker for u in held.utterances}) == 2
    by_speaker = {(u.speaker, c) for u, c in zip(held.utterances, classes, strict=True)}
    assert len(by_speaker) == 2
    unknown = replace(held.utterances[0], attribution="unknown")
    nobody = Page(transcript_article(replace(held, utterances=(unknown,))))
    assert [e.attributes["class"] for e in nobody.elements if e.tag == "section"] == ["utterance"]


Rebuilt = tuple[Archive, dict[str, PassageLink]]


@pytest.fixture(scope="module")
def rebuilt() -> Iterator[Rebuilt]:
    """An archive over a corpus that was edited, and links that were made before."""
    with scratch() as folder:
        corpus, index = write_corpus(folder / "corpus"), folder / "index"
        build_index(corpus, index, TopicEncoder())
        with_links = Archive.open(index, TopicEncoder())
        links = {p.text: link_to(p) for p in with_links.catalogue.all_passages()}
        with_links.close()
        path = corpus / "harbour.txt"
        path.write_text(path.read_text("utf-8").replace("We ship", "We never ship"), "utf-8")
        (corpus / "lesson.txt").rename(corpus / "pupils.txt")
        (corpus / "councils.jsonl").write_text(lines(COUNCILS[0]), "utf-8")
        build_index(corpus, index, TopicEncoder())
        archive = Archive.open(index, TopicEncoder())
        yield archive, links
        archive.close()


def opened(rebuilt: Rebuilt, words: str) -> Page:
    archive, links = rebuilt
    return Page(reader_html(archive, links[words]))


def test_words_that_were_edited_are_shown_as_they_were_and_as_they_are(rebuilt: Rebuilt) -> None:
    page = opened(rebuilt, "We ship grain through the ports.")
    (since,) = page.texts("div", "since")
    assert since.startswith("The transcript has changed since this link was made")
    assert page.texts("ins") == [" [there now, not as linked: never ] ", "Underlined"]
    assert page.texts("del") == ["Struck out"]
    assert page.texts("mark") == []
    assert any("We never ship grain through the ports." in said for said in page.texts("div", "said"))


def test_words_that_moved_are_marked_where_they_are(rebuilt: Rebuilt) -> None:
    page = opened(rebuilt, "Ours has one.")
    assert "the words stand elsewhere in it now" in page.texts("div", "since")[0]
    assert page.texts("mark") == ["Ours has one."]


def test_of_a_transcript_that_is_gone_the_words_are_kept(rebuilt: Rebuilt) -> None:
    page = opened(rebuilt, "That is all.")
    assert page.texts("div", "since")[0].startswith("There is no such transcript here any more.")
    assert page.texts("blockquote", "context") == ["That is all."]
    assert page.texts("article") == []


def test_a_link_to_nothing_says_so() -> None:
    assert Page(missing_html()).texts("p") == ["This link leads to no passage."]


def test_pages_of_one_event_lead_to_each_other() -> None:
    english = replace(transcripts()[1], id="2024-04-11_58537", source="2024-04-11_58537.txt")
    russian = replace(english, id="58537_ru", source="58537_ru.txt", language="ru", date=None)
    archive = WordArchive((english, russian))
    client = TestClient(build_routes(archive))
    to_russian, to_english = (f'<a href="{own_address(each.id)}">In ' for each in (russian, english))
    assert f"{to_russian}Russian</a>" in client.get(f"/transcripts/{english.id}").text
    assert f"{to_english}English</a>" in client.get(f"/transcripts/{russian.id}").text
    assert f"{to_russian}Russian</a>" in reader_html(archive, PassageLink(english.id, 0, 0, 5, "0"))
    turn = take(archive, State(PORTS_QUESTION))
    assert f"{to_russian}Russian</a>" in turn_html(turn)
    assert f"{to_english}English</a>" in turn_html(turn)
    assert (
        "In Russian"
        not in TestClient(build_routes(WordArchive((english,)))).get(f"/transcripts/{english.id}").text
    )
