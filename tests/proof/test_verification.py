"""Proof by value: what its source says is proven, and every other passage is named."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import CorpusError
from rag.index.builder import build_index
from rag.index.catalogue import Catalogue
from rag.index.manifest import measure
from rag.index.store import CATALOGUE, open_build
from rag.proof.verification import Failure, Verification, verify
from tests.builders import TopicEncoder
from tests.corpora import lines, page

CHANGED = "the source file has changed since the build: build the index anew with rag build"
GONE = "the source file is gone: restore it, or build the index anew with rag build"


def verified(index: Path) -> Verification:
    build = open_build(index)
    catalogue = Catalogue(build.part(CATALOGUE))
    try:
        return verify(catalogue, build.corpus)
    finally:
        catalogue.close()


def test_a_fresh_build_is_proven(built: Path) -> None:
    build = open_build(built / "index")
    progress: list[tuple[int, int]] = []
    found = verify(
        Catalogue(build.part(CATALOGUE)), build.corpus, lambda done, total: progress.append((done, total))
    )
    assert found == Verification(4, 9, 9, (), {"carried": 1, "unknown": 1})
    assert found.certain == pytest.approx(7 / 9)
    assert found.share == 1.0
    assert progress == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.slow
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_kind_of_text_is_proven(tmp_path: Path, newline: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = page("Vladimir\N{NO-BREAK SPACE}Putin: «Море»,\N{NO-BREAK SPACE}\N{GRINNING FACE} и порты.", "Да.")
    (corpus / "ODD.TXT").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    odd = {
        "id": "odd",
        "utterances": [{"speaker": "Anna Ivanova", "text": "A\0b\u2028c \N{GRINNING FACE} d."}],
    }
    (corpus / "odd.jsonl").write_text(lines(odd), "utf-8")
    build_index(corpus, tmp_path / "index", TopicEncoder())
    found = verified(tmp_path / "index")
    assert (found.transcripts, found.proven, found.failures) == (2, found.passages, ())
    assert found.passages >= 2


@pytest.mark.parametrize("name", ["harbour.txt", "councils.jsonl"])
@pytest.mark.parametrize("reason", [CHANGED, GONE])
def test_a_source_that_changed_or_is_gone(places: tuple[Path, Path], name: str, reason: str) -> None:
    corpus, index = places
    if reason == GONE:
        (corpus / name).unlink()
    else:
        (corpus / name).write_bytes((corpus / name).read_bytes() + b"\n")
    lost = {"harbour.txt": {"harbour": 4}, "councils.jsonl": {"council-1": 2, "council-2": 1}}[name]
    found = verified(index)
    assert found.failures == tuple(Failure(transcript, name, reason) for transcript in lost)
    assert (found.passages, found.proven) == (9, 9 - sum(lost.values()))
    assert found.share == pytest.approx(found.proven / 9)


def test_a_corpus_that_is_gone(places: tuple[Path, Path]) -> None:
    corpus, index = places
    corpus.rename(corpus.with_name("elsewhere"))
    found = verified(index)
    assert found.proven == 0
    assert {failure.reason for failure in found.failures} == {GONE}


def test_sources_that_are_broken_now(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "sources.toml").write_text("[")
    with pytest.raises(CorpusError):
        verified(index)


def tamper(index: Path, *statements: str) -> None:
    """Change the catalogue by hand, and the manifest so that nobody sees it."""
    build = open_build(index)
    path = build.folder / CATALOGUE
    with sqlite3.connect(path) as db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0
    db.close()
    parts = build.manifest.parts | {CATALOGUE: measure(path)}
    dataclasses.replace(build.manifest, parts=parts).save(build.folder)


OTHERWISE = "reads otherwise than it was indexed: build the index anew with rag build"


@pytest.mark.parametrize(
    ("statement", "failures", "proven"),
    [
        pytest.param(
            "UPDATE utterances SET text = replace(text, 'ship', 'hide')",
            (Failure("harbour", "harbour.txt", f"utterance 0 {OTHERWISE}"),),
            5,
            id="a word",
        ),
        pytest.param(
            "UPDATE utterances SET text = 'Nothing about this' WHERE text LIKE 'That is all.'",
            (Failure("council-2", "councils.jsonl", f"utterance 0 {OTHERWISE}"),),
            8,
            id="a text in JSONL",
        ),
        pytest.param(
            "UPDATE utterances SET speaker = 0 WHERE number = 2",
            (Failure("harbour", "harbour.txt", f"utterance 2 {OTHERWISE}"),),
            5,
            id="a speaker",
        ),
        pytest.param(
            "UPDATE utterances SET attribution = 'printed' WHERE attribution = 'carried'",
            (Failure("harbour", "harbour.txt", f"utterance 3 {OTHERWISE}"),),
            5,
            id="an attribution",
        ),
        pytest.param(
            "DELETE FROM utterances WHERE text = 'The price stays.'",
            (Failure("harbour", "harbour.txt", f"utterance 3 {OTHERWISE}"),),
            5,
            id="the last utterance",
        ),
        pytest.param(
            "UPDATE transcripts SET date = '2014-04-11', place = 'Sochi' WHERE id = 'harbour'",
            (Failure("harbour", "harbour.txt", f"the date {OTHERWISE}"),),
            5,
            id="date and place",
        ),
        pytest.param(
            "UPDATE transcripts SET id = 'other' WHERE id = 'council-2'",
            (
                Failure(
                    "other",
                    "councils.jsonl",
                    "the source file no longer reads as this transcript: build the index anew with rag build",
                ),
            ),
            8,
            id="an id",
        ),
    ],
)
def test_a_catalogue_that_was_tampered_with(
    places: tuple[Path, Path], statement: str, failures: tuple[Failure, ...], proven: int
) -> None:
    tamper(places[1], statement)
    found = verified(places[1])
    assert (found.failures, found.proven) == (failures, proven)


def test_a_passage_that_is_no_slice_of_its_source(places: tuple[Path, Path]) -> None:
    corpus, index = places
    at = (corpus / "lesson.txt").read_text("utf-8").index("Ours has one.")
    tamper(
        index,
        f"UPDATE passages SET start_at = {at - 5} WHERE start_at = {at}",
        "UPDATE passages SET end_at = 1000 WHERE start_at = 0 AND end_at = 6",
    )
    found = verified(index)
    wrong = "is not the source's text"
    assert (found.passages, found.proven) == (9, 8)  # a slice that ends too late ends where the text does
    assert found.failures == (Failure("lesson", "lesson.txt", f"the passage at {at - 5} {wrong}"),)


def test_an_address_that_was_given_since(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "sources.toml").write_text('["lesson.txt"]\nurl = "https://example.org/"')
    assert verified(index).failures == (Failure("lesson", "lesson.txt", f"the url {OTHERWISE}"),)


Damage = Callable[[Path], object]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.write_bytes(b""),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["binary", "empty", "folder"],
)
def test_a_source_that_can_no_longer_be_read(places: tuple[Path, Path], damage: Damage) -> None:
    corpus, index = places
    damage(corpus / "harbour.txt")
    found = verified(index)
    assert found.proven == 5
    assert [failure.transcript for failure in found.failures] == ["harbour"]
    assert found.failures[0].reason in {CHANGED, GONE}


@pytest.mark.slow
def test_a_person_whom_the_table_names_since(places: tuple[Path, Path]) -> None:
    corpus, index = places
    (corpus / "speakers.toml").write_text('[transcripts.harbour]\nQuestion = "Anna Ivanova"')
    wrong = "utterance 1 reads otherwise than it was indexed: build the index anew with rag build"
    assert verified(index).failures == (Failure("harbour", "harbour.txt", wrong),)
    build_index(corpus, index, TopicEncoder())
    assert (verified(index).failures, verified(index).uncertain) == ((), {"unknown": 1, "carried": 1})
