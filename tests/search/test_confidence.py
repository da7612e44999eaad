"""Confidence: a logistic function of the evidence, whatever the weights were fitted to."""

from dataclasses import replace

import pytest

from rag.search.confidence import CONSTANT, FIRST, MET, THRESHOLD, Features, confidence

EVEN = Features(met=-CONSTANT / MET, first=0.0, length=0.0, asks_for_number=False, without_number=0.0)
"""As much for as against."""


def test_evidence_for_and_against_alike_is_a_half() -> None:
    assert confidence(EVEN) == pytest.approx(0.5)
    assert confidence(replace(EVEN, met=EVEN.met - FIRST / MET, first=1.0)) == pytest.approx(0.5)


@pytest.mark.parametrize(
    # 1 / (1 + e^-x)
    ("weight", "expected"),
    [(1.0, 0.731059), (-1.0, 0.268941), (2.0, 0.880797), (5.0, 0.993307), (-5.0, 0.006693)],
)
def test_weighed_evidence_goes_through_the_logistic_function(weight: float, expected: float) -> None:
    assert confidence(replace(EVEN, met=EVEN.met + weight / MET)) == pytest.approx(expected, abs=1e-6)


def test_each_sign_moves_it_its_own_way() -> None:
    assert confidence(replace(EVEN, met=EVEN.met + 0.1)) > 0.5
    assert confidence(replace(EVEN, first=0.5)) > 0.5
    assert confidence(replace(EVEN, length=0.5)) > 0.5
    assert confidence(replace(EVEN, asks_for_number=True)) < 0.5
    assert confidence(replace(EVEN, without_number=0.1)) < 0.5


@pytest.mark.parametrize(("met", "expected"), [(1e6, 1.0), (-1e6, 0.0), (1e300, 1.0), (-1e300, 0.0)])
def test_it_stays_between_0_and_1_whatever_the_evidence(met: float, expected: float) -> None:
    assert confidence(replace(EVEN, met=met)) == expected


def test_the_threshold_lies_between() -> None:
    nothing_in_common = replace(EVEN, met=0.2, first=0.2, length=1.6)
    somebody_else_s = replace(EVEN, met=0.5, first=0.0, length=1.6)
    plain_answer = replace(EVEN, met=0.75, first=0.7, length=1.6)
    assert max(map(confidence, (nothing_in_common, somebody_else_s))) < THRESHOLD < confidence(plain_answer)
