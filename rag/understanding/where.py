"""Where something was said: places and events of the corpus, told apart from those that are spoken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from rag.understanding.attachment import Attachment
from rag.understanding.boundaries import ends_phrase
from rag.understanding.countries import is_country
from rag.understanding.dates import Expression
from rag.understanding.frame import Frame
from rag.understanding.periods import MONTHS
from rag.understanding.records import Event
from rag.understanding.tokens import Tokens, tokenise, words
from rag.understanding.vocabulary import (
    AUXILIARIES,
    EVENT_NOUNS,
    GENERIC_EVENT_WORDS,
    HAPPENINGS,
    LOCATED,
    PLAIN,
    PREPOSITIONS,
    SAYING,
    SPEECH_EVENTS,
    WH,
)

_PREPOSITIONS = frozenset({"in", "at", "during", "inside", "on"})
_VISITING = frozenset({"visiting", "visited", "toured", "touring"})
_OWNERS = frozenset({"the", "his", "her", "their", "this", "a", "an", "last", "latest"})
_JOURNEYS = frozenset({"visit", "trip"})
_DESCRIBING = frozenset(
    "annual joint big news press plenary working expanded state official final opening closing recent phone".split()
)
_LONGEST = 8
_SPELLINGS = {"saint": "st", "sankt": "st"}
_KINDS_OF_PLACES = frozenset(
    "region territory republic district area island city town village square street palace airport bridge".split()
)
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
    """`place` of an event, part of a `title`, `visited` (a place without a preposition), `unknown` to the
    corpus, or an `occasion` that names none ("at the meeting")."""


class Places:
    """The places and events of the corpus, ready to be recognised."""

    def __init__(self, events: Iterable[Event], persons: Iterable[str]) -> None:
        events = tuple(events)
        self._places: dict[tuple[str, ...], str] = {}
        for place in {event.place for event in events if event.place}:
            for part in (place, *place.split(",")):
                spelled = part.strip().removeprefix("The ").removeprefix("the ")
                self._places.setdefault(_key(words(tokenise(spelled))), spelled)
        self._add_short_names()
        names = {word for person in persons for word in words(tokenise(person))}
        self._titles: dict[tuple[str, ...], tuple[str, bool]] = {}
        for title in Counter(event.title for event in events if event.title):
            self._add_title(title, names)

    def _add_short_names(self) -> None:
        """Remember "Petersburg" for "St Petersburg", where only one place ends so."""
        ends = Counter(key[-1] for key in self._places)
        for key, place in tuple(self._places.items()):
            if len(key) == 2 and ends[key[-1]] == 1 and key[-1] not in _KINDS_OF_PLACES:  # noqa: PLR2004 - words
                self._places[key[-1:]] = place

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
                    token
                    for token in phrase
                    if token.word not in GENERIC_EVENT_WORDS | PREPOSITIONS
                    and token.word not in names
                    and not token.possessive
                ]
                proper = [
                    t
                    for at, t in enumerate(phrase, first)
                    if t.is_capitalised and t in telling and (at or end > 1)
                ]
                if proper and is_country(words(proper)):
                    continue
                if phrase[-1].word in HAPPENINGS:
                    continue
                closed = phrase[-1].word in EVENT_NOUNS
                if proper or (telling and closed and len(phrase) > 1):
                    text = title[tokens[first].start : tokens[end - 1].end]
                    self._titles.setdefault(_key(words(phrase)), (text, bool(proper)))

    def mentioned(self, tokens: Tokens, expressions: Sequence[Expression]) -> tuple[Place, ...]:
        """Every place or event after a word of place, from left to right."""
        dated = {at for expression in expressions for at in range(expression.first, expression.end)}
        found: list[Place] = []
        at = 0
        while at < len(tokens) - 1:
            place = None
            if tokens[at].word in _PREPOSITIONS and at not in dated:
                place = self._after(tokens, at, dated)
                if tokens[at].word == "on" and place is not None and place.kind != "place":
                    place = None  # "on the Union State" is a topic; "on Tuzla Island" is not
            elif tokens[at].word in _VISITING:
                place = self._known(tokens, at + 1, at + 1)
                place = place and replace(place, kind="visited")
            found += [place] if place else []
            at = place.end if place else at + 1
        return tuple(found)

    def _after(self, tokens: Tokens, preposition: int, dated: Container[int]) -> Place | None:
        """Read what follows a preposition, articles, owners and dates skipped: "at | the June | Direct Line"."""
        first = preposition + 1
        while first < len(tokens) - 1 and (
            tokens[first].word in _OWNERS
            or first in dated
            or (tokens[first].possessive and first > preposition)
        ):
            first += 1
        known = self._known(tokens, preposition, first)
        occasion = _occasion(tokens, first)
        if known is None and occasion is not None:
            inner = (
                occasion + 1
                if tokens[occasion : occasion + 1] and tokens[occasion].word == "the"
                else occasion
            )
            if inner < len(tokens) and tokens[occasion - 1].word in {"of", "to"}:
                known = self._known(tokens, preposition, inner)
            if known is None or known.kind == "occasion":
                return Place("", preposition, _with_company(tokens, occasion), "occasion")
        return known or _unknown(tokens, preposition, first)

    def _known(self, tokens: Tokens, start: int, first: int) -> Place | None:
        """The longest place or event of the corpus that begins with token `first`."""
        opening = tokens[start].word
        at_event = opening in {"at", "during"} or tokens[first - 1].word in {"his", "her", "their"}
        for end in range(min(first + _LONGEST, len(tokens)), first, -1):
            key = _key(words(tokens[first:end]))
            if (spelled := self._places.get(key)) is not None:
                return Place(spelled, start, _occasion(tokens, end) or end, "place")
            title = self._titles.get(key)
            if title is not None and (at_event or title[1]) and _is_named(tokens, first, end):
                return Place(title[0], start, end, "title")
        return None


def _is_named(tokens: Tokens, first: int, end: int) -> bool:
    """Whether words that stand in a title are used as its name, and not as words of the language."""
    if not ends_phrase(tokens, end) or tokens[first].word in _JOURNEYS:
        return False
    return end - first > 1 or (tokens[first].is_capitalised and tokens[first].word not in EVENT_NOUNS)


def _occasion(tokens: Tokens, first: int) -> int | None:
    """What follows "news conference", "summit" or "visit to"; None where no such thing begins here."""
    at = first
    while at < min(first + 4, len(tokens)) and tokens[at].word in _DESCRIBING:  # noqa: PLR2004 - "big annual news"
        at += 1
    if at >= len(tokens) or tokens[at].word not in SPEECH_EVENTS | _JOURNEYS:
        return None
    follows = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return at + 2 if follows == "to" and tokens[at].word in _JOURNEYS or follows == "of" else at + 1


def _with_company(tokens: Tokens, end: int) -> int:
    """Skip the "with Kurz" of "at the meeting with Kurz"."""
    if end >= len(tokens) or tokens[end].word not in {"with", "between", "to"}:
        return end
    end += 1
    while (
        end < len(tokens) and tokens[end].is_word and tokens[end].word not in PREPOSITIONS | WH | AUXILIARIES
    ):
        end += 1
    return end


def _unknown(tokens: Tokens, preposition: int, first: int) -> Place | None:
    """A capitalised name that the corpus does not print as a place: "in Minsk", "at the Valdai forum"."""
    end = first
    while end < len(tokens) and tokens[end].is_capitalised and not (end > first and ends_phrase(tokens, end)):
        end += 1
        if tokens[end - 1].possessive:
            return None
    named = words(tokens[first:end])
    opening = tokens[preposition].word
    direct = first == preposition + 1 or (opening in {"at", "during"} and first == preposition + 2)
    if not named or not direct or any(word in MONTHS or word in _NO_PLACES for word in named):
        return None
    value = " ".join(token.text for token in tokens[first:end])
    return Place(value, preposition, _occasion(tokens, end) or end, "unknown")


def read_where(
    tokens: Tokens, frame: Frame | None, places: Sequence[Place], attachment: Attachment
) -> Place | None:
    """The place of speaking that a question asks for."""
    trailing: Place | None = None
    for place in places if frame is not None else ():
        if place.kind == "occasion":
            continue
        position = attachment.position(place.first, place.end)
        if position in {"front", "near"}:
            if place.kind == "unknown" and not (frame and _is_said_in(tokens, frame, place, attachment)):
                continue
            return place
        elif position == "trailing" and trailing is None and _is_of_speaking(tokens, place, attachment):
            trailing = place
    return trailing


def _is_said_in(tokens: Tokens, frame: Frame, place: Place, attachment: Attachment) -> bool:
    """Whether a verb that only says stands right before a place that the corpus does not know."""
    return SAYING.base(tokens[frame.word].word) in PLAIN and attachment.is_beside(place.first)


def _is_of_speaking(tokens: Tokens, place: Place, attachment: Attachment) -> bool:
    """Whether a place at the end, after the topic, is where it was said."""
    if place.kind in {"unknown", "visited"}:
        return False
    if place.kind == "title":
        return tokens[place.first].word in {"at", "during"} and tokens[place.end - 1].word in EVENT_NOUNS
    return attachment.head(place.first) not in LOCATED | SPEECH_EVENTS


def _key(folded: Sequence[str]) -> tuple[str, ...]:
    return tuple(_SPELLINGS.get(word.rstrip("."), word.rstrip(".")) for word in folded if word != ".")
