"""Saved web pages → who said what, with places in the file and what the markup says of the page."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.readers import SourceAbout, read_file, readers
from rag.records import Doubt, Transcript, Utterance
from tests.corpora import ROOT

HTML = readers()[".html"]

SITE = (ROOT / "benchmarks" / "fuzz_samples" / "site.html").read_text("utf-8").rstrip()
"""A page of the site as browsers save it; the fuzzer begins with it too."""


def read(page: str | bytes, about: SourceAbout | None = None) -> Transcript:
    data = page.encode() if isinstance(page, str) else page
    (transcript,) = HTML.read(data, "talks/p.html", about or SourceAbout())
    for utterance in transcript.utterances:
        assert (utterance.start, utterance.end) == (0, len(utterance.text))
        assert [anchor.start for anchor in utterance.anchors][:1] == [0]
    return transcript


def said(page: str | bytes) -> list[tuple[str | None, str]]:
    return [(u.label, u.text) for u in read(page).utterances]


def test_a_page_of_the_site_is_read_by_its_markup() -> None:
    transcript = read(SITE)
    assert replace(transcript, utterances=(), sha256="") == Transcript(
        id="p",
        title="A meeting with Ivan Petrov",
        date="2018-01-25",
        place="Kazan",
        url="http://en.kremlin.ru/events/president/news/1",
        source="talks/p.html",
        sha256="",
        language="en",
        section="Transcripts",
        utterances=(),
        narration=transcript.narration,
        form="HTML, site text",
        in_file=False,
        topics=("Regions",),
        persons=("Petrov Ivan",),
    )
    assert [(part.text, part.lines) for part in transcript.narration] == [
        ("They spoke about the sea.", (8, 9)),
        ("It began late.", (13, 13)),
        ("* * *", (13, 13)),
        ("We begin!", (17, 17)),
        ("<…>", (19, 19)),
    ]
    petrov, berg = transcript.utterances
    assert (petrov.speaker, petrov.role, petrov.lines) == ("Ivan Petrov", "Head of Tatarstan", (15, 17))
    assert petrov.text == "Good morning, all of\u00a0you.\n\nWe begin. Now."
    assert [(anchor.start, anchor.line) for anchor in petrov.anchors] == [(0, 15), (27, 16), (37, 17)]
    assert (berg.speaker, berg.parenthetical, berg.text) == ("Anna Berg", "retranslated", "Yes…")


def test_a_summary_that_does_not_end_is_not_told_before_the_text() -> None:
    broken = SITE.replace("the sea.</p></div></div>", "the sea.</p>")
    assert said(broken)[0] == said(SITE)[0]
    assert len(read(broken).utterances) == len(read(SITE).utterances)


def test_another_page_is_read_in_its_main_part_and_what_is_left_out_is_told() -> None:
    page = """<html lang="en-GB"><head><title>Sea | News</title><meta property="og:title" content="The sea">
        <link rel="canonical" href="https://example.org/sea">
        <meta property="article:published_time" content="2021-05-04T10:00:00Z">
        <meta property="article:tag" content="Fishing"><script>var a = "<b>Tom Reyes:</b> no";</script></head>
        <body><nav>Home About Contact Login</nav><article>
        <p><strong>Anna Berg:</strong> Hello, how is the sea?</p>
        <figure><figcaption>Anna Berg: in a boat</figcaption></figure><p><b>Tom Reyes:</b> Cold.</p></article>
        <footer>All rights reserved</footer></body></html>"""
    transcript = read(page, SourceAbout(language="de"))
    assert [(u.speaker, u.text) for u in transcript.utterances] == [
        ("Anna Berg", "Hello, how is the sea?"),
        ("Tom Reyes", "Cold."),
    ]
    about = (transcript.title, transcript.date, transcript.url, transcript.language, transcript.topics)
    assert about == ("The sea", "2021-05-04", "https://example.org/sea", "de", ("Fishing",))
    assert transcript.warnings == (
        "54 characters of the page are left out: menus, boxes, pictures and the like",
    )
    assert read(page, SourceAbout(url="https://example.org/2")).url == "https://example.org/2"


def test_what_a_page_calls_a_menu_is_text_where_it_holds_most_words() -> None:
    assert said('<nav class="menu"><p>Anna Berg: Hello.</p><p>Tom Reyes: Hi.</p></nav>') == [
        ("Anna Berg", "Hello."),
        ("Tom Reyes", "Hi."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p><b>Anna Berg:</b> Hello.<p><b>Tom Reyes:</b> Hi.",
        "<p><b>Anna&nbsp;<b>Berg</b></b>: Hello. <b>Tom Reyes:</b> Hi.</p>",
        "<b>Anna Berg:</b> Hello.<br/><b>Tom Reyes:</b> Hi.",
        "Anna Berg: Hello.<br><br>Tom Reyes: Hi.",
        "<pre>Anna Berg: Hello.\n\nTom Reyes: Hi.</pre>",
        "<div><span style='font-weight: bold'>Anna Berg:</span> Hello.</div><div>Tom Reyes: Hi.</span></p>",
        "<table><tr><td><b>Anna Berg:</b><td>Hello.<tr><td><b>Tom Reyes:</b><td>Hi.</table>",
        "<dl><dt>Anna Berg:<dd>Hello.<dt>Tom Reyes:<dd>Hi.</dl>",
        "<p>Anna <!-- Tom Reyes: no -->Berg: Hel<wbr>lo.</p><p>&#84;om Reyes: Hi.",
    ],
)
def test_markup_of_all_kinds(body: str) -> None:
    assert said(body) == [("Anna Berg", "Hello."), ("Tom Reyes", "Hi.")]


def test_bold_type_is_evidence_for_a_label() -> None:
    page = "<p>{}:</b> Over here.</p><p><b>Anna Berg:</b> Hello.</p><p><b>Tom Reyes:</b> Hi.</p>"
    assert said(page.format("<b>Harbour staff"))[0] == ("Harbour staff", "Over here.")
    assert said(page.format("Harbour staff"))[0] == ("Anna Berg", "Hello.")


def test_a_doubt_has_its_line_in_the_file_and_its_place_in_the_words() -> None:
    (first, *_) = read(
        "<p><b>Anna Berg:</b> Yes.</p>\n\n<p>Are Kalvo: No.</p><p><b>Tom Reyes:</b> Hi.</p>"
    ).utterances
    assert first.text == "Yes.\n\nAre Kalvo: No."
    assert first.doubts == (Doubt(3, "Are Kalvo:", "may be a label, and is taken as text", 6),)


def test_marks_that_end_lines_elsewhere_count_no_lines_of_the_file() -> None:
    (only,) = read("<p>\u2028</p>\n<p>&nbsp;\n<b>Anna Berg:</b> Yes\u2028and no.").utterances
    assert (only.text, only.lines) == ("Yes\u2028and no.", (3, 3))
    assert [(anchor.start, anchor.line) for anchor in only.anchors] == [(0, 3)]


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="windows-1251"><b>Анна Берг:</b> Да.'.encode("cp1251"),
        "<?xml version='1.0' encoding='koi8-r'?><b>Анна Берг:</b> Да.".encode("koi8-r"),
        '<meta charset="windows-1251"><b>Анна Берг:</b> Да.'.encode(),
        '<meta charset="windows-1251"><b>Анна Берг:</b> Да.'.encode("utf-8-sig"),
        '<meta charset="utf-8"><b>Анна Берг:</b> Да.'.encode("utf-16"),
    ],
)
def test_encodings(data: bytes) -> None:
    transcript = read(data)
    assert [(u.label, u.text) for u in transcript.utterances] == [("Анна Берг", "Да.")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<p></p>", "no text"),
        (b"<!-- -->", "no text"),
        (b"<p>Just words.</p>", "no speaker label"),
        ('<meta charset="utf-8"><b>Анна Берг:</b> Да.'.encode("cp1251"), "not UTF-8: 0xc0 at byte 25"),
        ('<meta charset="iso-2022-jp"><b>Анна:</b> Да.'.encode("cp1251"), "not in its encoding iso-2022-jp"),
        ('<meta charset="unicode_escape"><b>Anna:</b> \xe9'.encode("latin-1"), "not UTF-8"),
        (b"<p>a\0b", "a binary file"),
        (b"<div>" * 3000 + b"Anna Berg: Hello.", "nested too deep"),
        (b"<p " + b"a=1 " * 2000 + b">Anna Berg: Hello.", "more than 1,000 attributes"),
        (b"<a>x" * 500_001, "500,001 tags; expected at most 500,000"),
        (b"\n" * 70_000 + b"<p>Anna Berg: Hello.", "70,000 lines; expected at most 65,534"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        HTML.read(data, "x.html", SourceAbout())
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling",
    ["<b>x", "<p><b>A B:</b> x", "<p a='", "<!--", "<br>", "&amp;", "<nav>x</nav>", "<a>x", "A B: x. "],
)
def test_hostile_pages_take_linear_time(filling: str) -> None:
    data = ("<p><b>Ivan Petrov:</b> x</p>" + filling * (60_000 // len(filling))).encode()
    began = time.process_time()
    try:
        HTML.read(data, "x.html", SourceAbout())
    except ReadError as error:
        assert "\n" not in str(error)
    assert time.process_time() - began < 5


@pytest.mark.data
@pytest.mark.skipif("RAG_DEV_DATA" not in os.environ, reason="RAG_DEV_DATA is not set")
def test_pages_of_the_site_read_as_their_text_form() -> None:
    folder = Path(os.environ["RAG_DEV_DATA"], "kremlin-2018")
    pages = sorted((folder / "html").glob("*.html"))
    for path in pages:
        (transcript,) = read_file(path)
        (saved,) = read_file(next((folder / "transcripts").glob(f"*_{path.stem}.txt")))
        assert [_placeless(u) for u in transcript.utterances] == [_placeless(u) for u in saved.utterances]
        assert replace(transcript, **_OF_THE_FILE) == replace(saved, **_OF_THE_FILE)  # type: ignore[arg-type]
        assert transcript.url == f"http://en.kremlin.ru/events/president/news/{path.stem}"
    assert len(pages) == 14


_OF_THE_FILE = {
    **dict.fromkeys(("id", "url", "source", "sha256", "form", "in_file"), ""),
    **dict.fromkeys(("utterances", "narration", "topics", "persons"), ()),
}


def _placeless(utterance: Utterance) -> Utterance:
    return replace(utterance, start=0, end=0, lines=(0, 0), anchors=())
