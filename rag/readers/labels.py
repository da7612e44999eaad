"""Where the labels of a text stand.

A colon proves nothing ("Again: even the working class …"). A paragraph's head is a label for what it is
by its grammar, and where that leaves a doubt, for what the rest of the text says: the same head stands
before other paragraphs, its words are never written small, its surname is somebody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.label_grammar import Kind, Label, fold, is_capitals, understand
from rag.label_words import ABBREVIATIONS, ADDRESS
from rag.readers.paragraphs import Paragraph
from rag.speakers import key, split_parenthetical, squeeze

_LONGEST_LABEL = 260
_LONGEST_HEAD = 700
"""Characters, with a parenthetical."""
_NO_LABEL = re.compile(r"[!?;…=<>{}|@*\\]|://")
_STOP = re.compile(r"(\S+)\.\s")
_QUOTATION = re.compile(r"[“\"«‘].*[”\"»’]\W*", re.DOTALL)
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{2,}+(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Found:
    """A label and where it stands."""

    label: str
    """White space folded, without parenthetical and colon."""
    parenthetical: str | None
    at: int
    body: int
    """Where the text after it begins; the end of the paragraph where none follows in it."""


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph that begins like a label."""

    paragraph: Paragraph
    label: Label
    parenthetical: str | None
    body: int
    after: str
    """The beginning of the text after the colon, to judge it by."""

    @property
    def found(self) -> Found:
        """As a label."""
        return Found(self.label.printed, self.parenthetical, self.paragraph.start, self.body)


def find_heads(source: str, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Head, ...], tuple[Head, ...]]:
    """The labels at the heads of paragraphs, and the heads that look like one and are not, in order."""
    heads = [head for paragraph in paragraphs if (head := _head(source, paragraph)) is not None]
    evidence = _Evidence(source, heads)
    accepted = [head for head in heads if evidence.speaks_for(head)]
    places = {head.paragraph.start for head in accepted}
    return tuple(accepted), tuple(h for h in heads if h.paragraph.start not in places and _looks_like_label(h))


def after_white(source: str, start: int, end: int) -> int:
    """The first place from `start` that is not white space, or `end`."""
    while start < end and source[start].isspace():
        start += 1
    return start


def _head(source: str, paragraph: Paragraph) -> Head | None:
    """What a paragraph begins with, if by its grammar it can be a label."""
    colon = _colon(source, paragraph.start, min(paragraph.end, paragraph.start + _LONGEST_HEAD))
    if colon is None:
        return None
    printed, parenthetical = split_parenthetical(source[paragraph.start : colon])
    if not printed or len(printed) > _LONGEST_LABEL or _NO_LABEL.search(printed) or _ends_sentence(printed):
        return None
    label = understand(printed)
    if label.kind is Kind.OTHER:
        return None
    body = after_white(source, colon + 1, paragraph.end)
    return Head(paragraph, label, parenthetical, body, source[body : min(paragraph.end, body + 400)])


def _colon(source: str, start: int, end: int) -> int | None:
    """The first colon outside brackets."""
    if source.find(":", start, end) < 0:
        return None
    depth = 0
    for at in range(start, end):
        character = source[at]
        if character == ":" and depth == 0:
            return at
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return None
    return None


def _ends_sentence(printed: str) -> bool:
    """Whether a full stop in it ends a sentence, rather than an abbreviation or an initial."""
    return any(
        len(word := stop[1].strip("(“\"'")) > 1 and "." not in word and word.lower() not in ABBREVIATIONS
        for stop in _STOP.finditer(printed)
    )


def _looks_like_label(head: Head) -> bool:
    """Whether a person should be told that a head was not taken for a label."""
    return head.label.kind is not Kind.WORD


class _Evidence:
    """What a whole text says about each of its heads."""

    def __init__(self, source: str, heads: Sequence[Head]) -> None:
        self._source = source
        self._heads = heads
        self._times = Counter(key(head.label.printed) for head in heads)
        self._sure = {key(head.label.printed) for head in heads if self._is_sure(head)}

    def speaks_for(self, head: Head) -> bool:
        """Whether a head is a label."""
        if key(head.label.printed) in self._sure or self._is_sure(head):
            return True
        if head.after[:1].islower() or self._is_quotation(head):
            return False
        match head.label.kind:
            case Kind.NAME | Kind.PLACED_NAME:
                return self._is_name(head.label.person or "")
            case Kind.ROLE:
                return not self._is_list_item(head)
            case Kind.WORD | Kind.ROLE_AND_NAME:
                return fold(head.label.person or head.label.printed) in self._surnames
            case _:
                return False

    def _is_sure(self, head: Head) -> bool:
        """Whether the head is a label whatever stands elsewhere."""
        label, again = head.label, self._times[key(head.label.printed)] > 1
        match label.kind:
            case Kind.GENERIC:
                return not head.after[:1].islower()
            case Kind.ROLE_AND_NAME:
                return again or " " in (label.person or "")
            case Kind.NAME:
                return again or (is_capitals(label.printed) and not self._is_quotation(head))
            case Kind.ROLE:
                return (again or is_capitals(label.printed)) and not self._is_list_item(head)
            case Kind.WORD:
                return again and self._is_answered(head) and fold(label.printed) not in self._small_words
            case _:
                return again and not self._is_quotation(head)

    def _is_name(self, person: str) -> bool:
        """Whether a capitalised head names a person: spoken of without an article, never written small."""
        words = fold(person).split()
        if words[0].rstrip(".") in ADDRESS:
            return False
        name = " ".join(words)
        if f" the {name}" in self._prose:
            return False
        return words[-1] not in self._small_words or self._prose.count(f" {name}") > 1

    @staticmethod
    def _is_quotation(head: Head) -> bool:
        """Whether all that follows is quoted: somebody reads aloud what the other one wrote."""
        return bool(_QUOTATION.fullmatch(head.after))

    @staticmethod
    def _is_list_item(head: Head) -> bool:
        """ "Minister of Defence: Sergei Shoigu." """
        named = understand(head.after.rstrip(" .,;"))
        return named.kind in {Kind.NAME, Kind.WORD} or head.after[:1].islower()

    def _is_answered(self, head: Head) -> bool:
        """Whether other heads stand between the places of this one."""
        same = key(head.label.printed)
        return any(
            key(first.label.printed) == same != key(second.label.printed)
            for first, second in zip(self._heads, self._heads[1:], strict=False)
        )

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Surnames of the people whom sure heads name."""
        persons = (head.label.person for head in self._heads if key(head.label.printed) in self._sure)
        return frozenset(fold(person).split()[-1] for person in persons if person)

    @cached_property
    def _prose(self) -> str:
        return fold(self._source)

    @cached_property
    def _small_words(self) -> frozenset[str]:
        """Words that the text writes in small letters."""
        return frozenset(_SMALL_WORD.findall(self._source))
