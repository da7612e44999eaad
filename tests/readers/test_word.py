"""Word documents: what is printed, who says it, and what nobody says."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from rag.errors import ReadError
from rag.index.chunking import lines_of
from rag.readers import SourceAbout, readers
from rag.records import Transcript


def _template() -> bytes:
    """A small document: that of the library takes a fifth of a second to open and to save."""
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f"{'<w:rPr><w:b/></w:rPr>' if name == 'Strong' else ''}</w:style>"
        for kind, name in (
            ("paragraph", "Title"),
            ("paragraph", "heading 1"),
            ("paragraph", "heading 2"),
            ("character", "Strong"),
        )
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f"<w:document {nsdecls('w')}><w:body><w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {nsdecls('w')}>{styles}</w:styles>",
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


TEMPLATE = _template()


def empty() -> Document:
    return docx.Document(BytesIO(TEMPLATE))


def saved(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Document | bytes) -> Transcript:
    data = document if isinstance(document, bytes) else saved(document)
    (transcript,) = readers()[".docx"].read(data, "talk.docx", SourceAbout())
    return transcript


def written(*paragraphs: str) -> Document:
    """Paragraphs; what stands between stars is bold."""
    document = empty()
    for paragraph in paragraphs:
        added = document.add_paragraph()
        for number, piece in enumerate(paragraph.split("*")):
            added.add_run(piece).bold = True if number % 2 else None
    return document


def said(document: Document | bytes) -> list[tuple[str | None, str]]:
    return [(u.speaker, u.text) for u in read(document).utterances]


def inserted(paragraph: Paragraph, xml: str) -> None:
    """Put a piece of WordprocessingML at the end of a paragraph."""
    paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def test_a_document_by_value() -> None:
    document = docx.Document()
    for line in ("Talks on grain", "May 5, 2023, Minsk", "Anna Berg: Good day.\u00a0Thanks.", "More."):
        document.add_paragraph(line)
    document.add_paragraph("Tom Reyes (via video link): No.")
    document.core_properties.title, document.core_properties.author = "Template 7", "Somebody"
    transcript = read(document)
    assert (transcript.id, transcript.form, transcript.in_file) == ("talk", "Word, labelled text", False)
    assert (transcript.title, transcript.date, transcript.place) == ("Talks on grain", "2023-05-05", "Minsk")
    first, second = transcript.utterances
    assert (first.text, first.start, first.end, first.lines) == (
        "Good day.\u00a0Thanks.\n\nMore.",
        0,
        24,
        (5, 7),
    )
    assert lines_of(first, 19, 24) == (7, 7)
    assert (second.speaker, second.parenthetical, second.lines) == ("Tom Reyes", "via video link", (9, 9))


def test_bold_names_are_labels_without_a_colon() -> None:
    document = written("*Anna Berg* Good day.", "*Tom Reyes* No.", "*Anna Berg* Yes. *Loud*.")
    assert said(document) == [("Anna Berg", "Good day."), ("Tom Reyes", "No."), ("Anna Berg", "Yes. Loud.")]


def test_letters_in_bold_are_labels() -> None:
    document = written("*I:* Why grain?", "*R:* It pays.", "*I:* And gas?", "*R:* Later.")
    assert [(u.label, u.text) for u in read(document).utterances] == [
        ("I", "Why grain?"),
        ("R", "It pays."),
        ("I", "And gas?"),
        ("R", "Later."),
    ]


def test_bold_type_by_a_style_and_none_where_it_is_switched_off() -> None:
    document = written("*Anna Berg* Good day.", "*Tom Reyes* No.", "*Anna Berg* Yes.")
    for paragraph in document.paragraphs:
        paragraph.runs[1].bold, paragraph.runs[1].style = None, "Strong"
    assert [name for name, _ in said(document)] == ["Anna Berg", "Tom Reyes", "Anna Berg"]
    for paragraph in document.paragraphs:
        paragraph.runs[1].bold = False
    with pytest.raises(ReadError, match="no speaker label recognised in 3 paragraphs"):
        read(document)


def test_questions_in_bold_and_their_answers_are_nobody_s() -> None:
    document = written("Interview", "*Why grain?*", "Because.", "*And gas?*", "Later.")
    assert [(u.label, u.attribution, u.text) for u in read(document).utterances] == [
        (None, "unknown", text) for text in ("Why grain?", "Because.", "And gas?", "Later.")
    ]


def test_a_document_all_in_bold_is_read_as_one_in_plain_type() -> None:
    document = written("*Anna Berg: Good day.*", "*It is late.*", "*Tom Reyes: No.*")
    assert said(document) == [("Anna Berg", "Good day.\n\nIt is late."), ("Tom Reyes", "No.")]
    assert read(document).doubts == ()


def test_a_paragraph_that_begins_in_bold_is_a_doubt() -> None:
    document = written("Anna Berg: Good day.", "*Grain is late* and so on.", "Tom Reyes: No.")
    assert [(doubt.line, doubt.start) for doubt in read(document).doubts] == [(3, 11)]


def test_line_breaks_inside_a_paragraph() -> None:
    document = written("*Anna Berg:* One.\n*Tom Reyes:* Two.\nThree.")
    assert [(u.speaker, u.text, u.lines) for u in read(document).utterances] == [
        ("Anna Berg", "One.", (1, 1)),
        ("Tom Reyes", "Two.\nThree.", (2, 3)),
    ]


@pytest.mark.parametrize("mark", ["\u2028", "\x85"])
def test_marks_that_end_a_line_for_some_programs_are_no_line_of_the_document(mark: str) -> None:
    document = written(f"Anna Berg: One.{mark}Two.")
    assert [(u.text, u.lines) for u in read(document).utterances] == [(f"One.{mark}Two.", (1, 1))]


def test_headings_are_nobody_s_words_unless_they_are_labels() -> None:
    document = empty()
    document.add_heading("Talks on grain", 0)
    document.add_paragraph("Anna Berg: Good day.")
    document.add_heading("The second day", 1)
    document.add_paragraph("It is late.")
    document.add_heading("Tom Reyes: No.", 2)
    transcript = read(document)
    assert transcript.title == "Talks on grain"
    assert [(u.speaker, u.attribution, u.text) for u in transcript.utterances] == [
        ("Anna Berg", "printed", "Good day."),
        ("Anna Berg", "carried", "It is late."),
        ("Tom Reyes", "printed", "No."),
    ]
    assert [part.text for part in transcript.narration] == ["The second day"]


def test_what_a_tracked_change_deletes_is_not_said() -> None:
    document = written("Anna Berg: We ", "Tom Reyes: No.")
    first = document.paragraphs[0]
    inserted(first, "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>")
    inserted(first, "<w:moveFrom><w:r><w:t>once </w:t></w:r></w:moveFrom>")
    inserted(first, "<w:ins><w:r><w:t>ship</w:t></w:r></w:ins>")
    inserted(first, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>")
    inserted(first, "<w:r><w:noBreakHyphen/><w:t>grain.</w:t></w:r>")
    assert said(document)[0] == ("Anna Berg", "We ship\u2011grain.")


def test_paragraphs_whose_break_was_deleted_are_one() -> None:
    document = written("Anna Berg: We ship ", "grain.", "Tom Reyes: No.")
    properties = document.paragraphs[0]._p.get_or_add_pPr()
    properties.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))
    assert said(document)[0] == ("Anna Berg", "We ship grain.")


def test_links_fields_and_controls_are_printed() -> None:
    document = written("Anna Berg: ", "Tom Reyes: No.")
    first = document.paragraphs[0]
    inserted(first, "<w:hyperlink><w:r><w:t>Grain</w:t></w:r></w:hyperlink>")
    inserted(first, "<w:sdt><w:sdtContent><w:r><w:t> is</w:t></w:r></w:sdtContent></w:sdt>")
    inserted(first, "<w:fldSimple><w:r><w:t> late</w:t></w:r></w:fldSimple>")
    inserted(first, "<w:r><w:instrText>PAGE</w:instrText></w:r>")
    assert said(document)[0] == ("Anna Berg", "Grain is late")


def test_headers_are_left_out_and_footnotes_and_text_boxes_are_narration() -> None:
    document = written("Anna Berg: Good day.", "Tom Reyes: No.")
    document.sections[0].header.paragraphs[0].text = "Anna Berg: header"
    inserted(
        document.paragraphs[0],
        "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>A box</w:t></w:r></w:p></w:txbxContent>"
        "</w:drawing></w:r>",
    )
    data = saved(document)
    transcript = read(with_footnotes(data, "See page 7."))
    assert [u.text for u in transcript.utterances] == ["Good day.", "No."]
    assert [part.text for part in transcript.narration] == ["A box", "See page 7."]


def with_footnotes(data: bytes, text: str) -> bytes:
    """The same document with a part of footnotes."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    note = f"<w:footnote><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    data = with_part(
        data, "word/_rels/document.xml.rels", lambda part: part.replace(b"</Relationships>", link)
    )
    file = BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    return file.getvalue()


