"""Fits the confidence on labelled questions and says, cross-validated, how well it does.

Two signs of each question (rag/confidence.py) against whether it has an answer: logistic regression by
maximum likelihood, ten times five folds for AUROC and for the share refused where at most 7% of the
answerable questions fall silent.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

from benchmarks.common import arguments, collection, machine, rag

_FOLDS = 5
_REPEATS = 10
_SILENT = 0.07

Array = np.ndarray


def main() -> None:
    """Print the weights fitted on all questions, and the cross-validated figures."""
    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    with tempfile.TemporaryDirectory() as folder:
        rag("build", "--corpus", home / "transcripts", "--index", folder)
        signs, answerable = _signs(Path(folder), home / "questions.jsonl")
    print("weights (stands out, missing, constant):", np.round(_fit(signs, answerable), 2).tolist())
    figures = [_held_out(signs, answerable, seed) for seed in range(_REPEATS)]
    area, refused = np.mean(figures, axis=0)
    print(f"cross-validated AUROC {area:.3f}; {refused:.0%} refused at {_SILENT:.0%} wrongly silent")


def _signs(index: Path, questions: Path) -> tuple[Array, Array]:
    """The evidence of every question with labels, shape (n, 2), and whether it has an answer, shape (n,)."""
    from rag.archive import Archive
    from rag.evaluation import load_questions

    archive = Archive.open(index)
    labelled = [q for q in load_questions(questions) if q.relevant is not None]
    found = [archive.evidence(q.question, q.previous) for q in labelled]
    return np.array([(e.stands_out, e.missing) for e in found]), np.array(
        [bool(q.relevant) for q in labelled]
    )


def _fit(signs: Array, answerable: Array) -> Array:
    """Weights and constant that make the labels likeliest, with a weak pull towards zero."""
    inputs = np.column_stack([signs, np.ones(len(signs))])
    side = np.where(answerable, 1.0, -1.0)

    def loss(weights: Array) -> float:
        return float(np.logaddexp(0, -side * (inputs @ weights)).sum() + 0.01 * (weights**2).sum())

    return minimize(loss, np.zeros(inputs.shape[1])).x


def _held_out(signs: Array, answerable: Array, seed: int) -> tuple[float, float]:
    """AUROC, and the share of unanswerable questions below the threshold that silences 7% of the others."""
    order = list(range(len(signs)))
    random.Random(seed).shuffle(order)
    predicted = np.empty(len(signs))
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        rest = [row for row in order if row not in set(held)]
        predicted[held] = np.column_stack([signs[held], np.ones(len(held))]) @ _fit(
            signs[rest], answerable[rest]
        )
    ranks = rankdata(predicted)
    positives = answerable.sum()
    area = (ranks[answerable].sum() - positives * (positives + 1) / 2) / (positives * (~answerable).sum())
    threshold = np.quantile(predicted[answerable], _SILENT)
    return float(area), float((predicted[~answerable] < threshold).mean())


if __name__ == "__main__":
    main()
