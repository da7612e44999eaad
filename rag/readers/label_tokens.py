"""The words of a label: as printed, as spelled in small letters, and what each can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.english import ADDRESS, BODIES, LINKS, OPENING, PARTICLES, ROLES
from rag.text.normalise import fold

EDGES = "\"',.:;“”«»()[]"
"""What a word of a label may be wrapped in."""

_NAME_WORD = re.compile(
    r"(?:(?:al|el|an|ar|as|ad|ash|ul)-|[dl]['’])?(?P<first>[^\W\d_])(?:[^\W\d_]|['’ʼ-](?=[^\W\d_]))*"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_RUN_INITIALS = re.compile(r"\b((?:[^\W\d_]\.)+)(?=[^\W\d_]{2})")
_SCOTTISH = re.compile(r"MC(?=[^\W\d_AEIOUY]?[AEIOUY][^\W\d_]|[^\W\d_]{4})")
_BEFORE_SURNAME = frozenset(
    {"senator", "representative", "congressman", "congresswoman", "delegate", "judge"}
)
"""What stands before a surname in capitals, however short it is."""
_LONGEST_ACRONYM = 3
"""Letters."""
_NUMERAL = re.compile(r"[IVX]+|[JS]r\.?")
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])$")


_PREFIX = re.compile(r"\b(?:Ma?c|De|Di|Du|La|Le|Van|Von|Fitz|[A-Za-z]['’])(?=[^\W\d_a-z]{2})")
"""What stays in small letters before the capitals of a name: McCAIN, DeFORD, D'AMICO."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def is_capitals(label: str) -> bool:
    """Whether a label is set in capitals, as on the oldest pages; "McCAIN" counts."""
    plain = _PREFIX.sub(lambda found: found[0].upper(), label)
    return plain == plain.upper() and bool(_LETTERS.search(plain))


def has_capitals(label: str) -> bool:
    """Whether at least the surname is set in capitals: "Senator BROWNE", "Anna BERG"."""
    return any(is_capitals(word.printed) and not word.spelled.isupper() for word in split_words(label))


def split_initials(name: str) -> str:
    """`V.Putin` → `V. Putin`."""
    return _RUN_INITIALS.sub(r"\1 ", name)


def is_initials(word: str) -> bool:
    """Whether a word is an initial or several: `V.`, `J.-P.`."""
    return bool(_INITIALS.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a label."""

    printed: str
    spelled: str
    """Capitals undone, without a comma."""
    bare: str
    """Folded, without punctuation, for looking up."""

    @property
    def is_role(self) -> bool:
        """Whether it says what somebody is."""
        return self.bare in ROLES or any(part in ROLES for part in self.bare.split("-"))

    @property
    def is_common(self) -> bool:
        """Whether it is a word of the language rather than of a name."""
        return self.is_role or self.bare in BODIES

    @property
    def is_particle(self) -> bool:
        """Whether it can stand small inside a name."""
        return self.bare in PARTICLES and self.spelled[-1:] != "."

    @property
    def is_numeral(self) -> bool:
        """Whether it can follow a name: Abdullah II."""
        return bool(_NUMERAL.fullmatch(self.spelled))

    @property
    def is_full(self) -> bool:
        """Whether it counts as a word of a name, and not as something that goes with one."""
        return not (self.is_particle or self.is_numeral or self.bare in ADDRESS)

    @property
    def looks_like_name(self) -> bool:
        """Whether it is capitalised as names are, and neither an acronym nor a possessive."""
        if is_initials(self.spelled) or self.is_numeral:
            return True
        found = _NAME_WORD.fullmatch(self.spelled.removesuffix("."))
        if not found or not found["first"].isupper() or _POSSESSIVE.search(self.spelled):
            return False
        return len(self.spelled) == 1 or not self.spelled.isupper()

    @property
    def ends_phrase(self) -> bool:
        """Whether a name can follow at once, however long it is."""
        return self.printed.endswith((",", "–", "—")) or (self.is_common and self.bare not in OPENING)


def split_words(printed: str) -> tuple[Word, ...]:
    """Split a label, white space folded; initials that run into the name are parted from it."""
    words = split_initials(printed).split()
    after = [*(fold(word) for word in words[1:]), "of"]
    whole, small = is_capitals(printed), False
    spelled = []
    for at, word in enumerate(words):
        small = whole or (
            is_capitals(word)
            and (small or (at > 0 and (_is_before_surname(words[at - 1], word) or _are_initials(words[:at]))))
        )
        spelled.append(_in_small_letters(word, at > 0 and after[at] in LINKS) if small else word)
    return tuple(
        Word(word, small.rstrip(","), fold(word).strip(EDGES))
        for word, small in zip(words, spelled, strict=True)
    )


def _is_before_surname(before: str, word: str) -> bool:
    """Tell "Senator BROWNE" and "Anna BERG" from "Reporter CNN" and "Fox TV"."""
    if _NUMERAL.fullmatch(word):
        return False
    bare = fold(before).strip(EDGES)
    if bare in ADDRESS or bare in _BEFORE_SURNAME:
        return True
    is_name = before[:1].isupper() and not before.isupper() and bare not in BODIES | ROLES | LINKS
    longest = max(map(len, _LETTERS.findall(word)), default=0)
    return longest > _LONGEST_ACRONYM and (is_name or is_initials(before))


def _are_initials(words: Sequence[str]) -> bool:
    """Tell "Mr D J | MAYNIER", whose initials have no full stops."""
    title, *letters = words
    return fold(title).strip(EDGES) in ADDRESS and all(
        len(letter) == 1 and letter.isupper() for letter in letters
    )


def _in_small_letters(word: str, may_be_numeral: bool) -> str:
    """Spell a word in capitals as it would be spelled otherwise."""
    lower = word.lower()
    if lower.strip(",") in LINKS | PARTICLES:
        return lower
    if is_initials(word) or (may_be_numeral and _NUMERAL.fullmatch(word)):
        return word
    prefix = _PREFIX.match(word) or _SCOTTISH.match(word)
    if prefix is not None:
        return prefix[0][:1].upper() + prefix[0][1:].lower() + _in_small_letters(word[prefix.end() :], False)
    parts = re.split(r"([-'’])", lower)
    return "".join(part if part in {"al", "el", "s"} else part[:1].upper() + part[1:] for part in parts)
