"""Every form of a pack by value; a pack is written whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.errors import RagError
from rag.output.contract import answer_json
from rag.output.export.as_csv import defused
from rag.output.export.formats import FORMATS, MEDIA_TYPES, Format, check_target, render, save
from rag.proof.cite.annotation import Parser, record_of
from rag.proof.cite.styles import cite
from rag.records import Answer
from tests.output.export.examples import ANSWER, LATER, NOON, pack
from tests.proof.cite.examples import PUTIN, URL, hit

pytestmark = pytest.mark.slow

WORDS = "We shipped grain, gas & coal – 100% of it."
FACTS = {
    "Question": "What about <b>grain</b> & gas?",
    "Follows": "And the harvest?",
    "Confined to": "said by Vladimir Putin; from 1 January 2018 to 31 December 2018",
    "Read in the question": "said by Vladimir Putin",
    "Taken as a follow-up": "yes",
    "Not to be read in it": "place",
    "Relative dates count from": "1 December 2018",
    "Searched": "Searched 2 transcripts, 60 passages, 12 September 2018 to 2 November 2018. "
    "The filters left out 1 transcript and 3 of the best passages. "
    "Months without any transcript: October 2018.",
    "Passages asked for": "2",
    "Index": "20240501T000000-ab, built 2024-05-01T00:00:00+00:00",
    "SHA-256 of the corpus": "cd" * 32,
    "Model": "topics, SHA-256 " + "ef" * 32,
    "Program": "rag-transcripts 0.1.0, code 0123456789abcdef",
    "Made": "2026-11-25T12:00:00+00:00",
}
NASTY = "<script>alert(1)</script>\n\n=1+1 | *x* [y](z) & \"q\" 'r' \x1b\x00\u2028é\r\u00a0ы"
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def saying(text: str) -> Answer:
    utterance = replace(PUTIN, text=text, end=PUTIN.start + len(text))
    return replace(ANSWER, question=text, hits=(hit(utterance, title=text, place=text),))


class Page(HTMLParser):
    """The texts and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


# All of them.


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_answer_gives_the_same_bytes(form: Format) -> None:
    assert render(pack(), form) == render(pack(), form)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "docx"])
def test_only_the_time_stamp_tells_two_packs_apart(form: Format) -> None:
    first, second = (render(pack(made=made), form).decode() for made in (NOON, LATER))
    assert first != second
    assert first.replace("2026-11-25T12:00:00+00:00", "2027-01-02T03:04:05+00:00") == second


def test_only_the_time_stamp_tells_two_documents_apart() -> None:
    first, second = (ZipFile(BytesIO(render(pack(made=made), "docx"))) for made in (NOON, LATER))
    assert first.namelist() == second.namelist()
    assert {part.date_time for part in (*first.infolist(), *second.infolist())} == {(1980, 1, 1, 0, 0, 0)}
    stamped = {name for name in first.namelist() if first.read(name) != second.read(name)}
    assert stamped == {"word/document.xml", "docProps/core.xml"}
    for name in stamped:
        one = re.sub(rb"2026-11-25T12:00:00(Z|\+00:00)", rb"2027-01-02T03:04:05\1", first.read(name))
        assert one == second.read(name)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("answer", [saying(NASTY), replace(ANSWER, grade="nothing", hits=()), saying("\x01")])
def test_no_words_break_a_form(form: Format, answer: Answer) -> None:
    assert len(render(pack(answer), form)) > 100
    assert set(MEDIA_TYPES) == set(FORMATS)


# JSON.


def test_json() -> None:
    form = json.loads(render(pack(), "json"))
    answer = json.loads(json.dumps(answer_json(ANSWER)))
    assert {key: form[key] for key in answer if key != "passages"} == {
        key: value for key, value in answer.items() if key != "passages"
    }
    assert [
        {key: found[key] for key in of}
        for found, of in zip(form["passages"], answer["passages"], strict=True)
    ] == answer["passages"]
    assert form["made"] == "2026-11-25T12:00:00+00:00"
    assert form["filters"] == {
        "speakers": ["Vladimir Putin"],
        "from": "2018-01-01",
        "to": "2018-12-31",
        "place": None,
        "transcripts": [],
        "topics": [],
        "persons": [],
    }
    assert form["settings"] == {
        "k": 2,
        "previous": "And the harvest?",
        "today": "2018-12-01",
        "ignored": ["place"],
        "reranker": None,
    }
    assert form["index"] == {
        "build": "20240501T000000-ab",
        "created": "2024-05-01T00:00:00+00:00",
        "corpus_sha256": "cd" * 32,
        "model": "topics",
        "model_sha256": "ef" * 32,
        "program": "0.1.0",
        "code": "0123456789abcdef",
    }
    first, second = form["passages"]
    assert first["citation"] == cite(ANSWER.hits[0])
    assert first["record"] == record_of(ANSWER.hits[0], Parser("0.1.0", "0123456789abcdef"))
    assert first["address"].startswith(f"{URL}#:~:text=")
    assert first["original"] == "http://kremlin.ru/events/president/transcripts/58537"
    assert (second["address"], second["original"]) == (None, None)


# CSV.


def rows(answer: Answer = ANSWER) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(render(pack(answer), "csv").decode("utf-8-sig"), newline="")))


