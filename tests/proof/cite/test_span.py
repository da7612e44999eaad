"""A place in an index as a hit: within one turn, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import transcript

from rag.errors import QuestionError
from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.proof.cite.citation import hit_at

PUTIN = "Vladimir Putin"
TEXT = transcript("talks", (PUTIN, "Hello."), (PUTIN, "We ship grain. Much."))
COUNCIL = replace(
    transcript("council", (PUTIN, "Hello.")),
    source="all.jsonl",
    in_file=False,
    utterances=tuple(
        replace(u, number=n, start=0, end=6)
        for n, u in enumerate(transcript("x", (PUTIN, "Hello."), (PUTIN, "Adieu.")).utterances)
    ),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with CatalogueWriter(tmp_path / "catalogue", {PUTIN: 0}) as writer:
        writer.add(TEXT, [], [])
        writer.add(COUNCIL, [], [])
    opened = Catalogue(tmp_path / "catalogue")
    yield opened
    opened.close()


def test_a_place_in_a_text_file_is_its_turn_s(catalogue: Catalogue) -> None:
    turn = TEXT.utterances[1]
    hit = hit_at(catalogue, "talks", turn.start, turn.start + 14)
    assert (hit.passage.text, hit.utterance) == ("We ship grain.", turn)
    assert hit_at(catalogue, "talks", turn.start, turn.start + 14, 1) == hit


def test_elsewhere_the_utterance_is_named(catalogue: Catalogue) -> None:
    assert hit_at(catalogue, "council", 0, 6, 1).passage.text == "Adieu."
    with pytest.raises(QuestionError, match="counted within an utterance: give its number as well"):
        hit_at(catalogue, "council", 0, 6)


@pytest.mark.parametrize("place", [(0, 3), (16, 16), (20, 16), (16, 30), (16, 10**12), (-5, 3)])
def test_a_place_that_is_not_within_one_turn_is_refused(catalogue: Catalogue, place: tuple[int, int]) -> None:
    with pytest.raises(QuestionError, match="do not lie within one turn of 'talks'"):
        hit_at(catalogue, "talks", *place)


def test_other_mistakes_are_told(catalogue: Catalogue) -> None:
    turn = TEXT.utterances[1]
    with pytest.raises(QuestionError, match="no transcript 'nobody' in this index"):
        hit_at(catalogue, "nobody", 0, 1)
    with pytest.raises(QuestionError, match="do not lie within utterance 0 of"):
        hit_at(catalogue, "talks", turn.start, turn.end, 0)
    with pytest.raises(QuestionError, match="there are no words from character"):
        hit_at(catalogue, "talks", turn.start + 14, turn.start + 15)
