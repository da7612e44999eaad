"""Means, areas and tests with known answers."""

import numpy as np
import pytest

from rag.evaluation.statistics import (
    Estimate,
    auroc,
    estimate,
    paired_difference,
    percentile,
    weighted_kappa,
)

pytestmark = pytest.mark.slow


def test_a_mean_lies_inside_its_interval_near_the_normal_one() -> None:
    # 100 ones and 100 zeros: mean 0.5, standard error sqrt(0.25 / 200) = 0.0354, so 0.5 +- 1.96 * 0.0354
    # = 0.431 to 0.569; resampled means are multiples of 1/200
    found = estimate([0.0, 1.0] * 100)
    assert found is not None
    assert (found.mean, found.n) == (0.5, 200)
    assert [found.low, found.high] == pytest.approx([0.431, 0.569], abs=0.006)


def test_the_same_scores_give_the_same_interval() -> None:
    values = np.random.default_rng(1).random(40).tolist()
    assert estimate(values) == estimate(values)
    assert auroc(values[:20], values[20:]) == auroc(values[:20], values[20:])


def test_equal_scores_have_an_interval_of_no_width() -> None:
    assert estimate([0.25] * 8) == Estimate(0.25, 0.25, 0.25, 8)


def test_one_score_has_no_interval_and_none_has_no_mean() -> None:
    assert estimate([0.25]) == Estimate(0.25, None, None, 1)
    assert estimate([]) is None


@pytest.mark.parametrize(
    ("positives", "negatives", "area"),
    [
        ([0.9, 0.8], [0.1, 0.2, 0.3], 1.0),
        ([0.1, 0.2], [0.8, 0.9], 0.0),
        ([0.5, 0.5], [0.5, 0.5, 0.5], 0.5),  # all pairs tie
        ([0.8, 0.4], [0.6, 0.2], 0.75),  # of the pairs only 0.4 against 0.6 is lost: 3 of 4
        ([0.8, 0.6], [0.6, 0.2], 0.875),  # 0.6 ties with 0.6: 3.5 of 4
        ([3, 1], [2, 1, 0], 0.75),  # 3 wins 3; 1 loses, ties, wins: 4.5 of 6
    ],
)
def test_auroc_of_known_samples(positives: list[float], negatives: list[float], area: float) -> None:
    found = auroc(positives, negatives)
    assert found is not None
    assert (found.mean, found.n) == (area, len(positives) + len(negatives))
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= area <= found.high <= 1


def test_auroc_needs_both_kinds() -> None:
    assert auroc([], [0.5]) is None
    assert auroc([0.5], []) is None
    assert auroc([0.5], [0.4, 0.6]) == Estimate(0.5, None, None, 3)


def test_a_paired_test_small_enough_to_count_its_patterns() -> None:
    # all five differences are positive: of the 2^5 = 32 sign patterns only this one and its mirror
    # have a mean as large, so p = 2/32
    found = paired_difference([0.1, 0.2, 0.3, 0.4, 0.5], [0.2, 0.4, 0.6, 0.8, 1.0])
    assert found is not None
    assert found.p == 2 / 32
    assert found.difference.mean == pytest.approx(0.3)
    assert found.difference.n == 5


def test_a_paired_test_with_one_loss() -> None:
    # differences 4, 3, 2, -1 sum to 8; as large or larger in size: ++++ (10), +++- (8), and, with -1
    # turned, 4+3-2+1 = 6 is not: two patterns and their mirrors, p = 4/16
    found = paired_difference([0, 0, 0, 1], [4, 3, 2, 0])
    assert found is not None
    assert (found.difference.mean, found.p) == (2.0, 4 / 16)


def test_systems_that_do_not_differ() -> None:
    found = paired_difference([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])
    assert found is not None
    assert (found.difference, found.p) == (Estimate(0.0, 0.0, 0.0, 3), 1.0)


def test_a_large_paired_test_is_drawn_at_random_yet_repeatable() -> None:
    draw = np.random.default_rng(7)
    baseline = draw.random(60).tolist()
    better = [value + 0.2 for value in baseline]
    shuffled = draw.permutation(baseline).tolist()
    clear, unclear = paired_difference(baseline, better), paired_difference(baseline, shuffled)
    assert clear is not None
    assert unclear is not None
    assert clear.p == pytest.approx(
        2 / 10_000
    )  # no pattern of 9,999 reaches it: (0 + 1) / 10,000, both tails
    assert unclear.p > 0.5  # the mean difference of a shuffle is zero
    assert unclear == paired_difference(baseline, shuffled)


def test_pairs_must_match() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_difference([1.0], [1.0, 2.0])
    assert paired_difference([], []) is None
    found = paired_difference([0.5], [0.75])
    assert found is not None
    assert (found.difference, found.p) == (Estimate(0.25, None, None, 1), 1.0)


def test_percentiles_are_interpolated() -> None:
    assert percentile([0.4, 0.1, 0.2, 0.3], 50) == pytest.approx(0.25)
    assert percentile([float(n) for n in range(101)], 95) == 95.0
    assert percentile([0.7], 95) == 0.7
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_weighted_kappa_is_the_published_one() -> None:
    """Two dermatologists rate 88 patients in four grades: SAS/STAT, PROC FREQ, "Agreement Study"."""
    table = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
    pairs = [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _ in range(count)]
    assert weighted_kappa(pairs) == pytest.approx(0.5082, abs=5e-5)
    assert weighted_kappa([(0, 0), (2, 2)]) == 1
    assert weighted_kappa([(2, 2)]) is None
    assert weighted_kappa([]) is None
