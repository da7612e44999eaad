"""Styles by value; BibTeX, RIS, CSL-JSON and Markdown are read back by independent readers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from io import StringIO

import pybtex.database
import pytest
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pybtex.database import Entry
from pybtex.richtext import Text

from rag.errors import QuestionError
from rag.proof.cite.citation import citation_of
from rag.proof.cite.styles import STYLES, cite
from rag.records import Hit
from tests.proof.cite.examples import CARRIED, PUTIN, QUESTION, RETRANSLATED, UNLABELLED, URL, hit

DAY = "2026-11-25"
WHERE = (
    "Source: 2018-09-12_58537.txt, lines 12–14, characters 1016–1058; SHA-256 of the file " + "ab" * 32 + "."
)
RUSSIAN = "Russian page: http://kremlin.ru/events/president/transcripts/58537"
WORDS = "We shipped grain, gas & coal – 100% of it."
FRAGMENT = (
    "#:~:text=Good%20afternoon.-,We%20shipped%20grain%2C%20gas%20%26%20coal%20%E2%80%93%20100%25%20of%20it.,"
    "-Thank%20you."
)
GRAIN = hit(start=16, end=58)
NASTY = '\\a{b} }{ 100% $5 #1 _x_ ~y^ & "q" @misc{x, y = {z}} — é\u00a0ы\\'

nasty = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\\{}$&#%_^~\"'@<>`*[]()!|+-=.1\n")
)


def spoken(text: str, **other: object) -> Hit:
    return hit(replace(PUTIN, text=text, end=PUTIN.start + len(text)), **other)


def collapsed(text: str) -> str:
    return " ".join(text.split())


def entry_of(text: str) -> Entry:
    (entry,) = pybtex.database.parse_string(text, "bibtex").entries.values()
    return entry


# Plain.


def test_plain() -> None:
    assert cite(GRAIN, "plain", DAY) == (
        f"“{WORDS}”\n— Vladimir Putin, President of Russia. Eastern Economic Forum, 12 September 2018, "
        f"Vladivostok. "
        f"{URL}{FRAGMENT} (accessed 25 November 2026). "
        f"Printed label: “President of Russia Vladimir Putin”. {WHERE} {RUSSIAN}\n"
    )


def test_plain_without_what_is_not_known() -> None:
    bare = replace(GRAIN, url=None, date=None, place=None, title=None)
    assert cite(bare) == (
        f"“{WORDS}”\n— Vladimir Putin, President of Russia. 2018-09-12_58537. "
        f"Printed label: “President of Russia Vladimir Putin”. {WHERE}\n"
    )
    assert "Read on 25 November 2026." in cite(bare, "plain", DAY)


def test_offsets_say_what_they_count() -> None:
    other = replace(GRAIN, source="all.jsonl", in_file=False)
    assert (
        "Source: all.jsonl, transcript 2018-09-12_58537, lines 12–14, characters 1016–1058 of the text of "
        "utterance 4; SHA-256 of the file"
    ) in cite(other)


# Attribution.


@pytest.mark.parametrize(
    ("of", "said", "speaker"),
    [
        (PUTIN, "Vladimir Putin, President of Russia", "Vladimir Putin"),
        (QUESTION, "Speaker not named in the transcript (printed label: “Question”)", None),
        (UNLABELLED, "Speaker not named in the transcript (no label is printed)", None),
        (replace(QUESTION, speaker="X", attribution="unknown"), "Speaker not named in the transcript", None),
        (RETRANSLATED, "Shinzo Abe (retranslated)", "Shinzo Abe"),
        (CARRIED, "No label is printed here, after a cut in the transcript: the last", "Vladimir Putin"),
    ],
)  # fmt: skip
def test_every_style_attributes_as_the_transcript_does(of: object, said: str, speaker: str | None) -> None:
    found = hit(of, 16, 58)  # type: ignore[arg-type]
    assert said in cite(found, "plain")
    assert said in MarkdownIt().render(cite(found, "markdown")).replace("</strong>", "").replace(
        "<strong>", ""
    )
    entry = entry_of(cite(found, "bibtex"))
    assert said in read_tex(entry.fields["note"])
    assert [str(person) for person in entry.persons.get("author", [])] == (
        [f"{{{speaker}}}"] if speaker else []
    )
    record = rispy.loads(cite(found, "ris"))[0]
    assert said in record["notes"][1]
    assert record.get("authors") == ([speaker] if speaker else None)
    item = json.loads(cite(found, "csl-json"))[0]
    assert said in item["note"]
    assert item.get("author") == ([{"literal": speaker}] if speaker else None)


# Markdown.


def rendered(text: str) -> tuple[str, str]:
    """The words that a reader of Markdown shows in the block quote, and below it."""
    page = MarkdownIt().render(text)
    match = re.fullmatch(r"<blockquote>\n(.*?)</blockquote>\n(.*)", page, re.DOTALL)
    assert match, page
    quote = match[1].replace("</p>\n<p>", "\n\n").replace("<br />\n", "\n")
    return tuple(unescape(re.sub(r"<[^>]*>", "", part)).strip("\n") for part in (quote, match[2]))  # type: ignore[return-value]


def test_markdown() -> None:
    assert cite(GRAIN, "markdown", DAY) == (
        f"> We shipped grain, gas \\& coal – 100% of it.\n\n— **Vladimir Putin, President of Russia**. "
        f"[Eastern Economic Forum](<{URL}{FRAGMENT}>), 12 September 2018, Vladivostok "
        f"(accessed 25 November 2026). "
        f"Printed label: “President of Russia Vladimir Putin”. {WHERE} {RUSSIAN}\n".replace(
            "12_58537.txt", "12\\_58537.txt"
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "Yes.\n\nNo.",
        "1. One\n2) Two\n- three\n+ four\n# five\n> six\n=== seven",
        "a\n---\nb",
        "*a* _b_ `c` [d](e) <f> &amp; ~~g~~",
        NASTY,
        "==\n- x",
    ],
)
def test_markdown_shows_the_very_words(text: str) -> None:
    assert rendered(cite(spoken(text), "markdown"))[0] == text


@pytest.mark.slow
@settings(deadline=None)
@given(nasty.filter(str.strip))
def test_markdown_shows_any_words(text: str) -> None:
    quote, _ = rendered(cite(spoken(text), "markdown"))
    assert collapsed(quote) == collapsed(text)


# BibTeX.

TEX = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
}


def read_tex(field: str) -> str:
    """As TeX prints it, with the few commands that are written here."""
    for command, sign in TEX.items():
        field = field.replace(f"\\{command}{{}}", f"\0{ord(sign)};")
    field = re.sub(r"\\([$&#%_])", r"\1", field)
    return re.sub(r"\0(\d+);", lambda m: chr(int(m[1])), field)


def test_bibtex() -> None:
    parsed = pybtex.database.parse_string(cite(GRAIN, "bibtex", DAY), "bibtex").entries
    entry = parsed["2018-09-12-58537-u4-1016-1058"]
    assert entry.type == "misc"
    assert dict(entry.fields) == {
        "title": "{Eastern Economic Forum}",
        "year": "2018",
        "month": "September",
        "date": "2018-09-12",
        "address": "Vladivostok",
        "url": URL + FRAGMENT,
        "urldate": DAY,
        "note": "Vladimir Putin, President of Russia. Printed label: “President of Russia Vladimir Putin”. "
        + WHERE.replace("_", r"\_")
        + f" {RUSSIAN}",
        "annote": r"We shipped grain, gas \& coal – 100\% of it.",
    }
    assert str(Text.from_latex(entry.fields["annote"])) == WORDS


@pytest.mark.slow
@settings(deadline=None)
@given(nasty.filter(str.strip), nasty)
def test_bibtex_gives_any_words_back(text: str, title: str) -> None:
    entry = entry_of(cite(spoken(text, title=title), "bibtex"))
    assert read_tex(entry.fields["annote"]) == collapsed_as_tex(text)
    assert read_tex(entry.fields["title"])[1:-1] == collapsed_as_tex(title.strip() or "2018-09-12_58537")


def collapsed_as_tex(text: str) -> str:
    return re.sub(r"\s+", " ", " ".join(text.splitlines())).strip()


# RIS.


def test_ris() -> None:
    assert rispy.loads(cite(GRAIN, "ris", DAY)) == [
        {
            "type_of_reference": "ELEC",
            "id": "2018-09-12-58537-u4-1016-1058",
            "authors": ["Vladimir Putin"],
            "title": "Eastern Economic Forum",
            "year": "2018",
            "date": "2018/09/12",
            "place_published": "Vladivostok",
            "urls": [URL + FRAGMENT],
            "access_date": "2026/11/25",
            "notes": [
                WORDS,
                "Vladimir Putin, President of Russia. Printed label: “President of Russia Vladimir Putin”. "
                f"{WHERE} {RUSSIAN}",
            ],
        }
    ]


def test_a_line_of_the_quote_cannot_be_a_field_of_its_own() -> None:
    text = "Yes.\nER  - \nTY  - BOOK\r\nAU  - Nobody\u2028KW  - x\x85N1  - y"
    found = rispy.loads(cite(spoken(text), "ris"))
    assert len(found) == 1
    assert found[0]["notes"][0] == "Yes. ER  - TY  - BOOK AU  - Nobody KW  - x N1  - y".replace(
        "ER  - TY", "ER  -  TY"
    )
    assert found[0]["authors"] == ["Vladimir Putin"]


@settings(deadline=None)
@given(nasty.filter(str.strip))
def test_ris_gives_any_words_back(text: str) -> None:
    found = rispy.loads(cite(spoken(text), "ris"))
    assert [collapsed(note) for note in found[0]["notes"][:1]] == [collapsed(text)]


# CSL-JSON.


def test_csl_json_is_cited_by_a_citation_processor() -> None:
    items = json.loads(cite(GRAIN, "csl-json", DAY))
    key = items[0]["id"]
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), CiteProcJSON(items), formatter.plain
    )
    bibliography.register(Cited([CitationItem(key)]))
    shown = "".join(map(str, bibliography.bibliography()[0]))
    assert "Vladimir Putin" in shown
    assert "2018" in shown
    assert "Eastern Economic Forum" in shown
    assert items[0]["annote"] == WORDS
    assert items[0]["URL"] == URL + FRAGMENT
    assert (items[0]["issued"], items[0]["accessed"]) == (
        {"date-parts": [[2018, 9, 12]]},
        {"date-parts": [[2026, 11, 25]]},
    )


@settings(deadline=None)
@given(nasty)
def test_csl_json_gives_any_words_back_to_the_character(text: str) -> None:
    assert json.load(StringIO(cite(spoken(text), "csl-json")))[0]["annote"] == text


# All.


def test_mistakes_are_told() -> None:
    with pytest.raises(
        QuestionError, match="no style 'mla': expected one of plain, markdown, bibtex, ris, csl-json, record"
    ):
        cite(GRAIN, "mla")
    for day in ("2026-13-01", "tomorrow", "", "20261125"):
        with pytest.raises(QuestionError, match="is no day: expected YYYY-MM-DD"):
            cite(GRAIN, "plain", day)


@pytest.mark.parametrize("style", STYLES)
def test_the_same_hit_gives_the_same_citation_and_no_address_is_invented(style: str) -> None:
    assert cite(GRAIN, style, DAY) == cite(GRAIN, style, DAY)
    assert "http" not in cite(replace(GRAIN, url=None), style, DAY)


def test_keys_are_plain_and_tell_transcripts_apart() -> None:
    def key(name: str) -> str:
        return citation_of(replace(GRAIN, passage=replace(GRAIN.passage, transcript=name))).key

    assert key("2018-09-12_58537") == "2018-09-12-58537-u4-1016-1058"
    keys = {key(name) for name in ("a b", "a/b", "ы", "%,{}", "x" * 400)}
    assert len(keys) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", each, re.ASCII) for each in keys)
