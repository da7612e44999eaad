"""The program from Python: light to import, the same answers, and results that show themselves safely."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import rag
from rag.archive import Archive
from rag.errors import QuestionError
from rag.library import Library, ShownAnswer, ShownCheck
from rag.records import Filters, Request
from tests.corpora import PUTIN
from tests.page.markup import HOSTILE, answer, hit


@pytest.fixture
def library(archive: Archive) -> Library:
    return Library(archive)


def test_an_answer_is_that_of_the_archive(library: Library, archive: Archive) -> None:
    found = library.ask("grain and ports", 2, speakers=["Putin"], since="2024", place="kremlin")
    asked = Request("grain and ports", Filters(("Putin",), "2024", None, "kremlin"), 2)
    assert found.hits == archive.ask(asked).hits
    assert [each.utterance.speaker for each in found.hits] == [PUTIN]
    assert repr(found) == f"<{found.grade}: 1 passage for 'grain and ports'>"


def test_check_cite_and_read(library: Library) -> None:
    check = library.check("We ship grain through the ports.", "Putin")
    assert (check.verdict, repr(check)) == (
        "exact",
        "<exact: 1 place for 'We ship grain through the ports.'>",
    )
    assert library.cite(check.matches[0].hit).startswith(
        "“We ship grain through the ports.”\n— Vladimir Putin"
    )
    assert library.read("harbour").title == "Talks"
    with pytest.raises(QuestionError, match="no transcript 'x'"):
        library.read("x")
    with pytest.raises(QuestionError, match="no style 'x'"):
        library.cite(check.matches[0].hit, "x")


def test_a_notebook_shows_passages_with_the_sentence_marked(library: Library) -> None:
    html = library.ask("Who ships grain through the ports?", 1)._repr_html_()
    assert "<mark>We ship grain through the ports.</mark>" in html
    assert "Vladimir Putin, President of Russia" in html
    assert "harbour.txt, line 9<" in html
    html = library.check("Gas is another matter.")._repr_html_()
    assert "Exact: these words were said." in html
    assert "<del>" not in html


def test_a_notebook_shows_which_words_differ(library: Library) -> None:
    html = library.check("We ship cement through the ports.")._repr_html_()
    assert "We ship <del>grain </del><ins>cement </ins>through the ports.</p>" in html
    assert "<del>was said, not claimed</del> <ins>is claimed, was not said</ins>" in html


def test_a_notebook_says_that_nothing_found_is_no_proof(library: Library) -> None:
    assert "That is no proof:" in library.ask("ports", place="Nowhere")._repr_html_()


@pytest.mark.parametrize("bad", HOSTILE[:5])
def test_hostile_text_stays_text_in_a_notebook(bad: str) -> None:
    made = answer(hit(bad, title=bad, place=bad, source=bad), question=bad)
    shown = ShownAnswer(*(getattr(made, each.name) for each in fields(made)))._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert bad not in shown or "<" not in bad


def test_an_index_is_opened_by_its_folder(built: Path) -> None:
    with rag.open(built / "index") as opened:
        assert opened.read("council-2").id == "council-2"
    assert issubclass(ShownCheck, rag.library.Check)  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="'rag' has no attribute 'nothing'"):
        _ = rag.nothing


@pytest.mark.slow
def test_importing_the_package_is_light() -> None:
    heavy = ["numpy", "tantivy", "faiss", "pydantic", "rich", "typer", "jinja2", "gradio", "torch", "sqlite3"]
    code = f"import sys, rag; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "[]\n"
