"""Where the labels of a text stand: what the whole text says for and against each candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_heads import FoundHeads, Head, find_heads
from rag.readers.label_tokens import is_capitals
from rag.readers.misprints import Broken, KnownNames
from rag.readers.page_layout import Doubt, Paragraph, Text
from rag.readers.speakers import key
from rag.text.english import ADDRESS
from rag.text.normalise import fold

_TWO = 2


class LabelEvidence:
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
        if head.is_quotation or (
            head.after[:1].islower() and head.paragraph.end not in self._answered_at_once
        ):
            return False
        match head.label.kind:
            case LabelKind.NAME | LabelKind.PLACED_NAME:
                accepted = key(head.label.person or "") in self._persons
            case LabelKind.ROLE:
                accepted = not self._is_list_item(head)
            case LabelKind.WORD | LabelKind.ROLE_AND_NAME:
                accepted = fold(head.label.person or head.label.printed) in self._surnames
            case LabelKind.PHRASE:
                accepted = self._is_interviewer(head)
            case _:
                accepted = True
        return accepted or self._is_set_like_others(head)

    def _is_sure(self, head: Head) -> bool:
        """Whether the head is a label whatever stands elsewhere."""
        label, same = head.label, key(head.label.printed)
        again, capitals = self._times[same] > 1, is_capitals(label.printed)
        match label.kind:
            case LabelKind.GENERIC:
                sure = not head.after[:1].islower() and (again or len(label.printed) > 1)
            case LabelKind.ROLE_AND_NAME:
                sure = again or " " in (label.person or "")
            case LabelKind.NAME:
                sure = again or (capitals and not head.is_quotation)
            case LabelKind.PLACED_NAME:
                sure = again and not head.is_quotation
            case LabelKind.ROLE:
                sure = (again or capitals) and not self._is_list_item(head)
            case LabelKind.WORD:
                sure = again and same in self._answered and fold(label.printed) not in self._text.small_words
            case _:
                sure = False
        return sure

    def _is_once_a_name(self, head: Head) -> bool:
        """Whether a head that stands once is a person's name, and speaks for itself."""
        label = head.label
        return label.kind is LabelKind.NAME and self._is_name(label.person or "") and not head.is_quotation

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
    def _is_list_item(head: Head) -> bool:
        """Tell an item of a list: "Minister of Defence: Sergei Shoigu."."""
        kind = understand(head.after.rstrip(" .,;")).kind
        return kind in {LabelKind.NAME, LabelKind.PLACED_NAME, LabelKind.ROLE_AND_NAME}

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


_SHOWN = 4
"""Lines and labels that a doubt names."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text in order, and what a person should look at."""

    found: tuple[FoundHeads, ...]
    doubts: tuple[Doubt, ...]


def find_labels(text: Text, paragraphs: Sequence[Paragraph]) -> Labels:
    """Find every label in these paragraphs of a text."""
    candidates = find_heads(text, paragraphs)
    evidence = LabelEvidence(text, candidates)
    heads = [head for head in candidates if evidence.speaks_for(head)]
    broken, doubts = _find_broken(text, paragraphs, heads)
    found = [head.found for head in heads] + [item.found for item in broken]
    places = {label.at for label in found}
    others = [head for head in candidates if head.paragraph.start not in places and head.looks_like_label]
    found.sort(key=lambda label: label.at)
    return Labels(tuple(found), (*doubts, *(item.doubt for item in broken), *_not_labels(others)))


def _find_broken(
    text: Text, paragraphs: Sequence[Paragraph], heads: Sequence[Head]
) -> tuple[list[Broken], list[Doubt]]:
    """Find misprinted labels after the first good one: what stands before it speaks about people."""
    known = KnownNames(head.label.printed for head in heads)
    bodies = {head.paragraph.start: head.body for head in heads}
    first = min(bodies, default=0)
    broken: list[Broken] = []
    doubts: list[Doubt] = []
    for paragraph in paragraphs:
        if paragraph.start < first:
            continue
        begin = bodies.get(paragraph.start, paragraph.start)
        item = None if paragraph.start in bodies else known.at_head(text, paragraph)
        if isinstance(item, Broken):
            broken.append(item)
            begin = item.found.body
        elif item is not None:
            doubts.append(item)
        broken += known.inside(text, paragraph, begin)
    return broken, doubts


def _not_labels(heads: Sequence[Head]) -> Iterator[Doubt]:
    """One doubt for all heads that look like labels and were taken as text."""
    if heads:
        labels = ", ".join(dict.fromkeys(f"“{head.label.printed}”" for head in heads[:_SHOWN]))
        lines = ", ".join(str(head.paragraph.line) for head in heads[1:_SHOWN])
        more = f", and {len(heads) - _SHOWN} more" if len(heads) > _SHOWN else ""
        also = f" (also line {lines}{more})" if lines else ""
        yield Doubt(heads[0].paragraph.line, f"looks like a label, taken as text: {labels}{also}")
