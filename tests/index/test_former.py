"""What a build takes over: files are read again only where something may read otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.index.builder import build_index
from rag.index.catalogue import Catalogue
from rag.index.store import CATALOGUE, READINGS, open_build
from rag.readers import corpus as corpora
from tests.builders import TopicEncoder
from tests.corpora import IVANOVA, LESSON, page
from tests.index.examples import flip

pytestmark = pytest.mark.slow

ALL = ["councils.jsonl", "harbour.txt", "lesson.txt"]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read from now on."""
    found: list[str] = []
    really = corpora.read_bytes

    def reading(data: bytes, source: str, *given: object) -> object:
        found.append(source)
        return really(data, source, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(corpora, "read_bytes", reading)
    return found


def holds(index: Path) -> list[object]:
    catalogue = Catalogue(open_build(index).part(CATALOGUE))
    whole = [catalogue.transcript(name) for name in catalogue.transcript_ids()]
    return [
        whole,
        list(catalogue.all_passages()),
        [catalogue.fingerprints_of(name) for name in catalogue.transcript_ids()],
    ]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        pytest.param(lambda corpus: None, [], id="nothing"),
        pytest.param(lambda corpus: (corpus / "new.txt").write_text(page(*LESSON)), ["new.txt"], id="added"),
        pytest.param(
            lambda corpus: (corpus / "lesson.txt").write_text(page("Ann Bell: Gas.")),
            ["lesson.txt"],
            id="changed",
        ),
        pytest.param(
            lambda corpus: (corpus / "sources.toml").write_text('["lesson.txt"]\nurl = "https://a.example/"'),
            ["lesson.txt"],
            id="described",
        ),
        pytest.param(
            lambda corpus: (corpus / "speakers.toml").write_text(
                f'[[speaker]]\nname = "Ivanova"\naliases = ["{IVANOVA}"]'
            ),
            ALL,
            id="speakers",
        ),
        pytest.param(
            lambda corpus: [
                (corpus / "deep").mkdir(), (corpus / "deep" / "lesson.txt").write_text(page("Ann Bell: Gas."))
            ],
            ["deep/lesson.txt", "lesson.txt"],
            id="named by its path from now on",
        ),
    ],
)  # fmt: skip
def test_what_is_read_again(
    places: tuple[Path, Path], read: list[str], change: Callable[[Path], object], again: list[str]
) -> None:
    corpus, index = places
    change(corpus)
    build_index(corpus, index, TopicEncoder())
    assert read == again
    build_index(corpus, index.with_name("anew"), TopicEncoder())
    assert holds(index) == holds(index.with_name("anew"))


def test_all_is_read_again_by_other_code_in_full_and_after_damage(
    places: tuple[Path, Path], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(*places, TopicEncoder(), full=True)
    assert read == ALL
    flip(open_build(places[1]).folder / READINGS)
    build_index(*places, TopicEncoder())
    assert read == ALL * 2
    monkeypatch.setattr("rag.index.recipe.code_hash", lambda: "changed")
    build_index(*places, TopicEncoder())
    assert read == ALL * 3
