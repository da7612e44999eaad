"""A link to a passage opens the reader there, and tells what has become of the passage since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import TopicEncoder
from corpus_examples import COUNCILS, lines, scratch, write_corpus
from page_markup import Page

from rag.archive import Archive
from rag.index.builder import build_index
from rag.page.links import PassageLink, link_to
from rag.page.reader import missing_html, reader_html

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
