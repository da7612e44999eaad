"""Countries, and the words for what belongs to them: "Turkish", "of Turkey" and "Türkiye" are one."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.english import CONTINENTS, COUNTRIES, LINKS, OPENING
from rag.text.normalise import fold

Key = tuple[str, ...]
"""Folded words, possessive endings dropped."""


def _key(phrase: str) -> Key:
    return tuple(fold(phrase).replace("'s", "").split())


def _end(key: Key) -> Key:
    """What is left of a name behind its last small or describing word: `korea` of "South Korea"."""
    first = max((at for at, word in enumerate(key, 1) if word in LINKS | OPENING), default=0)
    return key[first:]


_NAMES = {_key(name): names.split(",")[0] for names in COUNTRIES for name in names.split(",")}
_BY_PHRASE = _NAMES | {
    _key(phrase): names.split(",")[0] for names, belonging in COUNTRIES.items() for phrase in belonging
}
_LONGEST = max(map(len, _BY_PHRASE))

COUNTRY_ENDS = frozenset(_end(key) for key in _NAMES) | {(continent,) for continent in CONTINENTS}
"""What ends a phrase that began with "of" or "South": "Korea", "New | Zealand", "Trinidad and | Tobago"."""


def take_countries(words: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The countries that folded words name, and the words that are left."""
    countries: set[str] = set()
    left: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            if (country := _BY_PHRASE.get(tuple(words[at : at + length]))) is not None:
                countries.add(country)
                at += length
                break
        else:
            left.append(words[at])
            at += 1
    return frozenset(countries), tuple(left)


def is_country(words: Sequence[str]) -> bool:
    """Whether folded words are a country or what belongs to one, and nothing else."""
    return tuple(words) in _BY_PHRASE
