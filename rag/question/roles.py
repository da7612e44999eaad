"""Words of a question → the one speaker whom the corpus prints with such a role.

A role has an office (president, minister), what it belongs to (Turkey, health), and words that make it
another office (deputy, former). Printed roles and the words of a question are parsed in the same way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations

from rag.question.names import OUTSPOKEN, bare_sound
from rag.records import SpeakerCount
from rag.text.countries import take_countries
from rag.text.english import (
    DISTINGUISHING_WORDS,
    EXECUTIVE_OFFICES,
    LEADING_OFFICES,
    OFFICES,
    OPTIONAL_ROLE_WORDS,
    SINGULAR_OFFICES,
    SMALL_WORDS,
    TOP_OFFICES,
    WIDE_OFFICES,
)
from rag.text.normalise import fold

_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
"""Some transcripts print the role with the name: "Hon. Bill Morneau (Minister of Finance)"."""
_FOREIGN = 10
"""Distance of an office of another country: more than that of any office that names what it belongs to."""
_LONGEST_ROLE = 60
"""Words of a printed role that are read: a source may print anything."""
_LONGEST_OFFICE = 4
"""Words that are compared with the table of offices."""
_TITLE_OPENINGS = (" with ", " by ", " following ", ":")
"""Words of a title before the first role."""
_TITLE_EDGES = " ,–—-"


@dataclass(frozen=True, slots=True)
class Role:
    """One office."""

    office: str
    distinguished: frozenset[str]
    """Words that make it another office: deputy, vice, former."""
    qualifiers: frozenset[str]
    """The other words, of what it belongs to: "healthcare"."""
    countries: frozenset[str]
    acronyms: frozenset[str] = frozenset()
    """Initials of capitalised words in a row, as printed: "opec"."""


@dataclass(frozen=True, slots=True)
class _Holder:
    person: str
    role: Role
    utterances: int


class Roles:
    """The roles that the corpus prints, prepared for look-up."""

    def __init__(self, speakers: Iterable[SpeakerCount]) -> None:
        self._ranked = sorted(speakers, key=lambda each: -each.utterances)
        self.resolve = lru_cache(maxsize=4096)(self._resolve)

    @cached_property
    def _holders(self) -> tuple[_Holder, ...]:
        """Who holds which office; read when a question first names one."""
        return tuple(
            _Holder(speaker.name, role, speaker.utterances)
            for speaker in self._ranked
            for printed in (*speaker.roles, *_IN_BRACKETS.findall(speaker.name))
            for role in printed_roles(printed)
        )

    @cached_property
    def _host(self) -> _Holder | None:
        """Who speaks most among those whose role names a country.

        Roles of the host's officials name no country.
        """
        return next((holder for holder in self._holders if holder.role.countries), None)

    @property
    def home(self) -> str | None:
        """The name of the host."""
        return self._host.person if self._host else None

    @property
    def _home(self) -> frozenset[str]:
        """The host's countries."""
        return self._host.role.countries if self._host else frozenset()

    def _resolve(self, words: tuple[str, ...]) -> str | None:
        """The person whom a role phrase (folded words, no name) means; None if it can mean several."""
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
        """Distance of a printed role from the wanted one, to sort by; None if it is another role."""
        office = _office_distance(wanted, printed)
        at_home = printed.countries <= self._home
        of_country = wanted.countries <= printed.countries or (at_home and wanted.countries <= self._home)
        if office is None or wanted.distinguished != printed.distinguished or not of_country:
            return None
        if not wanted.countries and not wanted.qualifiers:
            if not printed.qualifiers and at_home:
                return office, 0, 0
            return (_FOREIGN, 0, 0) if wanted.office in SINGULAR_OFFICES and office == 0 else None
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
    words = printed.replace("–", ",").replace(" — ", " , ").replace(",", " , ").split()[:_LONGEST_ROLE]
    for word in words:
        folded = fold(word).strip(".;:()").removesuffix("'s")
        if folded in {",", "and", "&"} and _last_office(pieces[-1]):
            pieces.append([])
        elif folded != ",":
            pieces[-1].append(folded)
    joined = _join_unofficial(pieces)
    acronyms = _acronyms(words)
    roles = [role for piece in joined if (role := parse_role(piece)) is not None]
    countries = frozenset[str]().union(*(role.countries for role in roles))
    return tuple(replace(role, countries=role.countries or countries, acronyms=acronyms) for role in roles)


