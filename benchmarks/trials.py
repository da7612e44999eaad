"""What was tried on top of the ranking and not kept: each trial against the default, question by question.

Sentence vectors (the mean of a sentence's token vectors), pseudo-relevance feedback (Rocchio 1971), other
field weights for words, and a fusion learned on the labelled questions: logistic regression on pairs of
passages (Joachims 2002), five folds, every question ranked by weights fitted without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from benchmarks.common import arguments, collection, header, index_of, machine, row

_FOLDS = 5
_POOL = 60
"""Passages of the default's ranking that the trials rank again."""

Array = np.ndarray


@dataclass(frozen=True)
class _Asked:
    """A labelled question with what the search sees of it."""

    label: Any
    question: Any
    query: Any
    scope: Any
    boosted: Sequence[Sequence[int]]
    named: Any
    found: Sequence[Any]


def main() -> None:
    """Print nDCG@10 of every trial, and its difference to the default."""
    from rag.archive import Archive
    from rag.evaluation.questions import load_questions

    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    archive = Archive.open(index_of(home / "transcripts"))
    labelled = [q for q in load_questions(home / "questions.jsonl") if q.relevant]
    asked = [_prepare(archive, label) for label in labelled]
    fused = dict(zip((q.qid for q in labelled), _learned(archive, asked), strict=True))
    trials: dict[str, Callable[[_Asked], Sequence[int]]] = {
        "the default": lambda q: [item.row for item in q.found],
        "best sentence of each passage at 0.2": partial(_sentences, archive, 0.2),
        "best sentence of each passage at 0.4": partial(_sentences, archive, 0.4),
        "feedback from the first 3 at 0.2": partial(_feedback, archive, 0.2),
        "feedback from the first 3 at 0.4": partial(_feedback, archive, 0.4),
        "context words at half weight": partial(_context_words, archive, 0.5),
        "context words at double weight": partial(_context_words, archive, 2.0),
        "a fusion learned on the questions": lambda q: fused[q.label.qid],
    }
    header("trial", "nDCG@10", "topic", "against the default")
    default = None
    for name, ranked in trials.items():
        measured = _measured(archive, asked, ranked)
        default = default or measured
        row(name, *_figures(measured, default))


def _prepare(archive: Any, label: Any) -> _Asked:
    from rag.index.catalogue_scope import EVERYTHING
    from rag.records import Request

    request = Request(label.question, previous=label.previous, today=label.today)
    question = archive.pipeline.understand(request)
    query = archive.pipeline.encode(question)
    boosted = archive.pipeline.boosted(question.understood)
    named = np.logical_and.reduce(boosted) if boosted else None
    found = archive.pipeline.search.search(query, _POOL, EVERYTHING, boosted)
    return _Asked(label, question, query, EVERYTHING, boosted, named, found)


def _sentences(archive: Any, weight: float, asked: _Asked) -> list[int]:
    """The default's score and that of the sentence likest to the question."""
    best = [_best_sentence(archive, asked, item.row) for item in asked.found]
    score = np.array([item.score for item in asked.found]) + weight * _stretched(np.array(best))
    return [asked.found[i].row for i in np.argsort(-score, kind="stable")]


def _best_sentence(archive: Any, asked: _Asked, number: int) -> float:
    from rag.text.sentences import sentence_spans

    text = archive.catalogue.passages([number])[0].text
    starts, vectors = archive.loaded.tokens.own(number)
    if len(vectors) != len(starts) or not len(starts):
        return 0.0
    owner = np.searchsorted([start for start, _ in sentence_spans(text)], starts, side="right")
    means = np.array([vectors[owner == one].mean(axis=0) for one in np.unique(owner)])
    return float((means @ asked.query.vector / np.linalg.norm(means, axis=1)).max())


def _feedback(archive: Any, weight: float, asked: _Asked) -> list[int]:
    """The question moved towards the first passages, and asked again."""
    first = archive.loaded.vectors.vectors([item.row for item in asked.found[:3]]).mean(axis=0)
    vector = asked.query.vector + weight * first
    query = replace(asked.query, vector=vector / np.linalg.norm(vector))
    return [item.row for item in archive.pipeline.search.search(query, _POOL, asked.scope, asked.boosted)]


