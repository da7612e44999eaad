"""A printed label → person, role, parenthetical, or nobody.

What the other labels of the same transcript say goes before grammar: a short label ("Recep Tayyip
Erdogan") shows where the name begins in the long one. Nobody is guessed: a label that holds no name
names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.readers.label_grammar import Label, LabelKind, understand
from rag.readers.label_tokens import is_capitals, is_initials, split_initials
from rag.text.english import ADDRESS, NAME_SUFFIXES, PARTICLES
from rag.text.normalise import fold, squeeze


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """Who a label names."""

    person: str | None
    """None where the label names nobody ("Question", "Moderator")."""
    role: str | None
    parenthetical: str | None
    among: tuple[str, ...] = ()
    """Those who may be meant, where several bear the name."""

    @property
    def doubt(self) -> str | None:
        """Why the label leaves open who speaks; None where it does not."""
        names = [f"“{name}”" for name in self.among[:_SHOWN]]
        if more := len(self.among) - len(names):
            names.append(f"one of {more:,} more")
        return f"may be {' or '.join(names)}" if names else None


_SHOWN = 5
"""Persons whom a doubt names."""
_NAMED = frozenset({LabelKind.NAME, LabelKind.ROLE_AND_NAME})
_BETWEEN_NAMES = re.compile(
    r"\s?[,;:|/(–—]\s?|\s(?:and|with|by|for|between|of the|to|at|on|v\.?|vs\.?|from)\s", re.IGNORECASE
)
_SAID_BY_TITLE = {
    **dict.fromkeys(("mr", "sir"), "man commoner"),
    **dict.fromkeys(("ms", "mrs", "miss", "dame"), "woman commoner"),
    **dict.fromkeys(("lord", "earl", "viscount"), "man peer"),
    **dict.fromkeys(("lady", "baroness", "countess"), "woman peer"),
    "madam": "woman",
}
_OPPOSED = (("man", "woman"), ("peer", "commoner"))


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """Keep what a label shares with itself run together ("VladimirPutin"): `fold` without spaces."""
    return fold(label).replace(" ", "")


def split_parenthetical(head: str) -> tuple[str, str | None]:
    """`Name (retranslated)` → the label and what stands in brackets at its end, if anything."""
    head = squeeze(head)
    depth = 0
    for at in range(len(head) - 1, 0, -1):
        depth += (head[at] == ")") - (head[at] == "(")
        if depth == 0:
            return (
                (head[:at].rstrip(), head[at + 1 : -1].strip() or None) if head[at] == "(" else (head, None)
            )
    return head, None


def name_speakers(
    labels: Sequence[tuple[str, str | None]], named: Sequence[str] = ()
) -> tuple[NamedSpeaker, ...]:
    """Say who stands behind each label of one transcript, in printed order.

    `labels` are labels with their parentheticals, `named` the persons whom the title names. A role is as
    printed where the person is first called by it, and stays with the person's later labels.
    """
    understood = [_with_office(understand(label), parenthetical) for label, parenthetical in labels]
    cast = _Cast([label for label, _ in understood], named)
    identified = {label: cast.identify(label) for label in dict.fromkeys(label for label, _ in understood)}
    roles: dict[str, str] = {}
    speakers = []
    for label, parenthetical in understood:
        person, role, among = identified[label]
        if person is not None and role is not None:
            roles.setdefault(key(person), role)
        elif person is not None:
            role = roles.get(key(person))
        speakers.append(NamedSpeaker(person, role, parenthetical, among))
    return tuple(speakers)


def persons_in(title: str | None) -> tuple[str, ...]:
    """The persons whom a title names: "Interview with Maria Lindqvist"."""
    labels = (understand(part) for part in _BETWEEN_NAMES.split(squeeze(title or "")))
    return tuple(label.person for label in labels if label.kind in _NAMED and " " in (label.person or ""))  # type: ignore[misc]


def _with_office(label: Label, parenthetical: str | None) -> tuple[Label, str | None]:
    """Take "The Prime Minister (Theresa May)" for the person and the office."""
    if label.kind is LabelKind.ROLE and parenthetical is not None:
        inside = understand(parenthetical)
        if inside.kind is LabelKind.NAME:
            return Label(label.printed, LabelKind.ROLE_AND_NAME, inside.person, label.printed), None
    return label, parenthetical


class _Cast:
    """Everyone whom the labels and the title of a transcript name."""

    def __init__(self, labels: Iterable[Label], named: Iterable[str]) -> None:
        self._alone: dict[str, str] = {}
        """Key → name of everyone whom a label calls by name alone, which shows where names begin."""
        self._all: dict[str, str] = {}
        self._titles: dict[str, set[str]] = {}
        """Surname → the titles that stand before it alone."""
        for label in sorted(labels, key=lambda label: (label.role is not None, is_capitals(label.printed))):
            if label.person is not None:
                self._all.setdefault(key(label.person), label.person)
                if label.kind is LabelKind.NAME:
                    self._alone.setdefault(key(label.person), label.person)
                if not (parts := _parts(label.person)).given:
                    self._titles.setdefault(parts.surname, set()).update(_titles(label.printed))
        for name in named:
            self._all.setdefault(key(name), name)
        self._in_parts: dict[_Parts, str] = {}
        self._by_surname: dict[str, list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        for name in self._all.values():
            parts = _parts(name)
            if parts.given and not is_initials(parts.given[0]) and parts not in self._in_parts:
                self._in_parts[parts] = name
                self._by_surname.setdefault(parts.surname, []).append(name)
                self._by_initials.setdefault(parts.initials, []).append(name)

    def identify(self, label: Label) -> tuple[str | None, str | None, tuple[str, ...]]:
        """Find person, role, and those who may be meant: by the other labels first, then by grammar."""
        if label.kind in {LabelKind.GENERIC, LabelKind.PHRASE}:
            return None, None, ()
        if label.kind is LabelKind.ROLE:
            named = _at_end(label.printed, self._all)
            return (*named, ()) if named is not None else (None, label.role, ())
        name, role = label.printed if label.kind is LabelKind.WORD else label.person, label.role
        if name is None and label.kind is LabelKind.OTHER and label.printed.islower():
            name = self._all.get(key(label.printed))
        if name is None:
            return None, role, ()
        found = _at_end(label.printed, self._alone)
        if found is not None and len(_parts(found[0]).given) >= len(_parts(name).given):
            name, role = found
        person, among = self._in_full(self._all.get(key(name), name), _titles(label.printed))
        return person, role, among

    def _in_full(self, name: str, titles: frozenset[str]) -> tuple[str, tuple[str, ...]]:
        """Take `V. Putin`, `Mr Putin`, `Putin`, `VP` for the one person who can be meant.

        Where several can, the name stays as it is, with all of them.
        """
        parts = _parts(name)
        if parts.given and not is_initials(parts.given[0]):
            return self._in_parts.get(parts, name), ()
        initial = parts.given[0][0] if parts.given else ""
        alike = self._by_surname.get(parts.surname, [])
        meant = [other for other in alike if _parts(other).given[0].startswith(initial)]
        meant = [other for other in meant if not _differ(titles, _titles(other))]
        if not alike and not parts.given and name.isupper():
            meant = self._by_initials.get(fold(name), [])
        if len(meant) == 1 and not _differ(titles, frozenset(self._titles.get(parts.surname, ()))):
            return meant[0], ()
        return name, tuple(meant)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A name, folded, without "Mr"."""

    given: tuple[str, ...]
    surname: str
    """With the particles before it: "van der bellen"."""
    suffix: str

    @property
    def initials(self) -> str:
        """Of all its words."""
        return "".join(word[0] for word in (*self.given, *self.surname.split()))


