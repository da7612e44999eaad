"""What the words of questions alone tell, in sets where that is known."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from rag.evaluation.wording import odds_of_words, worded, wording_auroc
from tests.evaluation.examples import asked, line

pytestmark = pytest.mark.slow


def test_a_word_is_judged_by_the_questions_of_other_groups() -> None:
    questions = [
        worded("Who met Gref?", answerable=True, group=1),
        worded("Who met Novak?", answerable=True, group=2),
        worded("Who left?", answerable=False, group=3),
    ]
    # "who" stands in the other answerable question and in the unanswerable one, "met" in the former alone.
    # "gref" in neither: (0 + 1) / (1 + 2) against (0 + 1) / (1 + 2).
    first = log((1 + 1) / (1 + 2)) - log((1 + 1) / (1 + 2)) + log((1 + 1) / (1 + 2)) - log(1 / (1 + 2))
    assert odds_of_words(questions)[0] == pytest.approx(first)


def test_a_set_whose_unanswerable_questions_have_a_style_of_their_own() -> None:
    questions = [replace(asked(f"a{n}", line("a.txt", 1)), question=f"What of {n}?") for n in range(20)]
    questions += [replace(asked(f"u{n}"), question=f"Why did {n + 50} refuse?") for n in range(20)]
    found = wording_auroc(questions)
    assert found is not None
    assert found.mean == 1.0


def test_no_figure_where_all_are_answerable() -> None:
    assert wording_auroc([asked("1", line("a.txt", 1))]) is None
