"""What the corpus knows, what was read out of a question, and the speech act that a question describes."""

from __future__ import annotations

from dataclasses import dataclass

from rag.question.people import Mention
from rag.question.tokens import Tokens
from rag.records import QuestionPart, SpeakerCount, Understood
from rag.text.english import AUXILIARIES, IMPERATIVES, PRONOUNS, WH, word_set


@dataclass(frozen=True, slots=True)
class Event:
    """One transcript, as far as a question can name it."""

    title: str | None
    date: str | None
    """ISO day."""
    place: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the corpus knows: who speaks in it, and at which events."""

    speakers: tuple[SpeakerCount, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """Words of the question that say who, when or where, or that it follows up another."""

    part: QuestionPart
    value: str
    """What they were read as: a person's name, `since/until` (either side may be empty), a place, or
    the question's own words for a follow-up."""
    start: int
    end: int
    """Characters of the question, `end` exclusive."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read."""

    understood: Understood
    found: tuple[ReadPart, ...]
    """In the order of the question; what was carried over from the previous question has no words here."""
    carried: tuple[QuestionPart, ...]
    """The parts that the previous question established."""
    rest: str
    """The question without the words that only say who, when or where; the whole question where
    nothing else would be left."""
    kept: tuple[tuple[int, int], ...]
    """The words of the rest, as characters of the question, `end` exclusive; none where the rest is the
    whole question because nothing in it tells."""


_LONGEST_QUESTION_PHRASE = 8
_EMPTY_OBJECTS = word_set("up out anything something nothing much ever too")


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """Somebody's speaking, as a question puts it."""

    first: int
    """The token it begins with."""
    word: int
    """The token that says that something is said: a verb, a noun, "to" of "according to", "on"."""
    end: int
    """The token after it, its object of no meaning ("say anything") included."""
    speakers: tuple[Mention, ...] = ()
    plain: bool = False
    """Whether the frame adds nothing to what is asked for."""
    subject: str | None = None
    """The words of its subject: a pronoun, perhaps."""
    clause: bool = True
    """Whether the rest of the question is what is said; not so with "according to X"."""

    acts: bool = False
    """Whether it only says what was done on the occasion, as "met" does."""

    foreign: bool = False
    """Whether it is about the mind of somebody who does not speak in the corpus: "What do farmers need"."""

    @property
    def has_pronoun(self) -> bool:
        """Whether who speaks is only a pronoun."""
        return self.subject in PRONOUNS


def after_imperative(tokens: Tokens) -> int:
    """Skip "Tell me what", "Quote", "Anything from": words of the asker's own."""
    at = 0
    while at < len(tokens) - 1 and tokens[at].word in IMPERATIVES and tokens[at + 1].word not in AUXILIARIES:
        at += 1
    return at if at and tokens[0].word not in WH else 0


def question_word(tokens: Tokens, auxiliary: int) -> int:
    """Where the question begins whose auxiliary stands here: "what figures | does"; itself without one."""
    for at in range(auxiliary - 1, max(auxiliary - _LONGEST_QUESTION_PHRASE, -1), -1):
        if tokens[at].word in WH:
            return at
        if not tokens[at].is_word:
            break
    return auxiliary


def after_object(tokens: Tokens, at: int) -> int:
    """Skip the "up" of "bring up" and the "anything" of "say anything about"."""
    while at < len(tokens) and tokens[at].word in _EMPTY_OBJECTS:
        at += 1
    return at
