"""The persons of TEI documents: what the ids that `who` names stand for, in the file or in one beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rag.errors import ReadError
from rag.readers.base import MOST_BYTES
from rag.readers.markup import Element, local, xml_tree
from rag.text.normalise import squeeze

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_GIVEN = ("forename", "nameLink", "surname")
_MEMBER = "member"
"""The role of an affiliation that most persons of a parliament have: it tells nothing."""


def inside(element: Element, *names: str) -> Iterator[Element]:
    """The elements that these names lead to, one inside the other."""
    found: Iterable[Element] = (element,)
    for name in names:
        found = [child for each in found for child in each if local(child) == name]
    return iter(found)


def words_of(element: Element) -> str:
    """All text in an element, white space folded."""
    return squeeze("".join(element.itertext()))


@dataclass(frozen=True, slots=True)
class _Dated:
    """A name or a role, and the days on which it holds; parts of days (`2017`) and none at all included."""

    text: str
    language: str
    since: str
    until: str

    def holds(self, day: str | None) -> bool:
        if day is None:
            return not (self.since or self.until)
        return self.since <= day[: len(self.since)] and (
            not self.until or day[: len(self.until)] <= self.until
        )


@dataclass(slots=True)
class TeiPersons:
    """Persons and bodies by their ids."""

    names: dict[str, list[_Dated]] = field(default_factory=dict)
    roles: dict[str, list[_Dated]] = field(default_factory=dict)

    def add(self, root: Element) -> None:
        """Add those of a tree; the first of an id stays."""
        for element in root.iter():
            kind, key = local(element), element.get(_ID)
            if kind not in {"person", "personGrp", "org"} or not key or key in self.names:
                continue
            names = (each for each in element if local(each) in {"persName", "orgName", "name"})
            self.names[key] = [_dated(each, _full_name(each)) for each in names if words_of(each)]
            self.roles[key] = [
                _dated(affiliation, words_of(role), role.get(_LANG))
                for affiliation in inside(element, "affiliation")
                if affiliation.get("role") != _MEMBER
                for role in inside(affiliation, "roleName")
            ]

    def update(self, others: TeiPersons) -> None:
        """Add those of another file; the first of an id stays."""
        for key in others.names.keys() - self.names.keys():
            self.names[key], self.roles[key] = others.names[key], others.roles[key]

    def name(self, key: str, day: str | None) -> str | None:
        """The person's name on a day; None for an id that nobody explains."""
        names = self.names.get(key, ())
        return next((name.text for name in names if name.holds(day)), names[0].text if names else None)

    def role(self, key: str, day: str | None, language: str) -> str | None:
        """The person's office on a day, in the language of the transcript where it is given."""
        held = [role for role in self.roles.get(key, ()) if role.text and role.holds(day)]
        return next((role.text for role in held if role.language == language), held[0].text if held else None)


def _dated(element: Element, text: str, language: str | None = None) -> _Dated:
    get = element.get
    return _Dated(text, language or "", get("from") or get("when") or "", get("to") or get("when") or "")


def _full_name(element: Element) -> str:
    """A name in the order in which it is spoken, without titles and patronymics."""
    parts = [words_of(part) for kind in _GIVEN for part in inside(element, kind)]
    return " ".join(parts) or words_of(element)


def lists_beside(path: Path) -> list[Path]:
    """The files in which ParlaMint keeps the persons of a transcript: beside it, or in the folder above."""
    stem = path.name.partition(".")[0]
    corpus = stem.partition("_")[0]
    names = dict.fromkeys(
        f"{name}.xml"
        for name in (f"{corpus}-listPerson", f"{corpus.removesuffix('-en')}-listPerson", "listPerson", corpus)
        if name != stem
    )
    files = [place / name for place in (path.parent, path.parent.parent) for name in names]
    return [each for each in files if each.is_file() and each.stat().st_size <= MOST_BYTES]


@lru_cache(maxsize=8)
def persons_of_file(path: Path, _changed: int, _size: int) -> TeiPersons:
    """The persons of a file, read once while it stays as it is; none where it is no XML."""
    found = TeiPersons()
    try:
        found.add(xml_tree(path.read_bytes()))
    except (ReadError, OSError):
        return TeiPersons()
    return found
