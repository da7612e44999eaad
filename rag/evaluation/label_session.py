"""Labelling over an open index: finds what is to be judged, and writes what a person says into the file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from rag.errors import EncoderError, EvaluationError, QuestionError
from rag.evaluation import labelling
from rag.evaluation.label_file import LabelEntry, LabelFile, LineChange
from rag.evaluation.labelling import Agreement, Item, JudgeLabels
from rag.evaluation.line_files import Fields
from rag.evaluation.locate import CatalogueLocator
from rag.evaluation.questions import LabelledQuestion, check_fit
from rag.evaluation.systems import DEFAULT, SYSTEMS
from rag.index.loaded import LoadedBuild
from rag.output.contract import Json
from rag.records import Hit, Request
from rag.search.pipeline import Pipeline
from rag.text.translation import _

if TYPE_CHECKING:
    from rag.index.encoder import Vector

DEPTH = 8
"""Passages of each system that are judged."""
SEARCHED_DEPTH = 5
"""Passages of another wording that are judged."""
NEAR = 0.75
"""Cosine similarity from which two questions may be the same."""
_NEAREST = 3


class OpenIndex(Protocol):
    """An open index, which may come to serve another build."""

    @property
    def loaded(self) -> LoadedBuild:
        """The build that serves."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """One question, as its judge stands with it."""

    question: LabelledQuestion
    labels: JudgeLabels
    items: tuple[Item, ...]

    @property
    def left(self) -> int:
        """Items without a grade, the skipped ones included."""
        return sum(self.labels.grade(item) is None for item in self.items)

    def item(self, key: str) -> Item:
        """The item of this key. Raises EvaluationError where there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise EvaluationError(
            _("this passage is not among those of the question any more: load the page anew")
        )


