"""What a person judges for a question, what was judged, and what comes next: records and pure functions.

A judge's labels are a part of the question's form in the file: `relevant` and `irrelevant` as everywhere,
`skipped` for the places that were put off, `searched` for the other wordings that were tried, and `labelled`
where nothing is left to judge. The first judge's part is the form itself, another one's is `judges.NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields
from rag.evaluation.measures import covers
from rag.evaluation.pooling import label_json, places_in
from rag.evaluation.questions import IRRELEVANT, Relevant, label_at, place_of, read_places, read_relevant
from rag.evaluation.statistics import weighted_kappa
from rag.output.contract import Json
from rag.records import Hit
from rag.text.translation import _, ngettext

WORDINGS = 3
"""Other wordings to search before a question counts as unanswerable."""
PAUSE = 120.0
"""Seconds between two grades beyond which the person did something else."""
PACE = 50
"""Pauses between the last grades that the pace is taken from."""
_FIRST_PACE = 3
"""Of these before the time that is left is told."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is judged at once: a passage, with those found that share a line with it."""

    hits: tuple[Hit, ...]
    """In the order of the source."""
    places: tuple[Relevant, ...]
    """Lines that the label can name, or the utterance; without a grade."""

    @property
    def key(self) -> str:
        """Names the item among those of its question."""
        passage = self.hits[0].passage
        return f"{passage.utterance}-{passage.start}-{passage.transcript}"

    def covered(self, label: Relevant) -> bool:
        """Whether one of the passages covers a label."""
        return any(covers(hit.passage, hit.source, label) for hit in self.hits)


@dataclass(frozen=True, slots=True)
class JudgeLabels:
    """One judge's labels of one question."""

    relevant: tuple[Relevant, ...] | None
    irrelevant: tuple[Relevant, ...]
    skipped: tuple[Relevant, ...]
    searched: tuple[str, ...]
    labelled: bool

    def grade(self, item: Item) -> int | None:
        """The highest grade at an item; None where it is not judged."""
        found = [each.grade for each in (*(self.relevant or ()), *self.irrelevant) if item.covered(each)]
        return max(found, default=None)

    def is_skipped(self, item: Item) -> bool:
        """Whether an item was put off, and not judged since."""
        return self.grade(item) is None and any(map(item.covered, self.skipped))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on what both have judged."""

    judged: int
    kappa: float | None
    """Linearly weighted; None where it is not defined."""
    apart: tuple[tuple[str, Item, int, int], ...]
    """Where they differ: qid, item and both grades; the widest apart first."""


def items(hits: Iterable[Hit]) -> tuple[Item, ...]:
    """Group passages by place, in the order of the sources: it hides who found them, and how high.

    Passages that share a line are judged together: a label of that line speaks of both.
    """
    made: list[Item] = []
    for hit in sorted({hit.passage: hit for hit in hits}.values(), key=_order):
        places = places_in(hit.passage, hit.source)
        if made and not set(places).isdisjoint(made[-1].places):
            before = made.pop()
            made.append(Item((*before.hits, hit), tuple(dict.fromkeys((*before.places, *places)))))
        else:
            made.append(Item((hit,), places))
    return tuple(made)


def _order(hit: Hit) -> tuple[str, str, int, int]:
    return hit.source, hit.passage.transcript, hit.passage.utterance, hit.passage.start


# A judge's part of a question.


def judges(form: Mapping[str, object]) -> tuple[str, ...]:
    """The judges beside the first one."""
    others = form.get("judges")
    return tuple(others) if isinstance(others, dict) else ()


def part_of(fields: Fields, judge: str | None) -> Fields:
    """The part of a question that holds a judge's labels; None is the first judge."""
    if judge is None:
        return fields
    return fields.nested("judges").nested(judge) if judge in judges(fields.values) else Fields("", {})


def with_part(fields: Fields, judge: str | None, part: Json) -> Json:
    """The question with another part of this judge."""
    if judge is None:
        return part
    others = fields.nested("judges").values if "judges" in fields else {}
    return {**fields.values, "judges": {**others, judge: part}}


def read_labels(part: Fields) -> JudgeLabels:
    """Read a judge's part. Raises EvaluationError for what is wrong in it."""
    return JudgeLabels(
        read_relevant(part) if "relevant" in part else None,
        read_places(part, "irrelevant"),
        read_places(part, "skipped"),
        part.texts("searched"),
        part.values.get("labelled") is True,
    )


def judged(part: Fields, item: Item, place: Relevant, grade: int) -> Json:
    """Grade an item at one of its places; grade 0 takes back the labels at its other places too."""

    def stays(each: Fields) -> bool:
        label = label_at(each, IRRELEVANT)
        return place_of(label) != place and (grade != IRRELEVANT or not item.covered(label))

    form = _without(part, item, "skipped", "irrelevant")
    before = part.nested_list("relevant") if "relevant" in part else ()
    relevant = [dict(each.values) for each in before if stays(each)]
    same = next((dict(e.values) for e in before if place_of(label_at(e, IRRELEVANT)) == place), {})
    label = label_json(place)
    if grade:
        form["relevant"] = [*relevant, same | label | {"grade": grade}]
    else:
        form["irrelevant"] = [*form.get("irrelevant", []), label]
        if relevant or not before:  # an empty list claims that nothing answers: only a person says so
            form.update({"relevant": relevant} if "relevant" in part else {})
        else:
            del form["relevant"]
    return form


