"""Pools: passages that systems found and no label covers, for a person to judge, and the labels made of it.

A pool is JSONL, one passage of one question a line, in the order of the sources, so that nothing shows
which system found it or how confident it was. The person fills in `grade` (0, 1 or 2), sets `line` to the
one that answers where the passage has several lines, and may copy the words that answer into `sentence`.
The grades go into the question set: 1 and 2 as `relevant`, 0 as `irrelevant`, so that no later pool asks
for the passage again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields, parse_object, read_lines, shown
from rag.evaluation.measures import covers
from rag.evaluation.questions import (
    GRADES,
    IRRELEVANT,
    LabelledQuestion,
    Relevant,
    RelevantLine,
    RelevantUtterance,
    label_at,
    place_of,
)
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.tables import label_place
from rag.output.contract import Json
from rag.records import Passage
from rag.text.files import write_text


@dataclass(frozen=True, slots=True)
class Pool:
    """What is to be judged."""

    pairs: tuple[tuple[LabelledQuestion, Quote], ...]
    """By question, in the question set's order, then by place in the sources."""
    found: int
    """Pairs of a question and a passage that the systems found, judged ones included."""

    @property
    def summary(self) -> str:
        """One line for a person."""
        share = 1 - len(self.pairs) / self.found if self.found else 1.0
        return f"{len(self.pairs):,} of {self.found:,} passages are to be judged ({share:.0%} are judged)"


@dataclass(frozen=True, slots=True)
class Judged:
    """A filled pool: for each question its labels by place, and how many lines are still open."""

    labels: Mapping[str, Mapping[Relevant, Relevant]]
    left: int


def pool(questions: Sequence[LabelledQuestion], runs: Iterable[Iterable[RunLine]], depth: int) -> Pool:
    """Take the first `depth` passages of each run that none of the question's labels covers."""
    found: dict[str, dict[Quote, bool]] = {question.qid: {} for question in questions}
    labels = {each.qid: (*(each.relevant or ()), *each.irrelevant) for each in questions}
    for run in runs:
        for line in run:
            if line.qid not in found:
                continue
            for quote in line.passages[:depth]:
                judged = (covers(quote.passage, quote.path, label) for label in labels[line.qid])
                found[line.qid][quote] = any(judged)
    return Pool(
        pairs=tuple(
            (question, quote)
            for question in questions
            for quote, judged in sorted(found[question.qid].items(), key=lambda item: _order(item[0]))
            if not judged
        ),
        found=sum(map(len, found.values())),
    )


def save_pool(path: Path, found: Pool) -> None:
    """Write a pool, all of it or nothing. Raises EvaluationError where that is not possible."""
    lines = (json.dumps(_pair_json(*pair), ensure_ascii=False) + "\n" for pair in found.pairs)
    write_text(path, lines, "pool")


def load_judged(path: Path) -> Judged:
    """Load a filled pool; lines whose `grade` is null are still open.

    A place that several passages name has the highest of their grades. Raises EvaluationError, with file
    and line, for what is wrong first.
    """
    labels: dict[str, dict[Relevant, Relevant]] = {}
    left = 0
    for where, text in read_lines(path):
        fields = parse_object(where, text)
        qid, place = fields.text("qid"), _place(fields)
        if fields.values.get("grade") is None and "grade" in fields:
            left += 1
            continue
        grade = fields.integer("grade", least=0)
        if grade not in (IRRELEVANT, *GRADES):
            raise fields.unexpected("grade", "0 (of no help), 1 (helps), 2 (answers by itself), or null")
        places = labels.setdefault(qid, {})
        if grade >= places.get(place, place).grade:
            places[place] = replace(place, grade=grade, sentence=_sentence(fields))
    return Judged(labels, left)