class Labelling:
    """One judge, one file, one index. All methods raise EvaluationError or QuestionError for mistakes."""

    def __init__(self, path: Path, archive: OpenIndex, judge: str | None = None) -> None:
        """Read the file, so that a mistake in it is told at once; None is the first judge."""
        self.file = LabelFile(path)
        self.judge = judge
        self._archive = archive
        self._lock = RLock()
        self._undo: list[tuple[str, str | None, LineChange]] = []
        self._moments: deque[float] = deque(maxlen=labelling.PACE + 1)
        self._sizes: dict[str, int] = {}
        self._found: dict[tuple[Request, str], tuple[Hit, ...]] = {}
        self._vectors: dict[str, Vector | None] = {}
        self._open_build()
        catalogue = self._build.catalogue
        labelled = [entry.question for entry in self.file.entries().values()]
        check_fit(labelled, catalogue.sources(), catalogue.transcript_ids())

    # What is there.

    def states(self) -> dict[str, JudgeLabels]:
        """The labels of every question, in the order of the file."""
        return {qid: self._labels(entry, self.judge) for qid, entry in self.file.entries().items()}

    def questions(self) -> dict[str, LabelledQuestion]:
        """Every question, in the order of the file."""
        return {qid: entry.question for qid, entry in self.file.entries().items()}

    def view(self, qid: str) -> View:
        """One question with all that is to be judged for it."""
        entries = self.file.entries()
        if qid not in entries:
            raise EvaluationError(f"there is no question {qid[:80]!r} in the file")
        return self._view(entries[qid])

    def minutes_left(self, view: View, states: Mapping[str, JudgeLabels]) -> int | None:
        """Minutes that are left at the pace of the last grades, other questions as long as those seen."""
        others = sum(not each.labelled for qid, each in states.items() if qid != view.question.qid)
        mean = fmean(self._sizes.values())
        return labelling.minutes_left(self._moments, view.left + round(others * mean))

    def agreements(self) -> dict[str, Agreement]:
        """How far each other judge agrees with the first one, by name."""
        entries = self.file.entries().items()
        names = dict.fromkeys(name for _, entry in entries for name in labelling.judges(entry.fields.values))
        return {
            name: labelling.agreement(
                {qid: (self._labels(entry, None), self._labels(entry, name)) for qid, entry in entries},
                self._locator.covering,
            )
            for name in names
        }

    def similar(self, text: str) -> tuple[tuple[float, LabelledQuestion], ...]:
        """Questions that may be the same as this one, with their cosine similarity, the nearest first."""
        vector = self._vector(text)
        found = []
        for each in self.questions().values():
            other = self._vector(each.question)
            if vector is not None and other is not None and (score := float(vector @ other)) >= NEAR:
                found.append((score, each))
        return tuple(sorted(found, key=lambda each: -each[0])[:_NEAREST])

    # What a person says.

    def grade(self, qid: str, key: str, place: int, grade: int) -> None:
        """Grade an item at one of its places: 2 answers by itself, 1 helps, 0 does neither."""

        def make(part: Fields, view: View) -> Json:
            item = view.item(key)
            if grade not in range(3) or place not in range(len(item.places)):
                raise EvaluationError(_("expected the grade 0, 1 or 2 for one of the lines of the passage"))
            return labelling.judged(part, item, item.places[place], grade)

        self._change(qid, make, key)
        self._moments.append(monotonic())

    def skip(self, qid: str, key: str) -> None:
        """Put an item off."""
        self._change(qid, lambda part, view: labelling.skipped(part, view.item(key)), key)

    def search(self, qid: str, words: str) -> int:
        """Search other words than the question's; return how many passages that adds."""
        view = self.view(qid)
        if not self._ask(replace(view.question.request, text=words, previous=None), DEFAULT, SEARCHED_DEPTH):
            raise QuestionError(_("nothing is found by these words: write others"))
        self._change(qid, lambda part, view: labelling.searched(part, view.question.question, words), None)
        return len(self.view(qid).items) - len(view.items)

    def unanswerable(self, qid: str) -> None:
        """Say that nothing answers."""
        self._change(qid, lambda part, view: labelling.unanswerable(part, view.items), None)

    def add(self, text: str, kind: str, previous: str) -> str:
        """Add a question; return its qid."""
        given = {"kind": kind.strip(), "question": text.strip(), "previous": previous.strip()}
        if not given["question"]:
            raise EvaluationError(_("the question is empty: write one"))
        if self._vector(given["question"]) is None:
            raise EvaluationError(_("the question is too long to be asked: write it shorter"))
        qid = ""

        def make(entries: Mapping[str, LabelEntry]) -> Json:
            nonlocal qid
            qid = next(name for n in range(1, len(entries) + 2) if (name := f"q-{n:03}") not in entries)
            return {"qid": qid} | {name: value for name, value in given.items() if value}

        with self._lock:
            self._undo.append((qid, None, self.file.add(make)))
            return qid

    def undo(self) -> tuple[str, str | None]:
        """Take back what was last said since the program started; return its question and item."""
        with self._lock:
            if not self._undo:
                raise EvaluationError(_("there is nothing to undo since the program started"))
            qid, key, change = self._undo.pop()
            self.file.revert(change)
            return qid, key

    # Behind these.

    def _change(self, qid: str, make: Callable[[Fields, View], Json], key: str | None) -> None:
        def changed(entry: LabelEntry) -> Json:
            part = make(labelling.part_of(entry.fields, self.judge), self._view(entry))
            fields = replace(entry.fields, values=labelling.with_part(entry.fields, self.judge, part))
            found = self._view(replace(entry, fields=fields)).items
            return labelling.with_part(fields, self.judge, labelling.settled(part, found))

        with self._lock:
            self._undo.append((qid, key, self.file.change(qid, changed)))

    def _view(self, entry: LabelEntry) -> View:
        """What the systems find, what the judge's other wordings find, and what any judge has labelled."""
        labels, request = self._labels(entry, self.judge), entry.question.request
        hits = [hit for name in SYSTEMS for hit in self._ask(request, name, DEPTH)]
        for words in labels.searched:
            hits += self._ask(replace(request, text=words, previous=None), DEFAULT, SEARCHED_DEPTH)
        for name in (None, *labelling.judges(entry.fields.values)):
            judged = self._labels(entry, name)
            for label in (*(judged.relevant or ()), *judged.irrelevant):
                hits += self._locator.covering(label)
        found = labelling.items(hits)
        self._sizes[entry.question.qid] = len(found)
        return View(entry.question, labels, found)

    def _labels(self, entry: LabelEntry, judge: str | None) -> JudgeLabels:
        return labelling.read_labels(labelling.part_of(entry.fields, judge))

    def _ask(self, request: Request, system: str, depth: int) -> tuple[Hit, ...]:
        with self._lock:
            if self._archive.loaded is not self._build:
                self._open_build()
            asked = replace(request, k=depth)
            if (asked, system) not in self._found:
                self._found[asked, system] = self._pipelines[system].ask(asked).hits
            return self._found[asked, system]

    def _open_build(self) -> None:
        """Ask the build that serves; what an earlier one found is forgotten."""
        self._build = self._archive.loaded
        self._pipelines = {name: Pipeline(self._build, weights) for name, weights in SYSTEMS.items()}
        self._locator = CatalogueLocator(self._build.catalogue)
        self._found.clear()

    def _vector(self, text: str) -> Vector | None:
        """The vector of a text; None where it is too long to be read."""
        if text not in self._vectors:
            try:
                self._vectors[text] = self._archive.loaded.encoder.read_question(text, ()).vector
            except EncoderError:
                self._vectors[text] = None
        return self._vectors[text]
