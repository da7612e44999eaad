"""A new by value, and what is written of it: all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.errors import CorpusError, DuplicateError, ReadError
from rag.intake.adding import from_file, from_page, put
from rag.intake.fetching import Fetched
from rag.readers import SourceAbout
from rag.readers.corpus import load_sources, read_corpus
from tests.corpora import LESSON, LUKASHENKO, page, write_corpus

pytestmark = pytest.mark.slow

URL = "https://example.org/events/58537"
TEXT = page(*LESSON, title="Lesson two", dated="September 12, 2018, Sochi").encode()
TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def test_a_file_is_copied_byte_for_byte(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_bytes(b"\xef\xbb\xbf" + TEXT)
    new = from_file(tmp_path / "two.txt", corpus)
    (tmp_path / "two.txt").write_text("changed meanwhile")
    put(new, corpus)
    assert (corpus / "two.txt").read_bytes() == b"\xef\xbb\xbf" + TEXT
    assert not (corpus / "sources.toml").exists()
    assert [t.title for t in new.transcripts] == ["Lesson two"]


def test_a_file_is_read_with_what_the_corpus_knows_of_it(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_bytes(TEXT)
    (corpus / "sources.toml").write_text(f'["two.txt"]\nurl = "{URL}"\nretrieved = "2020-01-02"\n')
    new = from_file(tmp_path / "two.txt", corpus)
    put(new, corpus)
    added = {t.id: t for t in read_corpus(corpus).transcripts}["two"]
    assert (added.url, added.retrieved) == (URL, "2020-01-02")
    assert added == new.transcripts[0]


def test_a_page_is_named_by_its_date_and_has_its_address_kept(corpus: Path) -> None:
    (corpus / "sources.toml").write_bytes(b'["lesson.txt"]\nlanguage = "en"')
    new = from_page(Fetched(URL, "58537.txt", TEXT), corpus)
    put(new, corpus)
    assert new.name == "2018-09-12_58537.txt"
    assert load_sources(corpus / "sources.toml") == {
        "lesson.txt": SourceAbout(language="en"),
        "2018-09-12_58537.txt": SourceAbout(URL, TODAY),
    }
    added = {t.id: t for t in read_corpus(corpus).transcripts}["2018-09-12_58537"]
    assert (added.url, added.retrieved) == (URL, TODAY)
    assert added == new.transcripts[0]


def test_the_file_of_a_page_in_another_language_says_so(corpus: Path) -> None:
    text = page(
        "Владимир Путин: Школа готова, и учителя тоже готовы, потому что мы об этом давно договорились.",
        title="Урок",
        dated="12 сентября 2018 года",
    )
    new = from_page(Fetched(URL, "58537.txt", text.encode()), corpus)
    assert new.name.endswith("58537_ru.txt")


def test_pages_of_one_name_are_numbered(corpus: Path) -> None:
    for name in ("index.txt", "index-2.txt"):
        new = from_page(Fetched(URL, "index.txt", TEXT), corpus)
        assert new.name == f"2018-09-12_{name}"
        put(new, corpus)


def test_an_entry_for_another_page_is_not_taken_over(corpus: Path) -> None:
    (corpus / "sources.toml").write_text('["2018-09-12_a.txt"]\nurl = "https://example.org/other"\n')
    with pytest.raises(DuplicateError, match="with another address"):
        put(from_page(Fetched(URL, "a.txt", TEXT), corpus), corpus)
    assert not (corpus / "2018-09-12_a.txt").exists()


def test_persons_are_named_as_in_the_corpus(corpus: Path, tmp_path: Path) -> None:
    (corpus / "speakers.toml").write_text(f'[[speaker]]\nname = "A. L."\naliases = ["{LUKASHENKO}"]\n')
    (tmp_path / "two.txt").write_bytes(TEXT)
    assert from_file(tmp_path / "two.txt", corpus).transcripts[0].utterances[0].speaker == "A. L."


def test_no_file_is_overwritten(corpus: Path, tmp_path: Path) -> None:
    before = (corpus / "lesson.txt").read_bytes()
    (tmp_path / "lesson.txt").write_bytes(TEXT)
    with pytest.raises(DuplicateError, match="is there already, with another content"):
        put(from_file(tmp_path / "lesson.txt", corpus), corpus)
    assert (corpus / "lesson.txt").read_bytes() == before


def test_what_is_no_transcript_is_no_new(corpus: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.txt", tmp_path / "odd.xyz"):
        with pytest.raises(ReadError):
            from_file(path, corpus)
    with pytest.raises(ReadError, match="not UTF-8"):
        from_page(Fetched(URL, "a.txt", TEXT + b"\xe9"), corpus)


def test_a_folder_that_takes_nothing_keeps_nothing(tmp_path: Path, unprivileged: object) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    new = from_page(Fetched(URL, "a.txt", TEXT), corpus)
    corpus.chmod(0o555)
    unprivileged()  # type: ignore[operator]
    with pytest.raises(CorpusError, match="cannot be saved"):
        put(new, corpus)
    assert list(corpus.iterdir()) == []
