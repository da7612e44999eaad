"""Speakers of the corpus where a question names them, by name or by role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.question.names import Names
from rag.question.roles import Roles
from rag.question.tokens import Token, Tokens, is_auxiliary, tokenise, words
from rag.records import SpeakerCount
from rag.text.countries import is_country
from rag.text.english import CONJUNCTIONS, DETERMINERS, OFFICES, PREPOSITIONS, PRONOUNS, TITLES, WH
from rag.text.verbs import SAYING

LONGEST = 16
"""Most words of a phrase that names a person."""
_LONGEST_NAME = 6
"""Most words of a name."""
_INSIDE = frozenset({"of", "for", "and", "the"})
"""Small words that a phrase for a person can contain: "the head of Gazprom"."""
_JOINING = frozenset({"and", "or", "&", ","})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name one speaker."""

    names: tuple[str, ...]
    """Usually one; several if the corpus spells the person in several ways."""
    first: int
    end: int
    """Tokens, `end` exclusive."""


class People:
    """The speakers of the corpus, by name and by role."""

    def __init__(self, speakers: Iterable[SpeakerCount]) -> None:
        speakers = tuple(speakers)
        self._names = Names(speakers)
        self._aliases = {alias_key(alias): each.name for each in speakers for alias in each.aliases}
        self._roles = Roles(speakers)

    def phrase(self, tokens: Tokens, first: int, end: int) -> tuple[Mention, ...]:
        """The speakers that a whole phrase names: one, or several joined by "and"."""
        parts = _split(tokens, first, end)
        if len(parts) > 1:
            found = [mention for part in parts if (mention := self.one(tokens, *part))]
            if len(found) == len(parts):
                return tuple(found)
            whole = self.one(tokens, first, end)
            return (whole,) if whole else tuple(found)
        whole = self.one(tokens, first, end)
        return (whole,) if whole else ()

    def one(self, tokens: Tokens, first: int, end: int) -> Mention | None:
        """The one speaker whom a whole phrase names."""
        while first < end and tokens[first].word in {"both", "either", "neither", "mr", "even"}:
            first += 1
        if not 0 < end - first <= LONGEST or not all(_fits_in_phrase(token) for token in tokens[first:end]):
            return None
        if person := self._aliases.get(_without_article(tuple(words(tokens[first:end])))):
            return Mention(self._names.spellings(person), first, end)
        return (
            self._named_at_end(tokens, first, end)
            or self._named_at_start(tokens, first, end)
            or self._in_office(tokens, first, end)
        )

    def ending(self, tokens: Tokens, end: int) -> tuple[Mention, ...]:
        """The speakers named by the longest phrase that ends before token `end`."""
        first = end
        while first > 0 and end - first < LONGEST and _can_be_inside(tokens[first - 1]):
            first -= 1
        for start in range(first, end):
            if tokens[start].word in _INSIDE - {"the"}:
                continue
            if found := self.phrase(tokens, start, end):
                return found
        return ()

    def starting(self, tokens: Tokens, first: int) -> tuple[Mention, ...]:
        """The speakers named by the longest phrase that begins with token `first`."""
        end = first
        while end < len(tokens) and end - first < LONGEST and _can_be_inside(tokens[end]):
            end += 1
        for stop in range(end, first, -1):
            if tokens[stop - 1].word not in _INSIDE and (found := self.phrase(tokens, first, stop)):
                return found
        return ()

    def subject(self, tokens: Tokens, first: int) -> tuple[Mention, ...]:
        """The speakers named by the phrase that begins with token `first`, before a verb of any kind.

        None where the phrase is the owner of something ("Putin's plane"), or goes on in a name that the
        corpus does not know ("the president of the club", "the director Mark Zakharov").
        """
        found: tuple[Mention, ...] = ()
        end = first
        for stop in range(first + 1, min(first + LONGEST, len(tokens)) + 1):
            last = tokens[stop - 1]
            if not _can_be_inside(last):
                break
            named = () if last.word in _INSIDE else self.phrase(tokens, first, stop)
            if named and named[0].first == first and named[-1].end == stop:
                found, end = named, stop
            elif found and not (last.is_capitalised or last.word in _INSIDE or tokens[end - 1].possessive):
                break
        goes_on = end < len(tokens) and (tokens[end].word in {"of", "for"} or tokens[end].is_capitalised)
        return () if found and (goes_on or tokens[end - 1].possessive) else found

    def mentioned(self, tokens: Tokens) -> tuple[Mention, ...]:
        """All speakers whom a question names, whatever it says of them, from left to right."""
        found: list[Mention] = []
        at = 0
        is_lower = not any(token.is_capitalised for token in tokens[1:])
        while at < len(tokens):
            begins = is_lower or tokens[at].is_capitalised or tokens[at].word == "the"
            named = self.subject(tokens, at) if begins else ()
            found += named
            at = named[-1].end if named else at + 1
        return tuple(found)

    def _named_at_end(self, tokens: Tokens, first: int, end: int) -> Mention | None:
        """A name at the end of a phrase: "Sberbank CEO German Gref"."""
        for length in range(min(_LONGEST_NAME, end - first), 0, -1):
            start = end - length
            if any(token.possessive for token in tokens[start : end - 1]):
                continue
            last = tokens[end - 1]
            misspelt = last.is_capitalised or not last.word.endswith("s")  # "experts" are no misspelt Expert
            names = self._names.resolve(tuple(words(tokens[start:end])), misspelt)
            if names and self._may_follow(tokens, first, start, full=length > 1):
                return Mention(names, first if self._is_title(tokens, first, start) else start, end)
        return None

    def _named_at_start(self, tokens: Tokens, first: int, end: int) -> Mention | None:
        """A name before "of" or "from": "Miller of Gazprom"."""
        for at in range(first + 1, end):
            if tokens[at].word in {"of", "from"}:
                names = self._names.resolve(tuple(words(tokens[first:at])))
                return Mention(names, first, end) if names else None
        return None

    def _in_office(self, tokens: Tokens, first: int, end: int) -> Mention | None:
        """A role: "the head of Gazprom", "Turkey's president", "Putin's press secretary"."""
        phrase = tokens[first:end]
        owner = next((at for at, token in enumerate(phrase[:-1]) if token.possessive), None)
        if owner is not None and self._roles.home in self._names.resolve(tuple(words(phrase[: owner + 1]))):
            phrase = phrase[owner + 1 :]
        person = self._roles.resolve(tuple(words(phrase)))
        return Mention(self._names.spellings(person), first, end) if person else None

    def _may_follow(self, tokens: Tokens, first: int, start: int, *, full: bool) -> bool:
        """Whether a name can follow the word before it, and is not part of another name."""
        if start == first:
            return True
        before = tokens[start - 1]
        if full or before.possessive or before.word in OFFICES or is_country((before.word,)):
            return before.word not in CONJUNCTIONS
        if before.word in DETERMINERS:
            return False
        lower_case = not any(token.is_capitalised for token in tokens[1:])
        return not (before.is_capitalised or lower_case)

    @staticmethod
    def _is_title(tokens: Tokens, first: int, start: int) -> bool:
        """Whether the words before a name are its title: "the Turkish president Erdogan"."""
        before = tokens[first:start]
        return any(token.word in OFFICES or token.word in TITLES for token in before)


def alias_key(name: str) -> tuple[str, ...]:
    """The words that all spellings of another name share: without "the", accents and letter case."""
    return _without_article(tuple(words(tokenise(name))))


def _without_article(folded: tuple[str, ...]) -> tuple[str, ...]:
    return folded[1:] if folded[:1] in {("the",), ("a",), ("an",)} and folded[1:] else folded


def _split(tokens: Tokens, first: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    begin = first
    for at in range(first, end + 1):
        if at == end or tokens[at].word in _JOINING:
            if at > begin:
                parts.append((begin, at))
            begin = at + 1
    return parts


def _fits_in_phrase(token: Token) -> bool:
    return token.is_word or token.word in _JOINING


def _can_be_inside(token: Token) -> bool:
    """Whether a word can stand inside a phrase that names a person."""
    if token.word in _INSIDE or token.word == "us":
        return True
    outside = WH | PREPOSITIONS | PRONOUNS | CONJUNCTIONS - {"and"}
    verb = SAYING.can_be(token.word, "past", "gerund") and not token.is_capitalised
    return token.is_word and not is_auxiliary(token) and token.word not in outside and not verb
