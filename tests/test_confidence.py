"""Confidence: a logistic function of the evidence, whatever the weights were fitted to."""

from dataclasses import replace

import pytest

from rag.confidence import CONSTANT, LIKENESS, MISSING, STANDS_OUT, THRESHOLD, Evidence, confidence

EVEN = Evidence(stands_out=-CONSTANT / STANDS_OUT, likeness=0.0, missing=0.0)
"""As much for as against."""


def test_evidence_for_and_against_alike_is_a_half() -> None:
    assert confidence(EVEN) == pytest.approx(0.5)
    balanced = Evidence(stands_out=0.0, likeness=-(CONSTANT + MISSING) / LIKENESS, missing=1.0)
    assert confidence(balanced) == pytest.approx(0.5)


@pytest.mark.parametrize(
    # 1 / (1 + e^-x)
    ("weight", "expected"),
    [(1.0, 0.731059), (-1.0, 0.268941), (2.0, 0.880797), (5.0, 0.993307), (-5.0, 0.006693)],
)
def test_weighed_evidence_goes_through_the_logistic_function(weight: float, expected: float) -> None:
    more = replace(EVEN, stands_out=EVEN.stands_out + weight / STANDS_OUT)
    assert confidence(more) == pytest.approx(expected, abs=1e-6)


def test_each_sign_moves_it_its_own_way() -> None:
    assert confidence(replace(EVEN, stands_out=EVEN.stands_out + 1)) > 0.5
    assert confidence(replace(EVEN, likeness=0.5)) > 0.5
    assert confidence(replace(EVEN, missing=1.0)) < 0.5


@pytest.mark.parametrize(("stands_out", "expected"), [(1e6, 1.0), (-1e6, 0.0), (1e308, 1.0), (-1e308, 0.0)])
def test_it_stays_between_0_and_1_whatever_the_evidence(stands_out: float, expected: float) -> None:
    # a corpus of one passage said a thousand times has no spread: anything else is very far from it
    assert confidence(Evidence(stands_out, 0.0, 0.0)) == expected


def test_the_threshold_lies_between() -> None:
    nothing_in_common = Evidence(stands_out=-3.0, likeness=0.0, missing=1.0)
    plain_answer = Evidence(stands_out=2.0, likeness=0.7, missing=0.0)
    assert confidence(nothing_in_common) < THRESHOLD < confidence(plain_answer)
