"""What each part of the search is worth, and whether its weights were chosen too close to the questions.

The development questions and those of QMSum, with parts left out or reweighed. "Plain hybrid" is meaning
and words fused as here and nothing else; the same by reciprocal ranks (Cormack et al. 2009) stands beside
it. Then the weights of a small grid are chosen on one half of the development questions and measured on
the other, twenty times.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from statistics import fmean
from typing import Any

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.search.rank import Weights

_MEASURES = ("nDCG@10", "MRR@10", "Success@5", "Recall@10")
_PLAIN = Weights(late=0, neighbours=0, boost=0)
_WORDS, _MEANING = replace(_PLAIN, meaning=0, words=1), replace(_PLAIN, meaning=1, words=0)
_DEEP = 100
"""Passages of each that are fused by their ranks."""
_SYSTEMS = {
    "the default": Weights(),
    "plain hybrid": _PLAIN,
    "words alone": _WORDS,
    "meaning alone": _MEANING,
    "no late interaction": Weights(late=0),
    "late interaction at 0.6": Weights(late=0.6),
    "late interaction alone": Weights(late=1),
    "no support from neighbours": Weights(neighbours=0),
    "neighbours at 0.2": Weights(neighbours=0.2),
    "who, when and where not boosted": Weights(boost=0),
    "boosted at 0.15": Weights(boost=0.15),
    "boosted at 0.35": Weights(boost=0.35),
    "words at 0.1": Weights(meaning=0.9, words=0.1),
    "words at 0.3": Weights(meaning=0.7, words=0.3),
}
_GRID = tuple(
    Weights(meaning=1 - words, words=words, late=late, neighbours=neighbours, boost=boost)
    for words, late, neighbours, boost in product((0.1, 0.2, 0.3), (0.7, 0.9), (0.1, 0.2), (0.15, 0.25))
)
_SPLITS = 20


class _Remembering:
    """An encoder that reads each question once."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self._read = cache(encoder.read_question)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def read_question(self, text: str, focus: Sequence[tuple[int, int]]) -> Any:
        return self._read(text, tuple(focus))


class _Asked:
    """The labelled questions of one collection, asked with any weights."""

    def __init__(self, home: Any, corpus: Any, encoder: Any) -> None:
        from rag.evaluation.questions import load_questions

        self.labelled = [q for q in load_questions(home / "questions.jsonl") if q.relevant]
        self._index = index_of(corpus)
        self._encoder = encoder

    def with_weights(self, weights: Weights) -> Any:
        """What the questions' labels say of the answers."""
        return self._measured(self._answers(weights))

    def by_reciprocal_ranks(self) -> Any:
        """The same of meaning and words fused by 1 / (60 + rank), over the first of each."""
        fused = []
        for answers in zip(self._answers(_WORDS, _DEEP), self._answers(_MEANING, _DEEP), strict=True):
            score: Counter[Any] = Counter()
            hits = {}
            for answer in answers:
                for hit in answer.hits:
                    score[hit.passage] += 1 / (60 + hit.rank)
                    hits[hit.passage] = hit
            best = sorted(hits, key=lambda passage, of=score: -of[passage])[:10]
            ranked = tuple(replace(hits[passage], rank=rank) for rank, passage in enumerate(best, start=1))
            fused.append(replace(answers[0], hits=ranked))
        return self._measured(fused)

    def _answers(self, weights: Weights, k: int = 10) -> list[Any]:
        from rag.archive import Archive
        from rag.records import Filters, Request

        archive = Archive.open(self._index, self._encoder, weights)
        within = [Filters(transcripts=(q.transcript,)) if q.transcript else Filters() for q in self.labelled]
        return [
            archive.ask(Request(q.question, filters, k, q.previous))
            for q, filters in zip(self.labelled, within, strict=True)
        ]

    def _measured(self, answers: Iterable[Any]) -> Any:
        from rag.evaluation.evaluate import evaluate
        from rag.evaluation.runs import RunLine

        run = [RunLine.from_answer(q.qid, answer) for q, answer in zip(self.labelled, answers, strict=True)]
        return evaluate(self.labelled, run)


def main() -> None:
    """Print the measures of every system, over both collections, and the check by halves."""
    from rag.index.encoder import SentenceTransformerEncoder

    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    encoder = _Remembering(SentenceTransformerEncoder())
    asked = {home.name: _Asked(home, home / "transcripts", encoder)}
    if (third := home.parent / "qmsum").is_dir():
        asked["qmsum"] = _Asked(third, third, encoder)
    for name, questions in asked.items():
        found = {system: questions.with_weights(weights) for system, weights in _SYSTEMS.items()}
        found["plain hybrid by reciprocal ranks"] = questions.by_reciprocal_ranks()
        _table(name, found)
    _by_halves(asked[home.name])


def _table(name: str, found: Mapping[str, Any]) -> None:
    from rag.evaluation.evaluate import compare

    print(f"### {name}\n")
    default = found["the default"]
    header("system", *_MEASURES, "topic", "nDCG@10 against the default")
    for system, result in found.items():
        means = [result.measures[measure] for measure in _MEASURES]
        means.append(result.by_kind.get("topic", {}).get("nDCG@10"))
        pair = compare(default, result)["nDCG@10"]
        told = "" if pair is None or result is default else f"{pair.difference.mean:+.3f}, p = {pair.p:.3f}"
        row(system, *("–" if mean is None else f"{mean.mean:.3f}" for mean in means), told)
    print(flush=True)


def _by_halves(questions: _Asked) -> None:
    """What the weights lose where they are chosen on other questions than they are measured on."""
    scores = {
        weights: {each.qid: each.ndcg for each in questions.with_weights(weights).scores}
        for weights in (*_GRID, Weights())
    }
    chosen, best, given = [], [], []
    qids = [q.qid for q in questions.labelled]
    for split in range(_SPLITS):
        shuffled = random.Random(split).sample(qids, len(qids))
        halves = shuffled[: len(qids) // 2], shuffled[len(qids) // 2 :]
        for one, other in (halves, halves[::-1]):
            chosen.append(_mean(scores[max(_GRID, key=lambda w, of=one: _mean(scores[w], of))], other))
            best.append(max(_mean(scores[weights], other) for weights in _GRID))
            given.append(_mean(scores[Weights()], other))
    print(f"### Weights chosen on one half, measured on the other ({2 * _SPLITS} halves)\n")
    header("weights", "nDCG@10")
    row("the default", f"{fmean(given):.3f}")
    row(f"the best of {len(_GRID)} on the other half", f"{fmean(chosen):.3f}")
    row(f"the best of {len(_GRID)} on the very half", f"{fmean(best):.3f}")
    every = [_mean(each, qids) for each in scores.values()]
    print(f"\nOver all questions the {len(_GRID)} settings lie from {min(every):.3f} to {max(every):.3f}.")


def _mean(scores: Mapping[str, float], qids: Iterable[str]) -> float:
    return fmean(scores[qid] for qid in qids)


if __name__ == "__main__":
    main()
