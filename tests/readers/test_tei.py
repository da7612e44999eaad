"""TEI of parliaments and of plays → who said what, with places in the file."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.readers import SourceAbout, read_file, readers
from rag.readers.corpus import read_corpus
from rag.records import Anchor, Transcript, Utterance

TEI = readers()[".xml"]

PERSONS = """<listPerson>
<person xml:id="BergAnna">
<persName to="2015-01-01"><surname>Holm</surname><forename>Anna</forename></persName>
<persName from="2015"><surname>Berg</surname><forename>Anna</forename><forename>Maria</forename></persName>
<affiliation role="member" from="2014-01-01"><roleName>MP</roleName></affiliation>
<affiliation role="minister" from="2010-01-01" to="2016-12-31">
<roleName>Minister of Ports</roleName></affiliation>
<affiliation role="head" from="2017"><roleName xml:lang="da">Havneminister</roleName>
<roleName xml:lang="en">Minister of Harbours</roleName></affiliation></person>
<person xml:id="ReyesTom"><persName>Tom Reyes</persName></person>
<person xml:id="unknown-M"><persName>Unknown man</persName></person>
</listPerson>"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="sitting" xml:lang="en-GB"><teiHeader><fileDesc><titleStmt>
<title type="main" xml:lang="da">Et møde</title><title type="main" xml:lang="en">A sitting</title></titleStmt>
<publicationStmt><date when="2024-01-23"/></publicationStmt>
<sourceDesc><bibl><idno type="URI">https://example.org/17</idno><date when="2017-09-08"/></bibl></sourceDesc>
</fileDesc>
<profileDesc><settingDesc><setting><name type="country">Denmark</name><name type="city">Esbjerg</name>
<date when="2017-09-07"/></setting></settingDesc><particDesc>{persons}</particDesc></profileDesc></teiHeader>
<text><body><div>
{body}</div></body></text></TEI>"""


def read(body: str, persons: str = PERSONS, about: SourceAbout | None = None) -> Transcript:
    data = HEAD.format(persons=persons, body=body).encode()
    (transcript,) = TEI.read(data, "talks/sitting.xml", about or SourceAbout())
    return transcript


def who(transcript: Transcript) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(u.label, u.speaker, u.role, u.text) for u in transcript.utterances]


def test_a_sitting() -> None:
    body = """<head>Ports</head><note type="speaker">The MINISTER:</note><u who="#BergAnna" ana="#regular">
