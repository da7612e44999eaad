"""Small question sets and runs that the evaluation tests share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rag.evaluation.measures import covers
from rag.evaluation.questions import LabelledQuestion, Relevant, RelevantLine
from rag.evaluation.runs import Quote, RunLine
from rag.records import Answer, Filters, Hit, Lines, Passage, Searched, Understood, Utterance

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
    return RunLine(qid, Understood(), not silent, confidence, passages, seconds=None, saved="{}")


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
    return RunLine.from_answer(qid, answer_of(passages, answered=not silent, confidence=confidence))


def answer_of(passages: Iterable[Hit], *, answered: bool = True, confidence: float = 0.5) -> Answer:
    """Show these passages, best first."""
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(passages, start=1))
    return replace(ANSWER, hits=hits, answered=answered, confidence=confidence, understood=Understood())
