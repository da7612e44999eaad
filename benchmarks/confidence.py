"""Fits the confidence on each collection and reports grades and confidence on all of them.

Fitted on questions with their labelled passages and without them (the answer left out), half each, so that
the wording of a question teaches nothing: wording alone has AUROC 0.5. The shipped weights are fitted on the
development questions. The others are harder questions over the same transcripts, the project's own corpus
and QMSum (another domain). Questions about something else are those of off_topic.txt; the program itself
compares with others (rag/index/off_topic.txt).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.stats import binomtest

from benchmarks.common import arguments, collection, header, index_of, machine, row
from benchmarks.drawing import picture
from rag.archive import Archive
from rag.evaluation.calibrate import AskedPair, CalibrationWorth, ask_pairs, fit_weights, worth
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import LabelledQuestion, load_questions
from rag.evaluation.statistics import BINS, Estimate, binned_error, binned_errors
from rag.evaluation.wording import wording_auroc
from rag.records import Answer, Grade, Request
from rag.search.confidence import SHIPPED, Calibration, confidence

Pairs = Sequence[AskedPair]
Answers = Sequence[tuple[LabelledQuestion, Answer]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Told = tuple[Floats, Floats]
"""Confidences, and for each 1 where the answer is there, else 0."""

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

    def pairs(self) -> Pairs:
        """Every answerable question, with its answer and without it."""
        return tuple(ask_pairs(self.archive.pipeline, self.archive.catalogue, self.questions, self.locator))

    def answers(self) -> Answers:
        """Every question with its answer."""
        return tuple((question, self.archive.ask(question.request)) for question in self.questions)


def main() -> None:
    """Print the grades, the weights as fitted and as shipped, and what they are worth on each collection."""
    parser = arguments(__doc__, index=True)
    parser.add_argument("--plot", type=Path, help="also draw how often the confidence is right, as SVG")
    given = parser.parse_args()
    home = collection(given.data)
    print(machine(), end="\n\n")
    kremlin = Archive.open(given.index or index_of(home / "transcripts"))
    own = Archive.open(index_of(Path("corpus")))
    collections = [
        Collection("development", kremlin, load_questions(home / "questions.jsonl")),
        Collection("development, hard", kremlin, load_questions(home / "questions-hard.jsonl")),
        Collection("corpus", own, load_questions(Path("corpus/questions.jsonl"))),
    ]
    meetings = home.parent / "qmsum"
    if meetings.is_dir():
        archive = Archive.open(index_of(meetings))
        collections.append(Collection("qmsum", archive, load_questions(meetings / "questions.jsonl")))
    header("collection", "answerable", "hidden", "graded answers", "off topic refused", "unanswerable",
           "vouched for", "refused", "answer left out: AUROC", "graded answers without it")  # fmt: skip
    pairs = {each.name: each.pairs() for each in collections}
    answers = {each.name: each.answers() for each in collections}
    for each in collections:
        _report(each, pairs[each.name], answers[each.name])
    fitted = {"shipped": SHIPPED} | {name: fit_weights(found, _PULL) for name, found in pairs.items()}
    _every_pair(fitted, pairs)
    told = {name: _told(found) for name, found in pairs.items()}
    _calibrated(answers, told)
    if given.plot:
        _draw(given.plot, told)


def _every_pair(fitted: Mapping[str, Calibration], pairs: Mapping[str, Pairs]) -> None:
    print("\nAnswer left out, AUROC / calibration error\n")
    header("fitted on", "weights", *pairs)
    for name, by in fitted.items():
        row(name, _weights(by), *(_worth(worth(found, [by] * len(found))) for found in pairs.values()))


def _calibrated(answers: Mapping[str, Answers], told: Mapping[str, Told]) -> None:
    """The shipped confidence as it is, and after a map (isotonic regression) fitted on each collection."""
    print("\nCalibration error of the shipped confidence\n")
    header("questions", "answer left out", "a perfect one with as many", *(f"map of {name}" for name in told),
           "labelled", "AUROC of the wording alone, labelled")  # fmt: skip
    for each, found in answers.items():
        asked = [(answer.confidence, question.answerable) for question, answer in found]
        confidences, there = told[each]
        by_chance = np.random.default_rng(0).random((1000, len(there))) < confidences
        row(
            each,
            _interval(binned_error(confidences.tolist(), there.tolist())),
            f"{binned_errors(confidences[None], by_chance).mean():.3f}",
            *(
                "–" if name == each else f"{binned_errors(_mapped(other, confidences), there):.3f}"
                for name, other in told.items()
            ),
            "–" if all(right for _, right in asked) else _interval(binned_error(*zip(*asked, strict=True))),
            _interval(wording_auroc(question for question, _ in found)),
        )


def _told(pairs: Pairs) -> Told:
    """The shipped confidence with the answer there, then without it."""
    sides = [pair.whole for pair in pairs] + [pair.without for pair in pairs]
    there = np.repeat([1.0, 0.0], len(pairs))
    return np.array([confidence(side.features) for side in sides]), there


def _mapped(fitted_on: Told, confidences: Floats) -> Floats:
    told, there = fitted_on
    order = np.argsort(told, kind="stable")
    return np.interp(confidences, told[order], isotonic_regression(there[order]).x)


def _draw(path: Path, told: Mapping[str, Told]) -> None:
    """The share whose answer is there by confidence, in tenths: on the diagonal, confidence is right."""
    with picture(path, (8, 2.4), font=8, layout="constrained") as figure:
        panels = figure.subplots(1, len(told), sharey=True)
        for axes, (name, (confidences, there)) in zip(panels, told.items(), strict=True):
            tenths = np.minimum((confidences * BINS).astype(int), BINS - 1)
            used = [tenths == each for each in np.unique(tenths)]
            says, share = (
                np.array([values[each].mean() for each in used]) for values in (confidences, there)
            )
            ends = [
                binomtest(int(there[each].sum()), int(each.sum())).proportion_ci(method="wilson")
                for each in used
            ]
            beyond = [share - [each.low for each in ends], [each.high for each in ends] - share]
            axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
            axes.errorbar(says, share, np.maximum(beyond, 0), marker="o", markersize=4, elinewidth=0.8)
            axes.set(
                title=name,
                xlabel="confidence",
                xlim=(0, 1),
                ylim=(0, 1.02),
                xticks=(0, 0.5, 1),
                aspect="equal",
            )
        panels[0].set_ylabel("share with its answer")


def _report(each: Collection, pairs: Pairs, answers: Answers) -> None:
    answerable = [answer.grade for question, answer in answers if question.answerable]
    unanswerable = [answer.grade for question, answer in answers if question.unanswerable]
    off_topic = [each.archive.ask(Request(text)).grade for text in _OFF_TOPIC.read_text("utf-8").splitlines()]
    left_out = worth(pairs, [SHIPPED] * len(pairs))
    row(
        each.name,
        len(answerable),
        _share(answerable, "nothing"),
        _share(answerable, "answers"),
        _share(off_topic, "nothing"),
        len(unanswerable),
        _share(unanswerable, "answers"),
        _share(unanswerable, "nothing"),
        _interval(left_out.auroc),
        _interval(left_out.answers_without),
    )


def _share(grades: Sequence[Grade], grade: Grade) -> str:
    return f"{grades.count(grade) / len(grades):.1%}" if grades else "–"


def _interval(value: Estimate | None) -> str:
    return "–" if value is None else f"{value.mean:.3f} ({value.low:.2f}–{value.high:.2f})"


def _worth(found: CalibrationWorth) -> str:
    auroc, error = found.auroc, found.calibration_error
    return f"{auroc.mean:.3f} / {error.mean:.3f}" if auroc and error else "–"


def _weights(by: Calibration) -> str:
    return f"coverage {by.coverage:.2f}, lead {by.lead:.2f}, constant {by.constant:.2f}"


if __name__ == "__main__":
    main()
