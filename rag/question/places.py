"""The places and events of a corpus, where a question names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Literal

from rag.question.attachment import ends_phrase
from rag.question.periods import MONTHS
from rag.question.readings import Event
from rag.question.tokens import Token, Tokens, tokenise, word_at, words
from rag.question.when import Expression
from rag.text.countries import is_country
from rag.text.english import (
    ADDRESSING_VERBS,
    AUXILIARIES,
    EVENT_ADJECTIVES,
    EVENT_NOUNS,
    GENERIC_TITLE_WORDS,
    HAPPENINGS,
    KINDS_OF_PLACES,
    LOCATED_NOUNS,
    MEASURES,
    NOT_PLACES,
    PREPOSITIONS,
    SPEECH_EVENTS,
    WH,
)
from rag.text.normalise import fold
from rag.text.verbs import SAYING

PlaceKind = Literal["place", "title", "visited", "unknown", "occasion"]
"""`place`: the place of an event. `title`: words of an event's title. `visited`: a place after "visiting".
`unknown`: a name that the corpus does not print. `occasion`: an event without a name ("at the meeting")."""

_PREPOSITIONS = frozenset({"in", "at", "during", "inside", "on"})
_VISITING = frozenset({"visiting", "visited", "toured", "touring"})
_OWNERS = frozenset({"the", "his", "her", "their", "this", "a", "an", "last", "latest"})
_EDGES = PREPOSITIONS | {"the", "and", "a"}
"""Words that a phrase of a title neither begins nor ends with."""
_JOURNEYS = frozenset({"visit", "trip"})
_SPELLINGS = {"saint": "st", "sankt": "st"}
_LONGEST = 8
"""Most words of a place or of a phrase of a title."""
_LONGEST_DESCRIPTION = 4
"""Most adjectives of an occasion: "the big annual press | conference"."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Words of a question that name a place or an event."""

    value: str
    """As the corpus prints it, if it does; empty for an occasion."""
    first: int
    end: int
    """Tokens, `end` exclusive, with the preposition."""
    kind: PlaceKind


