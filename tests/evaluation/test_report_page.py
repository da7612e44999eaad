"""The report: one file that stands alone and holds everything."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.errors import EvaluationError
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.report_page import render, write_report
from rag.output.stdio import plain
from tests.evaluation.examples import BM25, EVIL, HYBRID, QUESTIONS, WRONG, line, located, showing, study

pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """What a browser would make of it: tags, addresses, and the text of each cell and paragraph."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("bdi", "sup"):
            self.words.append(" ")
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "data")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.words.append(data)


@cache
def both() -> str:
    return render(study(BM25, HYBRID))


@cache
def hybrid() -> str:
    return render(study(HYBRID))


def test_it_stands_alone() -> None:
    html = both()
    page = Page(html)
    assert not {"script", "img", "iframe", "object", "form"} & set(page.tags)
    assert all(address.startswith(("#", "data:,")) for address in page.addresses)
    assert "url(http" not in html and "@import" not in html
    assert page.tags.count("svg") == 5


def test_all_that_was_measured_is_there() -> None:
    text = Page(both()).text
    assert "Retrieval of hybrid, 3 questions over 3 passages of 2 transcripts" in text
    assert "all 2 0.761 0.52–1.00" in text  # as test_evaluation_terminal works it out
    assert "[/topic] 1 1.000" in text
    assert "hybrid nDCG@10 +0.761 +0.521 to +1.000 0.500 2" in text
    assert "by speaker" in text and "Vladimir Putin (2; 0.761)" in text
    assert "speakers 0 – 0 –" in text  # the questions imply nothing
    assert "p95 250 ms" in text
    assert "build 20240411" in text


def test_the_worst_questions_in_full() -> None:
    text = Page(render(study(BM25, names=("bm25",)))).text
    assert (
        "Ranked low Question 1? 1 · [/topic] · nDCG@10 0.000 · graded answers, confidence 0.50 labelled"
        in text
    )
    assert "grade 2 · Vladimir Putin, 2018-09-12 · a.txt:1, utterance 0 Grain goes [bold]out." in text
    assert "gone.txt:7: the index has no passage there" in text
    assert "no speaker given, 2018-09-12 · z.txt:9, utterance 0 Ports." in text
    assert "Graded answers, though nothing answers Question 3?" in text


def test_distrust_is_said_first() -> None:
    text = Page(hybrid()).text
    assert "not to be trusted, whatever the scores: hybrid (50.00% verbatim" in text
    assert "is its source’s text" not in text


def test_nothing_judged() -> None:
    text = Page(render(study(HYBRID[2:], questions=QUESTIONS[2:]))).text
    assert "None: each question was served as well as its labels allow." in text


def test_data_stays_data() -> None:
    evil = f"<script>alert(1)</script>\"'>&{{{{ 1 }}}}{EVIL}"
    passage = located(evil, 1, evil, speaker=evil)
    question = LabelledQuestion(evil, evil, kind=evil, previous=evil, relevant=(line(f"{evil}.gone", 2),))
    runs = (showing(evil, WRONG, passage),), (showing(evil, passage),)
    html = render(study(*runs, questions=(question,), names=(evil, f"{evil}2"), shelf=(passage, WRONG)))
    page = Page(html)
    assert "script" not in page.tags
    assert page.text.count(plain(evil)) > 8
    assert plain(html) == html


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_report(study(HYBRID), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text("utf-8") == hybrid()
    with pytest.raises(EvaluationError, match="the report cannot be saved"):
        write_report(study(HYBRID), tmp_path / "no folder" / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
