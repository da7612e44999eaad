"""What is refused because it is there already, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import DuplicateError
from rag.intake.known import KnownTranscripts
from rag.readers import read_bytes
from rag.records import Transcript
from tests.corpora import LESSON, page

pytestmark = pytest.mark.slow

OTHER = page("Ann Bell: No.", "Carl Dee: Yes.", dated="April 11, 2024, Moscow").encode()


def read(name: str, data: bytes = OTHER) -> Transcript:
    return read_bytes(data, name)[0]


@pytest.fixture
def corpus(places: tuple[Path, Path]) -> Path:
    (places[0] / "2024-04-11_58537.txt").write_text(page("Ann Bell: Good morning."), "utf-8")
    return places[0]


@pytest.fixture
def known(corpus: Path, places: tuple[Path, Path]) -> KnownTranscripts:
    """Four transcripts of the index, one that it does not have, and one of two addresses."""
    (corpus / "sources.toml").write_text(
        '["lesson.txt"]\nurl = "https://a.example/1"\n["gone.txt"]\nurl = "https://a.example/2"\n'
    )
    return KnownTranscripts(corpus, places[1])


def refusal(known: KnownTranscripts, transcript: Transcript) -> str:
    with pytest.raises(DuplicateError) as error:
        known.refuse([transcript])
    return str(error.value)


def test_the_same_text_in_another_form(known: KnownTranscripts) -> None:
    same = read("new.txt", "\n".join(line.upper() for line in LESSON).encode())
    assert refusal(known, same) == "the corpus has the same text already: lesson.txt"


def test_the_same_event(known: KnownTranscripts) -> None:
    assert refusal(known, read("58537.txt")) == (
        "the corpus has event 58537 already, in the same language: 2024-04-11_58537.txt;"
        " remove that file to replace it"
    )
    russian = replace(read("58537_ru.txt"), language="ru")
    known.refuse([russian])
    assert [each.source for each in known.other_pages(russian)] == ["2024-04-11_58537.txt"]
    known.refuse([replace(read("58537.txt"), date="2019-01-01")])


def test_the_same_id(known: KnownTranscripts) -> None:
    assert refusal(known, read("lesson.txt")) == (
        "the corpus has a transcript 'lesson' already, with another text: lesson.txt;"
        " rename the file to add it"
    )


def test_files_that_the_index_lacks_are_read_as_the_corpus_reads_them(
    corpus: Path, places: tuple[Path, Path]
) -> None:
    """With what `sources.toml` says of them, and named by their paths where two have one name."""
    (corpus / "speech.txt").write_bytes(OTHER)
    (corpus / "sources.toml").write_text(
        '["speech.txt"]\nurl = "https://a.example/events/7"\nlanguage = "ru"\n'
    )
    (corpus / "more").mkdir()
    (corpus / "more" / "lesson.txt").write_text(page("Ann Bell: Another lesson."))
    known = KnownTranscripts(corpus, places[1])
    same = replace(read("talk.txt", page("Carl Dee: Other words.").encode()), date="2024-04-11")
    known.refuse([replace(same, url="https://b.example/events/7")])
    assert "has event 7 already" in refusal(
        known, replace(same, url="https://b.example/events/7", language="ru")
    )
    assert "has a transcript 'more/lesson' already" in refusal(known, replace(same, id="more/lesson"))


def test_a_damaged_index_tells_nothing(corpus: Path, places: tuple[Path, Path]) -> None:
    (places[1] / "current").write_text("nothing")
    assert "has the same text already" in refusal(
        KnownTranscripts(corpus, places[1]), read("new.txt", (corpus / "lesson.txt").read_bytes())
    )


def test_what_was_just_added_is_known(known: KnownTranscripts) -> None:
    known.refuse([read("new.txt")])
    known.add([replace(read("new.txt"), url="https://a.example/3")])
    assert refusal(known, read("newer.txt")) == "the corpus has the same text already: new.txt"
    assert known.source_at("https://a.example/3") == "new.txt"


def test_addresses_of_files_that_are_there(known: KnownTranscripts) -> None:
    assert known.source_at("https://a.example/1") == "lesson.txt"
    assert known.source_at("https://a.example/2") is None


def test_an_index_of_another_corpus_tells_nothing(
    corpus: Path, places: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    KnownTranscripts(tmp_path / "empty", places[1]).refuse([read("lesson.txt")])
    KnownTranscripts(tmp_path / "missing", places[1]).refuse([read("lesson.txt")])