class Places:
    """The places and events of the corpus, prepared for look-up."""

    def __init__(self, events: Iterable[Event], persons: Iterable[str]) -> None:
        """`persons`: the speakers; their names in a title do not name the event."""
        events = tuple(events)
        self._places: dict[Key, str] = {}
        for place in sorted({event.place for event in events if event.place}):
            for part in (place, *place.split(",")):
                spelled = part.strip().removeprefix("The ").removeprefix("the ")
                self._places.setdefault(_key(tokenise(spelled)), spelled)
        self._events = tuple((fold(each.place), each.date) for each in events if each.place and each.date)
        self._add_short_names()
        self._persons = {word for person in persons for word in words(tokenise(person))}
        self._printed = tuple(dict.fromkeys(event.title for event in events if event.title))

    def _add_short_names(self) -> None:
        """Add "Petersburg" for "St Petersburg", if only one place ends with it."""
        ends = Counter(key[-1] for key in self._places if key)
        for key, place in tuple(self._places.items()):
            if len(key) == 2 and ends[key[-1]] == 1 and key[-1] not in KINDS_OF_PLACES:  # noqa: PLR2004 - words
                self._places[key[-1:]] = place

    @cached_property
    def _titles(self) -> dict[Key, tuple[str, bool]]:
        """The phrases of titles that single them out, as printed, and whether they are names.

        Read when a question first names a place: there are many titles, and most questions name none.
        """
        titles: dict[Key, tuple[str, bool]] = {}
        for title in self._printed:
            tokens = tokenise(title)
            is_content = [self._is_content(token) for token in tokens]
            for first, end in _phrases(tokens):
                content = list(compress(tokens[first:end], is_content[first:end]))
                if (is_name := _is_name(tokens[first:end], content)) is not None:
                    printed = title[tokens[first].start : tokens[end - 1].end]
                    titles.setdefault(_key(tokens[first:end]), (printed, is_name))
        return titles

    def _is_content(self, token: Token) -> bool:
        """Whether a word of a title can single out its event."""
        common = token.word in GENERIC_TITLE_WORDS or token.word in PREPOSITIONS
        return not (common or token.possessive or token.word in self._persons)

    def mentioned(self, tokens: Tokens, expressions: Sequence[Expression]) -> tuple[KnownPlace, ...]:
        """Every place or event after a preposition of place or "visiting", from left to right."""
        dated = {at for expression in expressions for at in range(expression.first, expression.end)}
        found: list[KnownPlace] = []
        at = 0
        while at < len(tokens) - 1:
            place = None
            if tokens[at].word in _PREPOSITIONS and at not in dated:
                place = self._after(tokens, at, dated)
            elif tokens[at].word in _VISITING:
                known = self._known(tokens, at + 1, at + 1)
                place = known and replace(known, kind="visited")
            elif SAYING.base(tokens[at].word) in ADDRESSING_VERBS:
                place = self._addressed(tokens, at + 1)
            found += [place] if place else []
            at = place.end if place else at + 1
        return tuple(found)

    def _after(self, tokens: Tokens, preposition: int, dated: Container[int]) -> KnownPlace | None:
        """Read the place after a preposition and an optional article, owner or date: "at the June | …"."""
        first = preposition + 1
        while first < len(tokens) - 1 and (
            tokens[first].word in _OWNERS or tokens[first].possessive or first in dated
        ):
            first += 1
        place = self._known(tokens, preposition, first) or self._occasion(tokens, preposition, first)
        skipped = {at for at in range(preposition + 1, first) if at in dated or tokens[at].word == "the"}
        if place is None and len(skipped) == first - preposition - 1:
            place = _unknown(tokens, preposition, first)
        if place and tokens[preposition].word == "on" and place.kind != "place":
            return None  # "on the Union State" is a topic; "on Tuzla Island" is not
        return place

    def _addressed(self, tokens: Tokens, first: int) -> KnownPlace | None:
        """Read the event after "told": "told the | Direct Line"."""
        place = self._known(tokens, first, first + (word_at(tokens, first) == "the"))
        return place if place is not None and is_event(tokens, place) else None

    def recorded(
        self, tokens: Tokens, expressions: Iterable[Expression]
    ) -> tuple[KnownPlace, Expression] | None:
        """A place and a time side by side at which the corpus records an event: "in Baku in May 2018".

        Such a pair dates what it stands with, whatever the verb is. Not after "the fire" and the like, which
        have times and places of their own.
        """
        for expression in expressions:
            place = self._beside(tokens, expression)
            if place is None or word_at(tokens, place.first - 1) in HAPPENINGS | LOCATED_NOUNS | MEASURES:
                continue
            since, until = expression.period.since, expression.period.until
            if expression.unit == "year" or since is None or until is None:
                continue
            wanted = fold(place.value)
            days = (day for where, day in self._events if wanted in where)
            if any(since.isoformat() <= day <= until.isoformat() for day in days):
                return place, expression
        return None

    def _beside(self, tokens: Tokens, expression: Expression) -> KnownPlace | None:
        """The place that ends before an expression of time, or begins after it."""
        end = expression.first - (word_at(tokens, expression.first - 1) == ",")
        for first in range(max(end - _LONGEST, 0), end):
            if (spelled := self._places.get(_key(tokens[first:end]))) is not None:
                governed = first > 0 and tokens[first - 1].word in _PREPOSITIONS
                return KnownPlace(spelled, first - 1 if governed else first, end, "place")
        start = expression.end + (word_at(tokens, expression.end) == ",")
        if word_at(tokens, start) not in _PREPOSITIONS:
            return None
        place = self._known(tokens, start, start + 1 + (word_at(tokens, start + 1) == "the"))
        return place if place is not None and place.kind == "place" else None

    def _known(self, tokens: Tokens, start: int, first: int) -> KnownPlace | None:
        """The longest place or event of the corpus that begins with token `first`."""
        own = tokens[first - 1].word in {"his", "her", "their"}
        for end in range(min(first + _LONGEST, len(tokens)), first, -1):
            key = _key(tokens[first:end])
            if (spelled := self._places.get(key)) is not None:
                return KnownPlace(spelled, start, _occasion_end(tokens, end) or end, "place")
            printed, is_name = self._titles.get(key, ("", False))
            told = is_name or own or tokens[start].word in {"at", "during"}
            stop = _occasion_end(tokens, end) or end
            if printed and told and _is_used_as_name(tokens, first, end, stop):
                return KnownPlace(printed, start, stop, "title")
        return None

    def _occasion(self, tokens: Tokens, preposition: int, first: int) -> KnownPlace | None:
        """Read "at the meeting with Kurz", "during his visit to | Ufa", "at the session of | the Forum"."""
        end = _occasion_end(tokens, first)
        if end is None:
            return None
        if tokens[end - 1].word in {"of", "to"}:
            known = self._known(tokens, preposition, end + (word_at(tokens, end) == "the"))
            if known is not None:
                return known
        return KnownPlace("", preposition, _with_company(tokens, end), "occasion")