@lru_cache(maxsize=8192)
def _parts(name: str) -> _Parts:
    words = [word for word in fold(split_initials(name)).split() if word.rstrip(".") not in ADDRESS]
    suffix = words.pop().rstrip(".") if len(words) > 1 and words[-1].rstrip(".") in NAME_SUFFIXES else ""
    at = max(len(words) - 1, 0)
    while at > 0 and words[at - 1] in PARTICLES:
        at -= 1
    return _Parts(tuple(words[:at]), " ".join(words[at:]), suffix)


def name_parts(name: str) -> tuple[tuple[str, ...], str]:
    """The given names or initials and the surname of a person, folded; without titles and suffixes."""
    parts = _parts(name)
    return parts.given, parts.surname


def _titles(label: str) -> frozenset[str]:
    """What the titles in a label say of a person: man or woman, peer or none."""
    said = [_SAID_BY_TITLE.get(word.rstrip(".,"), "") for word in fold(label).split()]
    return frozenset(" ".join(said).split())


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two labels cannot be of one person, by their titles."""
    return any(
        (first in one and second in other) or (second in one and first in other) for first, second in _OPPOSED
    )


def _at_end(printed: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Find the longest of these names, by their keys, at the end of a label, and what stands before it."""
    for at in range(1, len(printed)):
        if (
            printed[at].isupper()
            and printed[at - 1] not in "-'’"
            and (name := names.get(key(printed[at:]))) is not None
        ):
            return name, printed[:at].rstrip(" ,–—-")
    return None
