"""`speakers.toml`: the user's table of persons, which overrides what the readers infer.

    [[speaker]]
    name = "Ann Holloway"
    aliases = ["A. Holloway", "MS. HOLLOWAY"]
    roles = [{role = "Press Secretary", from = 2023-01-01, to = 2024-06-30}]

    [transcripts."2024-03-04_briefing"]
    "Speaker 1" = "Ann Holloway"

An alias is another spelling of a name, in every transcript. An assignment says who stands behind a label of
one transcript; the empty label is that of utterances without any. Labels are compared without letter case,
accents and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rag.errors import CorpusError
from rag.readers.base import read_toml
from rag.readers.speakers import key, split_parenthetical
from rag.records import Attribution, Doubt, Transcript, Utterance
from rag.text.calendar import is_day
from rag.text.normalise import squeeze

SPEAKERS = "speakers.toml"
_LONGEST = 300
"""Characters of a name, an alias, a role."""
_NUMBERED = re.compile(r"\d$")
"""A label such as "Speaker 1", which is nobody's role."""


@dataclass(frozen=True, slots=True)
class DatedRole:
    """What a person was, from one ISO day to another, both included; None leaves an end open."""

    role: str
    since: str | None = None
    until: str | None = None

    def held_on(self, day: str | None) -> bool:
        """Whether the person had the role on a day; of an unknown day only what always holds is known."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since or "") <= day <= (self.until or "9999")


@dataclass(frozen=True, slots=True)
class SpeakerTable:
    """The persons of a corpus as the user names them."""

    persons: Mapping[str, str] = field(default_factory=dict)
    """Key of a name or alias → the name."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → aliases, as written."""
    roles: Mapping[str, tuple[DatedRole, ...]] = field(default_factory=dict)
    """Name → roles."""
    assigned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Transcript id → label as the table spells it → name."""

    @property
    def fingerprint(self) -> str:
        """Equal for equal tables; empty for an empty one."""
        assigned = sorted((name, sorted(labels.items())) for name, labels in self.assigned.items())
        whole = (sorted(self.persons.items()), sorted(self.roles.items(), key=lambda each: each[0]), assigned)
        return repr(whole) if any(whole) else ""

    def unused(self, transcripts: Collection[str]) -> Iterator[str]:
        """Say which transcripts of the table are not among these ids."""
        for name in self.assigned:
            if name not in transcripts:
                yield f"it assigns labels of {name[:80]!r}, which is no transcript here"

    def apply(self, transcript: Transcript) -> Transcript:
        """Name the persons of a transcript; warn of assigned labels that it does not print."""
        if not self.persons and not self.assigned:
            return transcript
        labels = self.assigned.get(transcript.id, {})
        by_key = {key(label): person for label, person in labels.items()}
        utterances = tuple(
            self._with_role(self._named(utterance, by_key), transcript.date)
            for utterance in transcript.utterances
        )
        printed = {each for utterance in utterances for each in _keys(utterance)}
        unused = (
            f"{SPEAKERS} assigns the label “{label}”, which this transcript does not print"
            for label in labels
            if key(label) not in printed
        )
        return replace(transcript, utterances=utterances, warnings=(*transcript.warnings, *unused))

    def _named(self, utterance: Utterance, assigned: Mapping[str, str]) -> Utterance:
        """The utterance with its person: by the transcript's own assignments first, then by the aliases."""
        keys = _keys(utterance)
        inferred = self.persons.get(key(utterance.speaker or ""), utterance.speaker)
        if person := next((assigned[each] for each in keys if each in assigned), None):
            return replace(utterance, speaker=person) if person == inferred else _assigned(utterance, person)
        person = next((self.persons[each] for each in keys if each in self.persons), None)
        if person is None or (utterance.speaker is None and utterance.attribution == "doubtful"):
            return replace(utterance, speaker=inferred)
        is_spelling = person == inferred or key(utterance.speaker or "") in keys
        attribution = utterance.attribution if is_spelling else _by_table(utterance.attribution)
        return replace(utterance, speaker=person, attribution=attribution)

    def _with_role(self, utterance: Utterance, day: str | None) -> Utterance:
        """The utterance with the role of its person on that day, unless the transcript prints one."""
        is_number = utterance.role == utterance.label and _NUMBERED.search(utterance.label or "")
        if utterance.speaker is None or (utterance.role is not None and not is_number):
            return utterance
        roles = self.roles.get(utterance.speaker, ())
        return replace(utterance, role=next((each.role for each in roles if each.held_on(day)), None))


def _keys(utterance: Utterance) -> tuple[str, ...]:
    """The keys of a label, as a whole and without its parenthetical."""
    label = utterance.label or ""
    return tuple(dict.fromkeys((key(label), key(split_parenthetical(label)[0]))))


def _by_table(attribution: Attribution) -> Attribution:
    """What an attribution becomes where the table names the person: an assumed or doubtful one stays."""
    return "assigned" if attribution in {"printed", "unknown"} else attribution


def _assigned(utterance: Utterance, person: str) -> Utterance:
    """The utterance of an assigned label; a doubt about whom the label means is settled by that."""
    first = next(iter(utterance.doubts), None)
    if first is None or not _is_about_label(first, utterance):
        return replace(utterance, speaker=person, attribution=_by_table(utterance.attribution))
    is_carried = first.line < utterance.lines[0]
    attribution: Attribution = "carried" if is_carried else "assigned"
    return replace(utterance, speaker=person, attribution=attribution, doubts=utterance.doubts[1:])


