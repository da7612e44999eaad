"""A question with its labelled passages, and asked of the same index as if they were not in it."""

from __future__ import annotations

import pytest

from rag.archive import Archive
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import LabelledQuestion, RelevantLine
from rag.evaluation.without_answer import judged_pairs, left_out

ASKED = LabelledQuestion("1", "What of gas?", relevant=(RelevantLine("harbour.txt", 13, 2),))


def test_the_second_search_knows_nothing_of_the_answer(archive: Archive) -> None:
    locator = CatalogueLocator(archive.catalogue)
    ((whole, without),) = judged_pairs(archive.pipeline, archive.catalogue, [ASKED], locator)
    asked = archive.pipeline.ask(ASKED.request)
    assert (whole.grade, whole.confidence) == (asked.grade, asked.confidence)
    assert whole.features is not None
    assert without.features is not None
    gas, question = 5, 4
    assert (whole.features.best.row, without.features.best.row) == (gas, question)
    # The next best is now the best there is, and scored as such: ranked first by words and by meaning.
    best = without.features.best
    assert (best.by_meaning, best.by_words) == (1, 1)
    assert best.score == pytest.approx(1 / 1.2)  # the whole scale, and neighbours that add nothing


def test_questions_without_an_answer_are_not_asked(archive: Archive) -> None:
    nothing = LabelledQuestion("2", "What of penguins?", relevant=())
    measured = left_out(
        archive.pipeline,
        archive.catalogue,
        [nothing, LabelledQuestion("3", "And?")],
        CatalogueLocator(archive.catalogue),
    )
    assert (measured.n, measured.auroc, measured.answers_with) == (0, None, None)
