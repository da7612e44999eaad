"""Persons of a corpus who may be one: found by their names alone, and never merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Literal

from rag.readers.label_tokens import is_initials
from rag.readers.speakers import name_parts
from rag.text.normalise import fold

AlikeBy = Literal["initials", "surname", "spelling"]
"""`initials`: a name has initials that fit the others. `surname`: a name is a surname alone, or the initials
of the others. `spelling`: the same given name, in another spelling or beside further ones."""


@dataclass(frozen=True, slots=True)
class AlikePersons:
    """Persons of whom two or more may be one."""

    names: tuple[str, ...]
    by: AlikeBy


_FEW, _MANY = 2, 4
"""Letters of initials that stand for a name, "TR"."""
_CYRILLIC = str.maketrans(
    dict.fromkeys("ъь", "")
    | dict(zip("абвгґдезиіклмнопрстуўфыэє", "abvggdeziiklmnoprstuwfyee", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
)
"""Of folded names, in which й is и, ё is е and ї is і."""
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        ("shch|sch|sh", "s"),
        ("tch|ch|cz", "c"),
        ("kh", "h"),
        ("zh", "z"),
        ("ts|tz", "c"),
        ("ks", "x"),
        ("ph", "f"),
        ("w", "v"),
        ("ou", "u"),
        ("yo", "e"),
        ("i?[yj]e|ie", "e"),
        ("i?[yj]u|iu", "u"),
        ("i?[yj]a|ia", "a"),
        ("[yj]", "i"),
        ("d(?:er|re)$", "dr"),
        (r"(.)\1+", r"\1"),
    )
)
"""What transliterations spell in several ways → one of them."""


def alike_persons(persons: Iterable[str]) -> tuple[AlikePersons, ...]:
    """Group the persons who may be one, in the order of their first names."""
    by_surname: dict[str, list[str]] = {}
    by_initials: dict[str, list[str]] = {}
    for name in dict.fromkeys(persons):
        given, surname = name_parts(name)
        by_surname.setdefault(_sound(surname), []).append(name)
        if given:
            initials = "".join(word[0] for word in (*given, *surname.split()))
            by_initials.setdefault(initials, []).append(name)
    found = [group for names in by_surname.values() for group in _of_one_surname(names, by_initials)]
    return tuple(found)


def _of_one_surname(names: Sequence[str], by_initials: Mapping[str, list[str]]) -> Iterator[AlikePersons]:
    """Groups among the persons of one surname."""
    alone = [name for name in names if not name_parts(name)[0]]
    named = [name for name in names if name_parts(name)[0]]
    if alone and len(names) > 1:
        yield AlikePersons((*alone, *named), "surname")
    for name in alone:
        letters = fold(name).replace(".", "")
        if name.isupper() and _FEW <= len(letters) <= _MANY and letters in by_initials:
            yield AlikePersons((name, *by_initials[letters]), "surname")
    by_initial: dict[str, list[str]] = {}
    for name in named:
        by_initial.setdefault(_sound(name_parts(name)[0][0])[:1], []).append(name)
    for same in by_initial.values():
        if len(same) > 1 and any(is_initials(name_parts(name)[0][0]) for name in same):
            yield AlikePersons(tuple(same), "initials")
            continue
        by_given: dict[str, list[str]] = {}
        for name in same:
            by_given.setdefault(_sound(name_parts(name)[0][0]), []).append(name)
        yield from (AlikePersons(tuple(group), "spelling") for group in by_given.values() if len(group) > 1)


@lru_cache(1 << 14)
def _sound(name: str) -> str:
    """One form of the spellings of a folded name."""
    latin = name.translate(_CYRILLIC)
    return reduce(lambda text, rule: rule[0].sub(rule[1], text), _SPELLINGS, latin) or name
