"""Questions to begin with, made of a corpus's own names: who spoke where a title names the topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rag.records import Answer, Transcript

LONGEST = 7
"""Words of a topic; more make no question that one would ask."""
WANTED = 4
TRIED = 12
"""Questions that are asked at most, to see whether they are answered."""
_SPEAKERS = 2
"""Of one transcript."""

_TOPIC = re.compile(
    r"\b(?:meetings?|talks|conferences?|sessions?|tables?|forum|congress|consultations|discussions?|address"
    r"|speech|statements?|remarks|debates?|hearings?)\s+(?:on|about|concerning)\s+(?P<topic>[^,;:.(]+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and what must be found for it to be a good one."""

    question: str
    speaker: str
    transcript: str


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
        answer.answered
        and best is not None
        and best.passage.transcript == candidate.transcript
        and best.utterance.speaker == candidate.speaker
    )
