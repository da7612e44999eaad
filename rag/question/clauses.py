"""Verbs of saying and thinking with their subjects: "did X say", "was said", "what X said", "who said"."""

from __future__ import annotations

from dataclasses import replace

from rag.question.people import People
from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, is_auxiliary, word_at, words
from rag.text.countries import is_country
from rag.text.english import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    CLAUSE_OPENERS,
    DETERMINERS,
    DO,
    HAVE,
    IMPERATIVES,
    JOINT_VERBS,
    MODALS,
    NOUN_LIKE_VERBS,
    PHRASAL_VERBS,
    PLAIN_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING_NOUNS,
    SPEECH_EVENTS,
    STANCES,
    WH,
    word_set,
)
from rag.text.verbs import LIGHT, PHRASAL, SAYING, THINKING, Form

_FAR = 18
"""Most words from an auxiliary to its verb."""
_NEAR = 3
"""Most words between a light verb and its noun."""
_LONGEST_QUESTION_PHRASE = 8
"""Words of "which of the many questions" before an auxiliary."""
_EMPTY_OBJECTS = word_set("up out anything something nothing much ever too")
_BEEN = frozenset({"be", "been"})
_BEFORE_VERB = ADVERBS | HAVE | _BEEN | {"to", "got", "most", "more", "very", "so", "too", "least"}
_ASKERS = frozenset({"you", "i", "we"})
_INSIDE_SUBJECT = frozenset({"of", "for", "from"})
"""Prepositions that a subject can contain."""


def find_clause(tokens: Tokens, people: People) -> SpeechAct | None:
    """The first verb of saying or thinking with its subject."""
    for at in range(after_imperative(tokens), len(tokens)):
        token = tokens[at]
        if is_auxiliary(token):
            act = _inverted(tokens, people, at) or _passive(tokens, at)
            if act is not None:
                return replace(act, first=question_word(tokens, at))
        elif at > 0 and not token.possessive:
            act = _declared(tokens, people, at)
            if act is not None:
                return act
    return None


def after_imperative(tokens: Tokens) -> int:
    """The token after the asker's own words: "Tell me | what", "Quote |", "Anything | from"."""
    at = 0
    while at < len(tokens) - 1 and tokens[at].word in IMPERATIVES and tokens[at + 1].word not in AUXILIARIES:
        at += 1
    return at if at and tokens[0].word not in WH else 0


def question_word(tokens: Tokens, auxiliary: int) -> int:
    """The first token of the question before an auxiliary, "what figures | does", or the auxiliary itself."""
    for at in range(auxiliary - 1, max(auxiliary - _LONGEST_QUESTION_PHRASE, -1), -1):
        if tokens[at].word in WH:
            return at
        if not tokens[at].is_word:
            break
    return auxiliary


def _after_object(tokens: Tokens, at: int) -> int:
    """The token after the "up" of "bring up" and the "anything" of "say anything about"."""
    while at < len(tokens) and tokens[at].word in _EMPTY_OBJECTS:
        at += 1
    return at


def _base(word: str) -> str | None:
    return SAYING.base(word) or THINKING.base(word)


def _says(tokens: Tokens, at: int, *forms: Form, asked: int) -> bool:
    """Whether a word is a verb of saying or thinking in one of these forms, or stands for one.

    `asked`: the token before which the noun of a light verb may stand: "what figures | does X give".
    """
    word = tokens[at].word
    if SAYING.can_be(word, *forms) or THINKING.can_be(word, *forms):
        return True
    if _is_phrasal(tokens, at, *forms):
        return True
    if not LIGHT.can_be(word, *forms):
        return False
    near = (*tokens[max(asked - _NEAR, 0) : asked], *tokens[at + 1 : at + 1 + _NEAR])
    return any(token.word in SAYING_NOUNS or token.word in SPEECH_EVENTS for token in near)


def _is_phrasal(tokens: Tokens, at: int, *forms: Form) -> bool:
    """Whether a word is the verb of "bring up" and the like, in one of these forms."""
    word = tokens[at].word
    return PHRASAL.can_be(word, *forms) and (PHRASAL.base(word), word_at(tokens, at + 1)) in PHRASAL_VERBS


def _inverted(tokens: Tokens, people: People, auxiliary: int) -> SpeechAct | None:
    """Read "did X say", "has X ever mentioned", "is X worried", "what figures does X give"."""
    first = auxiliary + 1
    noun: SpeechAct | None = None
    for at in range(first, min(first + _FAR, len(tokens))):
        word = tokens[at].word
        if at > first and _is_verb_of(tokens, auxiliary, at):
            act = _with_subject(tokens, people, first, at)
            if act is not None and (act.speakers or word not in NOUN_LIKE_VERBS):
                return act
            noun = noun or act
        elif not tokens[at].is_word and word not in {",", "-"}:
            return noun
        if word in WH or (is_auxiliary(tokens[at]) and word not in HAVE | _BEEN):
            return noun
    return noun


