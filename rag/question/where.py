"""Where something was said: the place or event that a question names as that of the speech."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.attachment import Attachment
from rag.question.places import KnownPlace, is_event
from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens
from rag.text.english import LOCATED_NOUNS, MEETING_VERBS, PLAIN_VERBS, SPEECH_EVENTS
from rag.text.verbs import ACTING, SAYING


def read_where(
    tokens: Tokens, act: SpeechAct | None, places: Sequence[KnownPlace], attachment: Attachment
) -> KnownPlace | None:
    """The place of the speech that a question asks for: next to the word of saying, or else at the end."""
    trailing: KnownPlace | None = None
    for place in places if act is not None else ():
        position = attachment.position(place.first, place.end)
        if place.kind == "occasion" or (_is_of_deed(tokens, act) and not _is_met_in(place, attachment)):
            continue
        if position in {"front", "near"}:
            said = _is_said_in(tokens, act, place, attachment) or _is_met_in(place, attachment)
            if place.kind != "unknown" or said:
                return place
        elif position == "trailing" and trailing is None and _is_of_speaking(tokens, place, attachment):
            trailing = place
    return trailing


def names_event(tokens: Tokens, place: KnownPlace) -> bool:
    """Whether a place is an event's name: "at the Direct Line", "in the Address to …", not "at Gazprom"."""
    return is_event(tokens, place) and tokens[place.first].word in {"at", "during", "in"}


def _is_of_deed(tokens: Tokens, act: SpeechAct | None) -> bool:
    """Whether a question is about a deed that is not the event itself: "What did X build in Tehran?"."""
    return act is not None and act.only_event and tokens[act.cue].word not in ACTING


def _is_met_in(place: KnownPlace, attachment: Attachment) -> bool:
    """Read "when they met in | Belgrade"."""
    return attachment.head(place.first) in MEETING_VERBS


def _is_said_in(tokens: Tokens, act: SpeechAct | None, place: KnownPlace, attachment: Attachment) -> bool:
    """Whether a plain verb of saying stands right before a place that the corpus does not know."""
    plain = act is not None and SAYING.base(tokens[act.cue].word) in PLAIN_VERBS
    return plain and attachment.is_beside(place.first)


def _is_of_speaking(tokens: Tokens, place: KnownPlace, attachment: Attachment) -> bool:
    """Whether a place at the end, after the topic, is the place of the speech."""
    if place.kind == "place":
        return attachment.head(place.first) not in LOCATED_NOUNS | SPEECH_EVENTS
    return names_event(tokens, place)
