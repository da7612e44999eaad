"""Fits the confidence on one collection and reports grades and confidence on the others.

Fitted on the development questions alone, each with its labelled passages and without them (the answer left
out), so that the wording of a question teaches nothing. Reported on harder questions over the same
transcripts, on the project's own corpus and on QMSum (another domain), which no fit has seen. Questions about
something else are those of off_topic.txt; the program itself compares with others (rag/index/off_topic.txt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import arguments, collection, header, index_of, machine, row
from rag.archive import Archive
from rag.evaluation.calibrate import ask_pairs, fit_weights
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import LabelledQuestion, load_questions
from rag.evaluation.statistics import Estimate
from rag.evaluation.without_answer import left_out
from rag.records import Grade, Request
from rag.search.confidence import SHIPPED, Calibration

_OFF_TOPIC = Path(__file__).with_name("off_topic.txt")
_PULL = 0.01
"""Draws the fit to the shipped weights: next to nothing, with so many questions."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A labelled question set over an index."""

    name: str
    archive: Archive
    questions: Sequence[LabelledQuestion]

    @property
    def locator(self) -> CatalogueLocator:
        """Finds the labelled passages."""
        return CatalogueLocator(self.archive.catalogue)

    def grades(self, *, answerable: bool) -> list[Grade]:
        """The grade of every answerable, or every unanswerable question."""
        asked = (q for q in self.questions if (q.answerable if answerable else q.unanswerable))
        return [self.archive.ask(question.request).grade for question in asked]


def main() -> None:
    """Print the weights, as fitted and as shipped, and what the grades are worth on each collection."""
    home = collection(arguments(__doc__).parse_args().data)
    print(machine(), end="\n\n")
    kremlin = Archive.open(index_of(home / "transcripts"))
    own = Archive.open(index_of(Path("corpus")))
    collections = [
        Collection("development (fitted on it)", kremlin, load_questions(home / "questions.jsonl")),
        Collection("development, hard", kremlin, load_questions(home / "questions-hard.jsonl")),
        Collection("corpus", own, load_questions(Path("corpus/questions.jsonl"))),
    ]
    meetings = home.parent / "qmsum"
    if meetings.is_dir():
        archive = Archive.open(index_of(meetings))
        collections.append(Collection("qmsum", archive, load_questions(meetings / "questions.jsonl")))
    print(f"fitted: {_weights(_fitted(collections[0]))}; shipped: {_weights(SHIPPED)}", end="\n\n")
    header("collection", "answerable", "hidden", "graded answers", "off topic refused", "unanswerable",
           "vouched for", "refused", "answer left out: AUROC", "graded answers without it")  # fmt: skip
    for each in collections:
        _report(each)


def _report(each: Collection) -> None:
    answerable, unanswerable = each.grades(answerable=True), each.grades(answerable=False)
    off_topic = [each.archive.ask(Request(text)).grade for text in _OFF_TOPIC.read_text("utf-8").splitlines()]
    without = left_out(each.archive.pipeline, each.archive.catalogue, each.questions, each.locator)
    row(
        each.name,
        len(answerable),
        _share(answerable, "nothing"),
        _share(answerable, "answers"),
        _share(off_topic, "nothing"),
        len(unanswerable),
        _share(unanswerable, "answers"),
        _share(unanswerable, "nothing"),
        _interval(without.auroc),
        _interval(without.answers_without),
    )


def _share(grades: Sequence[Grade], grade: Grade) -> str:
    return f"{grades.count(grade) / len(grades):.1%}" if grades else "–"


def _interval(value: Estimate | None) -> str:
    return "–" if value is None else f"{value.mean:.3f} ({value.low:.2f}–{value.high:.2f})"


def _fitted(each: Collection) -> Calibration:
    pairs = tuple(ask_pairs(each.archive.pipeline, each.archive.catalogue, each.questions, each.locator))
    return fit_weights(pairs, _PULL)


def _weights(by: Calibration) -> str:
    return f"coverage {by.coverage:.2f}, lead {by.lead:.2f}, constant {by.constant:.2f}"


if __name__ == "__main__":
    main()
