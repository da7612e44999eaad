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
from rag.text.english import ADDRESS, NAME_SUFFIXES
from rag.text.normalise import fold, squeeze


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a label names."""

    person: str | None
    """None where the label names nobody ("Question", "Moderator")."""
    role: str | None
    parenthetical: str | None
    among: tuple[str, ...] = ()
    """Those who may be meant, where several bear the name."""


_NAMED = frozenset({LabelKind.NAME, LabelKind.ROLE_AND_NAME})
_BETWEEN_NAMES = re.compile(
    r"\s?[,;:|/(–—]\s?|\s(?:and|with|by|for|between|of the|to|at|on|v\.?|vs\.?|from)\s", re.IGNORECASE
)


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


def name_speakers(labels: Sequence[tuple[str, str | None]], named: Sequence[str] = ()) -> tuple[Speaker, ...]:
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
        speakers.append(Speaker(person, role, parenthetical, among))
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
        for label in sorted(labels, key=lambda label: (label.role is not None, is_capitals(label.printed))):
            if label.person is not None:
                self._all.setdefault(key(label.person), label.person)
                if label.kind is LabelKind.NAME:
                    self._alone.setdefault(key(label.person), label.person)
        for name in named:
            self._all.setdefault(key(name), name)
        self._by_surname: dict[str, list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        for name in self._all.values():
            words = _name_words(name)
            if len(words) > 1 and not is_initials(words[0]):
                self._by_surname.setdefault(words[-1], []).append(name)
                self._by_initials.setdefault(_initials(words), []).append(name)

    def identify(self, label: Label) -> tuple[str | None, str | None, tuple[str, ...]]:
        """Find person, role, and those who may be meant: by the other labels first, then by grammar."""
        if label.kind in {LabelKind.GENERIC, LabelKind.PHRASE}:
            return None, None, ()
        if label.kind is not LabelKind.WORD and (found := _at_end(label.printed, self._alone)) is not None:
            return self._with_role(*found)
        if label.kind is LabelKind.ROLE:
            found = _at_end(label.printed, self._all)
            return (*found, ()) if found is not None else (None, label.role, ())
        name = label.printed if label.kind is LabelKind.WORD else label.person
        if name is None:
            return None, label.role, ()
        return self._with_role(self._all.get(key(name), name), label.role)

    def _with_role(self, name: str, role: str | None) -> tuple[str, str | None, tuple[str, ...]]:
        person, among = self._in_full(name)
        return person, role, among

    def _in_full(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Take `V. Putin`, `Mr Putin`, `Putin`, `VP` for the one person who can be meant.

        Where several can, the name stays as it is, with all of them.
        """
        *given, surname = _name_words(name) or [""]
        if len(given) > 1 or (given and not is_initials(given[0])):
            return name, ()
        initial = given[0][0] if given else ""
        meant = [other for other in self._by_surname.get(surname, ()) if fold(other).startswith(initial)]
        if not meant and not given and name.isupper():
            meant = self._by_initials.get(fold(name), [])
        return (meant[0], ()) if len(meant) == 1 else (name, tuple(meant))


def _at_end(printed: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Find the longest of these names, by their keys, at the end of a label, and what stands before it."""
    for at in range(1, len(printed)):
        if printed[at].isupper() and (name := names.get(key(printed[at:]))) is not None:
            return name, printed[:at].rstrip(" ,–—-")
    return None


def _name_words(name: str) -> list[str]:
    """Split a name, folded, without "Mr" and "Jr."."""
    words = [word for word in fold(split_initials(name)).split() if word.rstrip(".") not in ADDRESS]
    return words[:-1] if len(words) > 1 and words[-1].rstrip(".") in NAME_SUFFIXES else words


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)
