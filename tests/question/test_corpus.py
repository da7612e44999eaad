"""The questions that come with the corpus, each read as its labels say."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from rag.evaluation.measures import UnderstandingResult, judge_understanding
from rag.evaluation.questions import LabelledQuestion, load_questions
from rag.question.parser import Understanding
from rag.question.readings import Event, Known
from rag.readers import read_file
from rag.records import SpeakerCount
from tests.corpora import CORPUS


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    transcripts = [each for path in sorted(CORPUS.glob("*.txt")) for each in read_file(path)]
    counts: Counter[str] = Counter()
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for transcript in transcripts:
        for utterance in transcript.utterances:
            if utterance.speaker:
                counts[utterance.speaker] += 1
                roles[utterance.speaker][utterance.role or ""] = None
    speakers = tuple(
        SpeakerCount(name, tuple(filter(None, roles[name])), count) for name, count in counts.items()
    )
    return Understanding(Known(speakers, tuple(Event(t.title, t.date, t.place) for t in transcripts)))


@pytest.mark.slow
def test_every_label(understanding: Understanding) -> None:
    wrong = [
        (question.qid, each.part)
        for question in load_questions(CORPUS / "questions.jsonl")
        for each in _judged(understanding, question)
        if not each.right
    ]
    assert wrong == []


def _judged(understanding: Understanding, question: LabelledQuestion) -> tuple[UnderstandingResult, ...]:
    assert question.understood is not None
    read = understanding.read(question.question, question.previous, question.today)
    return judge_understanding(question.understood, read.understood)
