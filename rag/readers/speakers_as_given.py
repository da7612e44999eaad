"""Speakers whom the data names, not a page: each as given, several spellings of one name as one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_tokens import is_initials
from rag.readers.speakers import NamedSpeaker, name_parts, name_speakers
from rag.text.english import ADDRESS
from rag.text.normalise import fold


def speakers_as_given(names: Iterable[str]) -> dict[str, NamedSpeaker]:
    """Label → person and role: as given, apart from a role in front, unless the label names nobody.

    "T. Reyes", "Reyes" and "TR" are the one person of the transcript who can be meant.
    """
    taken: dict[str, tuple[str | None, str | None]] = {}
    for name in dict.fromkeys(filter(None, names)):
        label = understand(name)
        match label.kind:
            case LabelKind.GENERIC | LabelKind.ROLE:
                taken[name] = (None, label.role)
            case LabelKind.ROLE_AND_NAME:
                taken[name] = (label.person, label.role)
            case _:
                taken[name] = (name, None)
    best: dict[str, str] = {}
    for person in sorted(filter(None, (person for person, _ in taken.values())), key=_plainness):
        best.setdefault(_bare(person), person)
    short = {person: _in_full(person, named) for person, named in _by_labels(best.values())}
    return {
        name: NamedSpeaker(None, role, None)
        if person is None
        else replace(short[best[_bare(person)]], role=role)
        for name, (person, role) in taken.items()
    }


def _by_labels(persons: Iterable[str]) -> Iterator[tuple[str, NamedSpeaker]]:
    """Each person, and who that is by the names of the others."""
    names = list(persons)
    return zip(names, name_speakers([(name, None) for name in names]), strict=True)


def _in_full(person: str, by_labels: NamedSpeaker) -> NamedSpeaker:
    """The person in full, where the name is a surname alone or has initials; else as given."""
    given, _ = name_parts(person)
    is_short = understand(person).kind in {LabelKind.NAME, LabelKind.WORD}
    is_short = is_short and not (given and not is_initials(given[0]))
    if is_short and by_labels.person and (by_labels.among or fold(by_labels.person) != fold(person)):
        return by_labels
    return NamedSpeaker(person, None, None)


def _bare(person: str) -> str:
    """What the spellings of one name share: "Berg, Anna", "ANNA BERG" and "Dr. Anna Berg".

    Beside a surname alone the title stays: "Mr Berg" and "Ms Berg" are two.
    """
    surname, comma, given = person.partition(",")
    is_turned = comma and len(given.split()) == 1 and len(surname.split()) == 1
    words = fold(f"{given} {surname}" if is_turned else person).split()
    untitled = [word for word in words if word.rstrip(".") not in ADDRESS]
    return " ".join(untitled if len(untitled) > 1 else [word.rstrip(".") for word in words])


def _plainness(person: str) -> tuple[bool, bool, bool]:
    """The plainest spelling first: no comma, no title, neither capitals nor small letters alone."""
    first, *_ = fold(person).split() or [""]
    return "," in person, first.rstrip(".") in ADDRESS, person.isupper() or person.islower()
