"""What a whole text says about a head that may be a label.

The same head stands before other paragraphs; its words are never written small; its surname is
somebody's; somebody answers; the title names the person. A line in the middle of a sentence is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from rag.readers.forms import Form
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_heads import Head, Mark
from rag.readers.label_tokens import has_capitals, is_initials
from rag.readers.paragraphs import Text
from rag.readers.speakers import key
from rag.text.english import ADDRESS, LINKS, SENTENCE
from rag.text.normalise import fold

_TWO = 2
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_TERMINATED = re.compile(r"[.!?…:;”\"»’)\]>*_—–-]\s*$")
_TAIL = 60
"""Characters of the line above that are looked at."""
_NAMES = frozenset({LabelKind.NAME, LabelKind.ROLE_AND_NAME})
_VOICES = frozenset({LabelKind.ROLE, LabelKind.GENERIC})
_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z]{4,}(?!\w)")


class LabelEvidence:
    """What a whole text says about each of its heads."""

    def __init__(self, text: Text, heads: Sequence[Head], form: Form, named: Iterable[str] = ()) -> None:
        """`named`: the persons whom the title names."""
        self._text = text
        self._form = form
        known = [head for head in heads if head.label.kind is not LabelKind.OTHER]
        self._heads = [head for head in known if head.mark == "colon" or head.is_set_off]
        self._weak = [head for head in known if not (head.mark == "colon" or head.is_set_off)]
        self._set_off = {key(head.label.printed) for head in self._heads if head.is_set_off}
        self._title = tuple(named)
        self._named = frozenset(map(key, named))
        self._surnames_named = frozenset(fold(name).split()[-1] for name in named)
        self._printed = Counter(head.label.printed for head in self._heads)
        self._times = Counter(
            key(head.label.printed) for head in self._heads if not self.is_mid_sentence(head)
        )
        self._sure = {key(head.label.printed) for head in self._heads if self._is_sure(head)}
        self._sure |= {key(head.label.printed) for head in self._heads if self._is_once_a_name(head)}

    def speaks_for(self, head: Head) -> bool:
        """Whether a head is a label."""
        same = key(head.label.printed)
        if head.label.kind is LabelKind.OTHER:
            speaks = head.label.printed.islower() and same in self._persons
        elif self.is_mid_sentence(head):
            speaks = False
        elif head.is_set_off:
            speaks = True
        elif head.mark != "colon":
            speaks = self._is_weak_label(head)
        elif (self._form.is_stamped and same not in self._set_off) or (
            self._is_inside_block(head)
            and self._printed[head.label.printed] == 1
            and same not in self._at_heads
        ):
            speaks = False
        else:
            speaks = (
                same in self._sure or same in self._persons or self._is_sure(head) or self._is_likely(head)
            )
        return speaks

    def _is_likely(self, head: Head) -> bool:
        """Whether a head that is not sure is a label, by what its kind asks for."""
        if head.is_quotation or (
            head.after[:1].islower() and head.paragraph.end not in self._answered_at_once
        ):
            return False
        match head.label.kind:
            case LabelKind.NAME | LabelKind.PLACED_NAME:
                accepted = key(head.label.person or "") in self._persons or self._is_known_by_surname(head)
            case LabelKind.ROLE:
                accepted = not is_list_item(head)
            case LabelKind.WORD | LabelKind.ROLE_AND_NAME:
                name = fold(head.label.person or head.label.printed)
                accepted = name in self._surnames or (head.label.printed.isupper() and name in self._initials)
            case LabelKind.PHRASE:
                accepted = self._is_interviewer(head)
            case _:
                accepted = True
        return accepted or self._is_set_like_others(head)

    def is_mid_sentence(self, head: Head) -> bool:
        """Whether the line above ends in a word that the sentence cannot end with: a broken line."""
        if head.paragraph.above is None:
            return False
        if not self._is_blocked and (self._printed[head.label.printed] > 1 or not head.after[:1].islower()):
            return False
        above = self._above(head)
        last = _LAST_WORD.search(above)
        return above.endswith(",") or (
            not _TERMINATED.search(above)
            and last is not None
            and last[1].lower() in SENTENCE | LINKS | ADDRESS
        )

    def is_a_thing(self, head: Head) -> bool:
        """Whether the text itself shows that a capitalised name is none: small, or after an article."""
        return head.after[:1].islower() and not self._is_name(head.label.person or head.label.printed)

    def _above(self, head: Head) -> str:
        end = head.paragraph.above or 0
        return self._text.source[max(0, end - _TAIL) : end]

    def _is_inside_block(self, head: Head) -> bool:
        """Whether a head stands under a line that may go on in it, and not at the head of a block."""
        if head.paragraph.above is None:
            return False
        return self._is_blocked or not _TERMINATED.search(self._above(head))

    @cached_property
    def _is_blocked(self) -> bool:
        """Whether the text parts turns by blank lines: more names open a block than follow a full stop."""
        named = [
            head for head in self._heads if head.label.kind in _NAMES | {LabelKind.GENERIC, LabelKind.ROLE}
        ]
        opening = sum(head.paragraph.above is None for head in named)
        inside = sum(head.paragraph.above is not None and _ends(self._above(head)) for head in named)
        return opening >= _TWO and opening > inside

    @cached_property
    def _at_heads(self) -> frozenset[str]:
        """Labels that open a block."""
        return frozenset(
            key(head.label.printed)
            for head in self._heads
            if head.paragraph.above is None or (not self._is_blocked and _ends(self._above(head)))
        )

    def _is_weak_label(self, head: Head) -> bool:
        """Whether a head without a colon is the name of somebody who has labels, or comes back."""
        same = key(head.label.printed)
        label = head.label
        if head.mark == "line" and head.paragraph.above is not None:
            return False
        if head.mark != "line" and self._is_inside_block(head) and not _ends(self._above(head)):
            return False
        is_set = label.kind in _NAMES or (label.kind in _VOICES and _has_word_in_capitals(label.printed))
        if head.mark in self._weak_marks and is_set:
            return True
        if same in self._sure or (label.kind in _NAMES and key(label.person or "") in self._all_persons):
            return label.kind is not LabelKind.ROLE and head.mark != "line"
        is_voice = label.kind in _NAMES | {LabelKind.GENERIC}
        return is_voice and self._weak_times[same] > 1 and head.mark != "line"

    @cached_property
    def _goes_on_small(self) -> bool:
        """Whether most labels of the text stand before small letters, as in a chat."""
        small = sum(head.after[:1].islower() for head in self._heads)
        return 2 * small > len(self._heads)

    @cached_property
    def _weak_times(self) -> Counter[str]:
        return Counter(key(head.label.person or head.label.printed) for head in self._weak)

    @cached_property
    def _all_persons(self) -> frozenset[str]:
        recurring = {same for same, count in self._weak_times.items() if count > 1}
        return self._persons | self._named | recurring

    @cached_property
    def _weak_marks(self) -> frozenset[Mark]:
        """Marks that stand for the colon: names come back with them, and no colon stands after one."""
        if any(head.label.kind in _NAMES for head in self._heads):
            return frozenset()
        times = Counter(
            (head.mark, key(head.label.printed)) for head in self._weak if head.label.kind in _NAMES
        )
        recurring = {mark for (mark, _), count in times.items() if count > 1}
        own = sum(head.mark == "line" and head.paragraph.above is None for head in self._weak)
        blocks = sum(paragraph.above is None for paragraph in self._text.paragraphs)
        return frozenset(recurring | ({"line"} if own >= _TWO and _TWO * own >= blocks else set()))

    def _is_sure(self, head: Head) -> bool:
        """Whether the head is a label whatever stands elsewhere."""
        label, same = head.label, key(head.label.printed)
        again, capitals = self._times[same] > 1, has_capitals(label.printed)
        if self.is_mid_sentence(head) or label.kind is LabelKind.OTHER:
            return False
        if head.is_set_off or key(label.person or "") in self._named:
            return True
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
                sure = (again or capitals) and not is_list_item(head)
            case LabelKind.WORD:
                sure = again and same in self._answered and fold(label.printed) not in self._text.small_words
                sure = sure or fold(label.printed) in self._surnames_named
            case _:
                sure = False
        return sure

    def _is_once_a_name(self, head: Head) -> bool:
        """Whether a head that stands once is a person's name, and speaks for itself."""
        label = head.label
        if self.is_mid_sentence(head) or self._is_inside_block(head):
            return False
        if head.is_quotation or (head.after[:1].islower() and not self._goes_on_small):
            return False
        if self._form.names_once and label.kind in _NAMES:
            return True
        return label.kind is LabelKind.NAME and self._is_name(label.person or "")

    def _is_set_like_others(self, head: Head) -> bool:
        """Whether the text sets its labels in capitals, and this head too."""
        return self._sets_capitals and has_capitals(head.label.printed)

    def _is_known_by_surname(self, head: Head) -> bool:
        """Whether it is "Mr" or an initial, and the surname of somebody who has labels."""
        words = fold(head.label.person or "").split()
        is_short = len(words) > 1 and (words[0].rstrip(".") in ADDRESS or is_initials(words[0]))
        return is_short and words[-1] in self._surnames

    def _is_interviewer(self, head: Head) -> bool:
        """Whether a head stands several times, each time before somebody who is a speaker for sure."""
        same = key(head.label.printed)
        return self._times[same] > 1 and same not in self._unanswered

    def _is_name(self, person: str) -> bool:
        """Tell a person's name: never after an article, the surname never written small."""
        words = fold(person).replace(".", " ").split()
        if words and words[0] in ADDRESS:
            words = words[1:]
        if len(words) < _TWO or (words[0], words[1]) in self._text.pairs_after_article:
            return False
        return words[-1] not in self._text.small_words or self._text.pairs[words[-2], words[-1]] > 1

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
        return 2 * sum(map(has_capitals, sure)) > len(sure)

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
    def _initials(self) -> frozenset[str]:
        """Initials of the people whom sure heads or the title name."""
        persons = [head.label.person for head in self._heads if key(head.label.printed) in self._sure]
        named = [person for person in (*persons, *self._title) if person and " " in person]
        return frozenset("".join(word[0] for word in fold(person).split()) for person in named)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Surnames of the people whom sure heads name."""
        persons = (head.label.person for head in self._heads if key(head.label.printed) in self._sure)
        return frozenset(fold(person).split()[-1] for person in persons if person) | self._surnames_named


def is_list_item(head: Head) -> bool:
    """Tell an item of a list: "Minister of Defence: Sergei Shoigu."."""
    kind = understand(head.after.rstrip(" .,;")).kind
    return kind in {LabelKind.NAME, LabelKind.PLACED_NAME, LabelKind.ROLE_AND_NAME}


def _has_word_in_capitals(printed: str) -> bool:
    return _CAPITALS.search(printed) is not None


def _ends(above: str) -> bool:
    return _TERMINATED.search(above) is not None
