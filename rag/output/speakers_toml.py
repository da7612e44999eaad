"""A first version of `speakers.toml`, written from an index: who is named, and under which labels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.index.catalogue_labels import PrintedLabel, RoleHeld
from rag.output.contract import Json
from rag.output.stdio import escaped
from rag.readers.speakers import key
from rag.readers.speakers_file import is_name

_HEAD = """\
# Who is who. Put this into the corpus folder as speakers.toml, and build the index anew.
# An alias holds for every transcript, also for those added later: delete one that may mean somebody else.
# A label that holds the name needs no alias. Roles and assignments take effect without the “#”.
"""


def speakers_toml(labels: Sequence[PrintedLabel], roles: Sequence[RoleHeld]) -> Iterator[str]:
    """The file, in pieces. A build with it names everybody as before, until somebody edits it.

    A label that does not mean one person everywhere is no alias: a comment says so.
    """
    yield _HEAD
    means: dict[str, set[str | None]] = {}
    for each in labels:
        for text in filter(None, (each.label, each.speaker)):
            means.setdefault(key(text), set()).add(each.speaker and key(each.speaker))
    for person in people(labels, roles):
        if not is_name(person.name):
            yield f"\n# no name that this file can hold: {_quoted(person.name)}\n"
            continue
        others = [label for label in person.labels if key(person.name) not in key(label)]
        aliases = [label for label in others if means[key(label)] == {key(person.name)} and is_name(label)]
        yield f"\n[[speaker]]\nname = {_quoted(person.name)}\n"
        yield from _listed("aliases", [_quoted(label) for label in aliases])
        yield from (f"# also printed, for others too: {_quoted(x)}\n" for x in others if x not in aliases)
        yield from _listed("roles", [_role(role) for role in person.roles], "# ")
    yield from _assignments(labels)


@dataclass(frozen=True, slots=True)
class PersonOfIndex:
    """A person, and under which labels and in which roles the transcripts print them."""

    name: str
    labels: tuple[str, ...]
    roles: tuple[RoleHeld, ...]


def people(labels: Sequence[PrintedLabel], roles: Sequence[RoleHeld]) -> tuple[PersonOfIndex, ...]:
    """Everyone, in the order of the index; names that differ in accents and letter case alone are one."""
    names: dict[str, str] = {}
    spelled: dict[str, dict[str, None]] = {}
    held: dict[str, list[RoleHeld]] = {}
    for each in labels:
        if each.speaker is not None:
            names.setdefault(key(each.speaker), each.speaker)
            found = spelled.setdefault(key(each.speaker), {})
            if each.label and each.attribution == "printed":
                found.setdefault(each.label)
    for role in roles:
        held.setdefault(key(role.speaker), []).append(role)
    return tuple(PersonOfIndex(names[k], tuple(spelled[k]), tuple(held.get(k, ()))) for k in names)


def speakers_json(labels: Sequence[PrintedLabel], roles: Sequence[RoleHeld]) -> Json:
    """`rag sources --speakers --json`."""
    return {
        "speakers": [
            {
                "name": person.name,
                "labels": person.labels,
                "roles": [{"role": r.role, "from": r.since, "to": r.until} for r in person.roles],
            }
            for person in people(labels, roles)
        ],
        "unnamed": [
            {"transcript": each.transcript, "label": each.label, "utterances": each.utterances}
            for each in labels
            if each.speaker is None
        ],
    }


def _assignments(labels: Sequence[PrintedLabel]) -> Iterator[str]:
    """The labels of each transcript that name nobody, as comments, and those that the table names now."""
    transcript = None
    seen: set[str] = set()
    for each in labels:
        is_open = each.speaker is None
        if not is_open and each.attribution != "assigned":
            continue
        if each.transcript != transcript:
            transcript, seen = each.transcript, set()
            yield f"\n[transcripts.{_quoted(transcript)}]\n"
        label = each.label or ""
        if key(label) not in seen:
            seen.add(key(label))
            sign = "# " if is_open else ""
            yield f"{sign}{_quoted(label)} = {_quoted(each.speaker or '')}\n"


def _role(role: RoleHeld) -> str:
    """A role with the days of the first and the last transcript that give it."""
    days = [f"{name} = {day}" for name, day in (("from", role.since), ("to", role.until)) if day]
    return f"{{{', '.join((f'role = {_quoted(role.role)}', *days))}}}"


def _listed(name: str, values: Sequence[str], sign: str = "") -> Iterator[str]:
    """A list of TOML, a value a line; nothing where there is none."""
    if values:
        yield f"{sign}{name} = [\n"
        yield from (f"{sign}    {value},\n" for value in values)
        yield f"{sign}]\n"


def _quoted(text: str) -> str:
    """A string of TOML on one line."""
    return escaped(json.dumps(text, ensure_ascii=False))
