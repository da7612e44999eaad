"""Confidence and grade: a logistic function of two features, each by hand over a few ranked rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.index.model_files import DEFAULT_WEIGHTS
from rag.search.confidence import (
    SHIPPED,
    SHIPPED_FOR,
    UNCALIBRATED,
    Calibration,
    Features,
    confidence,
    features,
    grade,
    misfits,
)
from rag.search.rank import RankedRow
from tests.builders import mask


def found(row: int, coverage: float, similarity: float = 0.5, score: float = 1.0) -> RankedRow:
    return RankedRow(row, score, 1, 1, similarity, coverage)


RANKED = (found(4, 0.6, 0.7, 0.9), found(9, 0.8, 0.3, 0.4), found(2, 0.5, 0.5, 0.2))
EVEN = Features(coverage=-SHIPPED.constant / SHIPPED.coverage, lead=0.0, related=0.9, best=RANKED[0])
"""As much for as against."""


@pytest.mark.parametrize(
    # 1 / (1 + e^-x)
    ("log_odds", "expected"),
    [(0.0, 0.5), (1.0, 0.731059), (-1.0, 0.268941), (2.0, 0.880797), (5.0, 0.993307), (-5.0, 0.006693)],
)
def test_both_features_go_through_the_logistic_function(log_odds: float, expected: float) -> None:
    by_coverage = replace(EVEN, coverage=EVEN.coverage + log_odds / SHIPPED.coverage)
    by_lead = replace(EVEN, lead=log_odds / SHIPPED.lead)
    assert confidence(by_coverage) == pytest.approx(expected, abs=1e-6)
    assert confidence(by_lead) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("coverage", "expected"), [(1e6, 1.0), (-1e6, 0.0), (1e300, 1.0), (-1e300, 0.0)])
def test_confidence_stays_between_0_and_1(coverage: float, expected: float) -> None:
    assert confidence(replace(EVEN, coverage=coverage)) == expected


def test_the_features_of_a_question_that_names_nobody() -> None:
    # best coverage 0.8; the first score 0.9 above the median 0.4; the highest cosine 0.7
    assert features(RANKED, ()) == Features(0.8, pytest.approx(0.5), 0.7, RANKED[1])


def test_only_rows_that_fit_every_part_count_for_coverage() -> None:
    assert features(RANKED, [mask(10, 2, 4)]).coverage == 0.6
    assert features(RANKED, [mask(10, 2, 4), mask(10, 2, 9)]).coverage == 0.5
    assert features(RANKED, [mask(10)]).coverage == 0.0


def test_the_best_passage_is_one_that_fits_unless_another_is_clearly_better() -> None:
    assert features(RANKED, [mask(10, 2, 9)]).best.row == 9
    assert features((found(1, 0.59), found(2, 0.5)), [mask(10, 2)]).best.row == 2
    assert features((found(1, 0.61), found(2, 0.5)), [mask(10, 2)]).best.row == 1
    assert features(RANKED, [mask(10)]).best.row == 9


def test_a_lead_is_measured_against_the_first_forty() -> None:
    ranked = [found(row, 0.5, score=1.0 - row / 100) for row in range(60)]
    assert features(ranked, ()).lead == pytest.approx(0.195)


def test_grades() -> None:
    sure = replace(EVEN, coverage=0.9, lead=0.6)
    assert confidence(sure) > SHIPPED.answers > confidence(EVEN)
    assert grade(sure, 0.3, lacking=False) == "answers"
    assert grade(sure, 0.3, lacking=True) == "near"
    assert grade(EVEN, 0.3, lacking=False) == "near"
    assert grade(replace(sure, related=0.31), 0.3, lacking=False) == "answers"
    assert grade(replace(sure, related=0.3), 0.3, lacking=False) == "nothing"


def test_a_part_misfits_where_no_row_of_it_covers_the_topic_nearly_as_well() -> None:
    # coverage: row 4 0.6, row 9 0.8, row 2 0.5
    assert misfits(RANKED, {}) == ()
    assert misfits(RANKED, {"speakers": mask(10, 4, 9), "dates": mask(10, 2)}) == ("dates",)
    assert misfits((found(1, 0.59), found(2, 0.5)), {"speakers": mask(10, 2)}) == ()
    assert misfits(RANKED, {"dates": mask(10)}) == ("dates",)


def test_a_calibration_of_ones_own() -> None:
    by = Calibration(coverage=2.0, lead=0.0, constant=-1.0, answers=0.7)
    found = replace(EVEN, coverage=0.9)
    assert confidence(found, by) == pytest.approx(0.689974)  # 1 / (1 + e^-0.8)
    assert grade(found, 0.3, lacking=False, by=by) == "near"
    assert grade(found, 0.3, lacking=False, by=replace(by, answers=0.68)) == "answers"


def test_a_part_that_no_row_fits_is_always_told() -> None:
    assert misfits((found(1, 0.0),), {"dates": mask(10)}) == ("dates",)


def test_the_shipped_weights_are_for_the_default_model_and_others_vouch_for_nothing() -> None:
    assert SHIPPED_FOR == DEFAULT_WEIGHTS
    sure = replace(EVEN, coverage=1.0, lead=1.0)
    assert grade(sure, 0.0, lacking=False) == "answers"
    assert grade(sure, 0.0, lacking=False, by=UNCALIBRATED) == "near"
    assert grade(sure, 0.95, lacking=False, by=UNCALIBRATED) == "nothing"
