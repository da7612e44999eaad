"""A question → who, when, where, follow-up, and the topic that is left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from rag.question.attachment import Attachment
from rag.question.carryover import Parts, carry, complete, shift
from rag.question.deeds import find_event_act
from rag.question.followup import is_followup
from rag.question.people import People
from rag.question.places import KnownPlace, Places
from rag.question.readings import Known, Reading, SpeechAct
from rag.question.roles import with_titled_roles
from rag.question.speech import find_speech_act
from rag.question.tokens import Tokens, tokenise
from rag.question.when import Dates, read_when, to_when
from rag.question.where import names_event, read_where
from rag.records import QuestionPart, Understood
from rag.text.english import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    NAMELESS_SUBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    TOPIC_OPENERS,
    WH,
)

_YEARS = range(1200, 9000)
"""Years of a day that relative dates can be counted from without leaving the calendar."""
_REMEMBERED = 12
"""Most questions of a conversation that are read, the latest ones."""
_EMPTY = WH | AUXILIARIES | PREPOSITIONS | PRONOUNS | DETERMINERS | ADVERBS | {"while", "and"}
"""Words that are no topic by themselves."""
_EDGES = " ,;:–—-?!."


def conversation(previous: str | None) -> tuple[str, ...]:
    """The previous questions, the latest last: `previous` holds one a line."""
    lines = (" ".join(line.split()) for line in (previous or "").splitlines())
    return tuple(filter(None, lines))[-_REMEMBERED:]


class Understanding:
    """Reads questions put to one corpus. Preparing takes 0.1 s, reading a question a few milliseconds."""

    def __init__(self, known: Known) -> None:
        self._people = People(with_titled_roles(known.speakers, (event.title for event in known.events)))
        self._places = Places(known.events, (speaker.name for speaker in known.speakers))
        days = sorted(day for event in known.events if event.date and (day := _day(event.date)))
        self._covered = (days[0], days[-1]) if days else None

    def read(
        self,
        question: str,
        previous: str | None = None,
        today: str | None = None,
        ignore: Collection[QuestionPart] = (),
    ) -> Reading:
        """Read a question.

        `previous`: the questions before it in the conversation, one a line, the latest last.
        `today`: the ISO day that relative dates count from. Without it, or if it is no valid day, "last
        year" and the like are not read: the clock of the machine is never used.
        `ignore`: parts that are not read; their words stay in the topic.
        """
        day = _day(today) if today else None
        tokens = tokenise(question)
        *older, last = conversation(previous) or ("",)
        earlier = self._parts(tokenise(last), day) if last and "followup" not in ignore else None
        if earlier is None or not is_followup(tokens, find_speech_act(tokens, self._people)):
            parts = self._parts(tokens, day).without(ignore)
            return _reading(question, parts, parts.understood())
        before = earlier.without(ignore).understood()
        if older:
            before = self.read(last, "\n".join(older), today, ignore).understood
        parts = self._parts(tokens, day, int(before.since[:4]) if before.since else None)
        if not parts.speakers:
            parts = complete(parts, earlier, self._people)
        parts = shift(parts, before).without(ignore)
        mentioned = () if "speakers" in ignore else self._people.mentioned(earlier.tokens)
        return _reading(question, parts, carry(parts, before, mentioned))

    def _parts(self, tokens: Tokens, today: date | None, year: int | None = None) -> Parts:
        """Read one question by itself; `year` is the year of a month that names none."""
        newest = min((day for day in (today, self._covered and self._covered[1]) if day), default=None)
        expressions = Dates(tokens, today, newest, year).expressions()
        places = self._places.mentioned(tokens, expressions)
        act = (
            find_speech_act(tokens, self._people)
            or _at_event(tokens, places)
            or find_event_act(tokens, self._people)
        )
        spoken = None if act is None or act.outsider else act
        stretches = [(each.first, each.end) for each in expressions]
        stretches += [(each.first, each.end) for each in places]
        attachment = Attachment(tokens, spoken, stretches)
        when = read_when(tokens, spoken, expressions, attachment, self._covered, today)
        place = read_where(tokens, spoken, places, attachment)
        if place is None and (spoken is None or spoken.only_event):
            recorded = self._places.recorded(tokens, expressions)
            if recorded is not None:
                place, when = recorded[0], to_when(recorded[1:])
        return Parts(
            tokens=tokens,
            act=act,
            speakers=act.speakers if act else (),
            when=when,
            place=place,
            expressions=expressions,
            places=places,
            occasions=tuple(
                (place.first, place.end)
                for place in places
                if place.kind == "occasion"
                and attachment.position(place.first, place.end) in {"front", "near"}
            ),
        )


def _day(text: str) -> date | None:
    """Parse an ISO day; None if it is not valid, or too far off to count from it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _at_event(tokens: Tokens, places: Sequence[KnownPlace]) -> SpeechAct | None:
    """A question about what happens "at the Direct Line" is about speech there."""
    event = next((place for place in places if names_event(tokens, place)), None)
    return SpeechAct(event.first, event.first, event.first) if event else None