def test_csv() -> None:
    first, second = rows()
    assert {
        name.capitalize() if name != "sha-256 of the corpus" else "SHA-256 of the corpus": first[name]
        for name in list(first)[23:-1]
    } == FACTS
    assert {name: first[name] for name in list(first)[:22] if name not in {"address", "sha256"}} == {
        "rank": "1",
        "score": "1.0",
        "quote": WORDS,
        "who": "Vladimir Putin, President of Russia",
        "speaker": "Vladimir Putin",
        "label": "President of Russia Vladimir Putin",
        "role": "President of Russia",
        "attribution": "printed",
        "attribution in words": "Printed label: “President of Russia Vladimir Putin”.",
        "title": "Eastern Economic Forum",
        "date": "2018-09-12",
        "place": "Vladivostok",
        "original address": "http://kremlin.ru/events/president/transcripts/58537",
        "transcript": "2018-09-12_58537",
        "utterance": "4",
        "source": "2018-09-12_58537.txt",
        "start": "1016",
        "end": "1058",
        "first line": "12",
        "last line": "14",
    }
    assert (second["who"], second["speaker"], second["score"]) == (
        "Speaker not named in the transcript (printed label: “Question”)",
        "",
        "'-0.5",
    )


def test_a_csv_without_quotes_still_says_what_was_asked() -> None:
    (row,) = rows(replace(ANSWER, grade="nothing", hits=()))
    assert (row["quote"], row["question"], row["lead"]) == ("", FACTS["Question"], "Nothing was found.")
    assert row["note"].startswith("That is no proof")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "'"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert defused(f"a{cell}") == f"a{cell}"


@settings(deadline=None)
@given(ANYTHING)
def test_every_cell_is_harmless_and_can_be_had_back(text: str) -> None:
    cell = defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text
    if "\0" not in text:
        assert rows(saying(f"a{text}"))[0]["quote"] == f"a{text}"


# Markdown.


def test_markdown() -> None:
    written = render(pack(), "md").decode()
    assert written.startswith("# Evidence\n\n- **Question:** What about \\<b\\>grain\\</b\\> \\& gas?\n")
    page = Page(MarkdownIt().render(written))
    shown = "".join(page.texts)
    assert all(f"{name}: {value}" in shown for name, value in FACTS.items())
    assert WORDS in shown
    assert [tag for tag, _ in page.tags if tag in {"h1", "h2"}] == ["h1", "h2", "h2"]
    assert not [tag for tag, _ in page.tags if tag in {"b", "script"}]


# HTML.

TAGS = {
    "html", "head", "meta", "title", "style", "body",
    "h1", "dl", "dt", "dd", "p", "section", "h2", "a", "blockquote",
}  # fmt: skip


def test_html() -> None:
    page = Page(render(pack(), "html").decode())
    texts = [text for text in page.texts if text.strip()]
    at = texts.index("Question")
    assert dict(zip(texts[at : at + 28 : 2], texts[at + 1 : at + 29 : 2], strict=True)) == FACTS
    assert WORDS in texts
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == [
        json.loads(render(pack(), "json"))["passages"][0]["address"]
    ]
    used = {tag for tag, _ in page.tags}
    assert used == TAGS


@settings(deadline=None)
@given(ANYTHING.filter(lambda text: "\0" not in text and "\r" not in text))
def test_html_shows_the_very_words_and_no_tag_of_theirs(text: str) -> None:
    page = Page(render(pack(saying(text)), "html").decode())
    assert f"a{text}" in "".join(Page(render(pack(saying(f"a{text}")), "html").decode()).texts)
    assert {tag for tag, _ in page.tags} <= TAGS


# Word.


def test_docx() -> None:
    document = docx.Document(BytesIO(render(pack(), "docx")))
    assert {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows} == FACTS
    paragraphs = [
        (paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style
    ]
    assert paragraphs[:5] == [
        ("Title", "What about <b>grain</b> & gas?"),
        ("Normal", "Passages that answer, the best first. Each is the source's text to the character."),
        ("Heading 2", "1. Vladimir Putin, President of Russia"),
        ("Normal", "Eastern Economic Forum, 12 September 2018, Vladivostok"),
        ("Quote", WORDS),
    ]
    links = [link.url for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links == [json.loads(render(pack(), "json"))["passages"][0]["address"]]
    about = document.core_properties
    assert (about.author, about.comments, about.title) == ("rag-transcripts", "", FACTS["Question"])
    assert about.created == NOON


def test_docx_keeps_paragraphs_and_shows_what_xml_cannot_hold_as_a_box() -> None:
    document = docx.Document(BytesIO(render(pack(saying("Yes.\n\nNo.\x1b\u00a0\tSo.")), "docx")))
    (quote,) = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    assert quote == "Yes.\n\nNo.\ufffd\u00a0\tSo."


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_the_form_of_its_ending(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"Evidence.{form.upper()}"
    assert check_target(path) == form
    save(path, pack())
    assert path.read_bytes() == render(pack(), form)  # type: ignore[arg-type]
    save(path, pack(made=LATER))
    assert path.read_bytes() == render(pack(made=LATER), form)  # type: ignore[arg-type]
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.pdf", "a.pdf: an evidence pack cannot be a .pdf; expected one of .json, .csv, .md, .html, .docx"),
        ("a", "a: an evidence pack cannot be a file without an ending; expected one of .json"),
        ("none/a.csv", "none/a.csv cannot be written: there is no folder"),
        ("folder.csv", "folder.csv is no regular file: name another file for the evidence pack"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    for attempt in (check_target, lambda path: save(path, pack())):
        with pytest.raises(RagError) as told:
            attempt(tmp_path / name)
        assert message in str(told.value)
        assert "\n" not in str(told.value)


def test_an_old_file_stays_where_a_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    save(path, pack())
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RagError, match=r"cannot be saved as .*a\.md: No space left on device"):
        save(path, pack(made=LATER))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(RagError, match="the evidence pack cannot be saved as"):
        save(tmp_path / ("x" * 250 + ".csv"), pack())