def parse_role(words: Sequence[str]) -> Role | None:
    """Parse a role phrase; None if no office is in it."""
    links = (at for at, word in enumerate(words) if at and word in {"of", "for", "at", "to"})
    split = next((at for at in links if " ".join(words[at - 1 : at + 2]) not in TOP_OFFICES), len(words))
    found = _last_office(words[:split]) or _last_office(words)
    if found is None:
        return None
    start, end, office = found
    countries, left = take_countries([*words[:start], *words[end:]])
    distinguished = frozenset(word for word in left if word in DISTINGUISHING_WORDS)
    skipped = SMALL_WORDS | OPTIONAL_ROLE_WORDS | DISTINGUISHING_WORDS
    qualifiers = frozenset(word for word in left if word not in skipped and word[:1].isalnum())
    return Role(office, distinguished, qualifiers, countries)


def _last_office(words: Sequence[str]) -> tuple[int, int, str] | None:
    """The last office among words, by its longest name: first word, end (exclusive), office."""
    for end in range(len(words), 0, -1):
        for length in range(min(_LONGEST_OFFICE, end), 0, -1):
            office = OFFICES.get(" ".join(words[end - length : end]))
            if office is not None:
                return end - length, end, office
    return None


def _join_unofficial(pieces: Sequence[list[str]]) -> list[list[str]]:
    """Join "Minister of Industry | and Trade": a piece without an office belongs to the one before."""
    joined: list[list[str]] = []
    for piece in pieces:
        if joined and _last_office(piece) is None:
            joined[-1] += ["and", *piece]
        else:
            joined.append(list(piece))
    return joined


def _acronyms(words: Sequence[str]) -> frozenset[str]:
    """The initials of capitalised words in a row, small words skipped, in all lengths above one."""
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
    """0 for the same office, 1 for one that the wanted word can also mean, None for another."""
    if wanted.office == printed.office:
        return 0
    if printed.office in TOP_OFFICES.get(wanted.office, ()):
        return 0
    wide = wanted.office in WIDE_OFFICES and printed.office in EXECUTIVE_OFFICES
    leads = wanted.office == "leader" and printed.office in LEADING_OFFICES
    return 1 if (wide or leads) and (wanted.qualifiers or wanted.countries) else None


def _likeness(word: str, printed: Role) -> int | None:
    """0 if a qualifier is printed as it is, 1 if a similar word is printed, None if neither is."""
    if word in printed.qualifiers or word in printed.acronyms:
        return 0
    alike = any(_same_stem(word, other) for other in (*printed.qualifiers, printed.office))
    return 1 if alike else None


def _same_stem(one: str, other: str) -> bool:
    """Whether two words share their beginning: health and healthcare, economy and economic."""
    short, long = sorted((one, other), key=len)
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= 4 and (shared == len(short) or shared >= max(5, 0.7 * len(short)))  # noqa: PLR2004 - letters


def with_titled_roles(
    speakers: Sequence[SpeakerCount], titles: Iterable[str | None]
) -> tuple[SpeakerCount, ...]:
    """The speakers of a corpus, with the roles added that the titles of its transcripts give them."""
    by_last: dict[str, list[SpeakerCount]] = defaultdict(list)
    for speaker in speakers:
        by_last[fold(speaker.name).rsplit(" ", 1)[-1]].append(speaker)
    roles: dict[str, set[str]] = defaultdict(set)
    for title in set(filter(None, titles)):
        for name, role in _roles_in(" ".join(title.split()), by_last):
            roles[name].add(role)
    return tuple(
        replace(speaker, roles=tuple(dict.fromkeys((*speaker.roles, *sorted(roles[speaker.name])))))
        if speaker.name in roles
        else speaker
        for speaker in speakers
    )


def _roles_in(title: str, by_last: dict[str, list[SpeakerCount]]) -> Iterable[tuple[str, str]]:
    """Speakers whose whole name stands in a title, with the role before it."""
    folded = fold(title)
    if len(folded) != len(title):
        return  # places in the folded title are not those of the title
    spaced = f"{folded.replace(',', ' ')} "
    named = sorted(
        (at + 1, speaker.name)
        for word in set(spaced.split())
        for speaker in by_last.get(word, ())
        if (at := spaced.find(f" {fold(speaker.name)} ")) > 0
    )
    begin = 0
    for at, name in named:
        before = title[begin:at]
        ends = (before.rfind(mark) + len(mark) for mark in _TITLE_OPENINGS if mark in before)
        opening = max(ends, default=0)
        role = before[opening:].strip(_TITLE_EDGES).removeprefix("and ").strip(_TITLE_EDGES)
        if (opening or begin) and parse_role(fold(role).split()) is not None:
            yield name, role
        begin = at + len(name)
