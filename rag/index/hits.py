"""A slice of a turn → a passage, and a passage → a Hit: with all that a citation needs."""

from __future__ import annotations

from rag.index.catalogue import Catalogue
from rag.index.chunking import lines_of
from rag.records import Hit, Passage, Utterance, Voice


def slice_of(transcript_id: str, utterance: Utterance, begin: int, stop: int) -> Passage:
    """The passage `utterance.text[begin:stop]`; its tokens are not counted: the tokenizer is slow to load."""
    return Passage(
        transcript=transcript_id,
        utterance=utterance.number,
        start=utterance.start + begin,
        end=utterance.start + stop,
        lines=lines_of(utterance, begin, stop),
        tokens=0,
        text=utterance.text[begin:stop],
    )


def hit_of(catalogue: Catalogue, passage: Passage, rank: int = 1, score: float = 1.0) -> Hit:
    """A passage with its transcript's heading, its utterance and the ones before and after; no highlight."""
    heading = catalogue.heading(passage.transcript)
    number = passage.utterance
    around = {u.number: u for u in catalogue.utterances(passage.transcript, number - 1, number + 1)}
    return Hit(
        rank=rank,
        score=score,
        passage=passage,
        utterance=around[number],
        title=heading.title,
        date=heading.date,
        place=heading.place,
        url=heading.url,
        source=heading.source,
        sha256=heading.sha256,
        highlight=None,
        by_meaning=None,
        by_words=None,
        before=_voice(around.get(number - 1)),
        after=_voice(around.get(number + 1)),
        in_file=heading.in_file,
        retrieved=heading.retrieved,
        language=heading.language,
    )


def _voice(utterance: Utterance | None) -> Voice | None:
    return None if utterance is None else Voice(utterance.speaker, utterance.label, utterance.text)