def _reading(question: str, parts: Parts, understood: Understood) -> Reading:
    where = [(parts.place.first, parts.place.end)] if parts.place else []
    read = (*parts.occasions, *parts.when.stretches, *where)
    rest, kept = _topic(question, parts.tokens, parts.act, read)
    return Reading(understood, rest, kept)


def _topic(
    question: str, tokens: Tokens, act: SpeechAct | None, read: Iterable[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The question without the tokens of `read` (when, where) and without its speech act; never empty.

    With it, the characters of its words; none if only the whole question is left.
    """
    dropped = {at for first, end in read for at in range(first, end)}
    if act is not None and (act.plain or act.speakers):
        dropped |= _words_of(tokens, act, dropped)
    words = [token for at, token in enumerate(tokens) if at not in dropped and token.is_word]
    if all(token.word in _EMPTY for token in words):
        return question, ()
    kept: list[str] = []
    last_end = 0
    for at, token in enumerate(tokens):
        if at not in dropped:
            gap = question[last_end : token.start] if kept else ""
            kept.append((" " if gap.strip(" ") == "" and gap else gap) + question[token.start : token.end])
        last_end = token.end
    text = re.sub(r"\s+", " ", "".join(kept))
    text = re.sub(r"\s*([,;:])(?:\s*[,;:])+", r"\1", re.sub(r"\s+([,;:?!.])", r"\1", text)).strip(_EDGES)
    return text, tuple((token.start, token.end) for token in words)


def _words_of(tokens: Tokens, act: SpeechAct, dropped: set[int]) -> set[int]:
    """The tokens of a speech act that do not belong to the topic."""
    if not act.takes_topic:
        return set(range(act.first, act.end))
    if not act.speakers and not (act.subject is None or act.has_pronoun or act.subject in NAMELESS_SUBJECTS):
        return set()  # the search may need "the miners" to find their words
    if not act.plain:
        speakers = {at for mention in act.speakers for at in range(mention.first, mention.end)}
        return speakers | _opening(tokens, act)
    words = set(range(act.first, act.end))
    if tokens[act.first].word in {"why", "how", "when", "where", "who"}:
        words.discard(act.first)
    at = act.end
    while at < len(tokens) and (at in dropped or (at < act.end + 4 and _is_addressee(tokens, act, at))):
        words.add(at)
        at += 1
    if at < len(tokens) and tokens[at].word in TOPIC_OPENERS | {"of", "that"}:
        words.add(at)
    return words


def _opening(tokens: Tokens, act: SpeechAct) -> set[int]:
    """The "What did" before a subject; "why" and the like belong to the topic."""
    subject = min((mention.first for mention in act.speakers), default=act.cue)
    opening = range(act.first, subject)
    if not all(tokens[at].word in WH | AUXILIARIES for at in opening):
        return set()
    return {at for at in opening if tokens[at].word in {"what", "whom"} | AUXILIARIES}


def _is_addressee(tokens: Tokens, act: SpeechAct, at: int) -> bool:
    """Whether a token names the listener, between the verb and "about"."""
    token = tokens[at]
    if not any(later.word in TOPIC_OPENERS for later in tokens[act.end + 1 : act.end + 6]):
        return False
    if not token.is_word or token.word in TOPIC_OPENERS | WH | AUXILIARIES:
        return False
    return token.is_capitalised or token.word in {"the", "of", "to", "president"}