<seg>Order,
<note>laughter</note>order. I said
order.</seg><seg>Next.</seg></u>
<note>Applause.</note>
"""
    data = HEAD.format(persons=PERSONS, body=body).encode()
    first = data[: data.index(b"<seg>")].count(b"\n") + 1
    assert TEI.read(data, "talks/a.xml", SourceAbout(retrieved="2026-01-01")) == (
        Transcript(
            id="a",
            title="A sitting",
            date="2017-09-07",
            place="Esbjerg",
            url="https://example.org/17",
            retrieved="2026-01-01",
            source="talks/a.xml",
            sha256=hashlib.sha256(data).hexdigest(),
            language="en",
            section=None,
            utterances=(
                Utterance(
                    number=0,
                    label="The MINISTER",
                    speaker="Anna Maria Berg",
                    role="Minister of Harbours",
                    parenthetical=None,
                    attribution="printed",
                    text="Order, order. I said order.\n\nNext.",
                    start=0,
                    end=34,
                    lines=(first, first + 2),
                    anchors=(
                        Anchor(0, first),
                        Anchor(7, first + 1),
                        Anchor(21, first + 2),
                        Anchor(29, first + 2),
                    ),
                ),
            ),
            narration=tuple(read(body).narration),
            form="TEI",
            in_file=False,
        ),
    )
    assert [(part.text, part.lines[0] - first) for part in read(body).narration] == [
        ("Ports", -1),
        ("laughter", 1),
        ("Applause.", 3),
    ]


@pytest.mark.parametrize(
    ("subtitle", "title"),
    [("Sitting 7, 7 September", "Sitting 7, 7 September"), ("Minutes of the Parliament", "A sitting")],
)
def test_the_title_is_that_of_the_sitting(subtitle: str, title: str) -> None:
    data = HEAD.format(persons="", body="<u>Yes.</u>").replace(
        "</titleStmt>", f'<title type="sub" xml:lang="en">{subtitle}</title></titleStmt>'
    )
    assert TEI.read(data.encode(), "a.xml", SourceAbout())[0].title == title


def test_who_speaks() -> None:
    body = """<u who="#ReyesTom" ana="#chair">One.</u><u who="#BergAnna #ReyesTom">Both.</u>
        <note type="speaker">A MAN:</note><u who="#unknown-M">Who?</u><u who="#KimLee">Me.</u><u>Nobody.</u>
        <note type="speaker">Mr Jens Holt (off microphone):</note><u>Yes.</u>"""
    transcript = read(body)
    assert who(transcript) == [
        ("Tom Reyes", "Tom Reyes", "Chair", "One."),
        ("Anna Maria Berg, Tom Reyes", None, None, "Both."),
        ("A MAN", None, None, "Who?"),
        ("KimLee", "KimLee", None, "Me."),
        (None, None, None, "Nobody."),
        ("Mr Jens Holt (off microphone)", "Mr Jens Holt", None, "Yes."),
    ]
    assert [u.attribution for u in transcript.utterances] == [*["printed"] * 4, "unknown", "printed"]
    assert transcript.utterances[5].parenthetical == "off microphone"
    assert transcript.warnings == ("one speaker is named by an id alone (KimLee): no list of persons has it",)


def test_persons_of_a_file_beside_it_and_of_one_in_the_folder_above(tmp_path: Path) -> None:
    sitting = tmp_path / "2017" / "Parl-DK_2017-09-07.xml"
    sitting.parent.mkdir()
    sitting.write_text(HEAD.format(persons="", body='<u who="#BergAnna">Hello.</u>'), "utf-8")
    (alone,) = read_file(sitting)
    (tmp_path / "Parl-DK-listPerson.xml").write_text(PERSONS, "utf-8")
    (named,) = read_file(sitting)
    assert (alone.utterances[0].speaker, named.utterances[0].speaker) == ("BergAnna", "Anna Maria Berg")
    (tmp_path / "Parl-DK-listPerson.xml").write_text(PERSONS.replace("Maria", "Marie"), "utf-8")
    corpus = read_corpus(tmp_path)
    assert [u.speaker for each in corpus.transcripts for u in each.utterances] == ["Anna Marie Berg"]
    (tmp_path / "Parl-DK-listPerson.xml").write_text(PERSONS, "utf-8")
    again = read_corpus(tmp_path)
    assert again.readings.keys() == corpus.readings.keys() == {"2017/Parl-DK_2017-09-07.xml"}
    assert again.readings != corpus.readings
    assert again.sha256 != corpus.sha256
    with pytest.raises(
        ReadError, match=r"no transcript, but 3 names for those beside it \(SHA-256 \w{12}…\)"
    ):
        read_file(tmp_path / "Parl-DK-listPerson.xml")


def test_a_play() -> None:
    body = """<stage>Enter Anna.</stage><sp who="#a"><speaker>ANNA.</speaker><l>To be</l><l>or not,</l>
        <stage>aside</stage><l>who knows.</l></sp><sp><speaker>Tom Reyes</speaker><p>I do<lb/>not.</p></sp>"""
    transcript = read(body, '<person xml:id="a"><persName>Anna</persName></person>')
    assert who(transcript) == [
        ("ANNA.", "Anna", None, "To be\nor not,\nwho knows."),
        ("Tom Reyes", "Tom Reyes", None, "I do not."),
    ]
    assert [part.text for part in transcript.narration] == ["Enter Anna.", "aside"]


def test_a_speech_inside_a_speech_is_not_the_outer_ones() -> None:
    body = '<u who="#ReyesTom"><seg>First</seg><u who="#BergAnna">No!</u><seg>then this.</seg></u>'
    assert [(u.speaker, u.text) for u in read(body).utterances] == [
        ("Tom Reyes", "First"),
        ("Anna Maria Berg", "No!"),
        ("Tom Reyes", "then this."),
    ]


@pytest.mark.parametrize(
    "tokens",
    [
        '<w>We</w>\n<name><w>do</w>\n<w join="right">it</w></name>\n<pc>.</pc>\n<linkGrp>a</linkGrp>',
        "<w>We</w><c> </c><w>do</w><c> </c>\n<w>it</w>\n<pc>.</pc>",
    ],
)
def test_tokens_are_spaced_as_the_markup_says(tokens: str) -> None:
    assert read(f'<u who="#ReyesTom"><seg><s>\n{tokens}</s></seg></u>').utterances[0].text == "We do it."


def test_what_is_not_heard_is_narration() -> None:
    transcript = read('<u who="#ReyesTom"><gap reason="inaudible"/> and so on<kinesic type="applause"/></u>')
    assert [u.text for u in transcript.utterances] == ["and so on"]
    assert [part.text for part in transcript.narration] == ["(inaudible)", "(applause)"]


def test_a_corpus_of_several_documents() -> None:
    one = HEAD.format(persons=PERSONS, body='<u who="#ReyesTom">One.</u>').partition("?>")[2]
    two = one.replace('"sitting"', '"second"').replace("One", "Two").replace(PERSONS, "")
    found = TEI.read(
        f"<teiCorpus>{one}{two}</teiCorpus>".encode(), "all.xml", SourceAbout(url="https://e.org")
    )
    assert [(each.id, each.url, who(each)[0][1]) for each in found] == [
        ("sitting", "https://e.org", "Tom Reyes"),
        ("second", "https://e.org", "Tom Reyes"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<TEI/>", "nobody speaks in it"),
        (b"<TEI><text><body><p>Words.</p></body></text></TEI>", "nobody speaks in it"),
        (b"<TEI><text><u> </u></text></TEI>", "nobody speaks in it"),
        (b"<akomaNtoso/>", "XML of another kind, <akomaNtoso>; expected TEI"),
        (b"<html><body>Anna Berg: Hello.</body></html>", "XML of another kind, <html>"),
        (b"Anna Berg: Hello.", "broken XML: Start tag expected"),
        (b"<TEI><text><u>Hello.</text></TEI>", "broken XML: Opening and ending tag mismatch"),
        (b"<TEI><text><u>\xe9</u></text></TEI>", "broken XML: "),
        (b"<TEI>" * 3000, "broken XML: Excessive depth"),
        (b"<TEI><text><u>" + b"x" * 11_000_000, "broken XML: Resource limit exceeded"),
        (b'<!DOCTYPE TEI [<!ENTITY a "lol">]><TEI><text><u>&a;</u></text></TEI>', "entities of its own"),
        (b'<!DOCTYPE TEI [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEI/>', "entities of its own"),
        (b'<!DOCTYPE TEI SYSTEM "x.dtd"><TEI><text><u>&a;</u></text></TEI>', "entities of its own"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        TEI.read(data, "x.xml", SourceAbout())
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling", ["<u>x</u>", "<note>x</note>", "<seg>x</seg>", "<w>x</w> ", "x ", "\n", "<u><u>x</u>y</u>"]
)
def test_hostile_documents_take_linear_time(filling: str) -> None:
    body = '<u who="#a">x</u>' + filling * (60_000 // len(filling))
    began = time.process_time()
    read(body)
    assert time.process_time() - began < 5
