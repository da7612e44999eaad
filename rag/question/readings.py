"""Records: what the corpus knows, a question as read, and the speech act that a question describes."""

from __future__ import annotations

from dataclasses import dataclass

from rag.question.people import Mention
from rag.records import SpeakerCount, Understood
from rag.text.english import PRONOUNS


@dataclass(frozen=True, slots=True)
class Event:
    """One transcript, as far as a question can name it."""

    title: str | None
    date: str | None
    """ISO day."""
    place: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the corpus knows: its speakers and its events."""

    speakers: tuple[SpeakerCount, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read."""

    understood: Understood
    rest: str
    """The topic: the question without the words that only say who, when or where. The whole question if
    nothing else would be left."""
    kept: tuple[tuple[int, int], ...]
    """The words of the topic, as characters of the question, `end` exclusive; none if the rest is the whole
    question."""


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """Words of a question that say that somebody says something. Places are token numbers, ends exclusive."""

    first: int
    cue: int
    """The token that marks it: a verb, a noun, "to" of "according to", "on" of "Gref on mortgage rates"."""
    end: int
    """After an object without meaning: "say anything | about"."""
    speakers: tuple[Mention, ...] = ()
    plain: bool = False
    """Whether it adds nothing to the topic: "What did X say about"."""
    subject: str | None = None
    """The words of its subject."""
    takes_topic: bool = True
    """Whether the rest of the question is what is said; not so with "according to X"."""
    only_event: bool = False
    """Whether it asks about an event and nobody's words: "Who did X meet"."""
    outsider: bool = False
    """Whether its subject does not speak in the corpus: "What do farmers need"."""

    @property
    def has_pronoun(self) -> bool:
        """Whether the subject is only a pronoun."""
        return self.subject in PRONOUNS
