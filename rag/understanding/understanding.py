"""A question → who, when, where and whether it follows up the one before, by what the corpus knows."""

from __future__ import annotations

from datetime import date

from rag.records import Understood
from rag.understanding.attachment import Attachment, Stretch
from rag.understanding.conversation import Parts, carry, elliptic, shifted
from rag.understanding.dates import Dates
from rag.understanding.followup import followup_words
from rag.understanding.frames import find_frame
from rag.understanding.mentions import People
from rag.understanding.records import Found, Known, Part, Reading
from rag.understanding.rest import rest_of
from rag.understanding.tokens import Tokens, span, tokenise
from rag.understanding.when import read_when
from rag.understanding.where import Places, read_where



class Understanding:
    """Reads questions put to one corpus; prepared once, it reads one in a few milliseconds."""

    def __init__(self, known: Known) -> None:
        self._people = People(known.speakers)
        self._places = Places(known.events, (speaker.name for speaker in known.speakers))
        days = sorted(date.fromisoformat(event.date) for event in known.events if event.date)
        self._covered = (days[0], days[-1]) if days else None

    def read(self, question: str, previous: str | None = None, today: str | None = None) -> Reading:
        """Read a question, after the `previous` one of the conversation if there is one.

        `today` is the ISO day that relative dates count from; the caller says which day it is. Without
        it "last year" and the like are left unread: nothing here asks the machine's clock.
        """
        day = date.fromisoformat(today) if today else None
        tokens = tokenise(question)
        earlier = self._parts(tokenise(previous), day) if previous and previous.strip() else None
        leaning = followup_words(tokens, find_frame(tokens, self._people)) if earlier else None
        if earlier is None or leaning is None:
            parts = self._parts(tokens, day)
            return _reading(question, parts, parts.understood(), (), None)
        before = earlier.understood()
        year = int(before.since[:4]) if before.since else None
        parts = self._parts(tokens, day, year)
        if parts.frame is None:
            parts = elliptic(parts, earlier, self._people)
        parts = shifted(parts, before)
        understood, carried = carry(parts, before)
        return _reading(question, parts, understood, carried, leaning)

    def _parts(self, tokens: Tokens, today: date | None, year: int | None = None) -> Parts:
        """Read one question by itself; `year` is that of a month that names none."""
        frame = find_frame(tokens, self._people)
        newest = min(filter(None, (today, self._covered and self._covered[1])), default=None)
        expressions = Dates(tokens, today, newest, year).expressions()
        places = self._places.mentioned(tokens, expressions)
        attachment = Attachment(
            tokens, frame, [Stretch(each.first, each.end) for each in (*expressions, *places)]
        )
        return Parts(
            tokens=tokens,
            frame=frame,
            speakers=frame.speakers if frame else (),
            when=read_when(tokens, frame, expressions, attachment, self._covered),
            place=read_where(tokens, frame, places, attachment),
            expressions=expressions,
            places=places,
        )


def _reading(
    question: str,
    parts: Parts,
    understood: Understood,
    carried: tuple[Part, ...],
    leaning: tuple[int, int] | None,
) -> Reading:
    """What was found, in the order of the question, and what is left of it."""
    found: list[Found] = []

    def add(part: Part, value: str, first: int, end: int) -> None:
        found.append(Found(part, value, *span(parts.tokens, first, end)))

    for mention in parts.speakers:
        for name in mention.names:
            add("speakers", name, mention.first, mention.end)
    days = f"{understood.since or ''}/{understood.until or ''}"
    for first, end in parts.when.stretches:
        add("dates", days, first, end)
    if parts.place is not None:
        add("place", parts.place.value, parts.place.first, parts.place.end)
    if leaning is not None:
        first, end = leaning
        start, stop = span(parts.tokens, first, end)
        add("followup", question[start:stop], first, end)
    said = [*parts.when.stretches, *([(parts.place.first, parts.place.end)] if parts.place else [])]
    return Reading(
        understood=understood,
        found=tuple(sorted(found, key=lambda each: (each.start, each.end))),
        carried=carried,
        rest=rest_of(question, parts.tokens, parts.frame, said),
    )
