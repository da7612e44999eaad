"""Where something was said, told apart from the places and events that are spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.attachment import Attachment
from rag.question.places import Place
from rag.question.speech_act import Frame
from rag.question.tokens import Tokens
from rag.text.vocabulary import EVENT_NOUNS, LOCATED, PLAIN, SAYING, SPEECH_EVENTS


def read_where(
    tokens: Tokens, frame: Frame | None, places: Sequence[Place], attachment: Attachment
) -> Place | None:
    """The place of speaking that a question asks for: one beside the word of saying before one at the end."""
    trailing: Place | None = None
    for place in places if frame is not None else ():
        position = attachment.position(place.first, place.end)
        if place.kind == "occasion":
            continue
        if position in {"front", "near"}:
            if place.kind != "unknown" or _is_said_in(tokens, frame, place, attachment):
                return place
        elif position == "trailing" and trailing is None and _is_of_speaking(tokens, place, attachment):
            trailing = place
    return trailing


def is_event(tokens: Tokens, place: Place) -> bool:
    """Whether it is an event by its name: "at the Direct Line", "in the Address to …", not "at Gazprom"."""
    nouns = EVENT_NOUNS & {token.word for token in tokens[place.first : place.end]}
    return place.kind == "title" and bool(nouns) and tokens[place.first].word in {"at", "during", "in"}


def _is_said_in(tokens: Tokens, frame: Frame | None, place: Place, attachment: Attachment) -> bool:
    """Whether a verb that only says stands right before a place that the corpus does not know."""
    plain = frame is not None and SAYING.base(tokens[frame.word].word) in PLAIN
    return plain and attachment.is_beside(place.first)


def _is_of_speaking(tokens: Tokens, place: Place, attachment: Attachment) -> bool:
    """Whether a place at the end, after the topic, is where it was said."""
    if place.kind == "place":
        return attachment.head(place.first) not in LOCATED | SPEECH_EVENTS
    return is_event(tokens, place)
