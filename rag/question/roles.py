"""Words of a question → the one speaker whom the corpus prints with such a role.

A role is an office (president, minister), what it is of (Turkey, health), and what makes it another
office (deputy, former). Printed roles are taken apart in the same way as the words of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from rag.question.names import OUTSPOKEN, bare_sound
from rag.records import SpeakerCount
from rag.text.countries import take_countries
from rag.text.english import (
    DISTINGUISHING,
    EXECUTIVE,
    IGNORED,
    LEADERS,
    OFFICES,
    SINGULAR,
    SMALL_WORDS,
    TOP,
    WIDE,
)
from rag.text.normalise import fold

_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
"""Some transcripts print the role with the name: "Hon. Bill Morneau (Minister of Finance)"."""


_ELSEWHERE = 10
"""Farther than any office that is named with what it is of."""


@dataclass(frozen=True, slots=True)
class Role:
    """One office."""

    office: str
    distinguished: frozenset[str]
    """Deputy, vice, former: somebody else's office."""
    qualifiers: frozenset[str]
    countries: frozenset[str]
    acronyms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Holder:
    person: str
    role: Role
    utterances: int


class Roles:
    """The roles that the corpus prints, ready to be recognised."""

    def __init__(self, speakers: Iterable[SpeakerCount]) -> None:
        ranked = sorted(speakers, key=lambda each: -each.utterances)
        self._holders = tuple(
            _Holder(speaker.name, role, speaker.utterances)
            for speaker in ranked
            for printed in (*speaker.roles, *_IN_BRACKETS.findall(speaker.name))
            for role in printed_roles(printed)
        )
        at_home = next((holder for holder in self._holders if holder.role.countries), None)
        self._home = at_home.role.countries if at_home else frozenset[str]()
        self.resolve = lru_cache(maxsize=4096)(self._resolve)
        self.home = at_home.person if at_home else None
        """Who speaks most of those whose role names a country: the host, whose officials print none."""

    def _resolve(self, words: tuple[str, ...]) -> str | None:
        """The person whom a role phrase (folded words, no name in it) means; None where several could be."""
        wanted = parse_role(words)
        if wanted is None:
            return None
        fitting = [(fit, holder) for holder in self._holders if (fit := self._fit(wanted, holder.role))]
        if not fitting:
            return None
        best = min(fit for fit, _ in fitting)
        first, *others = {bare_sound(each.person): each for fit, each in fitting if fit == best}.values()
        outspoken = first.utterances >= OUTSPOKEN * sum(other.utterances for other in others)
        return first.person if outspoken else None

    def _fit(self, wanted: Role, printed: Role) -> tuple[int, int, int] | None:
        """How far a printed role is from the wanted one, nearest first; None where it is another."""
        office = _office_distance(wanted, printed)
        at_home = printed.countries <= self._home
        of_country = wanted.countries <= printed.countries or (at_home and wanted.countries <= self._home)
        if office is None or wanted.distinguished != printed.distinguished or not of_country:
            return None
        if not wanted.countries and not wanted.qualifiers:
            if not printed.qualifiers and at_home:
                return office, 0, 0
            return (_ELSEWHERE, 0, 0) if wanted.office in SINGULAR and office == 0 else None
        matches = [_likeness(word, printed) for word in wanted.qualifiers]
        if None in matches or not (wanted.countries or at_home):
            return None
        apart = len(printed.countries ^ wanted.countries) if wanted.countries else 0
        by_acronym = any(word in printed.acronyms for word in wanted.qualifiers)
        left = 0 if by_acronym else len(printed.qualifiers) - len(matches)
        return office, sum(match or 0 for match in matches) + apart, left


def printed_roles(printed: str) -> tuple[Role, ...]:
    """The offices of a printed role: "First Deputy Prime Minister and Finance Minister" has two."""
    pieces: list[list[str]] = [[]]
    words = printed.replace("–", ",").replace(" — ", " , ").replace(",", " , ").split()
    for word in words:
        folded = fold(word).strip(".;:()").removesuffix("'s")
        if folded in {",", "and", "&"} and _has_office(pieces[-1]):
            pieces.append([])
        elif folded != ",":
            pieces[-1].append(folded)
    joined = _join_unofficial(pieces)
    acronyms = _acronyms(words)
    roles = [role for piece in joined if (role := parse_role(piece)) is not None]
    countries = frozenset[str]().union(*(role.countries for role in roles))
    return tuple(replace(role, countries=role.countries or countries, acronyms=acronyms) for role in roles)


def parse_role(words: Sequence[str]) -> Role | None:
    """Take a role phrase apart; None where no office is in it."""
    links = (at for at, word in enumerate(words) if at and word in {"of", "for", "at", "to"})
    split = next((at for at in links if " ".join(words[at - 1 : at + 2]) not in TOP), len(words))
    found = _last_office(words[:split])
    if found is None:
        found = _last_office(words)
    if found is None:
        return None
    start, end, office = found
    countries, left = take_countries([*words[:start], *words[end:]])
    distinguished = frozenset(word for word in left if word in DISTINGUISHING)
    qualifiers = frozenset(
        word for word in left if word not in SMALL_WORDS | IGNORED | DISTINGUISHING and word[:1].isalnum()
    )
    return Role(office, distinguished, qualifiers, countries)


def _last_office(words: Sequence[str]) -> tuple[int, int, str] | None:
    """The last office among words, the longest name of it first."""
    for end in range(len(words), 0, -1):
        for length in range(min(4, end), 0, -1):
            office = OFFICES.get(" ".join(words[end - length : end]))
            if office is not None:
                return end - length, end, office
    return None


def _has_office(words: Sequence[str]) -> bool:
    return _last_office(words) is not None


def _join_unofficial(pieces: Sequence[list[str]]) -> list[list[str]]:
    """Join "Minister of Industry | and Trade": what holds no office belongs to the one before."""
    joined: list[list[str]] = []
    for piece in pieces:
        if joined and not _has_office(piece):
            joined[-1] += ["and", *piece]
        else:
            joined.append(list(piece))
    return joined


def _acronyms(words: Sequence[str]) -> frozenset[str]:
    """The initials of runs of capitalised words: "opec"."""
    found: set[str] = set()
    initials = ""
    for word in [*words, ","]:
        if word[:1].isupper():
            initials += word[0].lower()
        elif word.lower() not in SMALL_WORDS:
            spans = combinations(range(len(initials) + 1), 2)
            found |= {initials[first:end] for first, end in spans if end - first > 1}
            initials = ""
    return frozenset(found)


def _office_distance(wanted: Role, printed: Role) -> int | None:
    """0 for the same office, 1 for one that the word may stand for."""
    if wanted.office == printed.office:
        return 0
    if printed.office in TOP.get(wanted.office, ()):
        return 0
    if wanted.office in WIDE and printed.office in EXECUTIVE and (wanted.qualifiers or wanted.countries):
        return 1
    if wanted.office == "leader" and printed.office in LEADERS and (wanted.qualifiers or wanted.countries):
        return 1
    return None


def _likeness(word: str, printed: Role) -> int | None:
    """0 where a qualifier is printed so, 1 where a like word is; None where none is."""
    if word in printed.qualifiers or word in printed.acronyms:
        return 0
    alike = any(_same_stem(word, other) for other in (*printed.qualifiers, printed.office))
    return 1 if alike else None


def _same_stem(one: str, other: str) -> bool:
    """Whether two words share their beginning: health and healthcare, economy and economic."""
    short, long = sorted((one, other), key=len)
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= 4 and (shared == len(short) or shared >= max(5, 0.7 * len(short)))  # noqa: PLR2004 - letters
