"""`rag add`: shown, asked, copied, built; and everything that is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.store import open_build
from rag.intake.fetching import Fetcher
from rag.intake.web import Web
from tests.commands.running import MISTAKE, SUCCESS, Run, assert_mistake, contents
from tests.corpora import IVANOVA, page
from tests.intake.serving import Site, serving

pytestmark = pytest.mark.slow

NEW = page(f"Chair {IVANOVA}: Grain is dear.", "Question: Is it?", title="Third council")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that may be fetched from, without waiting."""
    monkeypatch.setattr(
        "rag.intake.fetching.Fetcher", lambda: Fetcher(Web(private=True), lambda seconds: None)
    )
    with serving() as found:
        yield found


def answering(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> None:
    """A person at a terminal who answers so."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda _, left=list(answers): left.pop(0))


def test_a_file_is_shown_copied_and_indexed(here: Path, run: Run) -> None:
    (here / "third.txt").write_text(NEW)
    ran = run("add", "third.txt", "--yes")
    assert (ran.code, ran.err) == (SUCCESS, "")
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert told[:3] == [
        "Third council",
        "third.txt · read as site text · language unknown · 11 April 2024 · Moscow",
        f"2 utterances: {IVANOVA} (1), no name given (1)",
    ]
    assert told[3:][0] == "transcripts 5"
    assert (here / "corpus" / "third.txt").read_text() == NEW
    manifest = open_build(here / "index").manifest
    assert (manifest.counts.passages, manifest.reused_vectors) == (11, 9)


def test_nothing_is_added_without_consent(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "third.txt").write_text(NEW)
    assert_mistake(here, run, "add", "third.txt", said="use rag add --yes")
    answering(monkeypatch, False)
    before = contents(here)
    ran = run("add", "third.txt")
    assert (ran.code, ran.out.splitlines()[0]) == (SUCCESS, "Third council")
    assert contents(here) == before
    answering(monkeypatch, True)
    assert run("add", "third.txt").code == SUCCESS
    assert (here / "corpus" / "third.txt").exists()


def test_what_cannot_be_added_does_not_stop_the_rest(here: Path, run: Run) -> None:
    (here / "third.txt").write_text(NEW)
    (here / "again.txt").write_text((here / "corpus" / "lesson.txt").read_text())
    (here / "prose.txt").write_text("It was a dark night.")
    ran = run("add", "gone.txt", "again.txt", "prose.txt", "corpus", "third.txt", "third.txt", "--yes")
    assert ran.code == MISTAKE
    assert ran.err.splitlines() == [
        "rag: gone.txt: there is no such file",
        "rag: again.txt: the corpus has the same text already: lesson.txt",
        "rag: prose.txt: no speaker label recognised in 1 paragraph (labelled text); "
        "expected some like “Name: text”",
        "rag: corpus: unknown kind of file ''; expected one of "
        + ran.err.splitlines()[3].rpartition("of ")[2],
    ]
    assert open_build(here / "index").manifest.counts.transcripts == 5


def test_a_list_of_pages_goes_on_where_it_stopped(here: Path, run: Run, site: Site) -> None:
    site.put("/events/58537", NEW.encode(), "text/plain")
    site.put("/moved", status=301, Location="/events/58537")
    (here / "list.txt").write_bytes(
        f"\ufeff# pages\r\n{site.url}/events/58537\r\n\r\n{site.url}/late.txt\r\n".encode()
    )
    ran = run("add", "--list", "list.txt", "--yes")
    assert ran.code == MISTAKE
    assert ran.err == f"rag: {site.url}/late.txt: the server answers 404\n"
    name = "2024-04-11_58537.txt"
    assert (here / "corpus" / name).read_text() == NEW
    assert (
        f'["{name}"]\nurl = "{site.url}/events/58537"\nretrieved = "20'
        in (here / "corpus" / "sources.toml").read_text()
    )
    site.put("/late.txt", page("Ann Bell: Late.", dated="May 2, 2024, Moscow").encode())
    site.asked.clear()
    ran = run("add", "--list", "list.txt", "--yes", f"{site.url}/moved")
    assert ran.code == SUCCESS
    assert site.asked == ["/robots.txt", "/moved", "/events/58537", "/late.txt"]
    assert ran.out.count(f"is in the corpus already: {name}") == 2
    assert open_build(here / "index").manifest.counts.transcripts == 6


def test_mistakes(here: Path, run: Run) -> None:
    assert_mistake(here, run, "add", said="nothing to add")
    assert_mistake(
        here, run, "add", "--yes", "--list", "gone.txt", said="gone.txt cannot be read: No such file"
    )
    assert_mistake(here, run, "add", "--yes", "http://127.0.0.1:1/a", said="which is no public address")
    assert_mistake(here, run, "add", "--yes", "ftp://a.example/a.txt", said="is no web address")


def test_a_first_corpus(here: Path, run: Run) -> None:
    (here / "third.txt").write_text(NEW)
    ran = run("add", "third.txt", "--yes", "--corpus", "new", "--index", "new-index")
    assert ran.code == SUCCESS
    assert open_build(here / "new-index").manifest.counts.transcripts == 1
