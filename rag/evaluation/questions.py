"""Labelled questions: what is asked, what it implies, and which lines answer it.

The file format is JSONL, one question a line; only `qid` and `question` are required. Keys that are
not known are left alone, so that a question set can carry notes of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.errors import EvaluationError
from rag.evaluation.line_files import Fields, parse_object, read_lines, shown
from rag.records import Filters, Request

if TYPE_CHECKING:
    from rag.text.sentences import Span

GRADES = (1, 2)
"""1: the line helps. 2: it answers by itself."""
IRRELEVANT = 0
"""The grade of what does neither; only `irrelevant` has it."""


class Unjudged(Enum):
    """A part that the labels leave out. Not `null`, which says that the question implies nothing."""

    UNJUDGED = "unjudged"


UNJUDGED: Literal[Unjudged.UNJUDGED] = Unjudged.UNJUDGED


@dataclass(frozen=True, slots=True)
class ExpectedUnderstanding:
    """What a question says about who, when, where, and whether it follows up the one before."""

    speakers: tuple[str, ...] | Unjudged = UNJUDGED
    since: str | Unjudged | None = UNJUDGED
    """First ISO day, inclusive; `from` in the file."""
    until: str | Unjudged | None = UNJUDGED
    """Last ISO day, inclusive; `to` in the file."""
    place: str | Unjudged | None = UNJUDGED
    followup: bool | Unjudged = UNJUDGED


@dataclass(frozen=True, slots=True)
class RelevantLine:
    """A line of a source file that answers."""

    file: str
    """Path relative to the corpus folder, as in `Transcript.source`."""
    line: int
    """From 1."""
    grade: int
    sentence: Span | None = None
    """The words in it that answer, as offsets of its source, counted as those of passages are."""


@dataclass(frozen=True, slots=True)
class RelevantUtterance:
    """An utterance that answers."""

    transcript: str
    utterance: int
    """From 0."""
    grade: int
    sentence: Span | None = None


@dataclass(frozen=True, slots=True)
class RelevantPassage:
    """A passage that answers, as TREC qrels name them; a question set names lines or utterances."""

    transcript: str
    utterance: int
    span: Span
    """Its place in the source."""
    grade: int
    sentence: Span | None = None


Relevant = RelevantLine | RelevantUtterance | RelevantPassage


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """One question and the labels it is judged by."""

    qid: str
    question: str
    kind: str | None = None
    previous: str | None = None
    """The question before it in the conversation."""
    today: str | None = None
    """ISO day that relative dates count from."""
    transcript: str | None = None
    """Id of the only transcript that is searched."""
    understood: ExpectedUnderstanding | None = None
    relevant: tuple[Relevant, ...] | None = None
    """Empty: nothing in the corpus answers. None: retrieval is not judged."""
    irrelevant: tuple[Relevant, ...] = ()
    """What was judged and does not help; it is not put into a pool again."""
    note: str | None = None

    @property
    def request(self) -> Request:
        """What the program is asked: `transcript` and `today` go to the search, `understood` does not."""
        filters = Filters(transcripts=(self.transcript,) if self.transcript else ())
        return Request(self.question, filters, previous=self.previous, today=self.today)

    @property
    def answerable(self) -> bool:
        """Whether something in the corpus answers or helps."""
        return bool(self.relevant)

    @property
    def unanswerable(self) -> bool:
        """Whether the labels say that nothing answers; false where retrieval is not judged."""
        return self.relevant == ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How a question set fits an index."""

    named: int
    """Files and transcripts that the labels name."""
    missing: tuple[str, ...]
    """Those of them that are not indexed, sorted."""

    @property
    def warning(self) -> str | None:
        """One line for a person; None where nothing is missing."""
        if not self.missing:
            return None
        return (
            f"{len(self.missing)} of the {self.named} sources that the labels name are not indexed "
            f"({_some(self.missing)}); what only they answer counts as not found"
        )


def load_questions(path: Path) -> tuple[LabelledQuestion, ...]:
    """Load the questions of a JSONL file, in its order.

    Raises EvaluationError, with file and line, for the first thing that is wrong.
    """
    questions: dict[str, LabelledQuestion] = {}
    for where, line in read_lines(path):
        fields = parse_object(where, line)
        question = read_question(fields)
        if question.qid in questions:
            raise fields.unexpected("qid", "each qid once in the file")
        questions[question.qid] = question
    if not questions:
        raise EvaluationError(f"{path} holds no questions; expected one JSON object a line")
    return tuple(questions.values())


