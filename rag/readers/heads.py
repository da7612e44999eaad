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
"""Characters."""
_LONGEST_HEAD = 700
"""With a parenthetical."""
_JUDGED_BY = 160
"""Characters of a text that are looked at."""
_MOST_LABELS = 5000
_TWO = 2
_NO_LABEL = re.compile(r"[!?;…=<>{}|@*\\]|://")
_STOP = re.compile(r"(\S+)\.\s")
_OPENS_QUOTATION = frozenset('“"«‘')
_CLOSES_QUOTATION = frozenset('”"»’')


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
    ends_quotation: bool
    """Whether the paragraph ends with a quotation mark, a full stop after it aside."""

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
    return labels, tuple(head for head in others if head.label.kind not in {Kind.WORD, Kind.PHRASE})


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
    after = source[body : min(paragraph.end, body + _JUDGED_BY)]
    last = source[max(body, paragraph.end - 3) : paragraph.end].rstrip(".,;")[-1:]
    return Head(paragraph, label, parenthetical, body, after, last in _CLOSES_QUOTATION)


def _colon(source: str, start: int, end: int) -> int | None:
    """The first colon outside brackets."""
    first = source.find(":", start, end)
    if first < 0 or source.find("(", start, first) < 0:
        return first if first >= 0 else None
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
        self._sure |= {key(head.label.printed) for head in heads if self._is_once_a_name(head)}

    def speaks_for(self, head: Head) -> bool:
        """Whether a head is a label."""
        same = key(head.label.printed)
        if same in self._sure or same in self._persons or self._is_sure(head):
            return True
        if self._is_quotation(head) or (
            head.after[:1].islower() and head.paragraph.end not in self._answered_at_once
        ):
            return False
        match head.label.kind:
            case Kind.PLACED_NAME:
                accepted = self._is_name(head.label.person or "")
            case Kind.NAME:
                accepted = False
            case Kind.ROLE:
                accepted = not self._is_list_item(head)
            case Kind.WORD | Kind.ROLE_AND_NAME:
                accepted = fold(head.label.person or head.label.printed) in self._surnames
            case Kind.PHRASE:
                accepted = self._is_interviewer(head)
            case _:
                accepted = True
        return accepted or self._is_set_like_others(head)

    def _is_sure(self, head: Head) -> bool:
        """Whether the head is a label whatever stands elsewhere."""
        label, same = head.label, key(head.label.printed)
        again, capitals = self._times[same] > 1, is_capitals(label.printed)
        match label.kind:
            case Kind.GENERIC:
                sure = not head.after[:1].islower()
            case Kind.ROLE_AND_NAME:
                sure = again or " " in (label.person or "")
            case Kind.NAME:
                sure = again or (capitals and not self._is_quotation(head))
            case Kind.PLACED_NAME:
                sure = again and not self._is_quotation(head)
            case Kind.ROLE:
                sure = (again or capitals) and not self._is_list_item(head)
            case Kind.WORD:
                sure = again and same in self._answered and fold(label.printed) not in self._text.small_words
            case _:
                sure = False
        return sure

    def _is_once_a_name(self, head: Head) -> bool:
        """Whether a head that stands once is a person's name, and speaks for itself."""
        label = head.label
        return label.kind is Kind.NAME and self._is_name(label.person or "") and not self._is_quotation(head)

    def _is_set_like_others(self, head: Head) -> bool:
        """Whether the text sets its labels in capitals, and this head too."""
        return self._sets_capitals and is_capitals(head.label.printed)

    def _is_interviewer(self, head: Head) -> bool:
        """Whether a head stands several times, each time before somebody who is a speaker for sure."""
        same = key(head.label.printed)
        return self._times[same] > 1 and same not in self._unanswered

    def _is_name(self, person: str) -> bool:
        """Tell a person's name: never after an article, the surname never written small."""
        words = fold(person).replace(".", " ").split()
        if len(words) < _TWO or words[0] in ADDRESS or (words[0], words[1]) in self._text.pairs_after_article:
            return False
        return words[-1] not in self._text.small_words or self._text.pairs[words[-2], words[-1]] > 1

    @staticmethod
    def _is_quotation(head: Head) -> bool:
        """Whether all that follows is quoted: somebody reads aloud what the other one wrote."""
        return head.after[:1] in _OPENS_QUOTATION and head.ends_quotation

    @staticmethod
    def _is_list_item(head: Head) -> bool:
        """Tell an item of a list: "Minister of Defence: Sergei Shoigu."."""
        return understand(head.after.rstrip(" .,;")).kind is Kind.NAME

    @cached_property
    def _answered(self) -> frozenset[str]:
        """Heads that stand again after another head."""
        keys = [key(head.label.printed) for head in self._heads]
        return frozenset(first for first, second in pairwise(keys) if first != second)

    @cached_property
    def _unanswered(self) -> frozenset[str]:
        """Heads that stand at least once before no head, or before an unsure one."""
        keys = [key(head.label.printed) for head in self._heads]
        return frozenset(first for first, second in pairwise([*keys, ""]) if second not in self._sure)

    @cached_property
    def _sets_capitals(self) -> bool:
        """Whether most sure heads are set in capitals."""
        sure = [head.label.printed for head in self._heads if key(head.label.printed) in self._sure]
        return 2 * sum(map(is_capitals, sure)) > len(sure)

    @cached_property
    def _answered_at_once(self) -> frozenset[int]:
        """Ends of the paragraphs right before a sure head of another kind."""
        return frozenset(
            before.paragraph.end
            for before, head in pairwise(self._heads)
            if key(head.label.printed) in self._sure
            and head.label.kind is not before.label.kind
            and not self._text.source[before.paragraph.end : head.paragraph.start].strip()
        )

    @cached_property
    def _persons(self) -> frozenset[str]:
        """Keys of the names in sure heads."""
        persons = (head.label.person for head in self._heads if key(head.label.printed) in self._sure)
        return frozenset(key(person) for person in persons if person and " " in person)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Surnames of the people whom sure heads name."""
        persons = (head.label.person for head in self._heads if key(head.label.printed) in self._sure)
        return frozenset(fold(person).split()[-1] for person in persons if person)
