"""What a printed label is by its grammar alone: a name, a role and a name, a role, a voice nobody knows.

The name is the longest run of name words at the end, or before the first comma, unless the phrase
before it is still open: "Head of Gazprom Neft Alexander Dyukov" is open after "of", so that something
has to be left to it, and the shortest name is taken; "President of Turkey Recep Tayyip Erdogan" is
closed by the country, so that everything after it is the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rag.readers.label_tokens import EDGES, Word, is_capitals, split_words
from rag.text.countries import COUNTRY_ENDS
from rag.text.english import (
    ACRONYMS,
    ADDRESS,
    ARTICLES,
    AUDIENCE,
    GENERIC,
    LINKS,
    LIST_HEADS,
    NAME_SUFFIXES,
    NAMES_TOO,
    OPENING,
    POSSESSIVES,
    RANKS,
    ROLES,
    SENTENCE,
    STYLES_OF_ADDRESS,
    SURNAMES_TOO,
)
from rag.text.normalise import squeeze, visible

_DIARISED = re.compile(r"(?:speaker|spkr?|participant|person)[_-]?\d+")
"""Voices that a program told apart: SPEAKER_00."""

_TWO = 2

MAX_NAME = 9
"""Words of the longest name, a country before it included."""

_SEXES = frozenset({"male", "female"})
_NO_NAMES = frozenset({"mr", "mrs", "ms", "hon"})
"""What stands before a name, and is nobody alone: "Mr. | Speaker, Sir"."""


class LabelKind(Enum):
    """What a label is."""

    GENERIC = "different people stand behind it"
    NAME = "a name and nothing else"
    ROLE_AND_NAME = "what somebody is, and the name"
    PLACED_NAME = "a name, a comma, and something that is no role"
    ROLE = "what somebody is, without a name"
    WORD = "one capitalised word, which may be a name"
    PHRASE = "capitalised words that are none of these: an agency, a newspaper, a heading"
    OTHER = "running speech"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label, white space folded, and what its grammar says."""

    printed: str
    kind: LabelKind
    person: str | None = None
    role: str | None = None


@lru_cache(maxsize=8192)
def understand(printed: str) -> Label:
    """Take a label apart; a parenthetical at its end has to be off already."""
    printed = squeeze(visible(printed))
    words = _without_suffix(split_words(printed))
    if not words:
        return Label(printed, LabelKind.OTHER)
    if _is_generic([word.bare for word in words]) or _DIARISED.fullmatch(words[0].bare):
        return Label(printed, LabelKind.GENERIC)
    if _is_speech(words, is_capitals(printed)):
        return Label(printed, LabelKind.OTHER)
    return _with_name(printed, words) or _without_name(printed, words)


def _without_suffix(words: Sequence[Word]) -> Sequence[Word]:
    """Take off what stands after the comma in "Anna Berg, PhD"."""
    while (
        len(words) > _TWO
        and words[-2].printed.endswith(",")
        and words[-1].bare.replace(".", "") in NAME_SUFFIXES
    ):
        words = words[:-1]
    return words


def _is_generic(bare: Sequence[str]) -> bool:
    """Tell "Question", "Question 2", "Q1", "Voice from the audience", "A voice", "From the floor"."""
    if bare[0] in {"from", "off"}:
        return len(bare) > 1 and bare[-1] in AUDIENCE
    if bare[0] in {"a", "unidentified", "unknown", "male", "female"} and len(bare) > 1:
        named = bare[1] in {"voice", "voices"} or (bare[0] != "a" and bare[1] in ROLES | _SEXES)
        return named and (not bare[2:] or bare[-1] in AUDIENCE | ROLES or bare[-1].strip("#№").isdigit())
    if bare[0].rstrip("0123456789") not in GENERIC:
        return False
    rest = [word for word in bare[1:] if word not in {"no", "№", "and"}]
    if all(word.strip("#№").isdigit() or word in GENERIC for word in rest):
        return True
    return (rest[0] in {"from", "by", "via"} and len(rest) <= MAX_NAME) or rest[-1] in AUDIENCE


