"""A question → who, when, where and whether it follows up the one before, by what the corpus knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rag.question.attachment import Attachment
from rag.question.carryover import Parts, carry, elliptic, shifted
from rag.question.clauses import find_act
from rag.question.dates import Dates
from rag.question.followup import followup_words
from rag.question.people import People
from rag.question.places import Place, Places
from rag.question.readings import Found, Known, Part, Reading
from rag.question.rest import rest_of
from rag.question.speech import find_frame
from rag.question.speech_act import Frame
from rag.question.titles import with_titled_roles
from rag.question.tokens import Tokens, span, tokenise
from rag.question.when import read_when
from rag.question.where import is_event, read_where
from rag.records import Understood

_YEARS = range(1200, 9000)
_REMEMBERED = 12
"""Questions of a conversation that are read."""


def conversation(previous: str | None) -> tuple[str, ...]:
    """The last questions before, the latest last: what `previous` holds, one a line."""
    lines = (" ".join(line.split()) for line in (previous or "").splitlines())
    return tuple(filter(None, lines))[-_REMEMBERED:]


class Understanding:
    """Reads questions put to one corpus; prepared once, it reads one in a few milliseconds."""

    def __init__(self, known: Known) -> None:
        self._people = People(with_titled_roles(known))
        self._places = Places(known.events, (speaker.name for speaker in known.speakers))
        days = sorted(day for event in known.events if event.date and (day := _day(event.date)))
        self._covered = (days[0], days[-1]) if days else None

    def read(
        self,
        question: str,
        previous: str | None = None,
        today: str | None = None,
        ignore: Collection[Part] = (),
    ) -> Reading:
        """Read a question, after the `previous` one of the conversation if there is one.

        Where that follows up others itself, those stand before it in `previous`, one a line.

        The parts to `ignore` are not read: their words stay in the rest, with the topic.

        `today` is the ISO day that relative dates count from; the caller says which day it is. Without
        it (or with no day of the calendar) "last year" and the like are left unread: nothing here asks
        the machine's clock.
        """
        day = _day(today) if today else None
        tokens = tokenise(question)
        *longer_ago, last = conversation(previous) or ("",)
        follows = last and "followup" not in ignore
        earlier = self._parts(tokenise(last), day) if follows else None
        leaning = followup_words(tokens, find_frame(tokens, self._people)) if earlier else None
        if earlier is None or leaning is None:
            parts = self._parts(tokens, day).without(ignore)
            return _reading(question, parts, parts.understood(), (), None)
        before = earlier.without(ignore).understood()
        if longer_ago:
            before = self.read(last, "\n".join(longer_ago), today, ignore).understood
        year = int(before.since[:4]) if before.since else None
        parts = self._parts(tokens, day, year)
        if not parts.speakers:
            parts = elliptic(parts, earlier, self._people)
        parts = shifted(parts, before).without(ignore)
        understood, carried = carry(parts, before)
        return _reading(question, parts, understood, carried, leaning)

    def _parts(self, tokens: Tokens, today: date | None, year: int | None = None) -> Parts:
        """Read one question by itself; `year` is that of a month that names none."""
        newest = min((day for day in (today, self._covered and self._covered[1]) if day), default=None)
        expressions = Dates(tokens, today, newest, year).expressions()
        places = self._places.mentioned(tokens, expressions)
        frame = find_frame(tokens, self._people) or _at_event(tokens, places) or find_act(tokens)
        spoken = None if frame is None or frame.foreign else frame
        stretches = [(each.first, each.end) for each in expressions]
        stretches += [(each.first, each.end) for each in places]
        attachment = Attachment(tokens, spoken, stretches)
        return Parts(
            tokens=tokens,
            frame=frame,
            speakers=frame.speakers if frame else (),
            when=read_when(tokens, spoken, expressions, attachment, self._covered),
            place=read_where(tokens, spoken, places, attachment),
            expressions=expressions,
            places=places,
            occasions=tuple(
                stretch
                for place in places
                if place.kind == "occasion"
                and attachment.position(*(stretch := (place.first, place.end))) in {"front", "near"}
            ),
        )


def _day(text: str) -> date | None:
    """An ISO day; None where it is none, or so far off that counting from it leaves the calendar."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _at_event(tokens: Tokens, places: Sequence[Place]) -> Frame | None:
    """What happens "at the Direct Line" is said there."""
    for place in places:
        if is_event(tokens, place):
            return Frame(place.first, place.first, place.first)
    return None


def _reading(
    question: str,
    parts: Parts,
    understood: Understood,
    carried: tuple[Part, ...],
    leaning: tuple[int, int] | None,
) -> Reading:
    """What was found, in the order of the question, and what is left of it."""
    days = f"{understood.since or ''}/{understood.until or ''}"
    where = [(parts.place.first, parts.place.end)] if parts.place else []
    told: list[tuple[Part, str, tuple[int, int]]] = [
        ("speakers", name, (mention.first, mention.end))
        for mention in parts.speakers
        for name in mention.names
    ]
    told += [("dates", days, stretch) for stretch in parts.when.stretches]
    told += [("place", parts.place.value, stretch) for stretch in where if parts.place]
    if leaning is not None:
        start, end = span(parts.tokens, *leaning)
        told.append(("followup", question[start:end], leaning))
    found = (Found(part, value, *span(parts.tokens, *stretch)) for part, value, stretch in told)
    said = (*parts.occasions, *parts.when.stretches, *where)
    rest, kept = rest_of(question, parts.tokens, parts.frame, said)
    return Reading(
        understood=understood,
        found=tuple(sorted(found, key=lambda each: (each.start, each.end))),
        carried=carried,
        rest=rest,
        kept=kept,
    )
