"""Speaking without a verb: "X's view", "X on Y", "statements on Y", "remarks by X", "talks in Vienna"."""

from __future__ import annotations

from rag.question.people import LONGEST, People
from rag.question.speech_act import Frame, after_imperative
from rag.question.tokens import Tokens, is_auxiliary
from rag.text.vocabulary import (
    AGENTIVE_NOUNS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    SAYING,
    SAYING_NOUNS,
    SPEECH_EVENTS,
    THINKING,
    TOPIC,
    WH,
)
from rag.text.wordlists import word_set

_NEAR = 3
"""Words from a possessor to what is his."""
_SHARED = word_set("""visit ceremony meeting meetings talks negotiations summit forum congress session""")
"""Occasions that belong to nobody in particular."""
_BEFORE_POSSESSOR = frozenset({"of", "in", "from", "at", "during"})


def find_possessed(tokens: Tokens, people: People) -> Frame | None:
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
        return Frame(asked if asked == 0 else first, noun, noun + 1, speakers, plain=True)
    return None


def _noun_after(tokens: Tokens, first: int) -> int | None:
    """The noun of saying at `first`, or after an adjective or two."""
    for at in range(first, min(first + _NEAR, len(tokens))):
        word = tokens[at].word
        if word in SAYING_NOUNS or word in SPEECH_EVENTS - _SHARED:
            return at
        if not tokens[at].is_word or word in PREPOSITIONS | AUXILIARIES | WH:
            return None
    return None


def find_titled(tokens: Tokens, people: People) -> Frame | None:
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
            return Frame(0 if first else first, at, at + 1, named, plain=True)
        if not tokens[at].is_word and word != ",":
            return None
    return None


def find_agent(tokens: Tokens, people: People) -> Frame | None:
    """Read "as explained by X", "a world seen by X"."""
    for at in range(len(tokens) - 2):
        word = tokens[at].word
        spoken = SAYING.can_be(word, "participle") or THINKING.can_be(word, "participle")
        if spoken and tokens[at + 1].word == "by" and (speakers := people.starting(tokens, at + 2)):
            first = at - (at > 0 and tokens[at - 1].word == "as")
            return Frame(first, at, speakers[-1].end, speakers, plain=True, clause=False)
    return None


def find_noun(tokens: Tokens, people: People) -> Frame | None:
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
                return Frame(first, at, speakers[-1].end, speakers, plain=True)
        return _named_before(tokens, people, at) or Frame(first, at, at + 1)
    return None


def _named_before(tokens: Tokens, people: People, noun: int) -> Frame | None:
    """Read the keywords "putin oil price remarks"."""
    keywords = all(token.is_word and not is_auxiliary(token) for token in tokens[:noun])
    if tokens[noun].word not in AGENTIVE_NOUNS or not keywords:
        return None
    for end in range(min(noun, _NEAR), 0, -1):
        mention = people.one(tokens, 0, end)
        if mention is not None and mention.first == 0:
            return Frame(0, noun, noun + 1, (mention,))
    return None
