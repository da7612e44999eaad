"""PDF, from the bytes: pages, bold type, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from fpdf import FPDF

from rag.errors import ReadError
from rag.index.chunking import lines_of
from rag.readers import SourceAbout, pdf_pages, readers
from rag.readers.pdf_pages import printed_pages
from rag.records import Transcript

pytestmark = pytest.mark.slow


def printed(*pages: str, size: int = 12) -> FPDF:
    """Pages of paragraphs; what stands between double stars is bold."""
    document = FPDF()
    for page in pages:
        document.add_page()
        document.set_font("Times", size=size)
        for paragraph in page.split("\n"):
            document.multi_cell(0, 6, paragraph, markdown=True, align="L", new_x="LMARGIN", new_y="NEXT")
            document.ln(4)
    return document


def read(document: FPDF | bytes) -> Transcript:
    data = document if isinstance(document, bytes) else bytes(document.output())
    (transcript,) = readers()[".pdf"].read(data, "talk.pdf", SourceAbout())
    return transcript


LONG = "We ship grain and gas through the ports on every day of the year that is dry and calm. " * 3


def test_a_document_by_value() -> None:
    transcript = read(
        printed(f"Talks on grain\nAnna Berg: {LONG}\nTom Reyes (by phone): No.\nMore.", "Anna Berg: Yes.")
    )
    assert (transcript.id, transcript.form, transcript.in_file) == ("talk", "PDF, labelled text", False)
    assert transcript.title == "Talks on grain"
    assert [(u.speaker, u.parenthetical, u.text, u.lines) for u in transcript.utterances] == [
        ("Anna Berg", None, LONG.strip(), (3, 3)),
        ("Tom Reyes", "by phone", "No.\n\nMore.", (5, 7)),
        ("Anna Berg", None, "Yes.", (9, 9)),
    ]
    pages = [[anchor.page for anchor in u.anchors] for u in transcript.utterances]
    assert pages == [[1], [1, 1], [2]]
    assert lines_of(transcript.utterances[1], 5, 10) == (7, 7)


def test_a_turn_over_two_pages_knows_both() -> None:
    turn = read(printed(f"Anna Berg: {LONG * 20}\nTom Reyes: No.")).utterances[0]
    assert turn.text == (LONG * 20).strip()
    assert [anchor.page for anchor in turn.anchors] == [1, 2]
    assert (turn.anchor(0).page, turn.anchor(len(turn.text) - 1).page) == (1, 2)


def test_bold_names_are_labels_without_a_colon() -> None:
    document = printed("**Anna Berg** Good day.\n**Tom Reyes** No.\n**Anna Berg** Yes.")
    assert [(u.speaker, u.text) for u in read(document).utterances] == [
        ("Anna Berg", "Good day."),
        ("Tom Reyes", "No."),
        ("Anna Berg", "Yes."),
    ]


def test_text_at_an_angle_is_no_text() -> None:
    document = printed("Anna Berg: Good day.\nTom Reyes: No.")
    with document.rotation(45, 50, 100):
        document.text(50, 100, "DRAFT")
    assert [u.text for u in read(document).utterances] == ["Good day.", "No."]


def test_equal_bytes_are_read_alike() -> None:
    data = bytes(printed("Anna Berg: Good day.\nTom Reyes: No.").output())
    assert read(data) == read(data)


def test_pages_without_text_are_told() -> None:
    document = printed("Anna Berg: Good day.\nTom Reyes: No.", "", "")
    assert read(document).warnings[0] == "no text on page 2, 3"


def locked() -> bytes:
    document = printed("Anna Berg: Good day.")
    document.set_encryption(owner_password="a", user_password="b")  # noqa: S106
    return bytes(document.output())


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: b"Anna Berg: Hello.", "no PDF: it does not begin as one"),
        (lambda: b"%PDF-1.4\nnothing", "no PDF, or a broken one"),
        (locked, "needs a password"),
        (
            lambda: printed(""),
            "there is no text in it; expected a transcript, and not pictures of one",
        ),
        (lambda: printed("Nobody speaks here."), "no speaker label recognised in 1 paragraph"),
    ],
)
def test_what_is_no_transcript_is_refused(made: Callable[[], FPDF | bytes], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(made())


def nested(depth: int) -> bytes:
    """Forms inside forms, each twice: 2 to the power of `depth` times the same words."""
    forms = [
        f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F {at + 1} 0 R >> >>"
        for at in range(5, 5 + depth)
    ]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        " /Resources << /XObject << /F 5 0 R >> >> >>",
        "<< /Length 12 >> stream\n/F Do /F Do \nendstream",
        *(f"<< {form} /Length 12 >> stream\n/F Do /F Do \nendstream" for form in forms),
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 1 >> stream\n \nendstream",
    ]
    body = "".join(f"{number} 0 obj {each} endobj\n" for number, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>".encode()


def test_a_library_that_crashes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    run, broken = subprocess.run, [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(subprocess, "run", lambda _, **given: run(broken, **given))
    with pytest.raises(ReadError, match="breaks the library that reads it"):
        printed_pages(b"%PDF-1.4")


def test_forms_inside_forms_do_not_run_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_MOST_WAIT", 3)
    with pytest.raises(ReadError, match="keeps it busy"):
        read(nested(25))
