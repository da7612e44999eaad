"""A printed label → person, role, parenthetical, or nobody.

What the other labels of the same transcript say goes before grammar: a short label ("Recep Tayyip
Erdogan") shows where the name begins in the long one. Nobody is guessed: a label that holds no name
names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.label_grammar import Kind, Label, fold, is_capitals, is_initials, split_initials, squeeze, understand
from rag.label_words import ADDRESS

__all__ = ["Speaker", "fold", "key", "name_speakers", "split_parenthetical", "squeeze"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a label names."""

    person: str | None
    """None where the label names nobody ("Question", "Moderator")."""
    role: str | None
    parenthetical: str | None


def key(label: str) -> str:
    """What a label shares with itself run together ("VladimirPutin"): `fold` without spaces."""
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
    """Who stands behind each label of one transcript, in printed order.

    `labels` are labels with their parentheticals. A role is as printed where the person is first
    called by it, and stays with the person's later labels.
    """
    understood = [understand(label) for label, _ in labels]
    persons = _persons(understood)
    identified = {label.printed: _identify(label, persons) for label in understood}
    roles: dict[str, str] = {}
    speakers = []
    for label, (_, parenthetical) in zip(understood, labels, strict=True):
        person, role = identified[label.printed]
        if person is not None and role is not None:
            roles.setdefault(fold(person), role)
        elif person is not None:
            role = roles.get(fold(person))
        speakers.append(Speaker(person, role, parenthetical))
    return tuple(speakers)


def _persons(labels: Iterable[Label]) -> dict[str, str]:
    """Key → spelling of everyone whom a label calls by name alone; small letters go before capitals."""
    persons: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for label in labels:
        if label.kind is Kind.NAME and label.person is not None:
            spellings = capitals if is_capitals(label.printed) else persons
            spellings.setdefault(key(label.person), label.person)
    return capitals | persons


def _identify(label: Label, persons: dict[str, str]) -> tuple[str | None, str | None]:
    """Person and role, by the evidence of the other labels first, then by grammar."""
    if label.kind is Kind.GENERIC:
        return None, None
    if (found := _known_at_end(label.printed, persons)) is not None:
        return found
    if label.kind is Kind.WORD:
        return _meant(persons.get(key(label.printed), label.printed), persons), None
    if label.person is None:
        return None, label.role
    return _meant(persons.get(key(label.person), label.person), persons), label.role


def _known_at_end(printed: str, persons: dict[str, str]) -> tuple[str, str] | None:
    """The longest known name at the end of a label, and what stands before it."""
    for at in range(1, len(printed)):
        if printed[at].isupper() and (person := persons.get(key(printed[at:]))) is not None:
            return _meant(person, persons), printed[:at].rstrip(" ,–—-")
    return None


def _meant(name: str, persons: dict[str, str]) -> str:
    """`V. Putin`, `Mr Putin`, `Putin` → the one person of the transcript who can be meant, if there is one."""
    words = [word for word in fold(split_initials(name)).split() if word.rstrip(".") not in ADDRESS]
    initial = words[0][0] if len(words) == 2 and is_initials(words[0]) else None
    if not words or (len(words) > 1 and initial is None):
        return name
    meant = {
        person
        for person in persons.values()
        if (parts := fold(person).split())[-1] == words[-1]
        and len(parts) > 1
        and parts[0].rstrip(".") not in ADDRESS
        and not is_initials(parts[0])
        and (initial is None or parts[0].startswith(initial))
    }
    return meant.pop() if len(meant) == 1 else name
