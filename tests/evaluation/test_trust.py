"""The gates: altered words and wrong voices are found, however the answer came about."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import TopicEncoder
from corpus_examples import COUNCILS, copied, lines, page, scratch, write_corpus
from evaluation_examples import showing

from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.runs import Located, RunLine
from rag.evaluation.trust import Trust, prove
from rag.index.builder import build_index
from rag.index.catalogue import Catalogue
from rag.index.store import CATALOGUE, open_build


@pytest.fixture(scope="module")
def built() -> Iterator[Path]:
    with scratch() as folder:
        write_corpus(folder / "corpus")
        build_index(folder / "corpus", folder / "index", TopicEncoder())
        yield folder


@pytest.fixture
def corpus(built: Path, tmp_path: Path) -> Path:
    return copied(built, tmp_path)[0]


def everything(corpus: Path) -> tuple[CatalogueLocator, RunLine]:
    """The index, and an answer that shows all nine passages of it."""
    catalogue = Catalogue(open_build(corpus.parent / "index").part(CATALOGUE))
    locator = CatalogueLocator(catalogue)
    found = (locator.at(p.transcript, p.utterance, p.start, p.end) for p in catalogue.all_passages())
    return locator, showing("1", *(each for each in found if isinstance(each, Located)))


def trust(corpus: Path, change: Callable[[dict[str, Any]], object] | None = None) -> Trust:
    """What is proven of all passages, the first shown otherwise than the index has it."""
    locator, line = everything(corpus)
    if change:
        form = json.loads(line.saved)
        change(form["passages"][0])
        line = replace(line, saved=json.dumps(form))
    return prove([line, line], locator.heading, corpus)


def test_what_the_index_holds_is_proven(corpus: Path) -> None:
    assert trust(corpus) == Trust(verbatim=1.0, attributed=1.0)
    assert prove([showing("1")], lambda name: None, corpus) == Trust(1.0, 1.0)


@pytest.mark.parametrize(
    ("change", "verbatim", "attributed"),
    [
        (lambda hit: hit.update(text="Ports, ports and a schooL."), 8, 9),
        (lambda hit: hit.update(speaker="Vladimir Putin"), 9, 8),
        (lambda hit: hit.update(speaker=None), 9, 8),
        (lambda hit: hit.update(label="Anna"), 9, 8),
        (lambda hit: hit.update(role="President"), 9, 8),
        (lambda hit: hit.update(parenthetical="retranslated"), 9, 8),
        (lambda hit: hit.update(attribution="carried"), 9, 8),
        (lambda hit: hit.update(utterance=1), 8, 8),
        (lambda hit: hit.update(utterance=99), 8, 8),
        (lambda hit: hit.update(transcript="gone"), 8, 8),
        (lambda hit: hit["source"].update(path="lesson.txt"), 8, 8),
        (lambda hit: hit["source"].update(end=1000), 9, 8),
        (lambda hit: hit["source"].update(start=1), 8, 9),
    ],
)
def test_one_passage_shown_otherwise(
    corpus: Path, change: Callable[[dict[str, Any]], object], verbatim: int, attributed: int
) -> None:
    assert trust(corpus, change) == Trust(verbatim / 9, attributed / 9)


def test_sources_that_have_changed(corpus: Path) -> None:
    (corpus / "harbour.txt").unlink()
    assert trust(corpus) == Trust(5 / 9, 5 / 9)
    (corpus / "councils.jsonl").write_text(lines(COUNCILS[0]), "utf-8")
    assert trust(corpus) == Trust(4 / 9, 4 / 9)
    # The same words at the same place, from other mouths.
    lesson = page(
        "Alexander Lukachenka: Every school needs a teacher.",
        "Vladimir Putin: Ours has one.",
        title="An open lesson",
        dated="December 5, 2023, Minsk",
    )
    (corpus / "lesson.txt").write_text(lesson, "utf-8")
    assert trust(corpus) == Trust(4 / 9, 3 / 9)