def _is_speech(words: Sequence[Word], capitals: bool) -> bool:
    """Whether this is running speech; a word of it that is capitalised may be a name (Theresa May)."""
    honoured = len(words) > 1 and words[0].bare in POSSESSIVES and words[1].bare in STYLES_OF_ADDRESS
    for at, word in enumerate(words):
        first, last = at == 0, at == len(words) - 1
        if first and honoured:
            continue
        if word.bare not in SENTENCE or word.printed == "i" or (word.printed == "I" and not first):
            continue
        acronym = len(word.bare) > 1 and word.printed.isupper()
        if (acronym and not capitals) or (acronym and first and word.bare in ACRONYMS and len(words) > 1):
            continue
        small = word.printed[:1].islower() or (capitals and not (first or last))
        if small or (word.bare not in NAMES_TOO and (first or capitals)):
            return True
    if words[0].bare in LINKS - ARTICLES or any(map(_goes_on, words[:1], words[1:2], words[2:3])):
        return True
    head = words[0].printed.lstrip(EDGES)[:1]
    return not (head.isupper() or head.isdigit() or words[0].looks_like_name)


def _with_name(printed: str, words: Sequence[Word]) -> Label | None:
    """Take apart the label of somebody who is named; None where nobody is."""
    if len(words) == _TWO and words[0].is_role and len(words[1].bare) == 1:
        return None
    if (split := _split_after_name(words)) is not None:
        return _with_name_first(printed, *split)
    if _is_whole_name(words):
        return Label(printed, LabelKind.NAME, _spelled(words))
    if words[0].bare in ADDRESS and (of := _first_of(words)) and _is_whole_name(words[:of]):
        return Label(printed, LabelKind.NAME, _spelled(words[:of]))
    start = _name_start(words)
    end = len(words)
    if start is None and (end := _before_domain(words)):
        start = _name_start(words[:end])
    if start is None or not _is_what_somebody_is(words[:start]):
        return None
    name, role = words[start:end], (*words[:start], *words[end:])
    titles = [word for word in (words[start - 1], words[0]) if word.bare in RANKS]
    if titles and sum(word.is_full for word in name) == 1:
        name = (titles[0], *name)
    return Label(printed, LabelKind.ROLE_AND_NAME, _spelled(name), _printed(role))


def _with_name_first(printed: str, name: Sequence[Word], rest: Sequence[Word]) -> Label:
    """Take apart "Ivan Petrov, student"; two names are nobody's label, and "Mr Gref, Mr Kudrin" is speech."""
    if any(word.is_role for word in rest) or (rest[0].spelled.islower() and name[0].bare not in ADDRESS):
        return Label(printed, LabelKind.ROLE_AND_NAME, _spelled(name), _printed(rest))
    if name[0].bare in ADDRESS:
        return Label(printed, LabelKind.OTHER)
    if _is_whole_name(rest):
        return Label(printed, LabelKind.GENERIC)
    return Label(printed, LabelKind.PLACED_NAME, _spelled(name))


def _is_what_somebody_is(words: Sequence[Word]) -> bool:
    """Whether a role stands here, or right before the name a small word that may be one ("lathe setter")."""
    last = words[-1].printed
    noun = last.isalpha() and last.islower() and words[-1].bare not in LINKS | SENTENCE
    return any(word.is_role for word in words) or (noun and not last.endswith(("ed", "ing", "ly", "ys")))


def _without_name(printed: str, words: Sequence[Word]) -> Label:
    if _is_role(words) or (len(words) == _TWO and words[0].is_role and len(words[1].bare) == 1):
        return Label(printed, LabelKind.ROLE, role=printed)
    if len(words) == 1 and words[0].bare in LIST_HEADS | _NO_NAMES:
        return Label(printed, LabelKind.OTHER)
    if len(words) == 1 and words[0].looks_like_name and not words[0].is_common:
        return Label(printed, LabelKind.WORD)
    capitalised = all(word.printed[:1].isupper() or word.bare in LINKS for word in words)
    capitalised = capitalised and words[0].bare not in ADDRESS
    return Label(printed, LabelKind.PHRASE if capitalised else LabelKind.OTHER)