def skipped(part: Fields, item: Item) -> Json:
    """Put an item off."""
    form = _without(part, item, "skipped")
    return form | {"skipped": [*form.get("skipped", []), label_json(item.places[0])]}


def searched(part: Fields, asked: str, words: str) -> Json:
    """Note another wording. Raises EvaluationError where it is none."""
    before = part.texts("searched")
    if not _words(words):
        raise EvaluationError(_("there are no words to search: write other words than the question's"))
    if _words(words) in map(_words, (asked, *before)):
        raise EvaluationError(_("these words were searched already: write others"))
    return {**part.values, "searched": [*before, words]}


def unanswerable(part: Fields, found: Sequence[Item]) -> Json:
    """Note that nothing answers. Raises EvaluationError where that is not checked yet."""
    if wanting := unchecked(read_labels(part), found):
        raise EvaluationError(wanting)
    return {**part.values, "relevant": []}


def unchecked(labels: JudgeLabels, found: Sequence[Item]) -> str:
    """What keeps a judge from saying that nothing answers, in words; empty where nothing does."""
    if labels.relevant:
        return _("a passage that answers or helps is labelled")
    if any(labels.grade(item) is None for item in found):
        return _("not every passage is judged")
    missing = WORDINGS - len(labels.searched)
    if missing <= 0:
        return ""
    return ngettext("search %(number)s more wording first", "search %(number)s more wordings first", missing)


def settled(part: Json, found: Sequence[Item]) -> Json:
    """Set `labelled` where nothing is left to judge, and take it away elsewhere."""
    labels = read_labels(Fields("", part))
    done = labels.relevant is not None and all(labels.grade(item) is not None for item in found)
    rest = {name: value for name, value in part.items() if name != "labelled"}
    return rest | ({"labelled": True} if done else {})


def _without(part: Fields, item: Item, *names: str) -> Json:
    """The part without what these lists say of an item; a list that is empty then is left out."""
    form = dict(part.values)
    for name in names:
        kept = [
            dict(each.values)
            for each in (part.nested_list(name) if part.values.get(name) is not None else ())
            if not item.covered(label_at(each, IRRELEVANT))
        ]
        form.pop(name, None)
        if kept:
            form[name] = kept
    return form


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


# What comes next.


def next_item(found: Sequence[Item], labels: JudgeLabels, after: str | None = None) -> Item | None:
    """The next item to judge, from the one behind `after` on; what was skipped comes last, once a round."""
    keys = [item.key for item in found]
    start = keys.index(after) + 1 if after is not None and after in keys else 0
    turned = [*found[start:], *found[:start]]
    left = [item for item in turned if labels.grade(item) is None and not labels.is_skipped(item)]
    return next(iter(left or filter(labels.is_skipped, found[start:])), None)


def next_question(states: Mapping[str, JudgeLabels], after: str | None = None) -> str | None:
    """The next question that is not labelled, from the one after `after` on; skipped ones come last."""
    qids = list(states)
    start = qids.index(after) + 1 if after is not None and after in states else 0
    left = [qid for qid in (*qids[start:], *qids[:start]) if not states[qid].labelled and qid != after]
    return next(iter([qid for qid in left if not states[qid].skipped] or left), None)


def minutes_left(moments: Iterable[float], items_left: int) -> int | None:
    """Minutes that are left at the pace of the last grades, from when each was given (seconds)."""
    gaps = [b - a for a, b in pairwise(moments) if b - a <= PAUSE]
    return round(median(gaps) * items_left / 60) if len(gaps) >= _FIRST_PACE else None


# Two judges.


def agreement(
    parts: Mapping[str, tuple[JudgeLabels, JudgeLabels]], covering: Callable[[Relevant], Iterable[Hit]]
) -> Agreement:
    """Compare two judges' labels, by qid; `covering` finds the passages that a label names."""
    pairs: list[tuple[str, Item, int, int]] = []
    for qid, (one, other) in parts.items():
        judged_by = [(*(each.relevant or ()), *each.irrelevant) for each in (one, other)]
        labels = {place_of(label) for each in judged_by for label in each} if all(judged_by) else set()
        for item in items(hit for label in labels for hit in covering(label)):
            first, second = one.grade(item), other.grade(item)
            if first is not None and second is not None:
                pairs.append((qid, item, first, second))
    apart = sorted((each for each in pairs if each[2] != each[3]), key=lambda each: -abs(each[2] - each[3]))
    return Agreement(len(pairs), weighted_kappa([each[2:] for each in pairs]), tuple(apart))