def _is_about_label(doubt: Doubt, utterance: Utterance) -> bool:
    return doubt.start == utterance.start and doubt.text == f"{utterance.label}:"


def load_speakers(path: Path) -> SpeakerTable:
    """Read the table; an empty one where there is no such file. Raises CorpusError where it is broken."""
    try:
        return _table(read_toml(path))
    except _WrongTableError as wrong:
        raise CorpusError(f"{path}: {wrong}") from None


def speakers_above(path: Path) -> SpeakerTable:
    """The table of the nearest folder around a file that has one, its transcripts named as for that file.

    Raises CorpusError where it is broken.
    """
    for folder in path.absolute().parents:
        if (folder / SPEAKERS).is_file():
            table = load_speakers(folder / SPEAKERS)
            by_path = path.absolute().relative_to(folder).with_suffix("").as_posix()
            labels = table.assigned.get(by_path, table.assigned.get(path.stem, {}))
            return replace(table, assigned={**table.assigned, path.stem: labels})
    return SpeakerTable()


class _WrongTableError(Exception):
    """What a table holds that it must not, in one line."""


def _table(tables: Mapping[str, Any]) -> SpeakerTable:
    _refuse_unknown(tables, {"speaker", "transcripts"}, "the file")
    persons: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    roles: dict[str, tuple[DatedRole, ...]] = {}
    entries = tables.get("speaker", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _WrongTableError("“speaker” must be tables, each under [[speaker]]")
    for number, entry in enumerate(entries, 1):
        where = f"[[speaker]] number {number}"
        _refuse_unknown(entry, {"name", "aliases", "roles"}, where)
        name = _text(entry.get("name"), f"the name of {where}")
        if name in roles:
            raise _WrongTableError(f"two [[speaker]] are called {name!r}; expected one for each person")
        roles[name] = tuple(_role(role, name) for role in _list(entry, "roles", name))
        aliases[name] = tuple(_text(each, f"an alias of {name!r}") for each in _list(entry, "aliases", name))
        for alias in (name, *aliases[name]):
            if (other := persons.setdefault(key(alias), name)) != name:
                raise _WrongTableError(f"{alias!r} names both {other!r} and {name!r}; expected one person")
    assigned = tables.get("transcripts", {})
    if not isinstance(assigned, dict):
        raise _WrongTableError('“transcripts” must be tables, each under [transcripts."ID"]')
    return SpeakerTable(
        persons, aliases, roles, {name: _labels(name, assigned[name], persons) for name in assigned}
    )


def _labels(transcript: str, table: object, persons: Mapping[str, str]) -> dict[str, str]:
    """The assignments of one transcript: label → name."""
    where = f"[transcripts.{transcript[:80]!r}]"
    if not isinstance(table, dict):
        raise _WrongTableError(f"{where} is {table!r:.80}; expected a table of labels and names")
    found: dict[str, str] = {}
    by_key: dict[str, str] = {}
    for label, name in table.items():
        person = _text(name, f"the person of {label[:80]!r} in {where}")
        found[label] = person = persons.get(key(person), person)
        if (other := by_key.setdefault(key(label), person)) != person:
            raise _WrongTableError(
                f"{label[:80]!r} in {where} is both {other!r} and {person!r}; expected one person"
            )
    return found


def _role(role: object, name: str) -> DatedRole:
    where = f"a role of {name!r}"
    if not isinstance(role, dict):
        raise _WrongTableError(f"{where} is {role!r:.80}; expected a table, as in {{role = “Chair”}}")
    _refuse_unknown(role, {"role", "from", "to"}, where)
    since, until = (_day(role.get(end), where) for end in ("from", "to"))
    if since and until and since > until:
        raise _WrongTableError(f"{where} is from {since} to {until}; expected an earlier day first")
    return DatedRole(_text(role.get("role"), where), since, until)


def _day(value: object, where: str) -> str | None:
    """An ISO day, written as text or as a date of TOML."""
    day = value.isoformat() if isinstance(value, date) else value
    if day is None or (isinstance(day, str) and is_day(day)):
        return day
    raise _WrongTableError(f"{where} has the day {str(day)[:40]!r}; expected YYYY-MM-DD")


def is_name(text: str) -> bool:
    """Whether a text can stand in the table as a name, an alias or a role."""
    return bool(text) and text.isprintable() and len(text) <= _LONGEST


def _text(value: object, where: str) -> str:
    text = squeeze(value) if isinstance(value, str) else ""
    if not is_name(text):
        raise _WrongTableError(f"{where} is {value!r:.80}; expected a text of at most {_LONGEST} characters")
    return text


def _list(entry: Mapping[str, Any], name: str, person: str) -> list[object]:
    found = entry.get(name, [])
    if not isinstance(found, list):
        raise _WrongTableError(f"“{name}” of {person!r} is {found!r:.80}; expected a list")
    return found


def _refuse_unknown(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    if unknown := sorted(set(table) - set(known)):
        raise _WrongTableError(f"{where} has {unknown[0][:80]!r}; known: {', '.join(sorted(known))}")