def _split_after_name(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """Split after a name that a comma, a dash or an "and" separates from what follows."""
    for at, word in enumerate(words[:-1]):
        mark = word.bare in {"-", "--", "and", "&"}
        if mark or word.printed.endswith(","):
            name = words[: at if mark else at + 1]
            return (name, words[at + 1 :]) if _is_whole_name(name) and not name[-1].is_common else None
    return None


def _spelled(words: Sequence[Word]) -> str:
    return " ".join(word.spelled for word in words)


def _printed(words: Sequence[Word]) -> str:
    return " ".join(word.printed for word in words).rstrip(",–— ")


def _is_whole_name(words: Sequence[Word]) -> bool:
    if not 1 < len(words) <= MAX_NAME or (words[0].is_particle and words[0].spelled.islower()):
        return False
    if words[0].bare in ARTICLES:
        return False
    full = sum(word.is_full for word in words)
    enough = full > 1 or (full == 1 and words[0].bare in ADDRESS)
    return enough and all(_is_of_name(words, at) for at in range(len(words)))


def _name_start(words: Sequence[Word]) -> int | None:
    """Where the name at the end of a label begins, something else standing before it; or None."""
    first = len(words)
    while first > 1 and len(words) - first < MAX_NAME and _is_of_name(words, first - 1):
        first -= 1
    if first == len(words):
        return None
    before = words[first - 1]
    of_state = before.bare == "state" and first > 1 and words[first - 2].bare == "of"
    is_open = before.bare in LINKS or (before.bare in OPENING and not of_state)
    country = _country(words, first) if is_open else 0
    if country or before.ends_phrase or of_state:
        closed = _closed_name(words, country or first)
        if closed is not None or not country:
            return closed
    start = _shortest_name(words, first)
    return start if start is not None and start - first >= is_open else None


def _is_of_name(words: Sequence[Word], at: int) -> bool:
    """Whether a word can stand in the name that ends these words."""
    word, last = words[at], at == len(words) - 1
    if word.printed.endswith(",") and not last:
        return False
    if word.is_particle or word.bare in ADDRESS:
        return not last
    if word.is_common:
        return last and at > 0 and word.bare in SURNAMES_TOO and not words[at - 1].is_common
    return word.looks_like_name


def _country(words: Sequence[Word], first: int) -> int:
    """Where the words after a country begin: "of | Turkey | Recep Tayyip Erdogan"; 0 without one."""
    bare = [word.bare for word in words]
    ends = (
        end
        for begin in range(first, len(words) - 1)
        for end in (begin + 1, begin + 2)
        if end < len(words) and tuple(bare[begin:end]) in COUNTRY_ENDS
    )
    return max(ends, default=0)


def _closed_name(words: Sequence[Word], first: int) -> int | None:
    """Begin the name right after a phrase that is complete."""
    while first < len(words) and words[first].is_particle and words[first].spelled.islower():
        first += 1
    full = sum(word.is_full for word in words[first:])
    lone = full == 1 and (words[first - 1].is_role or words[0].bare in RANKS)
    return first if full > 1 or lone else None


def _shortest_name(words: Sequence[Word], first: int) -> int | None:
    """Begin at the last given name and surname, with what goes between them; None without both."""
    start, wanted = len(words), 2
    while start > first:
        word = words[start - 1]
        if wanted == 0 and not (word.bare in {"bin", "ibn", "bint"} or word.bare in ADDRESS):
            break
        start -= 1
        wanted += 1 if wanted == 0 and word.bare not in ADDRESS else 0
        wanted -= 1 if word.is_full else 0
    return start if wanted == 0 else None


def _before_domain(words: Sequence[Word]) -> int:
    """Where "of Jordan" begins in "King Abdullah II of Jordan"; 0 where there is none."""
    of = _first_of(words)
    before, after = words[:of], words[of:]
    return of if any(word.is_role for word in before) and not any(word.is_role for word in after) else 0


def _first_of(words: Sequence[Word]) -> int:
    return next((at for at, word in enumerate(words) if word.bare == "of"), 0)


def _is_role(words: Sequence[Word]) -> bool:
    """Tell "Press Secretary" and "Winner of the Presidential Prize" from the vocative "Mr President"."""
    if words[0].bare in ADDRESS:
        return False
    begin = 1 if words[0].bare in ARTICLES else 0
    end = len(words) - 1 if words[-1].bare.isdigit() else len(words)
    link = next((at for at in range(begin, end) if words[at].bare in LINKS), end)
    return link > begin and words[link - 1].is_role and not any(map(_goes_on, words, words[1:], words[2:]))


def _goes_on(first: Word, second: Word, third: Word) -> bool:
    """Whether a name is followed by what nobody is called: "Viktor Zimin recently"."""
    named = all(word.looks_like_name and not word.is_common for word in (first, second))
    named = named and not second.printed.endswith(",")
    small = third.spelled.islower() and not (third.is_common or third.is_particle or third.bare in LINKS)
    return named and small
