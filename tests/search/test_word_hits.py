"""Hits by words for several scopes: the same as a search of each, whatever each leaves."""

from __future__ import annotations

import numpy as np
import pytest

from rag.index.bm25 import Entry, WordIndex
from rag.index.catalogue_scope import EVERYTHING, Scope
from rag.search.word_hits import word_hits

_ROWS = 200
"""Row r is of transcript r // 10 and says "gas" once in r + 1 words."""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    entries = (Entry(row, row // 10, None, "gas" + " pipe" * row, "") for row in range(_ROWS))
    return WordIndex.build(tmp_path_factory.mktemp("words"), entries)


def of(*transcripts: int) -> Scope:
    return Scope(transcripts, None, np.isin(np.arange(_ROWS) // 10, transcripts))


def test_every_scope_has_the_hits_of_a_search_of_its_own(words: WordIndex) -> None:
    scopes = (of(3), EVERYTHING, of(*range(10)), of(0, 1), of())
    for scope, (rows, scores) in zip(scopes, word_hits(words, "gas", 7, scopes), strict=True):
        alone = words.search("gas", 7, transcripts=scope.transcripts)
        assert rows.tolist() == [row for row, _ in alone]
        assert scores.tolist() == pytest.approx([score for _, score in alone])
    found = [rows.tolist() for rows, _ in word_hits(words, "gas", 7, scopes)]
    assert found[0] == [30, 31, 32, 33, 34, 35, 36]
    assert found[2] == [0, 1, 2, 3, 4, 5, 6]
    assert found[4] == []


def test_a_broad_scope_far_down_the_list_is_searched_by_itself(words: WordIndex) -> None:
    ((rows, _),) = word_hits(words, "gas", 5, (of(*range(10, 20)),))
    assert rows.tolist() == [100, 101, 102, 103, 104]


def test_broad_scopes_are_searched_once(words: WordIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    search = WordIndex.search

    def counted(self: WordIndex, question: str, k: int, **filters: object) -> list[tuple[int, float]]:
        asked.append(k)
        return search(self, question, k, **filters)  # type: ignore[arg-type]

    monkeypatch.setattr(WordIndex, "search", counted)
    word_hits(words, "gas", 10, (of(*range(10)), EVERYTHING))
    assert asked == [24]
    word_hits(words, "gas", 10, (of(4), EVERYTHING))
    assert asked == [24, 10, 10]


def test_nothing_asked_is_nothing_found(words: WordIndex) -> None:
    for rows, scores in word_hits(words, "gas", 0, (of(1), EVERYTHING)):
        assert (len(rows), len(scores)) == (0, 0)
