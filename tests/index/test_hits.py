"""A slice of a turn as a passage and a hit, by value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.catalogue import Catalogue
from rag.index.catalogue_writer import CatalogueWriter
from rag.index.hits import hit_of, lines_of, slice_of
from rag.records import Passage, Voice
from tests.builders import transcript

PUTIN, LUKASHENKO = "Vladimir Putin", "Alexander Lukashenko"
TEXT = "Good day.\n\nWe ship grain.\nThank you."
HELD = transcript("talks", (LUKASHENKO, "Hello."), (PUTIN, TEXT), (None, "And gas?"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with CatalogueWriter(tmp_path / "catalogue", {PUTIN: 0, LUKASHENKO: 1}) as writer:
        writer.add(HELD, [], [])
    opened = Catalogue(tmp_path / "catalogue")
    yield opened
    opened.close()


def test_a_slice_knows_its_place_and_its_lines() -> None:
    turn = HELD.utterances[1]
    assert turn.lines == (3, 6)
    assert slice_of("talks", turn, 11, 25) == Passage(
        "talks", 1, turn.start + 11, turn.start + 25, (5, 5), 0, "We ship grain."
    )
    assert [lines_of(turn, *span) for span in ((0, 9), (0, 12), (11, 30))] == [(3, 3), (3, 5), (5, 6)]
    assert lines_of(HELD.utterances[0], 0, 6) == (1, 1)


def test_a_hit_has_the_heading_and_the_turns_beside_it(catalogue: Catalogue) -> None:
    turn = HELD.utterances[1]
    hit = hit_of(catalogue, slice_of("talks", turn, 11, 25), 3, 0.5)
    assert (hit.rank, hit.score, hit.utterance, hit.passage.text) == (3, 0.5, turn, "We ship grain.")
    assert (hit.title, hit.date, hit.place, hit.source) == ("A meeting", "2024-04-11", "Moscow", "talks.txt")
    assert hit.language == HELD.language
    assert (hit.before, hit.after) == (
        Voice(LUKASHENKO, LUKASHENKO, "Hello."),
        Voice(None, "Question", "And gas?"),
    )
    assert hit_of(catalogue, slice_of("talks", HELD.utterances[0], 0, 6)).before is None