def test_rows_of_a_table_are_turns() -> None:
    document = empty()
    table = document.add_table(rows=4, cols=3)
    rows = [
        ("Time", "Speaker", "Text"),
        ("00:01", "Anna Berg", "Good day.\nIt is late."),
        ("00:07", "Tom Reyes:", "No."),
        ("00:09", "", "Never."),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert [(u.speaker, u.time, u.text) for u in read(document).utterances] == [
        ("Anna Berg", "00:01", "Good day.\nIt is late."),
        ("Tom Reyes", "00:07", "No."),
        ("Tom Reyes", "00:09", "Never."),
    ]


def test_a_table_without_labels_is_part_of_the_turn() -> None:
    document = written("Anna Berg: These are the figures.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "grain, in tonnes", "7"
    document.add_paragraph("Tom Reyes: No.")
    assert said(document)[0] == ("Anna Berg", "These are the figures.\n\ngrain, in tonnes\n\n7")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Anna Berg: Hello.", "no Word document .*; expected .docx"),
        (b"PK\x03\x04", "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of the old format, or with a password"),
        (saved(empty()), "there is no text in it"),
        (saved(empty())[:-200], "no Word document"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as error:
        read(data)
    assert "\n" not in str(error.value)


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rag.readers.word._MOST_UNPACKED", 1000)
    with pytest.raises(ReadError, match=r"it unpacks to \d,\d{3} bytes in \d parts; expected at most 1,000"):
        read(written("Anna Berg: Hello."))


def test_without_the_library_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(
        ReadError, match=r"python-docx, .* not installed: pip install 'rag-transcripts\[word\]'"
    ):
        read(b"")


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same document with a part changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for each in before.namelist():
            part = before.read(each)
            after.writestr(each, change(part) if each == name else part)
    return file.getvalue()


def test_a_document_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document'
    data = with_part(
        saved(written("Anna Berg: Good day.")),
        "word/document.xml",
        lambda part: part.replace(b"<w:document", bomb).replace(b"Good", b"&b;"),
    )
    with pytest.raises(ReadError, match="declares XML entities"):
        read(data)


@pytest.mark.parametrize(
    ("part", "xml", "reason"),
    [
        ("word/document.xml", b'<w:document xmlns:w="w"><w:p/></w:document>', "without a body"),
        ("word/document.xml", b'<w:document xmlns:w="w"><w:body/></w:document>', "there is no text in it"),
        ("word/styles.xml", b"<w:styles", "no Word document"),
        (
            "word/document.xml",
            b'<w:document xmlns:w="\x7f"/>',
            r"no Word document \(xmlns:w: '' is not a valid URI",
        ),
    ],
)
def test_broken_parts_are_refused(part: str, xml: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(with_part(saved(written("Anna Berg: Good day.")), part, lambda _: xml))


def test_comments_in_the_xml_cut_no_text() -> None:
    data = with_part(
        saved(written("Anna Berg: Good day.", "Tom Reyes: No.")),
        "word/document.xml",
        lambda part: part.replace(b"Good", b"Go<!-- never -->od"),
    )
    assert said(data)[0] == ("Anna Berg", "Good day.")
