"""A question → who, when, where, follow-up, and the topic that is left."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from rag.question.attachment import Attachment
from rag.question.carryover import Parts, carry, elliptic, shifted
from rag.question.clauses import find_act
from rag.question.followup import followup_words
from rag.question.people import People
from rag.question.readings import Known, Reading, ReadPart, SpeechAct
from rag.question.roles import parse_role
from rag.question.speech import find_frame
from rag.question.tokens import Tokens, span, tokenise
from rag.question.when import Dates, read_when
from rag.question.where import KnownPlace, Places, is_event, read_where
from rag.records import QuestionPart, SpeakerCount, Understood
from rag.text.english import ADVERBS, AUXILIARIES, DETERMINERS, NOBODY, PREPOSITIONS, PRONOUNS, TOPIC, WH
from rag.text.normalise import fold

_OPENINGS = (" with ", " by ", " following ", ":")
_TRIMMED = " ,–—-"


def with_titled_roles(known: Known) -> tuple[SpeakerCount, ...]:
    """The speakers of a corpus, with the roles that its titles give them added."""
    by_last: dict[str, list[SpeakerCount]] = defaultdict(list)
    for speaker in known.speakers:
        by_last[fold(speaker.name).rsplit(" ", 1)[-1]].append(speaker)
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for title in {event.title for event in known.events if event.title}:
        for name, role in _roles_in(" ".join(title.split()), by_last):
            roles[name][role] = None
    return tuple(
        replace(speaker, roles=tuple(dict.fromkeys((*speaker.roles, *sorted(roles[speaker.name])))))
        if speaker.name in roles
        else speaker
        for speaker in known.speakers
    )


def _roles_in(title: str, by_last: dict[str, list[SpeakerCount]]) -> Iterable[tuple[str, str]]:
    """Speakers whose whole name stands in a title, with the role before it."""
    folded = fold(title)
    if len(folded) != len(title):
        return  # folding changed the length: places would not fit
    spaced = f"{folded.replace(',', ' ')} "
    named = sorted(
        (at + 1, speaker.name)
        for word in set(folded.replace(",", " ").split())
        for speaker in by_last.get(word, ())
        if (at := spaced.find(f" {fold(speaker.name)} ")) > 0
    )
    begin = 0
    for at, name in named:
        before = title[begin:at]
        opening = max((before.rfind(mark) + len(mark) for mark in _OPENINGS if mark in before), default=0)
        role = before[opening:].strip(_TRIMMED).removeprefix("and ").strip(_TRIMMED)
        if (opening or begin) and parse_role(fold(role).split()) is not None:
            yield name, role
        begin = at + len(name)


_EMPTY = WH | AUXILIARIES | PREPOSITIONS | PRONOUNS | DETERMINERS | ADVERBS | {"while", "and"}
_EDGES = " ,;:–—-?!."


def rest_of(
    question: str, tokens: Tokens, frame: SpeechAct | None, said: Iterable[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The question without the tokens of `said` (when, where) and of its frame; never empty.

    Beside it, where its words stand in the question; none where only the whole question is left.
    """
    dropped = {at for first, end in said for at in range(first, end)}
    if frame is not None and (frame.plain or frame.speakers):
        dropped |= _frame_words(tokens, frame, dropped)
    kept: list[str] = []
    last_end = 0
    for at, token in enumerate(tokens):
        if at in dropped:
            last_end = token.end
            continue
        gap = question[last_end : token.start] if kept else ""
        kept.append((" " if gap.strip(" ") == "" and gap else gap) + question[token.start : token.end])
        last_end = token.end
    text = re.sub(r"\s+", " ", "".join(kept))
    text = re.sub(r"\s*([,;:])(?:\s*[,;:])+", r"\1", re.sub(r"\s+([,;:?!.])", r"\1", text)).strip(_EDGES)
    told = any(
        at not in dropped and token.is_word and token.word not in _EMPTY for at, token in enumerate(tokens)
    )
    if not told:
        return question, ()
    words = (token for at, token in enumerate(tokens) if at not in dropped and token.is_word)
    return text, tuple((token.start, token.end) for token in words)


def _frame_words(tokens: Tokens, frame: SpeechAct, dropped: set[int]) -> set[int]:
    """The words of a frame that do not say what is asked for."""
    if not frame.clause:
        return set(range(frame.first, frame.end))
    if not frame.speakers and not (frame.subject is None or frame.has_pronoun or frame.subject in NOBODY):
        return set()  # "the miners" may be all that finds their words
    if not frame.plain:
        return {at for mention in frame.speakers for at in range(mention.first, mention.end)} | _opening(
            tokens, frame
        )
    words = set(range(frame.first, frame.end))
    asked = tokens[frame.first].word
    if asked in {"why", "how", "when", "where", "who"}:
        words.discard(frame.first)
    at = frame.end
    while at < len(tokens) and (at in dropped or (at < frame.end + 4 and _is_addressee(tokens, frame, at))):
        words.add(at)
        at += 1
    if at < len(tokens) and tokens[at].word in TOPIC | {"of", "that"}:
        words.add(at)
    return words


def _is_addressee(tokens: Tokens, frame: SpeechAct, at: int) -> bool:
    """Whether a name stands between the verb and "about"."""
    token = tokens[at]
    if not any(later.word in TOPIC for later in tokens[frame.end + 1 : frame.end + 6]):
        return False
    if not token.is_word or token.word in TOPIC | WH | AUXILIARIES:
        return False
    return token.is_capitalised or token.word in {"the", "of", "to", "president"}


def _opening(tokens: Tokens, frame: SpeechAct) -> set[int]:
    """The "What did" before a subject; "why" and the like ask for something, and stay."""
    subject = min((mention.first for mention in frame.speakers), default=frame.word)
    opening = range(frame.first, subject)
    if not all(tokens[at].word in WH | AUXILIARIES for at in opening):
        return set()
    return {at for at in opening if tokens[at].word in {"what", "whom"} | AUXILIARIES}


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
        ignore: Collection[QuestionPart] = (),
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


def _at_event(tokens: Tokens, places: Sequence[KnownPlace]) -> SpeechAct | None:
    """What happens "at the Direct Line" is said there."""
    for place in places:
        if is_event(tokens, place):
            return SpeechAct(place.first, place.first, place.first)
    return None


def _reading(
    question: str,
    parts: Parts,
    understood: Understood,
    carried: tuple[QuestionPart, ...],
    leaning: tuple[int, int] | None,
) -> Reading:
    """What was found, in the order of the question, and what is left of it."""
    days = f"{understood.since or ''}/{understood.until or ''}"
    where = [(parts.place.first, parts.place.end)] if parts.place else []
    told: list[tuple[QuestionPart, str, tuple[int, int]]] = [
        ("speakers", name, (mention.first, mention.end))
        for mention in parts.speakers
        for name in mention.names
    ]
    told += [("dates", days, stretch) for stretch in parts.when.stretches]
    told += [("place", parts.place.value, stretch) for stretch in where if parts.place]
    if leaning is not None:
        start, end = span(parts.tokens, *leaning)
        told.append(("followup", question[start:end], leaning))
    found = (ReadPart(part, value, *span(parts.tokens, *stretch)) for part, value, stretch in told)
    said = (*parts.occasions, *parts.when.stretches, *where)
    rest, kept = rest_of(question, parts.tokens, parts.frame, said)
    return Reading(
        understood=understood,
        found=tuple(sorted(found, key=lambda each: (each.start, each.end))),
        carried=carried,
        rest=rest,
        kept=kept,
    )
