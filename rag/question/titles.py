"""Roles that the titles of events print: "Meeting with Gazprom CEO Alexei Miller"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rag.question.readings import Known
from rag.question.roles import parse_role
from rag.records import SpeakerCount
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
