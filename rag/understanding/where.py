"""Where something was said: places and events of the corpus, told apart from those that are spoken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.understanding.attachment import Attachment, ends_phrase
from rag.understanding.countries import is_country
from rag.understanding.dates import Expression
from rag.understanding.frames import Frame
from rag.understanding.periods import MONTHS
from rag.understanding.records import Event
from rag.understanding.tokens import Tokens, tokenise, words
from rag.understanding.vocabulary import GENERIC_EVENT_WORDS, LOCATED, PLAIN, PREPOSITIONS, SAYING, SPEECH_EVENTS

_PREPOSITIONS = frozenset({"in", "at", "during", "inside"})
_POSSESSORS = frozenset({"the", "his", "her", "their", "this", "a", "an", "last", "latest"})
_LONGEST = 8
_SPELLINGS = {"saint": "st", "sankt": "st"}
_NO_PLACES = frozenset(
    """english russian french german public private parliament general particular detail person
    writing response reply answer return favour turn fact advance short full total office""".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a question that name a place or an event."""

    value: str
    """As the corpus prints it, where it does."""
    first: int
    end: int
    kind: str
    """`place` of an event, part of a `title`, or `unknown` to the corpus."""


class Places:
    """The places and events of the corpus, ready to be recognised."""

    def __init__(self, events: Iterable[Event], persons: Iterable[str]) -> None:
        events = tuple(events)
        self._places: dict[tuple[str, ...], str] = {}
        for place in {event.place for event in events if event.place}:
            for part in (place, *place.split(",")):
                spelled = part.strip().removeprefix("The ").removeprefix("the ")
                self._places.setdefault(_key(words(tokenise(spelled))), spelled)
        names = {word for person in persons for word in words(tokenise(person))}
        self._titles: dict[tuple[str, ...], tuple[str, bool]] = {}
        for title in Counter(event.title for event in events if event.title):
            self._add_title(title, names)

    def _add_title(self, title: str, names: set[str]) -> None:
        """Remember the phrases of a title, and whether each singles an event out."""
        tokens = tokenise(title)
        for first in range(len(tokens)):
            for end in range(first + 1, min(first + _LONGEST, len(tokens)) + 1):
                phrase = tokens[first:end]
                if not all(token.is_word for token in phrase):
                    break
                ends = (phrase[0], phrase[-1])
                if any(token.word in PREPOSITIONS or token.word in {"the", "and", "a"} for token in ends):
                    continue
                telling = [
                    token for token in phrase if token.word not in GENERIC_EVENT_WORDS | PREPOSITIONS
                    and token.word not in names and not token.possessive
                ]
                proper = [t for at, t in enumerate(phrase, first) if t.is_capitalised and t in telling and (at or end > 1)]
                if proper and is_country(words(proper)):
                    continue
                closed = phrase[-1].word in SPEECH_EVENTS | {"line", "reception", "ceremony", "rally"}
                if proper or (telling and closed and len(phrase) > 1):
                    text = title[tokens[first].start : tokens[end - 1].end]
                    self._titles.setdefault(_key(words(phrase)), (text, bool(proper)))

    def mentioned(self, tokens: Tokens, expressions: Sequence[Expression]) -> tuple[Place, ...]:
        """Every place or event after a preposition of place, from left to right."""
        taken = {at for expression in expressions for at in range(expression.first, expression.end)}
        found: list[Place] = []
        at = 0
        while at < len(tokens) - 1:
            place = None
            if tokens[at].word in _PREPOSITIONS and at not in taken:
                place = self._after(tokens, at)
            found += [place] if place else []
            at = place.end if place else at + 1
        return tuple(found)

    def _after(self, tokens: Tokens, preposition: int) -> Place | None:
        first = preposition + 1
        while first < len(tokens) - 1 and tokens[first].word in _POSSESSORS:
            first += 1
        at_event = tokens[preposition].word in {"at", "during"} or tokens[first - 1].word in {"his", "her", "their"}
        for end in range(min(first + _LONGEST, len(tokens)), first, -1):
            key = _key(words(tokens[first:end]))
            if (spelled := self._places.get(key)) is not None:
                return Place(spelled, preposition, self._occasion(tokens, end), "place")
            title = self._titles.get(key)
            if title is not None and (at_event or title[1]) and self._is_named(tokens, first, end):
                return Place(title[0], preposition, end, "title")
        return self._unknown(tokens, preposition, first)

    @staticmethod
    def _is_named(tokens: Tokens, first: int, end: int) -> bool:
        """Whether words that stand in a title are used as its name, and not as words of the language."""
        if not ends_phrase(tokens, end):
            return False
        return end - first > 1 or tokens[first].is_capitalised

    @staticmethod
    def _occasion(tokens: Tokens, end: int) -> int:
        """Skip the "summit" of "at the Helsinki summit"."""
        return end + 1 if end < len(tokens) and tokens[end].word in SPEECH_EVENTS else end

    @staticmethod
    def _unknown(tokens: Tokens, preposition: int, first: int) -> Place | None:
        """A capitalised name that the corpus does not print as a place."""
        end = first
        while end < len(tokens) and tokens[end].is_capitalised and not tokens[end].possessive:
            end += 1
        named = words(tokens[first:end])
        if not named or tokens[preposition].word not in {"in", "at"} or first != preposition + 1:
            return None
        if any(word in MONTHS or word in _NO_PLACES for word in named):
            return None
        return Place(" ".join(token.text for token in tokens[first:end]), preposition, end, "unknown")


def read_where(tokens: Tokens, frame: Frame | None, places: Sequence[Place], attachment: Attachment) -> Place | None:
    """The place of speaking that a question asks for."""
    trailing: Place | None = None
    for place in places:
        position = attachment.position(place.first, place.end)
        if position in {"front", "near"}:
            if place.kind == "unknown" and not (frame and _is_said_in(tokens, frame, place, attachment)):
                continue
            return place if frame is not None or place.kind == "place" else None
        elif position == "trailing" and trailing is None and _is_of_speaking(tokens, place, attachment):
            trailing = place
    return trailing


def _is_said_in(tokens: Tokens, frame: Frame, place: Place, attachment: Attachment) -> bool:
    """Whether a verb that only says stands right before a place that the corpus does not know."""
    return SAYING.base(tokens[frame.word].word) in PLAIN and attachment.is_beside(place.first)


def _is_of_speaking(tokens: Tokens, place: Place, attachment: Attachment) -> bool:
    """Whether a place at the end, after the topic, is where it was said."""
    if place.kind == "unknown":
        return False
    if place.kind == "title":
        return tokens[place.first].word in {"at", "during"}
    return attachment.head(place.first) not in LOCATED


def _key(folded: Sequence[str]) -> tuple[str, ...]:
    return tuple(_SPELLINGS.get(word.rstrip("."), word.rstrip(".")) for word in folded if word != ".")