def _is_used_as_name(tokens: Tokens, first: int, end: int, stop: int) -> bool:
    """Whether words of a title are used as its name here, and not as common words.

    `stop`: the end of the phrase, "meeting" after the name included.
    """
    if not ends_phrase(tokens, stop) or tokens[first].word in _JOURNEYS:
        return False
    return end - first > 1 or (tokens[first].is_capitalised and tokens[first].word not in EVENT_NOUNS)


def _occasion_end(tokens: Tokens, first: int) -> int | None:
    """The token after "news conference", "summit" or "visit to"; None if no such words begin here."""
    at = first
    while word_at(tokens, at) in EVENT_ADJECTIVES and at < first + _LONGEST_DESCRIPTION:
        at += 1
    noun, follows = word_at(tokens, at), word_at(tokens, at + 1)
    if noun not in SPEECH_EVENTS | _JOURNEYS:
        return None
    return at + 2 if follows == "of" or (follows == "to" and noun in _JOURNEYS) else at + 1


def _with_company(tokens: Tokens, end: int) -> int:
    """Skip the "with Kurz" of "at the meeting with Kurz"."""
    if word_at(tokens, end) not in {"with", "between", "to"}:
        return end
    outside = PREPOSITIONS | WH | AUXILIARIES
    end += 1
    while end < len(tokens) and tokens[end].is_word and tokens[end].word not in outside:
        end += 1
    return end


def _unknown(tokens: Tokens, preposition: int, first: int) -> KnownPlace | None:
    """A capitalised name that the corpus does not print as a place: "in Minsk", "at the Valdai forum"."""
    end = first
    while end < len(tokens) and tokens[end].is_capitalised and not (end > first and ends_phrase(tokens, end)):
        end += 1
    named = tokens[first:end]
    direct = first == preposition + 1 or tokens[preposition].word in {"at", "during"}
    common = any(token.possessive or token.word in MONTHS or token.word in NOT_PLACES for token in named)
    if not named or not direct or common:
        return None
    value = " ".join(token.text for token in named)
    return KnownPlace(value, preposition, _occasion_end(tokens, end) or end, "unknown")


def _phrases(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where the phrases of a title begin and end that may single it out."""
    for first, begins in enumerate(tokens):
        if begins.word in _EDGES:
            continue
        for end in range(first + 1, min(first + _LONGEST, len(tokens)) + 1):
            last = tokens[end - 1]
            if not last.is_word:
                break
            if last.word not in _EDGES and last.word not in HAPPENINGS:
                yield first, end


def _is_name(phrase: Tokens, content: Tokens) -> bool | None:
    """True for a phrase of a title that is a name, False if it only tells events apart, else None."""
    proper = [token for token in content if token.is_capitalised]
    if is_country(words(proper)):
        return None
    if proper:
        return True
    return False if content and len(phrase) > 1 and phrase[-1].word in EVENT_NOUNS else None


def _key(tokens: Tokens) -> Key:
    """The same key for all spellings of a place: "St. Petersburg", "Saint Petersburg"."""
    return tuple(_SPELLINGS.get(token.word, token.word) for token in tokens if token.word != ".")


def is_event(tokens: Tokens, place: KnownPlace) -> bool:
    """Whether a place is an event's name: "the Direct Line", not "Gazprom"."""
    nouns = EVENT_NOUNS & {token.word for token in tokens[place.first : place.end]}
    return place.kind == "title" and bool(nouns)