def _is_verb_of(tokens: Tokens, auxiliary: int, at: int) -> bool:
    """Whether a word is the main verb of an auxiliary, and a verb of saying or thinking."""
    helper, token = tokens[auxiliary].word, tokens[at]
    if token.is_capitalised and not token.text.isupper():
        return False  # part of a name: "the Rostec State Corporation"
    if helper in MODALS and _is_wish(tokens, at):
        return True
    if helper in DO | MODALS:
        takes = token.word == "take" and word_at(tokens, auxiliary - 1) == "how"
        return takes or _says(tokens, at, "base", asked=auxiliary) or _says(tokens, at, "past", asked=0)
    if helper in HAVE:
        got_to_say = tokens[at - 1].word == "to" and _says(tokens, at, "base", asked=0)
        return got_to_say or _says(tokens, at, "participle", asked=auxiliary)
    return tokens[at].word in STANCES or _says(tokens, at, "gerund", asked=auxiliary)


def _is_wish(tokens: Tokens, at: int) -> bool:
    """Read "would X rather", "would X be happy", "would X have preferred"."""
    before = tokens[at - 1].word
    wished = before == "have" and _says(tokens, at, "participle", asked=0)
    return tokens[at].word == "rather" or wished or (before in _BEEN and tokens[at].word in STANCES)


def _with_subject(tokens: Tokens, people: People, first: int, verb: int) -> SpeechAct | None:
    """The speech act of a verb with the words before it as its subject; None if they are not a subject."""
    end = verb
    while end > first + 1 and tokens[end - 1].word in _BEFORE_VERB:
        end -= 1
    while first < end - 1 and tokens[first].word in ADVERBS - {"both", "all", "each"}:
        first += 1
    last = tokens[end - 1]
    open_phrase = last.word in {"of", "and", "or", ","} or (last.word in DETERMINERS and end - first > 1)
    if open_phrase or last.possessive or last.word in ARTICLES | {"no"}:
        return None
    if end - first == 1 and last.word in _ASKERS:
        return None  # "Do you know what X said"
    speakers = people.phrase(tokens, first, end)
    if not speakers and any(t.word in PREPOSITIONS - _INSIDE_SUBJECT for t in tokens[first:end]):
        return None
    base = _base(tokens[verb].word)
    joint = base in JOINT_VERBS and any(token.word == "and" for token in tokens[first:end])
    return SpeechAct(
        first=first,
        cue=verb,
        end=_after_object(tokens, verb + 1),
        speakers=() if joint else speakers,
        plain=base in PLAIN_VERBS,
        subject=" ".join(token.word for token in tokens[first:end]),
        outsider=not speakers and _is_outsider(tokens, first, end, verb),
    )


def _is_outsider(tokens: Tokens, first: int, end: int, verb: int) -> bool:
    """Whether a subject that names no speaker of the corpus is not one who speaks: "What do farmers need"."""
    if is_country(words(tokens[first:end])):
        return True
    return tokens[verb].word not in SAYING and tokens[end - 1].word not in PRONOUNS


def _passive(tokens: Tokens, auxiliary: int) -> SpeechAct | None:
    """Read "was said", "has been mentioned", "was the pension age raised", without a speaker."""
    if tokens[auxiliary].word not in BE:
        return None
    outside = WH | CLAUSE_OPENERS | (PREPOSITIONS - {"of"}) | (AUXILIARIES - {"been", "being"})
    for at in range(auxiliary + 1, min(auxiliary + _FAR, len(tokens))):
        word = tokens[at].word
        light = LIGHT.can_be(word, "participle") and _says(tokens, at, "participle", asked=auxiliary)
        if SAYING.can_be(word, "participle") or light:
            return SpeechAct(auxiliary, at, _after_object(tokens, at + 1), plain=_base(word) in PLAIN_VERBS)
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
    plain = _base(word) in PLAIN_VERBS
    before = tokens[end - 1]
    if before.word in {"who", "which", "what"}:
        saying = SAYING.can_be(word, "past", "third") or _is_phrasal(tokens, verb, "past")
        return (
            SpeechAct(end - 1, verb, _after_object(tokens, verb + 1), plain=plain, subject=before.word)
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
        return SpeechAct(first, verb, _after_object(tokens, verb + 1), speakers, plain=plain)
    asked = question_word(tokens, end)
    which = asked < end - 1 and tokens[asked].word in {"which", "what", "whose"}
    return SpeechAct(asked, verb, verb + 1, plain=plain) if which and SAYING.can_be(word, "past") else None
