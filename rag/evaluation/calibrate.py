"""Fits the confidence to labelled questions, and measures by cross-validation what that is worth.

Each question is asked with its labelled passages and without them (the answer left out), so that nothing is
learnt from how questions are worded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.errors import EvaluationError
from rag.evaluation.locate import Locator
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.statistics import Estimate, auroc, binned_error, estimate
from rag.evaluation.without_answer import judged_pairs
from rag.index.catalogue import Catalogue
from rag.search.calibration_file import FittedCalibration
from rag.search.confidence import SHIPPED, Calibration, Features, confidence
from rag.search.pipeline import Pipeline

NEEDED = 30
"""Answerable questions: with fewer, the fit is no better than the weights that it starts from."""
FOLDS = 10
_PULL = 0.4
"""Weight of the squared distance from the shipped weights, against the sum of the losses of all pairs."""
_MOST_WITHOUT = 0.1
"""Share of the questions that may be graded `answers` when the answer is left out."""
_LEAST = 0.5
"""The threshold is never below: passages are not said to answer when that is less likely than not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking of a question."""

    features: Features
    complete: bool
    """Whether the passages are about the question and lack nothing of it: whether the confidence decides."""

    def answers(self, by: Calibration) -> bool:
        """Whether it is graded `answers`."""
        return self.complete and confidence(self.features, by) >= by.answers


@dataclass(frozen=True, slots=True)
class AskedPair:
    """A question with its labelled passages, and without them."""

    whole: Asked
    without: Asked


@dataclass(frozen=True, slots=True)
class CalibrationWorth:
    """What a calibration is worth, on questions that it was not fitted on."""

    auroc: Estimate | None
    """Share of pairs, one question with its answer and one without, in which the first is surer."""
    calibration_error: Estimate | None
    answers_with: Estimate | None
    """Share graded `answers` with the answer there."""
    answers_without: Estimate | None
    """Share graded `answers` with the answer left out."""


@dataclass(frozen=True, slots=True)
class CalibrationStudy:
    """A calibration that was fitted, and what it is worth."""

    fitted: FittedCalibration
    shipped_worth: CalibrationWorth
    """What the shipped one is worth on the same questions."""
    worth: CalibrationWorth


def calibrate(
    pipeline: Pipeline, catalogue: Catalogue, questions: Iterable[LabelledQuestion], locator: Locator
) -> CalibrationStudy:
    """Fit, and measure. Raises EvaluationError where there are too few questions."""
    pairs = tuple(ask_pairs(pipeline, catalogue, questions, locator))
    if len(pairs) < NEEDED:
        raise EvaluationError(
            f"{len(pairs)} of these questions are labelled with passages of this index: the confidence can "
            f"be fitted to {NEEDED} or more"
        )
    fitted = FittedCalibration(fit(pairs), len(pairs))
    return CalibrationStudy(fitted, worth(pairs, [SHIPPED] * len(pairs)), cross_validated(pairs))


def ask_pairs(
    pipeline: Pipeline, catalogue: Catalogue, questions: Iterable[LabelledQuestion], locator: Locator
) -> Iterator[AskedPair]:
    """Ask every answerable question twice; those for which nothing is left the second time are left out."""
    for whole, without in judged_pairs(pipeline, catalogue, questions, locator):
        if whole.features is not None and without.features is not None:
            background = pipeline.background
            sides = (
                Asked(
                    features=features,
                    complete=features.related > background and not (side.unmet or side.misfits),
                )
                for side, features in ((whole, whole.features), (without, without.features))
            )
            yield AskedPair(*sides)


def fit(pairs: Sequence[AskedPair]) -> Calibration:
    """The weights by `fit_weights`, and the lowest threshold that vouches for few left-out answers."""
    by = fit_weights(pairs)
    surest = sorted((confidence(p.without.features, by) for p in pairs if p.without.complete), reverse=True)
    allowed = int(_MOST_WITHOUT * len(pairs))
    above = surest[allowed] + 1e-6 if len(surest) > allowed else 0.0
    return replace(by, answers=round(min(max(above, _LEAST), 1.0), 6))


def fit_weights(pairs: Sequence[AskedPair], pull: float = _PULL) -> Calibration:
    """Logistic regression by maximum likelihood, drawn to the shipped weights."""
    import numpy as np
    from scipy.optimize import minimize

    sides = [(pair.whole.features, 1.0) for pair in pairs] + [(pair.without.features, -1.0) for pair in pairs]
    x = np.array([(features.coverage, features.lead, 1.0) for features, _ in sides])
    y = np.array([side for _, side in sides])
    start = np.array((SHIPPED.coverage, SHIPPED.lead, SHIPPED.constant))

    def loss(weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        losses = np.logaddexp(0, -y * (x @ weights))
        return float(losses.mean() + pull / len(pairs) * ((weights - start) ** 2).sum())

    coverage, lead, constant = (round(float(weight), 6) for weight in minimize(loss, start).x)
    return replace(SHIPPED, coverage=coverage, lead=lead, constant=constant)


def cross_validated(pairs: Sequence[AskedPair]) -> CalibrationWorth:
    """What fitting is worth: each tenth of the questions is judged by what the other nine give."""
    folds = [fit([pair for at, pair in enumerate(pairs) if at % FOLDS != fold]) for fold in range(FOLDS)]
    return worth(pairs, [folds[at % FOLDS] for at in range(len(pairs))])


def worth(pairs: Sequence[AskedPair], by: Sequence[Calibration]) -> CalibrationWorth:
    """Judge each pair by its own calibration."""
    judged = list(zip(pairs, by, strict=True))
    whole = [confidence(pair.whole.features, each) for pair, each in judged]
    without = [confidence(pair.without.features, each) for pair, each in judged]
    return CalibrationWorth(
        auroc=auroc(whole, without),
        calibration_error=binned_error(whole + without, [True] * len(whole) + [False] * len(without)),
        answers_with=estimate([float(pair.whole.answers(each)) for pair, each in judged]),
        answers_without=estimate([float(pair.without.answers(each)) for pair, each in judged]),
    )
