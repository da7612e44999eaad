"""Small question sets, runs and a study that the tests of the evaluation share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rag.evaluation.evaluate import evaluate
from rag.evaluation.measures import covers
from rag.evaluation.questions import LabelledQuestion, Relevant, RelevantLine
from rag.evaluation.runs import Quote, RunLine
from rag.evaluation.study import MeasuredRun, Study, make_study
from rag.index.manifest import Counts
from rag.records import Answer, Filters, Grade, Hit, Lines, Passage, Searched, Understood, Utterance
from tests.index.examples import WRITTEN

ANSWER = Answer(
    question="Who speaks of ports?",
    filters=Filters(),
    understood=Understood(speakers=("Alexander Lukashenko",), since="2018-09-01", until=None, place="Sochi"),
    grade="answers",
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


def passage(path: str, first: int, last: int | None = None) -> Quote:
    """Make a passage on some lines of a file."""
    lines = (first, first if last is None else last)
    return quote(path.removesuffix(".txt"), 0, path, lines)


def slice_of(transcript: str, utterance: int) -> Quote:
    """Make a passage cut from an utterance."""
    return quote(transcript, utterance, f"{transcript}.jsonl", (1, 1))


def quote(transcript: str, utterance: int, path: str, lines: Lines, start: int = 0, end: int = 6) -> Quote:
    """Make a passage as an answer shows it, of nobody in particular."""
    voice = (None, None, None, None, "unknown")
    return Quote(transcript, None, path, lines, utterance, start, end, *voice, text="Ports.")


def line(file: str, number: int, grade: int = 2) -> RelevantLine:
    """Label a line."""
    return RelevantLine(file, number, grade)


def asked(qid: str, *relevant: Relevant, kind: str | None = None) -> LabelledQuestion:
    """Ask a question with these labels; without any, nothing answers it."""
    return LabelledQuestion(qid, f"Question {qid}?", kind=kind, relevant=relevant)


def answered(qid: str, *passages: Quote, confidence: float = 0.5, silent: bool = False) -> RunLine:
    """Give an answer that ranks these passages."""
    return RunLine(
        qid, Understood(), "nothing" if silent else "answers", confidence, passages, seconds=None, saved="{}"
    )


def located(
    path: str,
    number: int,
    text: str = "Ports.",
    *,
    speaker: str | None = "Vladimir Putin",
    date: str | None = "2018-09-12",
    tokens: int = 10,
    at: int = 0,
) -> Hit:
    """Make a passage of an index: the whole of the utterance on one line of a file."""
    name = path.removesuffix(".txt")
    end = at + len(text)
    said = Utterance(0, speaker, speaker, None, None, "printed", text, at, end, (number, number))
    passage = Passage(name, 0, at, end, (number, number), tokens, text)
    return replace(ANSWER.hits[0], passage=passage, utterance=said, date=date, source=path)


class Shelf:
    """A `Locator` over passages that are given."""

    def __init__(self, *passages: Hit) -> None:
        self.passages = passages

    def covering(self, label: Relevant) -> tuple[Hit, ...]:
        return tuple(each for each in self.passages if covers(each.passage, each.source, label))

    def at(self, transcript: str, utterance: int, start: int, end: int) -> Hit | None:
        place = (transcript, utterance, start, end)
        for each in self.passages:
            p = each.passage
            if (p.transcript, p.utterance, p.start, p.end) == place:
                return each
        return None


def showing(qid: str, *passages: Hit, silent: bool = False, confidence: float = 0.5) -> RunLine:
    """Give an answer that shows these passages, saved as the program saves it."""
    return RunLine.from_answer(
        qid, answer_of(passages, grade="nothing" if silent else "answers", confidence=confidence)
    )


def answer_of(passages: Iterable[Hit], *, grade: Grade = "answers", confidence: float = 0.5) -> Answer:
    """Show these passages, best first."""
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(passages, start=1))
    return replace(ANSWER, hits=hits, grade=grade, confidence=confidence, understood=Understood())


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


REPORT_QUESTIONS = (
    asked("found", line("a.txt", 1), kind="topic"),
    asked("missed", line("a.txt", 2), kind="fact"),
    asked("helped", line("a.txt", 3, 1), kind="fact"),
    asked("none 1", kind="unanswerable"),
    asked("none 2", kind="unanswerable"),
    LabelledQuestion("unjudged", "?", kind="other"),
)
REPORT_RUN = (
    answered("found", passage("a.txt", 1), confidence=0.9),
    answered("missed", passage("z.txt", 2), confidence=0.4, silent=True),
    answered("helped", passage("a.txt", 3), confidence=0.6),
    answered("none 1", passage("z.txt", 1), confidence=0.4, silent=True),
    answered("none 2", passage("z.txt", 1), confidence=0.7),
    answered("unjudged", passage("z.txt", 1), confidence=0.1, silent=True),
)
