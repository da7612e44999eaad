"""The page before anything is asked: questions to begin with, and transcripts to open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from rag.errors import EvaluationError
from rag.evaluation.questions import LabelledQuestion, Relevant, RelevantLine, load_questions
from rag.index.catalogue import Catalogue
from rag.page.backend import Backend, unlogged
from rag.page.links import State, Suggestion
from rag.page.reader import own_address
from rag.page.rendering import render
from rag.readers.corpus import QUESTIONS
from rag.records import Answer, Request, Transcript

LATEST = 5
"""Transcripts that are offered to be opened."""
LONGEST = 7
"""Words of a topic; a longer one makes no natural question."""
WANTED = 4
"""Example questions."""
TRIED = 20
"""Questions that are asked at most, to see whether they are answered."""
_SPEAKERS = 2
"""Speakers of one transcript that are asked about."""

_TOPIC = re.compile(
    r"\b(?:meetings?|talks|conferences?|sessions?|tables?|forum|congress|consultations|discussions?|address"
    r"|speech|statements?|remarks|debates?|hearings?)\s+(?:on|about|concerning)\s+(?P<topic>[^,;:.(]+)$",
    re.IGNORECASE,
)


def start_html(covered: Markup | None = None, latest: Sequence[Transcript] = ()) -> Markup:
    """Return the welcome, the overview of the corpus, and transcripts to open, given without utterances."""
    return render("start", covered=covered, latest=[(each, own_address(each.id)) for each in latest])


def examples_html(examples: Sequence[str]) -> Markup:
    """Return links that ask the examples."""
    return render("examples", examples=[Suggestion(question, State(question)) for question in examples])


def latest_transcripts(catalogue: Catalogue) -> tuple[Transcript, ...]:
    """Return the latest transcripts, without their utterances; those without a date come last."""
    return tuple(islice(catalogue.latest(), LATEST))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and what must be found for it to be a good one."""

    question: str
    speaker: str
    transcript: str


def example_questions(archive: Backend) -> tuple[str, ...]:
    """Return questions that are answered: labelled ones of several kinds and speakers, else from titles.

    This asks a few questions.
    """
    try:
        labelled = load_questions(archive.corpus / QUESTIONS)
    except EvaluationError:
        labelled = ()
    files, names = archive.catalogue.sources(), archive.catalogue.transcript_ids()

    def indexed(label: Relevant) -> bool:
        return label.file in files if isinstance(label, RelevantLine) else label.transcript in names

    found = [
        q
        for q in labelled
        if q.question.endswith("?") and q.previous is None and q.relevant and all(map(indexed, q.relevant))
    ]
    return _of_several(archive, found) or _from_titles(archive)


def _of_several(archive: Backend, labelled: Sequence[LabelledQuestion]) -> tuple[str, ...]:
    """Labelled questions that are answered: first one of each kind, and of each speaker."""
    ask = unlogged(archive).ask
    by_kind: dict[str | None, LabelledQuestion] = {}
    for q in labelled:
        by_kind.setdefault(q.kind, q)
    ordered = [*by_kind.values(), *(q for q in labelled if q not in by_kind.values())]
    best: dict[str, str | None] = {}
    for q in ordered[:TRIED]:
        if len(best) >= WANTED and len(set(best.values())) > 1:
            break
        answer = ask(Request(q.question, k=1))
        if answer.grade == "answers":
            best[q.question] = answer.hits[0].utterance.speaker
    firsts = {speaker: question for question, speaker in reversed(best.items())}
    chosen = sorted(best, key=lambda question: question not in firsts.values())
    return tuple(chosen[:WANTED])


def _from_titles(archive: Backend) -> tuple[str, ...]:
    about = (archive.transcript(head.id) for head in archive.catalogue.latest() if topic(head.title))
    return answered(candidates(about), lambda question: unlogged(archive).ask(Request(question, k=1)))


def topic(title: str | None) -> str | None:
    """Return what a title says that it is about, as printed; None where it says nothing of the kind."""
    found = _TOPIC.search(title or "")
    about = found["topic"].strip() if found else ""
    return about if 0 < len(about.split()) <= LONGEST else None


def candidates(transcripts: Iterable[Transcript]) -> Iterator[Candidate]:
    """Return questions about topics that titles name, of those who speak most there, others each time."""
    used: set[str] = set()
    for transcript in transcripts:
        if about := topic(transcript.title):
            turns = Counter(u.speaker for u in transcript.utterances if u.speaker)
            most = [name for name, _ in turns.most_common(_SPEAKERS)]
            most.sort(key=used.__contains__)
            used.update(most[:1])
            for name in most:
                yield Candidate(f"What did {name} say about {about}?", name, transcript.id)


def answered(found: Iterable[Candidate], ask: Callable[[str], Answer]) -> tuple[str, ...]:
    """Return the first questions whose best passage is what they ask for, one a transcript."""
    kept: dict[str, str] = {}
    for number, each in enumerate(found):
        if len(kept) == WANTED or number == TRIED:
            break
        if each.transcript not in kept and _is_answered(ask(each.question), each):
            kept[each.transcript] = each.question
    return tuple(kept.values())


def _is_answered(answer: Answer, candidate: Candidate) -> bool:
    best = next(iter(answer.hits), None)
    return (
        answer.grade == "answers"
        and best is not None
        and best.passage.transcript == candidate.transcript
        and best.utterance.speaker == candidate.speaker
    )