def merge(questions: Path, judged: Judged, merged: Path) -> str:
    """Write the question set with what was judged added to it, and return a summary in one line.

    Everything else in the file stays as it was, keys that are not known included. Raises EvaluationError
    where a question is not in the set, or a place has another grade there.
    """
    forms = {
        fields.text("qid"): dict(fields.values)
        for fields in (parse_object(where, text) for where, text in read_lines(questions))
    }
    added = {IRRELEVANT: 0} | dict.fromkeys(GRADES, 0)
    for qid, labels in judged.labels.items():
        if qid not in forms:
            raise EvaluationError(f"{questions} has no question {qid[:80]!r}; the pool is of another set")
        for label in _new(Fields(f"{questions}, {qid[:80]}", forms[qid]), labels):
            key = "relevant" if label.grade else "irrelevant"
            forms[qid][key] = [*_items(forms[qid], key), label_json(label)]
            added[label.grade] += 1
    lines = (json.dumps(form, ensure_ascii=False) + "\n" for form in forms.values())
    write_text(merged, lines, "question set")
    return (
        f"{added[2]} labels of grade 2 and {added[1]} of grade 1 added, {added[0]} places judged to be of no "
        f"help, {judged.left} lines of the pool still open"
    )


def _new(question: Fields, labels: Mapping[Relevant, Relevant]) -> list[Relevant]:
    """The labels of places that the question does not grade yet."""
    known: dict[Relevant, int] = {}
    for key in ("relevant", "irrelevant"):
        items = question.nested_list(key) if question.values.get(key) is not None else ()
        for item in items:
            grade = item.integer("grade", least=0) if key == "relevant" else IRRELEVANT
            known[place_of(label_at(item, grade))] = grade
    for place, label in labels.items():
        if known.get(place, label.grade) != label.grade:
            raise question.error(
                f"{label_place(place)} has grade {known[place]} there and {label.grade} in the pool; "
                "expected one grade: change one of them"
            )
    return [label for place, label in labels.items() if place not in known]


def _order(quote: Quote) -> tuple[str, str, int, int]:
    return quote.path, quote.transcript, quote.utterance, quote.start


def places_in(passage: Passage, path: str) -> tuple[Relevant, ...]:
    """Where a passage of the source file `path` can be labelled: at its lines in text files, else as said."""
    if not path.lower().endswith(".txt"):
        return (RelevantUtterance(passage.transcript, passage.utterance, IRRELEVANT),)
    first, last = passage.lines
    lines = [first + number for number, text in enumerate(passage.text.split("\n")) if text.strip()]
    found = lines if lines[-1] == last else [first, last]
    return tuple(RelevantLine(path, line, IRRELEVANT) for line in found)


def _pair_json(question: LabelledQuestion, quote: Quote) -> Json:
    """One line of a pool: what is asked, what is to be judged, where it stands, what is to be filled in."""
    places = places_in(quote.passage, quote.path)
    lines = [place.line for place in places if isinstance(place, RelevantLine)]
    place = label_json(places[0]) | ({"lines": lines} if lines else {})
    return {
        "qid": question.qid,
        "question": question.question,
        "previous": question.previous,
        "speaker": quote.speaker or quote.label,
        "date": quote.date,
        "passage": quote.text,
        "start": quote.start,
        **place,
        "grade": None,
        "sentence": None,
    }


def _place(fields: Fields) -> Relevant:
    """The place that a line of a pool names. Raises EvaluationError for a line outside the passage."""
    place = label_at(fields, IRRELEVANT)
    if isinstance(place, RelevantLine):
        lines = fields.values.get("lines", [place.line])
        if not isinstance(lines, list) or place.line not in lines:
            raise fields.unexpected("line", f"one of {shown(lines)}, the lines of the passage")
    return place


def _sentence(fields: Fields) -> tuple[int, int] | None:
    """The offsets of the words that were copied from the passage; None without any."""
    words = fields.optional_text("sentence")
    if words is None:
        return None
    words, passage = words.strip(), fields.text("passage")
    if passage.count(words) != 1:
        raise fields.unexpected("sentence", "words that stand in the passage once, to the character")
    start = fields.integer("start", least=0) + passage.index(words)
    return start, start + len(words)


def _items(form: Mapping[str, object], key: str) -> list[object]:
    items = form.get(key)
    return list(items) if isinstance(items, list) else []


def label_json(label: Relevant) -> Json:
    """The form of a label in a question set."""
    form: Json = (
        {"file": label.file, "line": label.line}
        if isinstance(label, RelevantLine)
        else {"transcript": label.transcript, "utterance": label.utterance}
    )
    if label.grade:
        form["grade"] = label.grade
        if label.sentence:
            form["sentence"] = list(label.sentence)
    return form
