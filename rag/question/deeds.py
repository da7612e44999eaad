"""Questions about what somebody does: whose reason is asked for, and events without anybody's words."""

from __future__ import annotations

from rag.question.clauses import question_word
from rag.question.people import Mention, People
from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, is_auxiliary, word_at
from rag.text.english import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DO,
    FOLLOWUP_OPENERS,
    HAVE,
    IRREGULAR_PARTICIPLES,
    MODALS,
    OFFICES,
    STANCES,
    WH,
)
from rag.text.verbs import ACTING


def find_reason(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "Why did X keep", "For what reason did X keep", "What made X keep": X can tell the reason.

    Not "Why was X sent": the reason is another's.
    """
    first = 1 if word_at(tokens, 0) in FOLLOWUP_OPENERS else 0
    opening = [word_at(tokens, first + k) for k in range(3)]
    if opening[0] == "why":
        subject = first + 2
    elif opening == ["for", "what", "reason"]:
        subject = first + 4
    elif opening[:2] == ["what", "made"]:
        subject = first + 2
    else:
        return None
    helper = word_at(tokens, subject - 1)
    if word_at(tokens, subject) in {"he", "she"} and not _is_acted_on(tokens, helper, subject + 1):
        pronoun = tokens[subject].word
        return SpeechAct(first, subject, subject + 1, subject=pronoun, only_event=True)
    speakers = people.subject(tokens, subject) if helper in AUXILIARIES or helper == "made" else ()
    if not speakers or _is_acted_on(tokens, helper, speakers[-1].end):
        return None
    end = speakers[-1].end
    return SpeechAct(first, end - 1, end, speakers, only_event=True)


def _is_acted_on(tokens: Tokens, helper: str, verb: int) -> bool:
    """Whether the verb after a subject is passive: "was X sent", "has X been sent"."""
    passive = helper in BE
    while word_at(tokens, verb) in ADVERBS | HAVE | {"be", "been", "being"}:
        passive |= word_at(tokens, verb) in {"be", "been", "being"}
        verb += 1
    word = word_at(tokens, verb)
    ended = word.endswith("ed") and word not in STANCES
    return not word[:1].isalnum() or (passive and (ended or word in IRREGULAR_PARTICIPLES))


def find_event_act(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "was signed", "did X meet": an event with a time and a place, and nobody's words."""
    for at in range(1, len(tokens)):
        if ACTING.can_be(tokens[at].word, "base", "past", "participle") and not tokens[at - 1].possessive:
            helped = any(token.word in AUXILIARIES for token in tokens[:at])
            if helped or tokens[at - 1].word in WH:
                return SpeechAct(question_word(tokens, at), at, at + 1, only_event=True)
    return _find_deed(tokens, people)


def _find_deed(tokens: Tokens, people: People) -> SpeechAct | None:
    """Read "did X give", "had the Serb leader brought": what a person did, told by a verb of any kind."""
    for at in range(len(tokens) - 1):
        if is_auxiliary(tokens[at]) and tokens[at].word in DO | HAVE | MODALS:
            verb = _after_person(tokens, people, at + 1)
            return SpeechAct(question_word(tokens, at), verb, verb + 1, only_event=True) if verb else None
    return None


def _after_person(tokens: Tokens, people: People, first: int) -> int | None:
    """The token after a subject that is a person: a speaker of the corpus, or the holder of an office."""
    speakers: tuple[Mention, ...] = people.subject(tokens, first)
    if speakers:
        return speakers[-1].end
    for at in range(first, min(first + _LONGEST_SUBJECT, len(tokens))):
        if tokens[at].word in OFFICES and not tokens[at].possessive:
            return at + 1
        if not tokens[at].is_word or is_auxiliary(tokens[at]) or tokens[at].word in WH:
            return None
    return None


_LONGEST_SUBJECT = 5
"""Words of "the Bosnian Serb leader"."""
