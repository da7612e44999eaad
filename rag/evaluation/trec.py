"""TREC run and qrels files, in and out, for the field's other tools.

A document is a passage of the index; its id, `TRANSCRIPT:UTTERANCE:START-END`, is stable as long as
the corpus is cut alike. Question ids and transcripts are percent-encoded (RFC 3986), so that none
holds white space.

Our labels are lines and utterances, while qrels grade documents: each passage of the index that covers
labels is written with the highest of their grades. Reciprocal rank and Success@k at grade 2 are the
same by either way of counting. nDCG and recall differ where several passages cover one label, as the
slices of a long utterance do, or one passage several: ours credits each label once, to the first
passage that covers it, while trec_eval credits all of those passages, and asks for all of them in an
ideal ranking and for full recall. Over 112 questions of a development collection that made
nDCG(gains={1: 1, 2: 3})@10 0.766 instead of 0.721, and R(rel=2)@10 0.893 instead of 0.903 (ir-measures'
notation); with such qrels read in as labels, ours are those of trec_eval. trec_eval's own nDCG takes the
grade itself for the gain, 1 or 2 where ours is 1 or 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote, unquote

from rag.errors import EvaluationError
from rag.evaluation.line_files import read_lines, shown
from rag.evaluation.locate import Locator
from rag.evaluation.questions import IRRELEVANT, LabelledQuestion, RelevantPassage
from rag.evaluation.runs import RunLine
from rag.records import Answer, Filters, Hit, Searched, Understood
from rag.text.files import write_text

_DOCUMENT = re.compile(r"([^\s:]+):([0-9]{1,9}):([0-9]{1,12})-([0-9]{1,12})")
_COLUMNS, _QRELS_COLUMNS = 6, 4


def document_id(transcript: str, utterance: int, start: int, end: int) -> str:
    """Name a passage: `2018-09-12_58537:41:10512-11020`."""
    return f"{_escaped(transcript)}:{utterance}:{start}-{end}"


def save_trec_run(path: Path, name: str, run: Iterable[RunLine]) -> None:
    """Write a run as `QID Q0 DOCUMENT RANK SCORE NAME`, all of it or nothing.

    The score is 1 / rank: trec_eval orders by score alone, and rounded scores of our own could be
    equal. A question without passages has no line. Raises EvaluationError.
    """
    tag = _escaped(name)
    write_text(
        path,
        (
            f"{_escaped(line.qid)} Q0 {document_id(q.transcript, q.utterance, q.start, q.end)} "
            f"{rank} {1 / rank:.6f} {tag}\n"
            for line in run
            for rank, q in enumerate(line.passages, start=1)
        ),
        "TREC run",
    )


def save_trec_qrels(path: Path, questions: Iterable[LabelledQuestion], locator: Locator) -> None:
    """Write labels as `QID 0 DOCUMENT GRADE`, all of them or nothing.

    Labels that no passage of the index covers are left out, and so are unanswerable questions, which
    the format cannot express. Raises EvaluationError.
    """
    lines: list[str] = []
    for question in questions:
        grades: dict[str, int] = {}
        for label in question.relevant or ():
            for hit in locator.covering(label):
                p = hit.passage
                document = document_id(p.transcript, p.utterance, p.start, p.end)
                grades[document] = max(label.grade, grades.get(document, 0))
        lines += (f"{_escaped(question.qid)} 0 {document} {grade}\n" for document, grade in grades.items())
    write_text(path, lines, "TREC qrels")


def load_trec_qrels(
    path: Path, questions: Sequence[LabelledQuestion], locator: Locator
) -> tuple[LabelledQuestion, ...]:
    """Give the questions that a qrels file names its labels in place of their own.

    Grades are ours: 2 answers by itself, 1 helps, 0 and less were judged to do neither. The questions that
    it does not name keep their labels: qrels cannot say that nothing answers. Raises EvaluationError, with
    file and line, for what is wrong first, and where it names none of the questions.
    """
    judged: dict[str, dict[RelevantPassage, int]] = {question.qid: {} for question in questions}
    for where, text in read_lines(path):
        qid, document, grade = _qrels_line(where, text)
        if qid not in judged:
            continue
        passage = _hit(where, document, locator).passage
        span = (passage.start, passage.end)
        place = RelevantPassage(passage.transcript, passage.utterance, span, IRRELEVANT)
        if place in judged[qid]:
            raise EvaluationError(f"{where}: {shown(document)} stands twice; expected each document once")
        judged[qid][place] = grade
    if not any(judged.values()):
        raise EvaluationError(f"{path} judges none of the {len(questions)} questions; expected their qids")
    return tuple(
        replace(
            question,
            relevant=tuple(replace(place, grade=grade) for place, grade in grades.items() if grade),
            irrelevant=tuple(place for place, grade in grades.items() if not grade),
        )
        if (grades := judged[question.qid])
        else question
        for question in questions
    )


def _qrels_line(where: str, text: str) -> tuple[str, str, int]:
    """Take qid, document and grade from a line."""
    columns = text.split()
    if len(columns) != _QRELS_COLUMNS:
        raise EvaluationError(
            f"{where}: {len(columns)} columns; expected {_QRELS_COLUMNS}, QID 0 DOCUMENT GRADE"
        )
    qid, _, document, grade = columns
    if not re.fullmatch("-[0-9]{1,9}|[0-2]", grade):
        raise EvaluationError(f"{where}: the grade is {shown(grade)}; expected 0, 1 or 2")
    return unquote(qid), document, max(int(grade), IRRELEVANT)


def is_trec_run(path: Path) -> bool:
    """Whether a file is a TREC run rather than JSON; raises EvaluationError where it cannot be read."""
    return any(not text.startswith("{") for _, text in islice(read_lines(path), 1))


def load_trec_run(path: Path, questions: Sequence[LabelledQuestion], locator: Locator) -> tuple[RunLine, ...]:
    """Load the part of a TREC run that answers these questions, a RunLine for each question.

    Passages stand by descending score, equal ones by rank. A question without lines has no passages.
    Such a run does not say how a question was understood, nor how sure it is: a question counts as
    answered, with confidence 1, where it has passages. Raises EvaluationError, with file and line, for
    what is wrong first, and where none of the questions is in the run.
    """
    ranked: dict[str, list[tuple[float, int, Hit]]] = {question.qid: [] for question in questions}
    seen: set[tuple[str, str]] = set()
    for where, text in read_lines(path):
        qid, document, rank, score = _run_line(where, text)
        if (qid, document) in seen:
            raise EvaluationError(f"{where}: {shown(document)} stands twice; expected each document once")
        seen.add((qid, document))
        if qid in ranked:
            ranked[qid].append((-score, rank, _hit(where, document, locator)))
    if not any(ranked.values()):
        raise EvaluationError(f"{path} answers none of the {len(questions)} questions; expected their qids")
    return tuple(
        _line(question, [hit for *_, hit in sorted(ranked[question.qid], key=lambda item: item[:2])])
        for question in questions
    )


def _run_line(where: str, text: str) -> tuple[str, str, int, float]:
    """Take qid, document, rank and score from a line."""
    columns = text.split()
    if len(columns) != _COLUMNS:
        raise EvaluationError(
            f"{where}: {len(columns)} columns; expected {_COLUMNS}, QID Q0 DOCUMENT RANK SCORE NAME, "
            "or a run saved with --save-run"
        )
    qid, _, document, rank, score, _ = columns
    if not re.fullmatch("[0-9]{1,9}", rank):
        raise EvaluationError(f"{where}: the rank is {shown(rank)}; expected a whole number")
    try:
        number = float(score)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise EvaluationError(f"{where}: the score is {shown(score)}; expected a number")
    return unquote(qid), document, int(rank), number


def _hit(where: str, document: str, locator: Locator) -> Hit:
    parts = _DOCUMENT.fullmatch(document)
    hit = parts and locator.at(unquote(parts[1]), *map(int, parts.groups()[1:]))
    if not hit:
        raise EvaluationError(
            f"{where}: the index has no passage {shown(document)}; expected TRANSCRIPT:UTTERANCE:START-END "
            "of this index, as --trec-run writes them"
        )
    return hit


def _line(question: LabelledQuestion, ranking: Sequence[Hit]) -> RunLine:
    """An answer that shows these passages; of what a TREC run does not say it says nothing."""
    answer = Answer(
        question=question.question,
        filters=Filters(),
        understood=Understood(),
        grade="answers" if ranking else "nothing",
        confidence=float(bool(ranking)),
        searched=Searched(transcripts=0, passages=0, since=None, until=None, excluded_by_filters=0),
        hits=tuple(replace(hit, rank=rank, score=1 / rank) for rank, hit in enumerate(ranking, start=1)),
    )
    return replace(RunLine.from_answer(question.qid, answer), understood=None)


def _escaped(name: str) -> str:
    return quote(name, safe="")
