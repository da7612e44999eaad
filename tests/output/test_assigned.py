"""A person whom the user's table names is said to be: in every place where the quote is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag.archive import Archive
from rag.index.builder import build_index
from rag.output.contract import answer_json, check_json
from rag.output.export.formats import FORMATS, Format, render
from rag.output.export.pack import make_pack
from rag.output.proof_messages import verdict_in_words
from rag.output.terminal import show_answer, show_check
from rag.page.cards import cards
from rag.page.reader import transcript_page
from rag.proof.cite.styles import STYLES, cite
from rag.records import Answer, Request
from tests.builders import TopicEncoder
from tests.corpora import write_corpus

pytestmark = pytest.mark.slow

WORDS = "amed by speakers.toml; the transcript prints “Question”"
NOTE = '<p class="note"><a href="/help#attribution">Assigned</a>'
QUOTE = "And what of gas?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The small corpus, with a table that says who asks."""
    folder = tmp_path_factory.mktemp("assigned")
    corpus = write_corpus(folder / "corpus")
    (corpus / "speakers.toml").write_text('[transcripts.harbour]\nQuestion = "Ann Holloway"')
    build_index(corpus, folder / "index", TopicEncoder())
    opened = Archive.open(folder / "index", TopicEncoder())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(archive: Archive) -> Answer:
    """The quote alone, as an answer."""
    found = archive.ask(Request("And what of gas?"))
    hits = tuple(hit for hit in found.hits if hit.passage.text == QUOTE)
    assert [(hit.utterance.speaker, hit.attribution) for hit in hits] == [("Ann Holloway", "assigned")]
    return replace(found, grade="answers", hits=hits)


def test_a_check_says_so(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    result = archive.check(QUOTE, "Ann Holloway")
    named = f"Ann Holloway (n{WORDS})"
    assert verdict_in_words(result) == f"Exact: {named} said these words."
    assert verdict_in_words(archive.check(QUOTE, "Putin")) == (
        f"Somebody else's words: not Vladimir Putin, but {named} said them."
    )
    assert verdict_in_words(archive.check("And what of grain?", "Putin")).endswith(
        f"And it was {named} who spoke, not Vladimir Putin."
    )
    assert check_json(result)["matches"][0]["attribution_note"] == f"N{WORDS}."
    show_check(result)
    assert f"Ann Holloway — n{WORDS}" in " ".join(capsys.readouterr().out.split())


def test_an_answer_says_so(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(answer)
    assert f"Ann Holloway — n{WORDS}" in " ".join(capsys.readouterr().out.split())
    (passage,) = answer_json(answer)["passages"]
    assert (passage["speaker"], passage["label"], passage["attribution"], passage["attribution_note"]) == (
        *("Ann Holloway", "Question"),
        *("assigned", f"N{WORDS}."),
    )
    assert f"{NOTE}: N{WORDS}.</p>" in cards(answer.hits)


@pytest.mark.parametrize("style", STYLES)
def test_every_citation_says_so(answer: Answer, style: str) -> None:
    assert f"N{WORDS}." in cite(answer.hits[0], style)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "docx"])
def test_every_pack_says_so(archive: Archive, answer: Answer, form: Format) -> None:
    pack = make_pack(answer, Request("And what of gas?"), archive.manifest)
    assert f"N{WORDS}." in render(pack, form).decode()


def test_the_reader_says_so(archive: Archive) -> None:
    page = transcript_page(archive.transcript("harbour"))
    assert f"{NOTE}: N{WORDS}.</p>" in page
