"""Verbs of saying and thinking with their subjects: "did X say", "was said", "what X said", "who said"."""

from __future__ import annotations

from dataclasses import replace

from rag.question.people import People
from rag.question.readings import SpeechAct, after_imperative, after_object, question_word
from rag.question.tokens import Tokens, is_auxiliary, words
from rag.text.countries import is_country
from rag.text.english import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAUSE,
    DETERMINERS,
    DO,
    HAVE,
    JOINT,
    MODALS,
    NOUNS_TOO,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    SAYING_NOUNS,
    SPEECH_EVENTS,
    STANCES,
    WH,
)
from rag.text.verbs import ACTING, LIGHT, PHRASAL, SAYING, THINKING, Form

_FAR = 18
"""Words from an auxiliary to its verb."""
_NEAR = 3
"""Words between a light verb and its noun."""
_BEFORE_VERB = ADVERBS | {"have", "has", "had", "to", "got", "most", "more", "very", "so", "too", "least"}
_ASKERS = frozenset({"you", "i", "we"})


def find_clause(tokens: Tokens, people: People) -> SpeechAct | None:
    """The first verb of saying or thinking with its subject."""
    for at in range(after_imperative(tokens), len(tokens)):
        token = tokens[at]
        if is_auxiliary(token):
            frame = _inverted(tokens, people, at) or _passive(tokens, at)
            if frame is not None:
                return replace(frame, first=question_word(tokens, at))
        elif at > 0 and not token.possessive:
            frame = _declared(tokens, people, at)
            if frame is not None:
                return frame
    return None


def find_act(tokens: Tokens) -> SpeechAct | None:
    """Read "was signed", "did X meet": a time and a place of an occasion, and nobody's words."""
    for at in range(1, len(tokens)):
        if ACTING.can_be(tokens[at].word, "base", "past", "participle") and not tokens[at - 1].possessive:
            helped = any(token.word in AUXILIARIES for token in tokens[:at])
            if helped or tokens[at - 1].word in WH:
                return SpeechAct(question_word(tokens, at), at, at + 1, acts=True)
    return None


def _base(word: str) -> str | None:
    return SAYING.base(word) or THINKING.base(word)


def _says(tokens: Tokens, at: int, *forms: Form, asked: int) -> bool:
    """Whether a word is a verb of saying or thinking in one of some forms, or a light verb.

    `asked`: before this token stands what is asked for, perhaps the noun: "what figures | does X give".
    """
    word = tokens[at].word
    if SAYING.can_be(word, *forms) or THINKING.can_be(word, *forms):
        return True
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if PHRASAL.can_be(word, *forms) and after in ({"it"} if word == "put" else {"up", "out"}):
        return True
    if not LIGHT.can_be(word, *forms):
        return False
    near = (*tokens[max(asked - _NEAR, 0) : asked], *tokens[at + 1 : at + 1 + _NEAR])
    return any(token.word in SAYING_NOUNS or token.word in SPEECH_EVENTS for token in near)


def _inverted(tokens: Tokens, people: People, auxiliary: int) -> SpeechAct | None:
    """Read "did X say", "has X ever mentioned", "is X worried", "what figures does X give"."""
    first = auxiliary + 1
    noun: SpeechAct | None = None
    for at in range(first, min(first + _FAR, len(tokens))):
        word = tokens[at].word
        if at > first and _is_verb_of(tokens, auxiliary, at):
            frame = _with_subject(tokens, people, first, at)
            if frame is not None and (frame.speakers or word not in NOUNS_TOO):
                return frame
            noun = noun or frame
        elif not tokens[at].is_word and word not in {",", "-"}:
            return noun
        if word in WH or (is_auxiliary(tokens[at]) and word not in HAVE):
            return noun
    return noun


def _is_verb_of(tokens: Tokens, auxiliary: int, at: int) -> bool:
    """Whether a word is the verb that an auxiliary asks for, and one of saying or thinking."""
    helper, token = tokens[auxiliary].word, tokens[at]
    if token.is_capitalised and not token.text.isupper():
        return False  # part of a name: "the Rostec State Corporation"
    if helper in DO | MODALS:
        return _says(tokens, at, "base", asked=auxiliary) or _says(tokens, at, "past", asked=0)
    if helper in HAVE:
        got_to_say = tokens[at - 1].word == "to" and _says(tokens, at, "base", asked=0)
        return got_to_say or _says(tokens, at, "participle", asked=auxiliary)
    return tokens[at].word in STANCES or _says(tokens, at, "gerund", asked=auxiliary)


