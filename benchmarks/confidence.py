"""Fits the confidence on labelled questions and says, cross-validated, how well it does.

The signs of each question (rag/confidence.py) against whether it has an answer, over two corpora of
very different size: the project's own and the development collection. To the labelled questions come
forty that no political transcript answers, since labelled sets hold near misses only. Logistic
regression by maximum likelihood; ten times five folds for AUROC and for the shares refused. Then the program
as it is, on these and on a third corpus of another kind (QMSum), where a question about one meeting, asked
of another, is the near miss.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.records import Filters, Request
from rag.search.answer import PassageReader
from rag.search.confidence import THRESHOLD, Features, confidence

_FOLDS = 5
_REPEATS = 10
_OFF_TOPIC = Path(__file__).with_name("off_topic.txt")
_KINDS = ("answerable", "near miss", "off topic")

Array = np.ndarray


def main() -> None:
    """Print the weights fitted on all questions, and the cross-validated figures."""
    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    corpora = {"corpus": Path("corpus"), home.name: home}
    signs, kinds, places = [], [], []
    for name, folder in corpora.items():
        transcripts = folder / "transcripts" if (folder / "transcripts").is_dir() else folder
        found = _signs(index_of(transcripts), folder / "questions.jsonl")
        signs += [sign for sign, _ in found]
        kinds += [kind for _, kind in found]
        places += [name] * len(found)
    inputs, kind, place = np.array(signs), np.array(kinds), np.array(places)
    answerable = kind == 0
    print("weights and constant:", np.round(_fit(inputs, answerable), 2).tolist(), end="\n\n")
    held_out = np.mean([_held_out(inputs, answerable, seed) for seed in range(_REPEATS)], axis=0)
    for silent in (0.03, 0.07):
        threshold = np.quantile(held_out[answerable], silent)
        print(f"cross-validated, threshold {threshold:.2f}: {silent:.0%} of the answerable fall silent\n")
        _table({name: (held_out[place == name], kind[place == name]) for name in corpora}, threshold)
    third = home.parent / "qmsum"
    shown = dict(
        zip(corpora, ((inputs[place == name], kind[place == name]) for name in corpora), strict=True)
    )
    if third.is_dir():
        signs_there, kinds_there = zip(*_elsewhere(index_of(third), third / "questions.jsonl"), strict=True)
        shown["qmsum"] = np.array(signs_there), np.array(kinds_there)
    print(f"the program as it is, threshold {THRESHOLD}; nothing was fitted on qmsum\n")
    _table({name: (_confidences(signs), kinds) for name, (signs, kinds) in shown.items()}, THRESHOLD)


def _table(found: Mapping[str, tuple[Array, Array]], threshold: float) -> None:
    """The shares that are refused, and how well confidence tells near misses from answerable questions."""
    header("corpus", "questions", *(f"{name}: refused" for name in _KINDS), "AUROC, near misses")
    for name, (confidences, kinds) in found.items():
        shares = [(confidences[kinds == k] < threshold).mean() for k in range(len(_KINDS))]
        area = _auroc(confidences[kinds == 0], confidences[kinds == 1])
        row(name, len(kinds), *(f"{share:.0%}" for share in shares), f"{area:.3f}")
    print()


def _confidences(signs: Array) -> Array:
    return np.array([confidence(Features(*each)) for each in signs.tolist()])


def _signs(index: Path, questions: Path) -> list[tuple[tuple[float, ...], int]]:
    """The evidence of every labelled and every off-topic question, and the number of its kind."""
    from rag.archive import Archive
    from rag.evaluation.questions import load_questions

    archive = Archive.open(index)
    labelled = [q for q in load_questions(questions) if q.relevant is not None and not q.transcript]
    found = [
        (_evidence(archive, Request(q.question, previous=q.previous)), int(not q.relevant)) for q in labelled
    ]
    return found + _off_topic(archive)


def _elsewhere(index: Path, questions: Path) -> list[tuple[tuple[float, ...], int]]:
    """Questions about one transcript each: asked of it, and of another that they are not about."""
    from rag.archive import Archive
    from rag.evaluation.questions import load_questions

    archive = Archive.open(index)
    labelled = [q for q in load_questions(questions) if q.relevant and q.transcript]
    names = sorted({q.transcript for q in labelled if q.transcript})
    drawn = random.Random(0)
    found = []
    for q in labelled:
        other = drawn.choice([name for name in names if name != q.transcript])
        for kind, name in enumerate((q.transcript, other)):
            found.append((_evidence(archive, Request(q.question, Filters(transcripts=(name or "",)))), kind))
    return found + _off_topic(archive)


def _off_topic(archive: Any) -> list[tuple[tuple[float, ...], int]]:
    return [
        (_evidence(archive, Request(question)), 2) for question in _OFF_TOPIC.read_text("utf-8").splitlines()
    ]


def _evidence(archive: Any, request: Request) -> tuple[float, ...]:
    pipeline = archive.pipeline
    question = pipeline.understand(request)
    query = pipeline.encode(question)
    reader = PassageReader(archive.catalogue, pipeline.scorer(question, query))
    found = pipeline.weigh(question, pipeline.candidates(question, query, 1), reader)
    return astuple(found) if found else (0.0,) * len(fields(Features))


def _fit(signs: Array, answerable: Array) -> Array:
    """Weights and constant that make the labels likeliest, with a weak pull towards zero."""
    inputs = np.column_stack([signs, np.ones(len(signs))])
    side = np.where(answerable, 1.0, -1.0)

    def loss(weights: Array) -> float:
        return float(np.logaddexp(0, -side * (inputs @ weights)).sum() + 0.01 * (weights[:-1] ** 2).sum())

    return minimize(loss, np.zeros(inputs.shape[1])).x


def _held_out(signs: Array, answerable: Array, seed: int) -> Array:
    """For every question the confidence by weights that were fitted without it."""
    order = list(range(len(signs)))
    random.Random(seed).shuffle(order)
    predicted = np.empty(len(signs))
    for fold in range(_FOLDS):
        held = order[fold::_FOLDS]
        rest = sorted(set(order) - set(held))
        weights = _fit(signs[rest], answerable[rest])
        predicted[held] = 1 / (1 + np.exp(-np.column_stack([signs[held], np.ones(len(held))]) @ weights))
    return predicted


def _auroc(positives: Array, negatives: Array) -> float:
    """Share of pairs in which the answerable question has the higher confidence."""
    ranks = rankdata(np.concatenate([positives, negatives]))
    count = len(positives)
    return float((ranks[:count].sum() - count * (count + 1) / 2) / (count * len(negatives)))


if __name__ == "__main__":
    main()
