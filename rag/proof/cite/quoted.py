"""Cited words with their context, and stretches of utterances where they may stand."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Passage, Utterance

AROUND = 48
"""Characters of context kept on either side of a quote; fewer at the ends of a turn."""
_TELLING = 5
"""Words from which on a quote is identified by its words alone, without context."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Cited words, their context, speaker and place."""

    exact: str
    prefix: str
    """What stood right before it in the same turn; empty where the turn began with it."""
    suffix: str
    label: str | None
    speaker: str | None
    utterance: int
    start: int
    end: int
    """Offsets as those of a Passage."""

    @property
    def is_telling(self) -> bool:
        """Whether its words alone identify it."""
        return len(self.exact.split()) >= _TELLING

    def is_by(self, utterance: Utterance) -> bool:
        """Whether the quoted person speaks; where none is named, somebody with the same label."""
        if self.speaker is None and utterance.speaker is None:
            return self.label == utterance.label
        return self.speaker == utterance.speaker


@dataclass(frozen=True, slots=True)
class Stretch:
    """A slice of an utterance; `begin` and `stop` are offsets in its text."""

    utterance: Utterance
    begin: int
    stop: int

    @property
    def text(self) -> str:
        """The words."""
        return self.utterance.text[self.begin : self.stop]

    @property
    def start(self) -> int:
        """Where they begin, counted as the offsets of a Passage."""
        return self.utterance.start + self.begin

    @property
    def end(self) -> int:
        """Where they end, exclusive."""
        return self.utterance.start + self.stop

    def distance(self, utterance: int, start: int) -> tuple[int, int]:
        """How far it is from a former place: in utterances, then in characters."""
        return abs(self.utterance.number - utterance), abs(self.start - start)

    def before(self, count: int) -> str:
        """At most so many characters right before them, of the same turn."""
        return self.utterance.text[max(0, self.begin - count) : self.begin]

    def after(self, count: int) -> str:
        """At most so many characters right after them."""
        return self.utterance.text[self.stop : self.stop + count]


def quoted_of(passage: Passage, utterance: Utterance) -> Quoted:
    """The cited words of a passage, with their context."""
    begin = passage.start - utterance.start
    place = Stretch(utterance, begin, begin + len(passage.text))
    return Quoted(
        exact=passage.text,
        prefix=place.before(AROUND),
        suffix=place.after(AROUND),
        label=utterance.label,
        speaker=utterance.speaker,
        utterance=utterance.number,
        start=passage.start,
        end=passage.end,
    )
