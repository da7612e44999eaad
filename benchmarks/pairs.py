"""Whether confidence sees a false presupposition: minimal pairs of questions, asked of their collections.

The questions of a pair (minimal_pairs.jsonl) differ in a few words. The collection answers the twin; the trap
presupposes something that it denies or does not mention. A pair is ordered rightly where the twin's
confidence is above the trap's; ties count half. Beside it stands what wording alone tells, which should be
near one half: naive Bayes over single words, fitted on the other pairs. 95% bootstrap intervals over pairs.
A second table is of pairs in which the trap names somebody or something that no passage does
(name_pairs.jsonl).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from benchmarks.common import COLLECTION, arguments, header, index_of, machine, row
from rag.archive import Archive
from rag.evaluation.statistics import Estimate, estimate
from rag.evaluation.wording import odds_of_words, worded
from rag.records import Answer, Filters, Grade, Request

PAIRS = Path(__file__).with_name("minimal_pairs.jsonl")
NAME_PAIRS = PAIRS.with_name("name_pairs.jsonl")
SEEDS = "corpus"
QMSUM = "qmsum"
_GRADES = " / ".join(get_args(Grade))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions in nearly the same words."""

    pair: str
    """`p001` and so on."""
    collection: str
    transcript: str | None
    """Id of the only transcript that is searched; None for all."""
    twin: str
    trap: str
    relevant: tuple[Mapping[str, Any], ...]
    """What answers the twin, as in a set of labelled questions."""
    note: str
    """Why the trap has no answer."""


def load(path: Path = PAIRS) -> tuple[Pair, ...]:
    """All pairs, in the order of the file."""
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(Pair(**{**line, "relevant": tuple(line["relevant"])}) for line in lines)


def folder_of(name: str, data: Path | None) -> Path | None:
    """Where a collection's transcripts lie; None without the development data."""
    if name == SEEDS:
        return Path("corpus")
    if data is None:
        return None
    return data / name / "transcripts" if name == COLLECTION else data / name


def by_wording(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """For each pair what its words alone say of twin and trap: log-odds, above 0 for a twin.

    Naive Bayes fitted on all the other pairs.
    """
    questions = [
        worded(text, answerable=answerable, group=pair.pair)
        for pair in pairs
        for text, answerable in ((pair.twin, True), (pair.trap, False))
    ]
    odds = odds_of_words(questions)
    return list(zip(odds[::2], odds[1::2], strict=True))


def accuracy(scores: Sequence[tuple[float, float]]) -> float:
    """Share of questions on the right side of 0; a score of 0 counts half."""
    right = [_order(twin, 0) for twin, _ in scores] + [_order(0, trap) for _, trap in scores]
    return sum(right) / len(right)


def ordered(scores: Sequence[tuple[float, float]]) -> Estimate:
    """Share of pairs whose twin scores above the trap, with its interval; ties count half."""
    found = estimate([_order(twin, trap) for twin, trap in scores])
    if found is None:
        raise ValueError("no pairs")
    return found


def _order(twin: float, trap: float) -> float:
    return 0.5 if twin == trap else float(twin > trap)


def ask(pairs: Sequence[Pair], archive: Archive) -> list[tuple[Answer, Answer]]:
    """Ask both questions of each pair."""

    def answer(question: str, pair: Pair) -> Answer:
        filters = Filters(transcripts=(pair.transcript,) if pair.transcript else ())
        return archive.ask(Request(question, filters))

    return [(answer(pair.twin, pair), answer(pair.trap, pair)) for pair in pairs]


def main() -> None:
    """Print a row a collection."""
    parser = arguments(__doc__)
    parser.add_argument(
        "--collection", choices=(COLLECTION, SEEDS, QMSUM), action="append",
        help="ask this collection only; may be given more than once",
    )  # fmt: skip
    given = parser.parse_args()
    print(machine(), end="\n\n")
    for path in (PAIRS, NAME_PAIRS):
        _report(load(path), given.collection or (COLLECTION, SEEDS, QMSUM), given.data)


def _report(pairs: Sequence[Pair], collections: Iterable[str], data: Path | None) -> None:
    print(f"wording alone: {accuracy(by_wording(pairs)):.3f} of the questions told right\n")
    header(
        "collection", "pairs", "ordered rightly", "by wording alone", f"twins: {_GRADES}", f"traps: {_GRADES}"
    )  # fmt: skip
    for name in collections:
        own = [pair for pair in pairs if pair.collection == name]
        folder = folder_of(name, data)
        if not own or folder is None or not folder.is_dir():
            row(name, "skipped: no development data" if own else "no pairs")
            continue
        archive = Archive.open(index_of(folder))
        asked = ask(own, archive)
        archive.close()
        scores = [(twin.confidence, trap.confidence) for twin, trap in asked]
        row(
            name, len(own), _shown(ordered(scores)), _shown(ordered(by_wording(own))),
            *(_by_grade([both[side] for both in asked]) for side in (0, 1)),
        )  # fmt: skip
    print()


def _shown(share: Estimate) -> str:
    if share.low is None or share.high is None:
        return f"{share.mean:.3f}"
    return f"{share.mean:.3f} [{share.low:.3f}, {share.high:.3f}]"


def _by_grade(answers: Sequence[Answer]) -> str:
    given = Counter(answer.grade for answer in answers)
    return " / ".join(f"{given[grade] / len(answers):.0%}" for grade in get_args(Grade))


if __name__ == "__main__":
    main()
