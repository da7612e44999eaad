"""A slice of a turn → a passage, and a passage → a Hit: with all that a citation needs."""

from __future__ import annotations

from rag.index.catalogue import Catalogue
from rag.index.chunking import token_counts
from rag.records import Hit, Lines, Passage, Utterance, Voice


def slice_of(transcript_id: str, utterance: Utterance, begin: int, stop: int) -> Passage:
    """The passage `utterance.text[begin:stop]`."""
    said = utterance.text[begin:stop]
    return Passage(
        transcript=transcript_id,
        utterance=utterance.number,
        start=utterance.start + begin,
        end=utterance.start + stop,
        lines=lines_of(utterance, begin, stop),
        tokens=token_counts([said])[0],
        text=said,
    )


def lines_of(utterance: Utterance, begin: int, stop: int) -> Lines:
    """Physical lines that a slice of an utterance stands on."""
    first, last = utterance.lines
    if first == last:
        return utterance.lines
    above = utterance.text.count("\n", 0, begin)
    return first + above, first + above + utterance.text.count("\n", begin, stop)


def hit_of(catalogue: Catalogue, passage: Passage, rank: int = 1, score: float = 1.0) -> Hit:
    """A passage with its transcript's heading, its turn and the turns beside it; nothing highlighted."""
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
    )


def _voice(utterance: Utterance | None) -> Voice | None:
    return None if utterance is None else Voice(utterance.speaker, utterance.label, utterance.text)
