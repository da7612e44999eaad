"""What a follow-up takes over from the question before it, and what it puts in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.records import Understood
from rag.understanding.dates import Expression
from rag.understanding.frame import Frame
from rag.understanding.mentions import Mention, People
from rag.understanding.periods import Period, Unit, calendar_unit
from rag.understanding.records import Part
from rag.understanding.tokens import Tokens
from rag.understanding.vocabulary import AUXILIARIES, PREPOSITIONS, PRONOUNS, SAYING, WH
from rag.understanding.when import When, to_when
from rag.understanding.where import Place

_OPENINGS = frozenset("and but so then or also what how about same question for the".split())
_UNITS: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_LATER = frozenset({"later", "afterwards"})
_OTHERS = frozenset({("who", "else"), ("anyone", "else"), ("anybody", "else"), ("the", "others")})


@dataclass(frozen=True, slots=True)
class Parts:
    """One question by itself, taken apart."""

    tokens: Tokens
    frame: Frame | None
    speakers: tuple[Mention, ...]
    when: When
    place: Place | None
    expressions: Sequence[Expression]
    """Every time in it, of speaking or not."""
    places: Sequence[Place]
    occasions: Sequence[tuple[int, int]]
    """Tokens that say on what occasion without naming it: "at the meeting"."""

    def understood(self) -> Understood:
        """What it says without the question before it."""
        names = tuple(dict.fromkeys(name for mention in self.speakers for name in mention.names))
        place = self.place.value if self.place else None
        return Understood(names, self.when.since, self.when.until, place)


def elliptic(parts: Parts, earlier: Parts, people: People) -> Parts:
    """Fill in what "And Medvedev?", "In 2017?", "And in Helsinki?" leave out."""
    first = 0
    while first < len(parts.tokens) - 1 and parts.tokens[first].word in _OPENINGS:
        first += 1
    end = next(
        (at for at in range(first, len(parts.tokens)) if parts.tokens[at].word in PREPOSITIONS - {"of"}),
        len(parts.tokens),
    )
    while end > first and not parts.tokens[end - 1].is_word:
        end -= 1
    if any(token.word in AUXILIARIES | WH for token in parts.tokens[first:]):
        return parts
    if end > first:
        parts = replace(parts, speakers=people.phrase(parts.tokens, first, end))
    if not parts.when.stretches and (earlier.when.stretches or not earlier.expressions):
        parts = replace(parts, when=to_when([each for each in parts.expressions if each.governed]))
    named = [place for place in parts.places if place.kind != "occasion"]
    if parts.place is None and named:
        place = named[0]
        if earlier.place is not None or (
            earlier.frame is not None and place.kind == "place" and not earlier.places
        ):
            parts = replace(parts, place=place)
    return parts


def shifted(parts: Parts, before: Understood) -> Parts:
    """Read the times that count from the previous question's: "the day after", "a year earlier", "later"."""
    since, until = _day(before.since), _day(before.until)
    if since is None and until is None:
        return parts
    for at in range(len(parts.tokens)):
        found = _counted(parts.tokens, at, Period(since, until))
        if found is not None:
            period, end = found
            when = When(
                period.since.isoformat() if period.since else None,
                period.until.isoformat() if period.until else None,
                ((at, end),),
            )
            return replace(parts, when=when)
    return parts


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _counted(tokens: Tokens, at: int, before: Period) -> tuple[Period, int] | None:
    """The period that the words at `at` make of the one before, and the token after them."""
    said = [token.word for token in tokens[at : at + 3]] + ["", "", ""]
    since, until = before.since or before.until, before.until or before.since
    if since is None or until is None:
        return None
    if said[0] in {"the", "a", "one"} and (unit := _UNITS.get(said[1])) is not None:
        step = {"after": -1, "later": -1, "following": -1, "before": 1, "earlier": 1}.get(said[2])
        ends = at + 3 >= len(tokens) or not tokens[at + 3].is_word
        return (calendar_unit(unit, until if step == -1 else since, step), at + 3) if step and ends else None
    if said[0] == "the" and said[1] in {"next", "following", "previous"}:
        unit = _UNITS.get(said[2])
        step = 1 if said[1] == "previous" else -1
        return (calendar_unit(unit, since if step == 1 else until, step), at + 3) if unit else None
    if said[0] in _LATER and said[1] in {"", "?", "."} or said[:2] in (["since", "then"], ["after", "that"]):
        return Period(until + timedelta(days=1), None), at + (1 if said[0] in _LATER else 2)
    if said[:2] == ["before", "that"]:
        return Period(None, since - timedelta(days=1)), at + 2
    return None


def carry(parts: Parts, before: Understood) -> tuple[Understood, tuple[Part, ...]]:
    """What a follow-up means, and which parts of it the question before established."""
    own = parts.understood()
    carried: list[Part] = []
    speakers, since, until, place = own.speakers, own.since, own.until, own.place
    if not speakers and before.speakers and not _asks_of_others(parts):
        speakers = before.speakers
        carried.append("speakers")
    if not parts.when.stretches and (before.since or before.until):
        since, until = before.since, before.until
        carried.append("dates")
    if place is None and before.place:
        place = before.place
        carried.append("place")
    return Understood(speakers, since, until, place, followup=True), tuple(carried)


def _asks_of_others(parts: Parts) -> bool:
    """Whether the words of somebody else are asked for: "What did the others say?", "Who else?"."""
    said = [token.word for token in parts.tokens]
    if any(pair in _OTHERS for pair in zip(said, said[1:], strict=False)):
        return True
    frame = parts.frame
    if frame is None or frame.subject is None or frame.has_pronoun:
        return False
    says = parts.tokens[frame.word].word in SAYING
    named = any(token.is_capitalised for token in parts.tokens[max(frame.first, 1) : frame.word])
    return (says or named) and frame.subject.split()[0] not in PRONOUNS