def _context_words(archive: Any, weight: float, asked: _Asked) -> list[int]:
    """Words in title, date, place and speaker counting more or less than those that were said."""
    words = archive.loaded.words
    try:
        words.search = partial(_weighted, words.search, weight)
        return [
            item.row
            for item in archive.pipeline.search.search(asked.query, _POOL, asked.scope, asked.boosted)
        ]
    finally:
        del words.search


def _learned(archive: Any, asked: Sequence[_Asked]) -> list[list[int]]:
    """Every question's passages in the order of a fusion that was fitted without it."""
    from sklearn.linear_model import LogisticRegression

    signs = [_signs(archive, one) for one in asked]
    gains = [np.array([_grade(archive, one, item.row) for item in one.found]) for one in asked]
    ranked: list[list[int]] = [[] for _ in asked]
    for fold in range(_FOLDS):
        rest = [i for i in range(len(asked)) if i % _FOLDS != fold]
        pairs = np.concatenate(
            [signs[i][a] - signs[i][b] for i in rest for a, b in [np.nonzero(gains[i][:, None] > gains[i])]]
        )
        both = np.concatenate([pairs, -pairs])
        side = np.repeat([1, -1], len(pairs))
        model = LogisticRegression(fit_intercept=False).fit(both, side)
        for i in range(fold, len(asked), _FOLDS):
            order = np.argsort(-(signs[i] @ model.coef_[0]), kind="stable")
            ranked[i] = [asked[i].found[place].row for place in order]
    return ranked


def _signs(archive: Any, asked: _Asked) -> Array:
    """What the fusion weighs, shape (passages, signs): each stretched to 0…1 over the passages."""
    rows = np.array([item.row for item in asked.found])
    lengths = np.log1p(archive.loaded.positions.tokens[rows])
    named = asked.named[rows] if asked.named is not None else np.zeros(len(rows))
    columns = (
        [item.score for item in asked.found],
        [item.similarity for item in asked.found],
        [item.coverage for item in asked.found],
        [1 / (10 + (item.by_words or 999)) for item in asked.found],
        lengths,
    )
    return np.column_stack([*(_stretched(np.array(column, float)) for column in columns), named])


def _grade(archive: Any, asked: _Asked, number: int) -> int:
    passage = archive.catalogue.passages([number])[0]
    source = archive.catalogue.heading(passage.transcript).source
    covered = {(source, line) for line in range(passage.lines[0], passage.lines[1] + 1)}
    return max(
        (label.grade for label in asked.label.relevant if (label.file, label.line) in covered), default=0
    )


def _measured(archive: Any, asked: Sequence[_Asked], ranked: Callable[[_Asked], Sequence[int]]) -> Any:
    """The measures of a ranking, by the program's own evaluation."""
    from rag.evaluation.evaluate import evaluate
    from rag.evaluation.runs import RunLine
    from rag.records import Searched
    from rag.search.answer import PassageReader, answer
    from rag.search.rank import RankedRow

    run = []
    searched = Searched(0, 0, None, None, 0)
    for one in asked:
        rows = ranked(one)[:10]
        found = [
            RankedRow(number, 1.0 - place / 100, None, None, 0.0, 0.0) for place, number in enumerate(rows)
        ]
        reader = PassageReader(archive.catalogue, archive.pipeline.scorer(one.question, one.query))
        shown = answer(one.question, found, 1.0, searched, reader)
        run.append(RunLine.from_answer(one.label.qid, shown))
    return evaluate([one.label for one in asked], run)


def _figures(measured: Any, default: Any) -> tuple[str, str, str]:
    from rag.evaluation.evaluate import compare

    pair = compare(default, measured)["nDCG@10"]
    topic = measured.by_kind.get("topic", {}).get("nDCG@10")
    return (
        f"{measured.measures['nDCG@10'].mean:.3f}",
        "–" if topic is None else f"{topic.mean:.3f}",
        "" if pair is None or measured is default else f"{pair.difference.mean:+.3f}, p = {pair.p:.3f}",
    )


def _weighted(search: Callable[..., Any], weight: float, *given: Any, **named: Any) -> Any:
    return search(*given, **named, context_weight=weight)


def _stretched(scores: Array) -> Array:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros(len(scores))


if __name__ == "__main__":
    main()
