"""Which paragraphs begin with a label.

A colon proves nothing ("Again: even the working class …"). A paragraph's head is a label for what it is
by its grammar, and where that leaves a doubt, for what the rest of the text says: the same head stands
before other paragraphs, its words are never written small, its surname is somebody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rag.errors import ReadError
from rag.label_grammar import Kind, Label, fold, is_capitals, understand
from rag.label_words import ABBREVIATIONS, ADDRESS
from rag.readers.paragraphs import Paragraph, Text
from rag.speakers import key, split_parenthetical

_LONGEST_LABEL = 260
_LONGEST_HEAD = 700
"""Characters, with a parenthetical."""
_MOST_LABELS = 5000
_TWO = 2
_NO_LABEL = re.compile(r"[!?;…=<>{}|@*\\]|://")
_STOP = re.compile(r"(\S+)\.\s")
_QUOTATION = re.compile(r"[“\"«‘].*[”\"»’]\W*", re.DOTALL)


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


def find_heads(text: Text, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Head, ...], tuple[Head, ...]]:
    """Find the heads that are labels, and those that look like one and are not, each in order.

    Raises ReadError for more different heads than any event has speakers.
    """
    heads = [head for paragraph in paragraphs if (head := _head(text, paragraph)) is not None]
    if (different := len({head.label.printed for head in heads})) > _MOST_LABELS:
        raise ReadError(f"{different:,} different speaker labels; expected at most {_MOST_LABELS:,}")
    evidence = _Evidence(text, heads)
    labels = tuple(head for head in heads if evidence.speaks_for(head))
    places = {head.paragraph.start for head in labels}
    others = (head for head in heads if head.paragraph.start not in places)
    return labels, tuple(head for head in others if head.label.kind is not Kind.WORD)


def _head(text: Text, paragraph: Paragraph) -> Head | None:
    """What a paragraph begins with, if by its grammar it can be a label."""
    source = text.source
    colon = _colon(source, paragraph.start, min(paragraph.end, paragraph.start + _LONGEST_HEAD))
    if colon is None:
        return None
    printed, parenthetical = split_parenthetical(source[paragraph.start : colon])
    if not printed or len(printed) > _LONGEST_LABEL or _NO_LABEL.search(printed) or _ends_sentence(printed):
        return None
    label = understand(printed)
    if label.kind is Kind.OTHER:
        return None
    body = text.after_white(colon + 1, paragraph.end)
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


class _Evidence:
    """What a whole text says about each of its heads."""

    def __init__(self, text: Text, heads: Sequence[Head]) -> None:
        self._text = text
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
                return (
                    again
                    and key(label.printed) in self._answered
                    and fold(label.printed) not in self._text.small_words
                )
            case _:
                return again and not self._is_quotation(head)

    def _is_name(self, person: str) -> bool:
        """Tell a person's name: never after an article, the surname never written small."""
        words = fold(person).replace(".", " ").split()
        if len(words) < _TWO or words[0] in ADDRESS or (words[0], words[1]) in self._text.pairs_after_article:
            return False
        return words[-1] not in self._text.small_words or self._text.pairs[words[-2], words[-1]] > 1

    @staticmethod
    def _is_quotation(head: Head) -> bool:
        """Whether all that follows is quoted: somebody reads aloud what the other one wrote."""
        return bool(_QUOTATION.fullmatch(head.after))

    @staticmethod
    def _is_list_item(head: Head) -> bool:
        """Tell an item of a list: "Minister of Defence: Sergei Shoigu."."""
        named = understand(head.after.rstrip(" .,;"))
        return named.kind in {Kind.NAME, Kind.WORD} or head.after[:1].islower()

    @cached_property
    def _answered(self) -> frozenset[str]:
        """Heads that stand again after another head."""
        keys = [key(head.label.printed) for head in self._heads]
        return frozenset(first for first, second in pairwise(keys) if first != second)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Surnames of the people whom sure heads name."""
        persons = (head.label.person for head in self._heads if key(head.label.printed) in self._sure)
        return frozenset(fold(person).split()[-1] for person in persons if person)
