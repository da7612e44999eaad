"""Fitting the confidence to pairs of askings: by hand where that can be done, and against the shipped one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evaluation.calibrate import FOLDS, Asked, AskedPair, cross_validated, fit, fit_weights, worth
from rag.search.confidence import SHIPPED, Calibration, Features, confidence
from rag.search.rank import RankedRow

pytestmark = pytest.mark.slow


def asked(coverage: float, lead: float = 0.3, *, complete: bool = True) -> Asked:
    return Asked(Features(coverage, lead, 0.9, RankedRow(0, 1.0, 1, 1, 0.5, coverage)), complete)


def pair(whole: float, without: float) -> AskedPair:
    return AskedPair(asked(whole), asked(without))


EVEN = -SHIPPED.constant / SHIPPED.coverage - 0.3 * SHIPPED.lead / SHIPPED.coverage
"""Coverage at which the shipped confidence is one half, with a lead of 0.3."""
APART = tuple(pair(EVEN + 0.1 + at / 1000, EVEN - 0.1 + at / 1000) for at in range(40))
"""Pairs that coverage tells apart."""


def test_pairs_that_the_shipped_weights_see_pull_them_further_that_way() -> None:
    by = fit_weights(APART)
    assert by.coverage > SHIPPED.coverage
    assert confidence(APART[0].whole.features, by) > confidence(APART[0].whole.features)
    assert by.answers == SHIPPED.answers  # the threshold is another step


def test_pairs_that_tell_nothing_leave_the_weights_nearly_alone() -> None:
    by = fit_weights([pair(EVEN, EVEN)] * 40)
    assert (by.coverage, by.lead, by.constant) == pytest.approx(
        (SHIPPED.coverage, SHIPPED.lead, SHIPPED.constant), abs=0.01
    )


def test_a_threshold_that_vouches_for_one_left_out_answer_in_ten() -> None:
    # 40 left-out askings: of the coverages 0.70 to 0.79 that come highest four may stay above it.
    pairs = [pair(0.9, 0.7 + at / 100) for at in range(10)] + [pair(0.9, 0.1)] * 30
    by = fit(pairs)
    assert sum(each.without.answers(by) for each in pairs) == 4
    assert all(each.whole.answers(by) for each in pairs)


def test_a_threshold_is_never_below_one_half() -> None:
    assert fit([pair(0.9, 0.0)] * 40).answers == 0.5


def test_what_lacks_something_never_answers_and_sets_no_threshold() -> None:
    lacking = AskedPair(asked(0.9), asked(0.95, complete=False))
    by = fit([lacking] * 40)
    assert not lacking.without.answers(by)
    assert by.answers == 0.5


def test_worth_by_hand() -> None:
    by = Calibration(coverage=1.0, lead=0.0, constant=-0.5, answers=0.52)
    pairs = [pair(0.6, 0.5), pair(0.4, 0.6)]  # confidences .525 .5 and .475 .525
    found = worth(pairs, [by, replace(by, answers=0.9)])
    assert found.auroc is not None and found.auroc.mean == (0.5 + 1 + 0 + 0) / 4
    assert found.answers_with is not None and found.answers_with.mean == 0.5
    assert found.answers_without is not None and found.answers_without.mean == 0.0
    # Bins: .4 to .5 holds .475, answered: .525 apart; .5 to .6 holds .525 and twice .5: see below.
    assert found.calibration_error is not None
    c = [confidence(each.features, by) for each in (pairs[0].whole, pairs[0].without, pairs[1].without)]
    expected = abs(confidence(pairs[1].whole.features, by) - 1) + abs(sum(c) - 1)
    assert found.calibration_error.mean == pytest.approx(expected / 4)


def test_no_question_is_judged_by_what_was_fitted_on_it() -> None:
    # One pair the wrong way round, so surely that fitting on it would show.
    odd = pair(0.0, 5.0)
    pairs = (odd, *APART)
    others = [each for at, each in enumerate(pairs) if at % FOLDS != 0]
    by = fit(others)
    alone = worth([odd], [by])
    assert alone.auroc is not None and alone.auroc.mean == 0.0
    validated = cross_validated(pairs)
    assert validated.auroc is not None and validated.auroc.n == 2 * len(pairs)
    assert validated.answers_without is not None
    assert validated.answers_without.mean >= 1 / len(pairs)
