"""The context of a passage: encoded and indexed with it, never shown as part of it.

A passage alone rarely says who speaks, where and when; a question often does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.errors import EncoderError
from rag.index.encoder import QuestionReader
from rag.records import Hit, Passage, Transcript, Utterance
from rag.text.calendar import day


def words_context(event: Transcript | Hit, utterance: Utterance) -> str:
    """Title, date, place, role and speaker: the words that a passage is also found by."""
    return ". ".join(filter(None, (*_where(event), _voice(utterance))))


def room_for_context(encoder: QuestionReader) -> int:
    """Word pieces reserved for the context of a passage: a fifth of what the model reads."""
    return encoder.limit // 5


def encoded_texts(transcript: Transcript, passages: Sequence[Passage], encoder: QuestionReader) -> list[str]:
    """What is encoded for each passage: as much of its context as the model reads, then its text.

    Every text is measured with the model's own tokenizer, so nothing is dropped silently. Raises
    EncoderError where a passage alone is over the model's limit.
    """
    heads = [list(_heads(transcript, transcript.utterances[p.utterance])) for p in passages]
    fullest = [options[0] + passage.text for options, passage in zip(heads, passages, strict=True)]
    return [
        text if pieces <= encoder.limit else _shortened(transcript, passage, options, encoder)
        for text, pieces, options, passage in zip(
            fullest, encoder.pieces(fullest), heads, passages, strict=True
        )
    ]


def _shortened(
    transcript: Transcript, passage: Passage, heads: Sequence[str], encoder: QuestionReader
) -> str:
    """The passage after the longest of these heads that still fits."""
    for head in heads:
        text = head + passage.text
        if encoder.pieces([text])[0] <= encoder.limit:
            return text
    raise EncoderError(
        f"{transcript.source}: the passage at {passage.start} has more than the {encoder.limit} word "
        f"pieces that {encoder.name} reads: build with fewer tokens a passage (--passage-tokens)"
    )


def _heads(transcript: Transcript, utterance: Utterance) -> Iterator[str]:
    """Contexts to put before a passage's text, the longest first."""
    title, when, place = _where(transcript)
    voice = _voice(utterance)
    name = utterance.speaker or utterance.label or ""
    for parts in ((title, f"{when}, {place}".strip(" ,"), voice), (title, when, name), (when, name), (name,)):
        yield ". ".join(filter(None, parts)) + ": " if any(parts) else ""
    yield ""


def _where(event: Transcript | Hit) -> tuple[str, str, str]:
    return event.title or "", day(event.date), event.place or ""


def _voice(utterance: Utterance) -> str:
    return " ".join(filter(None, (utterance.role, utterance.speaker or utterance.label)))