def check_fit(
    questions: Iterable[LabelledQuestion], files: Collection[str], transcripts: Collection[str]
) -> Fit:
    """Compare the sources that the labels name with what is indexed: source paths and transcript ids.

    Raises EvaluationError where the labels name sources and none of them is indexed.
    """
    named_files: set[str] = set()
    named_transcripts: set[str] = set()
    for question in questions:
        if question.transcript is not None:
            named_transcripts.add(question.transcript)
        for label in question.relevant or ():
            if isinstance(label, RelevantLine):
                named_files.add(label.file)
            else:
                named_transcripts.add(label.transcript)
    missing = tuple(sorted([*named_files.difference(files), *named_transcripts.difference(transcripts)]))
    named = len(named_files) + len(named_transcripts)
    if named and len(missing) == named:
        raise EvaluationError(
            f"none of the {named} sources that the labels name is indexed ({_some(missing)}); "
            "name the index of their corpus with --index, or build it with `rag build --corpus DIR`"
        )
    return Fit(named, missing)


def within(
    questions: Iterable[LabelledQuestion], transcripts: Collection[str]
) -> tuple[tuple[LabelledQuestion, ...], str | None]:
    """Keep the questions that can be asked, and say in one line how many search what is not indexed.

    Raises EvaluationError where none can be asked.
    """
    questions, indexed = tuple(questions), {None, *transcripts}
    kept = tuple(each for each in questions if each.transcript in indexed)
    if len(kept) == len(questions):
        return kept, None
    missing = _some(tuple(sorted({str(each.transcript) for each in questions} - {*map(str, indexed)})))
    if not kept:
        raise EvaluationError(
            f"each question searches a transcript that is not indexed ({missing}); name the index of "
            "their corpus with --index, or build it with `rag build --corpus DIR`"
        )
    return kept, (
        f"{len(questions) - len(kept)} of the {len(questions)} questions are left out: they search "
        f"transcripts that are not indexed ({missing})"
    )


def read_question(fields: Fields) -> LabelledQuestion:
    """Take one question. Raises EvaluationError for the first thing that is wrong."""
    understood = fields.values.get("understood")
    return LabelledQuestion(
        qid=fields.text("qid"),
        question=fields.text("question"),
        kind=fields.optional_text("kind"),
        previous=fields.optional_text("previous"),
        today=fields.optional_day("today"),
        transcript=fields.optional_text("transcript"),
        understood=None if understood is None else _understanding(fields.nested("understood")),
        relevant=read_relevant(fields) if "relevant" in fields else None,
        irrelevant=read_places(fields, "irrelevant"),
        note=fields.optional_text("note"),
    )


def _understanding(fields: Fields) -> ExpectedUnderstanding:
    since, until = fields.optional_day("from"), fields.optional_day("to")
    if since and until and since > until:
        raise fields.error(f'"from" is {since}, after "to", {until}; expected them in order')
    return ExpectedUnderstanding(
        speakers=fields.texts("speakers") if "speakers" in fields else UNJUDGED,
        since=since if "from" in fields else UNJUDGED,
        until=until if "to" in fields else UNJUDGED,
        place=fields.optional_text("place") if "place" in fields else UNJUDGED,
        followup=fields.boolean("followup") if "followup" in fields else UNJUDGED,
    )


def read_relevant(fields: Fields) -> tuple[Relevant, ...]:
    """Take the labels under `relevant`, each place once."""
    labels: dict[Relevant, Relevant] = {}
    for item in fields.nested_list("relevant"):
        grade = item.integer("grade", least=0)
        if grade not in GRADES:
            raise item.unexpected("grade", "1 (helps) or 2 (answers by itself); leave out what does neither")
        label = label_at(item, grade)
        if place_of(label) in labels:  # counted twice, it would lower every nDCG
            raise item.error("labels what an item before it labels; expected each line or utterance once")
        sentence = item.optional_span("sentence")
        labels[place_of(label)] = replace(label, sentence=sentence)
    return tuple(labels.values())


def read_places(fields: Fields, name: str) -> tuple[Relevant, ...]:
    """Take a list of places without grades; a missing one and `null` are empty."""
    if fields.values.get(name) is None:
        return ()
    return tuple(label_at(item, IRRELEVANT) for item in fields.nested_list(name))


def label_at(fields: Fields, grade: int) -> Relevant:
    """Take the place that an object names. Raises EvaluationError where it names none, or two."""
    by_line = "file" in fields or "line" in fields
    if by_line == ("transcript" in fields or "utterance" in fields):
        raise fields.error('expected either "file" and "line", or "transcript" and "utterance"')
    if by_line:
        return RelevantLine(fields.text("file"), fields.integer("line", least=1), grade)
    return RelevantUtterance(fields.text("transcript"), fields.integer("utterance", least=0), grade)


def place_of(label: Relevant) -> Relevant:
    """Only where a label points: the same for two labels of one place."""
    return replace(label, grade=IRRELEVANT, sentence=None)


def _some(names: tuple[str, ...], most: int = 3) -> str:
    return ", ".join(shown(name) for name in names[:most]) + (", …" if len(names) > most else "")
