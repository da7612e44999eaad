"""What a follow-up takes over from the previous question, and what it replaces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from rag.question.people import Mention, People
from rag.question.periods import UNITS, Period, calendar_unit
from rag.question.places import KnownPlace
from rag.question.pronouns import referents
from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, word_at
from rag.question.when import Expression, When, to_when
from rag.records import QuestionPart, Understood
from rag.text.english import AUXILIARIES, FOLLOWUP_OPENERS, PREPOSITIONS, PRONOUNS, WH, word_set
from rag.text.verbs import SAYING

_OPENINGS = FOLLOWUP_OPENERS | word_set("what how about same question for the")
_STEPS = {"after": -1, "later": -1, "following": -1, "next": -1, "before": 1, "earlier": 1, "previous": 1}
"""How many units back."""
_OTHERS = frozenset({("who", "else"), ("anyone", "else"), ("anybody", "else"), ("the", "others")})


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one question by itself."""

    tokens: Tokens
    act: SpeechAct | None
    speakers: tuple[Mention, ...]
    when: When
    place: KnownPlace | None
    expressions: Sequence[Expression]
    """Every time in it, whether it dates the speech or not."""
    places: Sequence[KnownPlace]
    occasions: Sequence[tuple[int, int]]
    """Tokens of occasions without a name: "at the meeting"."""

    def understood(self) -> Understood:
        """What it says without the previous question."""
        names = tuple(dict.fromkeys(name for mention in self.speakers for name in mention.names))
        place = self.place.value if self.place else None
        return Understood(names, self.when.since, self.when.until, place)

    def without(self, ignored: Collection[QuestionPart]) -> Parts:
        """The same without these parts."""
        parts = self
        if "speakers" in ignored:
            parts = replace(parts, speakers=(), act=None)
        if "dates" in ignored:
            parts = replace(parts, when=When(None, None, ()))
        if "place" in ignored:
            parts = replace(parts, place=None, occasions=())
        return parts


def complete(parts: Parts, earlier: Parts, people: People) -> Parts:
    """Complete "And Medvedev?", "In 2017?", "And in Helsinki?" by the earlier question's verb."""
    tokens = parts.tokens
    first = 0
    while first < len(tokens) - 1 and tokens[first].word in _OPENINGS:
        first += 1
    if any(token.word in AUXILIARIES | WH for token in tokens[first:]):
        return parts
    end = first
    while end < len(tokens) and tokens[end].word not in PREPOSITIONS - {"of"}:
        end += 1
    while end > first and not tokens[end - 1].is_word:
        end -= 1
    speakers = people.phrase(tokens, first, end) if end > first else ()
    when, place = parts.when, parts.place
    if not when.stretches and (earlier.when.stretches or not earlier.expressions):
        when = to_when([each for each in parts.expressions if each.governed])
    return replace(parts, speakers=speakers, when=when, place=place or _moved(parts, earlier))


def _moved(parts: Parts, earlier: Parts) -> KnownPlace | None:
    """The place of "And in Helsinki?", if the earlier question has a place of the speech or allows one."""
    place = next((place for place in parts.places if place.kind != "occasion"), None)
    if place is None or earlier.place is not None:
        return place
    could = earlier.act is not None and not earlier.places
    return place if could and place.kind == "place" else None


def shift(parts: Parts, before: Understood) -> Parts:
    """Read the times relative to the previous question: "the day after", "a year earlier", "later"."""
    since, until = before.since or before.until, before.until or before.since
    if since is None or until is None:
        return parts
    days = Period(date.fromisoformat(since), date.fromisoformat(until))
    for at in range(len(parts.tokens)):
        found = _open_ended(parts.tokens, at, days) or _stepped(parts.tokens, at, days)
        if found is not None:
            period, end = found
            return replace(parts, when=When(_iso(period.since), _iso(period.until), ((at, end),)))
    return parts


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _stepped(tokens: Tokens, at: int, before: Period) -> tuple[Period, int] | None:
    """Read "the day after", "a year earlier", if no word follows, and "the next month"."""
    first, second, third = (word_at(tokens, at + k) for k in range(3))
    if first not in {"the", "a", "one"}:
        return None
    unit, step = UNITS.get(second), _STEPS.get(third)
    if second in _STEPS:
        unit, step = UNITS.get(third), _STEPS[second]
    elif at + 3 < len(tokens) and tokens[at + 3].is_word:
        return None
    day = before.since if step == 1 else before.until
    return (calendar_unit(unit, day, step), at + 3) if unit and step and day else None


def _open_ended(tokens: Tokens, at: int, before: Period) -> tuple[Period, int] | None:
    """Read "later", "later that year", "since then", "after that", "before that"."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    one = timedelta(days=1)
    later = word in {"later", "afterwards"} and after in {"", "?", "."}
    if before.until and word == "later" and after == "that" and word_at(tokens, at + 2) in UNITS:
        unit = calendar_unit(UNITS[word_at(tokens, at + 2)], before.until, 0)
        return (Period(before.until + one, unit.until), at + 3) if unit.until != before.until else None
    if before.until and (later or (word, after) in {("since", "then"), ("after", "that")}):
        return Period(before.until + one, None), at + (1 if later else 2)
    if before.since and (word, after) == ("before", "that"):
        return Period(None, before.since - one), at + 2
    return None


def carry(parts: Parts, before: Understood, mentioned: Sequence[Mention]) -> Understood:
    """What a follow-up means: its own parts, and for the others those of the previous question.

    `mentioned`: all persons whom the previous question names.
    """
    own = parts.understood()
    speakers = own.speakers
    if not speakers and not _asks_of_others(parts):
        meant = referents(parts.tokens, parts.act, before.speakers, mentioned) if parts.act else None
        speakers = before.speakers if meant is None else meant
    dated = own if parts.when.stretches else before
    return Understood(speakers, dated.since, dated.until, own.place or before.place, followup=True)


def _asks_of_others(parts: Parts) -> bool:
    """Whether the question is about another speaker: "What did the others say?", "Who else?"."""
    said = [token.word for token in parts.tokens]
    if not _OTHERS.isdisjoint(pairwise(said)):
        return True
    act = parts.act
    if act is None or act.subject is None or act.has_pronoun:
        return False
    says = parts.tokens[act.cue].word in SAYING
    named = any(token.is_capitalised for token in parts.tokens[max(act.first, 1) : act.cue])
    return (says or named) and act.subject.split()[0] not in PRONOUNS
