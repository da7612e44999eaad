"""A small study that the tests of the terminal, the plots and the report share."""

from __future__ import annotations

from dataclasses import replace

from evaluation_examples import Shelf, asked, line, located, showing

from rag.evaluation.evaluate import evaluate
from rag.evaluation.questions import LabelledQuestion
from rag.evaluation.runs import RunLine
from rag.evaluation.study import MeasuredRun, Study, make_study
from rag.index.manifest import Counts
from rag.records import Hit
from tests.index.test_manifest import WRITTEN

EVIL = "[red]\x1b[2J\x9b31m\x00A"
INDEX = replace(WRITTEN, id="20240411", counts=Counts(2, 9, 3, 3, 40))
RIGHT, WRONG = located("a.txt", 1, "Grain\n  goes [bold]out."), located("z.txt", 9, speaker=None)
QUESTIONS = (
    replace(asked("1", line("a.txt", 1)), kind="[/topic]"),
    replace(asked("2", line("a.txt", 1), line("gone.txt", 7, 1)), kind="fact"),
    asked("3"),
)
BM25 = (showing("1", WRONG), showing("2", WRONG), showing("3", RIGHT))
HYBRID = (
    replace(showing("1", RIGHT), seconds=0.25),
    showing("2", WRONG, RIGHT, silent=True),
    showing("3", silent=True, confidence=0.1),
)


def study(
    *runs: tuple[RunLine, ...],
    questions: tuple[LabelledQuestion, ...] = QUESTIONS,
    names: tuple[str, ...] = ("bm25", "hybrid"),
    shelf: tuple[Hit, ...] = (RIGHT, WRONG),
) -> Study:
    measured = [
        MeasuredRun(name, run, evaluate(questions, run, verbatim=0.5, attributed=1.0))
        for name, run in zip(names[-len(runs) :], runs, strict=True)
    ]
    return make_study("q.jsonl", questions, INDEX, measured, measured[-1], Shelf(*shelf))
