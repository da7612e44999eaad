"""Who is asked about: where a question speaks of somebody's speaking, by which word, and whose.

The cues, in the order in which they are trusted: "according to X"; then whichever comes first of a
subject before a verb of saying ("did X say", "what X said"), a possessive before a noun of saying
("X's view"), and a topic under a name ("X on Y"). A verb of saying without a speaker of the corpus
("what was said", "who told X") is a frame as well: it has a time and a place of speaking, and it
keeps whoever is named later, as the addressee or the topic, from being taken for the speaker.
"""

from __future__ import annotations

from dataclasses import replace

from rag.question.clauses import find_clause
from rag.question.people import LONGEST, People
from rag.question.speech_act import Frame
from rag.question.speech_nouns import find_agent, find_noun, find_possessed, find_titled
from rag.question.tokens import Tokens
from rag.text.vocabulary import AUXILIARIES, PREPOSITIONS, VIEW_NOUNS, WH

_AGENT_FAR = 10
"""Words from "said" to "by X"."""


def find_frame(tokens: Tokens, people: People) -> Frame | None:
    """The frame of a question; None where it does not speak of speaking."""
    accorded = _according(tokens, people)
    if accorded is not None:
        return accorded
    cues = (find_clause(tokens, people), find_possessed(tokens, people), find_titled(tokens, people))
    found = [frame for frame in cues if frame is not None]
    frame = min(found, key=lambda each: each.first) if found else None
    frame = frame or find_agent(tokens, people) or find_noun(tokens, people)
    return frame and _with_agent(tokens, people, frame)


def _according(tokens: Tokens, people: People) -> Frame | None:
    """Read "according to X", "in X's view", "in the words of X", "from X's point of view"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        if word == "according" and tokens[at + 1].word == "to":
            speakers = people.starting(tokens, at + 2)
            if speakers:
                return Frame(at, at + 1, speakers[-1].end, speakers, plain=True, clause=False)
        elif word in {"in", "to", "from"} and (frame := _in_view(tokens, people, at)) is not None:
            return frame
    return None


def _in_view(tokens: Tokens, people: People, at: int) -> Frame | None:
    """Read the "X's view" or "the view of X" after a preposition."""
    noun = _view_noun(tokens, at + 1)
    if noun is None:
        return None
    if tokens[noun - 1].possessive:
        speakers, end = people.phrase(tokens, at + 1, noun), noun + 1
    elif noun + 2 < len(tokens) and tokens[noun + 1].word == "of":
        speakers = people.starting(tokens, noun + 2)
        end = speakers[-1].end if speakers else noun
    else:
        return None
    if [token.word for token in tokens[end : end + 2]] == ["of", "view"]:
        end += 2
    return Frame(at, noun, end, speakers, plain=True, clause=False) if speakers else None


def _view_noun(tokens: Tokens, first: int) -> int | None:
    """The noun of "X's view" or "the view of" that begins near `first`."""
    for at in range(first, min(first + LONGEST, len(tokens))):
        word = tokens[at].word
        if word in VIEW_NOUNS or (word == "point" and tokens[at - 1].possessive):
            return at
        if not tokens[at].is_word or word in AUXILIARIES | WH or (word in PREPOSITIONS and word != "of"):
            return None
    return None


def _with_agent(tokens: Tokens, people: People, frame: Frame) -> Frame:
    """Add the speaker of "said by X" to a frame that has none."""
    if frame.speakers or frame.subject:
        return frame
    for at in range(frame.word + 1, min(frame.word + _AGENT_FAR, len(tokens) - 1)):
        if tokens[at].word == "by" and (speakers := people.starting(tokens, at + 1)):
            return replace(frame, speakers=speakers)
        if not tokens[at].is_word:
            break
    return frame
