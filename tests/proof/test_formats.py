"""Word, PDF, captions and segments: proven, checked over cues and pages, and cited with their places."""

from __future__ import annotations

import json

import docx
import pytest
from fpdf import FPDF

from rag.archive import Archive
from rag.index.builder import build_index
from rag.proof.cite.citation import citation_of
from rag.proof.verification import verify
from tests.builders import TopicEncoder

pytestmark = pytest.mark.slow

CUES = """WEBVTT

00:00:01.000 --> 00:00:02.000
<v Anna Berg>We ship grain

00:01:02.500 --> 00:01:04.000
<v Anna Berg>through the ports.

00:01:05.000 --> 00:01:06.000
<v Tom Reyes>And gas?
"""
SEGMENTS = {
    "segments": [
        {"speaker": "Anna Berg", "text": " The school", "start": 7.5},
        {"speaker": "Anna Berg", "text": " is late.", "start": 65},
        {"speaker": "Tom Reyes", "text": " Indeed it is.", "start": 70},
    ]
}
SOURCES = """
["council.vtt"]
url = "https://example.org/council.mp4"
["call.json"]
url = "https://example.org/call.mp3"
["minutes.pdf"]
url = "https://example.org/minutes.pdf"
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("formats")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "sources.toml").write_text(SOURCES, "utf-8")
    (corpus / "council.vtt").write_text(CUES, "utf-8")
    (corpus / "call.json").write_text(json.dumps(SEGMENTS, indent=2), "utf-8")
    document = docx.Document()
    for line in (
        "Anna Berg: The ports are open.\nAll of them.",
        "Tom Reyes: Since when?",
        "Anna Berg: Since May.",
    ):
        document.add_paragraph(line)
    document.save(str(corpus / "talk.docx"))
    printed = FPDF()
    for text in ("Anna Berg: " + "The teacher teaches grain. " * 250, "Tom Reyes: The gas is dear."):
        printed.add_page()
        printed.set_font("Times", size=12)
        printed.multi_cell(0, 6, text)
    printed.output(str(corpus / "minutes.pdf"))
    encoder = TopicEncoder()
    build_index(corpus, folder / "index", encoder)
    return Archive.open(folder / "index", encoder)


def test_every_passage_is_proven(archive: Archive) -> None:
    found = verify(archive.loaded.catalogue, archive.loaded.build.corpus)
    assert (found.transcripts, found.proven, found.failures) == (4, found.passages, ())


@pytest.mark.parametrize(
    ("quote", "where", "address"),
    [
        (
            "We ship grain through the ports.",
            "lines 4–7, at 00:00:01.000",
            "https://example.org/council.mp4#t=1",
        ),
        ("through the ports.", "line 7, at 00:01:02.500", "https://example.org/council.mp4#t=62"),
        ("The school is late.", "at 0:00:07", "https://example.org/call.mp3#t=7"),
        ("All of them.", "talk.docx, line 2, characters 20–32 of the text of utterance 0", None),
        ("The gas is dear.", "page 3", "https://example.org/minutes.pdf#page=3"),
    ],
)
def test_a_quote_is_found_and_cited_with_its_place(
    archive: Archive, quote: str, where: str, address: str | None
) -> None:
    checked = archive.check(quote)
    assert checked.verdict == "exact"
    citation = citation_of(checked.matches[0].hit)
    assert citation.quote == quote
    assert where in citation.where
    assert citation.address == address


def test_a_passage_of_a_turn_over_pages_knows_its_own(archive: Archive) -> None:
    pages = [
        archive.loaded.catalogue.utterances("minutes", 0, 0)[0].anchor(passage.start).page
        for passage in archive.loaded.catalogue.passages_of("minutes")
        if passage.utterance == 0
    ]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2}
