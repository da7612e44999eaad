"""What a confidence is worth, by values that are worked out in the head."""

from __future__ import annotations

import pytest

from rag.evaluation.calibration import (
    OperatingPoint,
    calibration_error,
    operating_point,
    reliability,
    risk_coverage,
)
from rag.evaluation.study import QuestionPoint

pytestmark = pytest.mark.slow


def point(
    confidence: float, ndcg: float | None = None, *, answerable: bool | None = True, answered: bool = True
) -> QuestionPoint:
    return QuestionPoint("q", None, confidence, answered, answerable, ndcg, None)


POINTS = (
    point(0.95, 1.0),
    point(0.15, answerable=False, answered=False),
    point(0.85, 0.5),
    point(0.85, answerable=False),
    point(0.5, answerable=None),
)


def test_bins_compare_confidence_and_share() -> None:
    low, middle, high = reliability(POINTS)
    assert (low.confidence, low.answerable, low.n) == (0.15, 0.0, 1)
    assert (middle.confidence, middle.answerable, middle.n) == (0.85, 0.5, 2)
    assert (high.confidence, high.answerable, high.n) == (0.95, 1.0, 1)
    # Wilson's interval of 1 in 2 with z = 1.96: centre 0.5, half width z / (2 sqrt(2 + z²)).
    assert (middle.low, middle.high) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    error = calibration_error(POINTS)
    assert error is not None
    assert (error.mean, error.n) == (pytest.approx((0.15 + 2 * 0.35 + 0.05) / 4), 4)
    assert error.low is not None
    assert error.high is not None
    assert error.low < error.mean < error.high


def test_full_confidence_is_in_the_last_bin() -> None:
    (only,) = reliability([point(1.0, 1.0), point(0.92, 1.0)])
    assert (only.confidence, only.n) == (0.96, 2)


def test_nothing_judged() -> None:
    points = [point(0.5, answerable=None)]
    assert (reliability(points), risk_coverage(points), operating_point(points)) == ((), (), None)
    assert calibration_error(()) is None


def test_risk_grows_with_coverage() -> None:
    assert risk_coverage(POINTS) == (
        OperatingPoint(0.95, 0.25, 0.0),
        OperatingPoint(0.85, 0.75, 0.5),  # losses 0, 0.5 and 1; equal confidences together
        OperatingPoint(0.15, 1.0, 0.625),
    )


def test_where_the_system_stands() -> None:
    assert operating_point(POINTS) == OperatingPoint(0.85, 0.75, 0.5)
    assert operating_point(POINTS[1:2]) is None
