"""The speech act of a question: whose speaking it asks about, by a verb or by a noun ("X's view")."""

from __future__ import annotations

from dataclasses import replace

from rag.question.clauses import find_clause
from rag.question.people import LONGEST, People
from rag.question.readings import SpeechAct, after_imperative
from rag.question.tokens import Tokens, is_auxiliary
from rag.text.english import (
    AGENTIVE_NOUNS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    SAYING_NOUNS,
    SHARED_EVENTS,
    SPEECH_EVENTS,
    TOPIC,
    VIEW_NOUNS,
    WH,
)
from rag.text.verbs import SAYING, THINKING

_NEAR = 3
"""Words from a possessor to what is his."""
_BEFORE_POSSESSOR = frozenset({"of", "in", "from", "at", "during"})


def find_possessed(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "X's view", "the Austrian chancellor's position"."""
    for at, token in enumerate(tokens):
        noun = _noun_after(tokens, at + 1) if token.possessive else None
        speakers = people.ending(tokens, at + 1) if noun else ()
        if noun is None or not speakers:
            continue
        first = speakers[0].first
        if first and tokens[first - 1].word in PREPOSITIONS - _BEFORE_POSSESSOR:
            continue  # what is said about X's view is not said by X
        asked = first
        while asked > 0 and tokens[asked - 1].word in WH | BE:
            asked -= 1
        return SpeechAct(asked if asked == 0 else first, noun, noun + 1, speakers, plain=True)
    return None


def _noun_after(tokens: Tokens, first: int) -> int | None:
    """The noun of saying at `first`, or after an adjective or two."""
    for at in range(first, min(first + _NEAR, len(tokens))):
        word = tokens[at].word
        if word in SAYING_NOUNS or word in SPEECH_EVENTS - SHARED_EVENTS:
            return at
        if not tokens[at].is_word or word in PREPOSITIONS | AUXILIARIES | WH:
            return None
    return None


def find_titled(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "X on Y", "X about Y", "X in Sochi on Y", "X: Y", "anything from X about Y"."""
    asked = after_imperative(tokens)
    first = asked + 1 if tokens and tokens[asked].word in {"from", "by"} else asked
    for at in range(first + 1, min(first + LONGEST + 1, len(tokens))):
        word = tokens[at].word
        if word in TOPIC or word == ":":
            named = people.phrase(tokens, first, at) or people.starting(tokens, first)
            if not named or any(map(is_auxiliary, tokens[first:at])):
                return None
            between = [token.word for token in tokens[named[-1].end : at]]
            if between and between[0] not in PREPOSITIONS:
                return None
            return SpeechAct(0 if first else first, at, at + 1, named, plain=True)
        if not tokens[at].is_word and word != ",":
            return None
    return None


def find_agent(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "as explained by X", "a world seen by X"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        spoken = SAYING.can_be(word, "participle") or THINKING.can_be(word, "participle")
        if spoken and tokens[at + 1].word == "by" and (speakers := people.starting(tokens, at + 2)):
            first = at - (at > 0 and tokens[at - 1].word == "as")
            return SpeechAct(first, at, speakers[-1].end, speakers, plain=True, clause=False)
    return None


def find_noun(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "statements on Y", "remarks by X", "the position of X", "promises made by X", "talks in Y"."""
    for at, token in enumerate(tokens):
        if token.possessive or not (token.word in SAYING_NOUNS or token.word in SPEECH_EVENTS):
            continue
        first = at
        while first and tokens[first - 1].word in DETERMINERS | BE | {"any", "there", "what"}:
            first -= 1
        after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].word in SAYING else at + 1
        link = tokens[after].word if after + 1 < len(tokens) and token.word in SAYING_NOUNS else ""
        if link in {"by", "from"} or (link == "of" and token.word in AGENTIVE_NOUNS):
            speakers = people.starting(tokens, after + 1)
            if speakers:
                return SpeechAct(first, at, speakers[-1].end, speakers, plain=True)
        return _named_before(tokens, people, at) or SpeechAct(first, at, at + 1)
    return None


def _named_before(tokens: Tokens, people: People, noun: int) -> SpeechAct | None:
    """Read the keywords "putin oil price remarks"."""
    keywords = all(token.is_word and not is_auxiliary(token) for token in tokens[:noun])
    if tokens[noun].word not in AGENTIVE_NOUNS or not keywords:
        return None
    for end in range(min(noun, _NEAR), 0, -1):
        mention = people.one(tokens, 0, end)
        if mention is not None and mention.first == 0:
            return SpeechAct(0, noun, noun + 1, (mention,))
    return None


_AGENT_FAR = 10
"""Words from "said" to "by X"."""


def find_frame(tokens: Tokens, people: People) -> SpeechAct | None:
    """The frame of a question; None where it does not speak of speaking."""
    accorded = _according(tokens, people)
    if accorded is not None:
        return accorded
    cues = (find_clause(tokens, people), find_possessed(tokens, people), find_titled(tokens, people))
    found = [frame for frame in cues if frame is not None]
    frame = min(found, key=lambda each: each.first) if found else None
    frame = frame or find_agent(tokens, people) or find_noun(tokens, people)
    return frame and _with_agent(tokens, people, frame)


def _according(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "according to X", "in X's view", "in the words of X", "from X's point of view"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        if word == "according" and tokens[at + 1].word == "to":
            speakers = people.starting(tokens, at + 2)
            if speakers:
                return SpeechAct(at, at + 1, speakers[-1].end, speakers, plain=True, clause=False)
        elif word in {"in", "to", "from"} and (frame := _in_view(tokens, people, at)) is not None:
            return frame
    return None


def _in_view(tokens: Tokens, people: People, at: int) -> SpeechAct | None:
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
    return SpeechAct(at, noun, end, speakers, plain=True, clause=False) if speakers else None


def _view_noun(tokens: Tokens, first: int) -> int | None:
    """The noun of "X's view" or "the view of" that begins near `first`."""
    for at in range(first, min(first + LONGEST, len(tokens))):
        word = tokens[at].word
        if word in VIEW_NOUNS or (word == "point" and tokens[at - 1].possessive):
            return at
        if not tokens[at].is_word or word in AUXILIARIES | WH or (word in PREPOSITIONS and word != "of"):
            return None
    return None


def _with_agent(tokens: Tokens, people: People, frame: SpeechAct) -> SpeechAct:
    """Add the speaker of "said by X" to a frame that has none."""
    if frame.speakers or frame.subject:
        return frame
    for at in range(frame.word + 1, min(frame.word + _AGENT_FAR, len(tokens) - 1)):
        if tokens[at].word == "by" and (speakers := people.starting(tokens, at + 1)):
            return replace(frame, speakers=speakers)
        if not tokens[at].is_word:
            break
    return frame
