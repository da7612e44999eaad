"""Means, intervals and tests, by SciPy; fixed seeds, so that the same scores give the same figures.

Intervals are 95% percentile bootstrap intervals over questions (Efron and Tibshirani 1993, chapter
13). The bias-corrected BCa form is not used because it has no value where all scores are equal, as
0/1 scores of a small kind of question often are; the percentile form is then the mean itself. Either
describes other questions of the same sort, not other corpora.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 9_999
BINS = 10
_SEED = 0
_BATCH = 500  # resamples held in memory at once, so that large question sets stay small


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean, or another figure over questions, with its 95% interval."""

    mean: float
    low: float | None
    """None, like `high`, where a single question leaves nothing to resample."""
    high: float | None
    n: int
    """Number of questions."""


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """How much a system differs from another on the same questions."""

    difference: Estimate
    p: float
    """Chance of a mean difference at least as large, either way, if the systems were the same."""


def estimate(values: Sequence[float]) -> Estimate | None:
    """Estimate the mean of one score a question; None without any."""
    if not values:
        return None
    import numpy as np

    low, high = _interval((values,), np.mean)
    return Estimate(math.fsum(values) / len(values), low, high, len(values))


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> Estimate | None:
    """Estimate the area under the ROC curve: the chance that a positive scores above a negative.

    Ties count half. By ranks (the Mann-Whitney U statistic over the number of pairs; Hanley and McNeil
    1982), the interval by resampling positives and negatives apart. None where either is empty.
    """
    if not positives or not negatives:
        return None
    import numpy as np

    area = float(_area(np.asarray(positives), np.asarray(negatives)))
    low, high = _interval((positives, negatives), _area)
    return Estimate(area, low, high, len(positives) + len(negatives))


def binned_error(confidences: Sequence[float], right: Sequence[bool]) -> Estimate | None:
    """Estimate the expected calibration error: how far confidence and share of the right ones lie apart.

    Mean over BINS of equal width, each by its size (Naeini and others 2015). Of few questions it is too high:
    the share of a bin with three in it is far from anything by chance. None without any.
    """
    if not confidences:
        return None
    import numpy as np

    told, share = [float(each) for each in confidences], [float(each) for each in right]
    low, high = _interval((told, share), binned_errors, paired=True)
    return Estimate(float(binned_errors(np.asarray(told), np.asarray(share))), low, high, len(told))


def paired_difference(baseline: Sequence[float], system: Sequence[float]) -> PairedDifference | None:
    """Compare system minus baseline over the same questions in the same order; None without any.

    The p value is Fisher's randomisation test, which Smucker, Allan and Carterette (2007) recommend
    for retrieval: two-sided, each question's difference taking either sign; exact where there are
    fewer sign patterns than RESAMPLES, else from that many random ones. Raises ValueError where the
    lengths differ.
    """
    differences = [after - before for before, after in zip(baseline, system, strict=True)]
    difference = estimate(differences)
    if difference is None:
        return None
    if difference.n == 1:  # either sign is as large as the other
        return PairedDifference(difference, 1.0)
    import numpy as np
    from scipy import stats

    test = stats.permutation_test(
        (np.asarray(differences, dtype=np.float64),),
        np.mean,
        permutation_type="samples",
        n_resamples=RESAMPLES,
        batch=_BATCH,
        rng=_SEED,
    )
    return PairedDifference(difference, float(test.pvalue))


def percentile(values: Sequence[float], percent: float) -> float:
    """Find the value below which `percent` of the values lie, interpolated; ValueError without values."""
    if not values:
        raise ValueError("no values, no percentile")
    import numpy as np

    return float(np.percentile(values, percent))


def _interval(
    samples: tuple[Sequence[float], ...], statistic: Callable[..., object], *, paired: bool = False
) -> tuple[float | None, float | None]:
    """95% bootstrap interval of a statistic that takes `axis`; no ends where a sample cannot vary.

    `paired`: what stands at one place of the samples belongs together, and is drawn together.
    """
    if min(map(len, samples)) == 1:
        return None, None
    from scipy import stats

    interval = stats.bootstrap(
        samples,
        statistic,
        paired=paired,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        method="percentile",
        rng=_SEED,
    ).confidence_interval
    return float(interval.low), float(interval.high)


def _area(
    positives: NDArray[np.float64], negatives: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    """Areas under the ROC curve of many pairs of samples at once, the samples along `axis`."""
    import numpy as np
    from scipy import stats

    n, m = positives.shape[axis], negatives.shape[axis]
    ranks = stats.rankdata(np.concatenate((positives, negatives), axis=axis), axis=axis)
    u = np.take(ranks, range(n), axis=axis).sum(axis=axis) - n * (n + 1) / 2
    return np.asarray(u / (n * m))


def binned_errors(
    confidences: NDArray[np.float64], right: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    """Calibration errors, as in `binned_error`, of many samples at once, the samples along `axis`."""
    import numpy as np

    bins = np.minimum((confidences * BINS).astype(np.int64), BINS - 1)
    apart = confidences - right
    sums = [np.abs(np.where(bins == each, apart, 0.0).sum(axis=axis)) for each in range(BINS)]
    return np.asarray(np.sum(sums, axis=0) / confidences.shape[axis])


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Agreement of two judges' grades beyond chance: kappa with linear weights (Cohen 1968).

    None where chance alone leaves nothing to disagree on.
    """
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(n * m * abs(a - b) for a, n in first.items() for b, m in second.items())
    apart = sum(abs(a - b) for a, b in pairs)
    return 1 - apart * len(pairs) / by_chance if by_chance else None
