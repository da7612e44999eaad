"""Small question sets and runs that the evaluation tests share."""

from __future__ import annotations

from rag.evaluation.questions import LabelledQuestion, Relevant, RelevantLine
from rag.evaluation.runs import RankedPassage, RunLine
from rag.records import Answer, Filters, Hit, Passage, Searched, Understood, Utterance

ANSWER = Answer(
    question="Who speaks of ports?",
    filters=Filters(),
    understood=Understood(speakers=("Alexander Lukashenko",), since="2018-09-01", until=None, place="Sochi"),
    answered=True,
    confidence=0.123456,
    searched=Searched(transcripts=2, passages=90, since=None, until=None, excluded_by_filters=0),
    hits=(
        Hit(
            rank=1,
            score=0.71,
            passage=Passage(
                "meeting", 4, start=100, end=111, lines=(30, 31), tokens=3, text="Ports\u2028«море»"
            ),
            utterance=Utterance(
                4,
                "Alexander Lukashenko",
                "Alexander Lukashenko",
                None,
                None,
                "printed",
                "…",
                90,
                120,
                (29, 32),
            ),
            title="Meeting",
            date="2018-09-12",
            place="Sochi",
            url=None,
            source="2018/meeting.txt",
            sha256="00",
            highlight=None,
            by_meaning=1,
            by_words=None,
            before=None,
            after=None,
        ),
    ),
)


def passage(path: str, first: int, last: int | None = None) -> RankedPassage:
    """Make a passage on some lines of a file."""
    return RankedPassage(path.removesuffix(".txt"), 0, path, (first, first if last is None else last))


def slice_of(transcript: str, utterance: int) -> RankedPassage:
    """Make a passage cut from an utterance."""
    return RankedPassage(transcript, utterance, f"{transcript}.jsonl", (1, 1))


def line(file: str, number: int, grade: int = 2) -> RelevantLine:
    """Label a line."""
    return RelevantLine(file, number, grade)


def asked(qid: str, *relevant: Relevant, kind: str | None = None) -> LabelledQuestion:
    """Ask a question with these labels; without any, nothing answers it."""
    return LabelledQuestion(qid, f"Question {qid}?", kind=kind, relevant=relevant)


def answered(qid: str, *passages: RankedPassage, confidence: float = 0.5, silent: bool = False) -> RunLine:
    """Give an answer that ranks these passages."""
    return RunLine(qid, Understood(), not silent, confidence, passages, seconds=None, saved="{}")
