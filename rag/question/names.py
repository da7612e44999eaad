"""Words of a question → the one speaker of the corpus whom they name, misspelt or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from rag.records import SpeakerCount
from rag.text.english import ARTICLES, NAME_PREFIXES, NAME_SUFFIXES, PARTICLES, word_set
from rag.text.normalise import fold

Gender = Literal["man", "woman"]

OUTSPOKEN = 10
"""A name alone means the speaker with this many times the utterances of all others of that name."""

_SMALL = frozenset(word for word in PARTICLES if len(word) > 1) | {"and"}
"""Small words inside a name; one letter may be an initial."""
_SOUNDS = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"),
    ("ck", "k"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("x", "ks"), ("w", "v"), ("q", "k"), ("th", "t"),
    ("yo", "e"), ("jo", "e"), ("io", "e"), ("ye", "e"), ("je", "e"), ("ie", "e"), ("yu", "u"), ("iu", "u"),
    ("ya", "a"), ("ia", "a"), ("y", "i"), ("oe", "o"), ("ue", "u"),
)  # fmt: skip
"""Spellings of one sound in different transliterations, longest first, and the one they are compared by."""
_FINAL = re.compile(r"(?:ff|v|f)$")
_LIKE = frozenset(
    a + b
    for group in ("ckqsz", "vwf", "dt", "mn", "gh", "bp", "jg", "jiy", "aeiouy")
    for a in group
    for b in group
)
"""Pairs of letters that are confused in spelling; exchanging them costs less."""
_FEMININE = re.compile(r"^(?:a|aya|aia|ia)$")
_OF_A_WOMAN = re.compile(r"(?:[oe]va|ina|skaya|skaia)$")
_OF_A_MAN = re.compile(r"(?:[oe]v|in|sk(?:y|i|iy|ii))$")
"""Ends of Slavic surnames."""
_TITLES_OF: dict[Gender, frozenset[str]] = {
    "man": word_set("mr sir lord king prince emir sheikh sultan pope father brother rabbi patriarch imam"),
    "woman": word_set("ms mrs miss madam lady dame queen princess sister mother sheikha baroness"),
}


@lru_cache(maxsize=8192)
def sound(name: str) -> str:
    """The same key for all spellings of a name: "Skvortsova", "Skvorcova"."""
    key = fold(name).replace("-", "").replace("'", "")
    for spelling, shared in _SOUNDS:
        key = key.replace(spelling, shared)
    key = "".join(letter for letter, _ in groupby(key))
    return _FINAL.sub("v", key)


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    parts: tuple[str, ...]
    """Folded words of the name, without titles and numerals."""
    sounds: tuple[str, ...]
    utterances: int


class Names:
    """The names of the speakers of the corpus, prepared for look-up."""

    def __init__(self, speakers: Iterable[SpeakerCount]) -> None:
        self._persons = tuple(person for each in speakers if (person := _person(each)))
        self._by_last: dict[str, list[_Person]] = {}
        self._by_first: dict[str, list[_Person]] = {}
        for person in self._persons:
            for last in _lasts(person):
                self._by_last.setdefault(last, []).append(person)
            self._by_first.setdefault(person.parts[0], []).append(person)
        self._by_initial: dict[str, list[tuple[str, str]]] = {}
        for last in self._by_last:
            key = sound(last)
            self._by_initial.setdefault(key[:1], []).append((last, key))
        self.resolve = lru_cache(maxsize=4096)(self._resolve)

    def _resolve(self, words: tuple[str, ...], misspelt: bool = True) -> tuple[str, ...]:
        """The person whom folded words name: all spellings of the name in the corpus, or none.

        `misspelt`: whether the surname may be spelt otherwise than in the corpus.
        """
        named = [word.rstrip(".") for word in _bare(words)]
        if not named:
            return ()
        for candidates in self._by_surname(named[-1]):
            fitting = [person for person in candidates if _fits(named, person)]
            if fitting:
                return _meant([each for each in fitting if set(named) <= set(each.parts)] or fitting)
            if not misspelt:
                break
        return self._by_start(named)

    def spellings(self, name: str) -> tuple[str, ...]:
        """All names under which the corpus prints a person, the given one first."""
        person = next((each for each in self._persons if each.name == name), None)
        if person is None:
            return (name,)
        same = (each.name for each in self._by_last[person.parts[-1]] if each.sounds == person.sounds)
        return tuple(dict.fromkeys((name, *same)))

    def _by_surname(self, word: str) -> Iterable[list[_Person]]:
        """Speakers by surname: first of the same spelling, then of the same sound, then nearly the same."""
        yield self._by_last.get(word, [])
        key = sound(word)
        alike = self._by_initial.get(key[:1], ())
        yield [person for last, k in alike if k == key for person in self._by_last[last]]
        near = [(apart, last) for last, k in alike if (apart := _apart(word, last, key, k)) is not None]
        if near:
            nearest = min(apart for apart, _ in near)
            yield [person for apart, last in near if apart == nearest for person in self._by_last[last]]

    def _by_start(self, words: Sequence[str]) -> tuple[str, ...]:
        """Speakers by the first words of a name, or two or more in its middle: "Xi", "bin Zayed"."""
        candidates = [
            person
            for person in self._by_first.get(words[0], [])
            if person.parts[: len(words)] == tuple(words) and len(words) < len(person.parts)
        ]
        if not candidates and len(words) > 1:
            within = f" {' '.join(words)} "
            candidates = [each for each in self._persons if within in f" {' '.join(each.parts)} "]
        return _meant(candidates, alone=True)


def bare_sound(name: str) -> str:
    """The same key for all spellings of a printed name, without titles and brackets."""
    return " ".join(map(sound, _parts(name)))


def gender(name: str) -> Gender | None:
    """What the title of a printed name, or a Slavic given name and surname together, tell; else None."""
    words = fold(name).replace(".", "").split()
    for told, titles in _TITLES_OF.items():
        if words and words[0] in titles:
            return told
    if len(words) < 2:  # noqa: PLR2004 - a given name and a surname
        return None
    ends_like_a_womans = words[0].endswith("a")
    if ends_like_a_womans and _OF_A_WOMAN.search(words[-1]):
        return "woman"
    return "man" if not ends_like_a_womans and _OF_A_MAN.search(words[-1]) else None


def _parts(name: str) -> tuple[str, ...]:
    plain = fold(re.sub(r"\([^)]*\)", " ", name)).replace(",", " ").split()
    return tuple(_bare([word.rstrip(".") if len(word) > 2 else word for word in plain]))  # noqa: PLR2004 - no initial


def _person(speaker: SpeakerCount) -> _Person | None:
    parts = _parts(speaker.name)
    return _Person(speaker.name, parts, tuple(map(sound, parts)), speaker.utterances) if parts else None


def _bare(words: Sequence[str]) -> list[str]:
    """A name without prefixes ("Mr") and suffixes ("MP"); never empty unless `words` is."""
    kept = list(words)
    while len(kept) > 1 and kept[0].rstrip(".") in NAME_PREFIXES | ARTICLES:
        kept.pop(0)
    while len(kept) > 1 and kept[-1].rstrip(".") in NAME_SUFFIXES:
        kept.pop()
    return kept


def _lasts(person: _Person) -> set[str]:
    """The words by which a person may be called alone."""
    last = person.parts[-1]
    return {last, last.removeprefix("al-").removeprefix("el-")}


def _fits(words: Sequence[str], person: _Person) -> bool:
    """Whether the words before the surname fit a person."""
    before = [word for word in words[:-1] if word not in _SMALL]
    given = [part for part in person.parts[:-1] if part not in _SMALL]
    if not before:
        return True
    if not given:
        return False
    return _same_given(before[0], given) and all(
        len(given) == 1 or _same_given(word, given) for word in before[1:]
    )


def _same_given(word: str, given: Sequence[str]) -> bool:
    letters = word.replace(".", "").replace("-", "")
    if "." in word or len(letters) == 1:
        return given[0].startswith(letters[:1])
    key = sound(word)
    return any(
        key == sound(part) or _apart(word, part, key, sound(part), shortest=4) is not None for part in given
    )


def _meant(persons: Sequence[_Person], *, alone: bool = False) -> tuple[str, ...]:
    """One person, all spellings of one, or the one who speaks far more than the others."""
    if not persons:
        return ()
    keys = {tuple(part for part in person.sounds if part not in _SMALL) for person in persons}
    if len(keys) == 1:
        return tuple(dict.fromkeys(person.name for person in persons))
    if alone:
        return ()
    first, *others = sorted(persons, key=lambda person: -person.utterances)
    return (first.name,) if first.utterances >= OUTSPOKEN * sum(o.utterances for o in others) else ()


def _apart(word: str, name: str, key: str, name_key: str, shortest: int = 5) -> int | None:
    """How many slips (see `_slips`) lie between a word and a name; None if they are too many for one name."""
    if min(len(word), len(name)) < shortest:
        return None
    allowed = 1 if min(len(word), len(name)) < 8 else 2  # noqa: PLR2004 - a slip in every four letters
    if abs(len(word) - len(name)) > allowed + 1 or len(set(key) ^ set(name_key)) > 2 * allowed:
        return None
    if _is_other_gender(word, name):
        return None
    slips = min(_slips(word, name, allowed), 1 + _slips(key, name_key, allowed))
    return slips if slips <= allowed else None


def _is_other_gender(word: str, name: str) -> bool:
    """Medvedev and Medvedeva are two people, and so are Zhirinovsky and Zhirinovskaya."""
    short, long = sorted((word, name), key=len)
    if long.startswith(short) and _FEMININE.match(long[len(short) :]):
        return short[-1] in "vn"
    return bool(re.search(r"sk(?:y|i|ii|iy)$", short)) and bool(re.search(r"sk(?:aya|aia)$", long))


def _slips(one: str, other: str, allowed: int) -> int:
    """Edit distance: a letter left out, added, swapped or exchanged for a similar one costs 1, another one 2.

    Stops counting above `allowed`.
    """
    if abs(len(one) - len(other)) > allowed:
        return allowed + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            cost = 0 if a == b else 1 if a + b in _LIKE else 2
            best = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + cost)
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        if min(current) > allowed and min(row) > allowed:
            return allowed + 1
        before, row = row, current
    return row[-1]
