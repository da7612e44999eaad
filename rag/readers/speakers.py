"""A printed label → person, role, parenthetical, or nobody.

What the other labels of the same transcript say goes before grammar: a short label ("Recep Tayyip
Erdogan") shows where the name begins in the long one. Nobody is guessed: a label that holds no name
names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.readers.label_grammar import Label, LabelKind, understand
from rag.readers.label_tokens import is_capitals, is_initials, split_initials
from rag.text.english import ADDRESS
from rag.text.normalise import fold, squeeze


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a label names."""

    person: str | None
    """None where the label names nobody ("Question", "Moderator")."""
    role: str | None
    parenthetical: str | None


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


def name_speakers(labels: Sequence[tuple[str, str | None]]) -> tuple[Speaker, ...]:
    """Say who stands behind each label of one transcript, in printed order.

    `labels` are labels with their parentheticals. A role is as printed where the person is first
    called by it, and stays with the person's later labels.
    """
    understood = [understand(label) for label, _ in labels]
    cast = _Cast(understood)
    identified = {label: cast.identify(label) for label in dict.fromkeys(understood)}
    roles: dict[str, str] = {}
    speakers = []
    for label, (_, parenthetical) in zip(understood, labels, strict=True):
        person, role = identified[label]
        if person is not None and role is not None:
            roles.setdefault(key(person), role)
        elif person is not None:
            role = roles.get(key(person))
        speakers.append(Speaker(person, role, parenthetical))
    return tuple(speakers)


class _Cast:
    """Everyone whom the labels of a transcript name."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._alone: dict[str, str] = {}
        """Key → name of everyone whom a label calls by name alone, which shows where names begin."""
        self._all: dict[str, str] = {}
        for label in sorted(labels, key=lambda label: (label.role is not None, is_capitals(label.printed))):
            if label.person is not None:
                self._all.setdefault(key(label.person), label.person)
                if label.kind is LabelKind.NAME:
                    self._alone.setdefault(key(label.person), label.person)
        self._by_surname: dict[str, list[str]] = {}
        for name in self._all.values():
            words = _name_words(name)
            if len(words) > 1 and not is_initials(words[0]):
                self._by_surname.setdefault(words[-1], []).append(name)

    def identify(self, label: Label) -> tuple[str | None, str | None]:
        """Find person and role, by the other labels first, then by grammar."""
        if label.kind in {LabelKind.GENERIC, LabelKind.PHRASE}:
            return None, None
        if (found := _at_end(label.printed, self._alone)) is not None:
            return self._in_full(found[0]), found[1]
        if label.kind is LabelKind.ROLE:
            return _at_end(label.printed, self._all) or (None, label.role)
        name = label.printed if label.kind is LabelKind.WORD else label.person
        return (None if name is None else self._in_full(self._all.get(key(name), name))), label.role

    def _in_full(self, name: str) -> str:
        """Take `V. Putin`, `Mr Putin`, `Putin` for the one person who can be meant, if there is one."""
        *given, surname = _name_words(name) or [""]
        if len(given) > 1 or (given and not is_initials(given[0])):
            return name
        initial = given[0][0] if given else ""
        meant = [other for other in self._by_surname.get(surname, ()) if fold(other).startswith(initial)]
        return meant[0] if len(meant) == 1 else name


def _at_end(printed: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """Find the longest of these names, by their keys, at the end of a label, and what stands before it."""
    for at in range(1, len(printed)):
        if printed[at].isupper() and (name := names.get(key(printed[at:]))) is not None:
            return name, printed[:at].rstrip(" ,–—-")
    return None


def _name_words(name: str) -> list[str]:
    """Split a name, folded, without "Mr"."""
    return [word for word in fold(split_initials(name)).split() if word.rstrip(".") not in ADDRESS]