def _with_subject(tokens: Tokens, people: People, first: int, verb: int) -> SpeechAct | None:
    """The frame of a verb and what stands before it; None where that is no subject of its own."""
    end = verb
    while end > first + 1 and tokens[end - 1].word in _BEFORE_VERB:
        end -= 1
    while first < end - 1 and tokens[first].word in ADVERBS - {"both", "all", "each"}:
        first += 1
    last = tokens[end - 1]
    open_phrase = last.word in {"of", "and", "or", ","} or (last.word in DETERMINERS and end - first > 1)
    if open_phrase or last.possessive or last.word in {"the", "a", "an", "no"}:
        return None
    if end - first == 1 and last.word in _ASKERS:
        return None  # "Do you know what X said"
    speakers = people.phrase(tokens, first, end)
    if not speakers and any(t.word in PREPOSITIONS - {"of", "for", "from"} for t in tokens[first:end]):
        return None
    base = _base(tokens[verb].word)
    return SpeechAct(
        first=first,
        word=verb,
        end=after_object(tokens, verb + 1),
        speakers=() if len(speakers) > 1 and base in JOINT else speakers,
        plain=base in PLAIN,
        subject=" ".join(token.word for token in tokens[first:end]),
        foreign=not speakers and _is_foreign(tokens, first, end, verb),
    )


def _is_foreign(tokens: Tokens, first: int, end: int, verb: int) -> bool:
    """Whether a subject that nobody of the corpus is does not speak: "What do farmers need"."""
    if is_country(words(tokens[first:end])):
        return True
    return tokens[verb].word not in SAYING and tokens[end - 1].word not in PRONOUNS


def _passive(tokens: Tokens, auxiliary: int) -> SpeechAct | None:
    """Read "was said", "has been mentioned", "was the pension age raised": nobody is the speaker yet."""
    if tokens[auxiliary].word not in BE:
        return None
    outside = WH | CLAUSE | (PREPOSITIONS - {"of"}) | (AUXILIARIES - {"been", "being"})
    for at in range(auxiliary + 1, min(auxiliary + _FAR, len(tokens))):
        word = tokens[at].word
        light = LIGHT.can_be(word, "participle") and _says(tokens, at, "participle", asked=auxiliary)
        if SAYING.can_be(word, "participle") or light:
            return SpeechAct(auxiliary, at, after_object(tokens, at + 1), plain=_base(word) in PLAIN)
        if not tokens[at].is_word or word in outside:
            return None
    return None


def _is_noun(tokens: Tokens, subject_end: int, verb: int) -> bool:
    """Tell the nouns of "Putin Erdogan talks" and "what promises" from "what Putin promises"."""
    if tokens[verb].word not in SAYING_NOUNS | SPEECH_EVENTS:
        return False
    asked = tokens[subject_end - 1].word in {"what", "which", "whose"}
    return asked or not any(token.word in WH for token in tokens[:subject_end])


def _declared(tokens: Tokens, people: People, verb: int) -> SpeechAct | None:
    """Read "what X said", "X says", "the speech X gave", and "who said", which asks for the speaker."""
    end = verb
    while end > 0 and tokens[end - 1].word in ADVERBS | HAVE:
        end -= 1
    word = tokens[verb].word
    says = _says(tokens, verb, "past", "third", asked=0) or LIGHT.can_be(word, "past")
    if end == 0 or not says or _is_noun(tokens, end, verb):
        return None
    plain = _base(word) in PLAIN
    before = tokens[end - 1]
    if before.word in {"who", "which", "what"}:
        saying = SAYING.can_be(word, "past", "third") or PHRASAL.can_be(word, "past")
        return (
            SpeechAct(end - 1, verb, after_object(tokens, verb + 1), plain=plain, subject=before.word)
            if saying
            else None
        )
    speakers = () if before.possessive else people.ending(tokens, end)
    if speakers:
        first = speakers[0].first
        if not _says(tokens, verb, "past", "third", asked=first):
            return None
        while first > 0 and tokens[first - 1].word in WH | {"everything", "anything", "all", "as", "things"}:
            first -= 1
        return SpeechAct(first, verb, after_object(tokens, verb + 1), speakers, plain=plain)
    asked = question_word(tokens, end)
    which = asked < end - 1 and tokens[asked].word in {"which", "what", "whose"}
    return SpeechAct(asked, verb, verb + 1, plain=plain) if which and SAYING.can_be(word, "past") else None
