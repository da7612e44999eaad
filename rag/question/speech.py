"""The speech act of a question: whose speaking it asks about, by a verb or by a noun ("X's view")."""

from __future__ import annotations

from dataclasses import replace

from rag.question.clauses import after_imperative, find_clause
from rag.question.deeds import find_reason
from rag.question.people import LONGEST, People
from rag.question.readings import SpeechAct
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
    TOPIC_OPENERS,
    VIEW_NOUNS,
    WH,
)
from rag.text.verbs import SAYING, THINKING

_NEAR = 3
"""Most words from an owner to the noun: "the chancellor's most recent position"."""
_BEFORE_OWNER = frozenset({"of", "in", "from", "at", "during"})
_AGENT_FAR = 10
"""Most words from "said" to "by X"."""


def find_speech_act(tokens: Tokens, people: People) -> SpeechAct | None:
    """The speech act of a question; None if nothing in it is about speaking."""
    accorded = _according(tokens, people)
    if accorded is not None:
        return accorded
    cues = (find_clause(tokens, people), _find_possessed(tokens, people), _find_titled(tokens, people))
    found = [act for act in cues if act is not None]
    act = min(found, key=lambda each: each.first) if found else None
    if act is None or not act.speakers:
        act = find_reason(tokens, people) or act
    act = act or _find_agent(tokens, people) or _find_noun(tokens, people)
    return act and _with_agent(tokens, people, act)


def _according(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "according to X", "in X's view", "in the words of X", "from X's point of view"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        if word == "according" and tokens[at + 1].word == "to":
            speakers = people.starting(tokens, at + 2)
            if speakers:
                return SpeechAct(at, at + 1, speakers[-1].end, speakers, plain=True, takes_topic=False)
        elif word in {"in", "to", "from"} and (act := _in_view(tokens, people, at)) is not None:
            return act
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
    return SpeechAct(at, noun, end, speakers, plain=True, takes_topic=False) if speakers else None


def _view_noun(tokens: Tokens, first: int) -> int | None:
    """The noun of "X's view" or "the view of" that begins near `first`."""
    for at in range(first, min(first + LONGEST, len(tokens))):
        word = tokens[at].word
        if word in VIEW_NOUNS or (word == "point" and tokens[at - 1].possessive):
            return at
        if not tokens[at].is_word or word in AUXILIARIES | WH or (word in PREPOSITIONS and word != "of"):
            return None
    return None


def _find_possessed(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "X's view", "the Austrian chancellor's position"."""
    for at, token in enumerate(tokens):
        noun = _noun_after(tokens, at + 1) if token.possessive else None
        speakers = people.ending(tokens, at + 1) if noun else ()
        if noun is None or not speakers:
            continue
        first = speakers[0].first
        if first and tokens[first - 1].word in PREPOSITIONS - _BEFORE_OWNER:
            continue  # words about X's view are not words of X
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


def _find_titled(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "X on Y", "X about Y", "X in Sochi on Y", "X: Y", "anything from X about Y"."""
    asked = after_imperative(tokens)
    first = asked + 1 if tokens and tokens[asked].word in {"from", "by"} else asked
    for at in range(first + 1, min(first + LONGEST + 1, len(tokens))):
        word = tokens[at].word
        if word in TOPIC_OPENERS or word == ":":
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


def _find_agent(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "as explained by X", "a world seen by X"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        spoken = SAYING.can_be(word, "participle") or THINKING.can_be(word, "participle")
        if spoken and tokens[at + 1].word == "by" and (speakers := people.starting(tokens, at + 2)):
            first = at - (at > 0 and tokens[at - 1].word == "as")
            return SpeechAct(first, at, speakers[-1].end, speakers, plain=True, takes_topic=False)
    return None


def _find_noun(tokens: Tokens, people: People) -> SpeechAct | None:
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


def _with_agent(tokens: Tokens, people: People, act: SpeechAct) -> SpeechAct:
    """Add the speaker of "said by X" if there is none yet."""
    if act.speakers or act.subject:
        return act
    for at in range(act.cue + 1, min(act.cue + _AGENT_FAR, len(tokens) - 1)):
        if tokens[at].word == "by" and (speakers := people.starting(tokens, at + 1)):
            return replace(act, speakers=speakers)
        if not tokens[at].is_word:
            break
    return act
