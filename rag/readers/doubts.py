"""Lines that have the shape of a label and are taken as text, and labels that may name somebody else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.readers.forms import TIME, Form
from rag.readers.label_evidence import LabelEvidence, is_list_item
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_heads import FoundLabel, Head
from rag.readers.label_tokens import is_capitals
from rag.readers.misprints import KnownNames
from rag.readers.paragraphs import Paragraph, Text
from rag.text.countries import COUNTRY_ENDS
from rag.text.normalise import fold, squeeze
from rag.text.translation import N_

MAY_BE_A_LABEL = N_("may be a label, and is taken as text")
_SHOWN = 80
"""Characters of a line that a doubt shows."""
_FEW = 2
"""Items that are a list; one alone may be a label."""
_VOICE = re.compile(r"[QA](?:[.:)]\s|\s{2,}|\t|\s(?=Q\b))|Q\s(?=[A-Z])")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]{1,300}(?:\*\*|__)|<(?:b|strong)>")
_NAME = r"[A-Z][^\W\d_]+(?:\s[A-Z][^\W\d_]+){0,3}"
_STAMP = re.compile(
    rf"[\[(]{TIME}[\])]|\d{{1,2}}:\d{{2}}:\d{{2}}\b|{TIME}\s+{_NAME}\s?(?:[:–—-]|$)|{_NAME}\s+{TIME}$"
)
_AFTER_SENTENCE = re.compile(
    r"[.!?…”\"’)]\s+(?P<label>[^\W\d_a-z][\w.'’-]{0,30}(?:\s[^\W\d_a-z][\w.'’-]{1,30}){1,3})\s?[:：]\s+(?=[^\W\d_a-z])"
)
_LATIN = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXaeopcyxijsdqwABEZHIKMNOPTYXo",
)
"""Letters of other alphabets that look like Latin ones."""


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line from which on it is open who speaks."""

    at: int
    line: int
    text: str
    reason: str


def doubtful_lines(
    text: Text,
    paragraphs: Sequence[Paragraph],
    found: Sequence[FoundLabel],
    others: Iterable[Head],
    evidence: LabelEvidence,
    known: KnownNames,
    form: Form,
) -> Iterator[DoubtfulLine]:
    """The lines after the first label that may be labels; `others` are the heads taken as text."""
    if not found:
        return
    taken = {label.at for label in found}
    heads = {head.paragraph.start: head for head in others}
    listed = sum(head.label.kind is LabelKind.ROLE and is_list_item(head) for head in heads.values()) >= _FEW
    bodies = {label.at: label.body for label in found}
    for paragraph in paragraphs:
        if paragraph.start < found[0].at:
            continue
        yield from _inside(text, paragraph, bodies.get(paragraph.start, paragraph.start), taken)
        if paragraph.start in taken:
            continue
        head = heads.get(paragraph.start)
        if head is not None and _may_be_label(head, evidence, text, is_list=listed):
            yield _line(text, paragraph, head.label.printed if head.mark == "colon" else None)
        elif _has_marks(text, paragraph, form) or known.without_mark(text, paragraph):
            yield _line(text, paragraph, None)


def _inside(text: Text, paragraph: Paragraph, begin: int, taken: set[int]) -> Iterator[DoubtfulLine]:
    """Names with a colon after the end of a sentence: `… thank you. Peter Hollander: I disagree.`."""
    for found in _AFTER_SENTENCE.finditer(text.source, begin, paragraph.end):
        at = found.start("label")
        if at not in taken and understand(found["label"]).kind is LabelKind.NAME:
            shown = squeeze(text.source[at : min(paragraph.end, at + _SHOWN)])
            yield DoubtfulLine(at, paragraph.line, shown, MAY_BE_A_LABEL)


def doubtful_label(printed: str) -> str | None:
    """Why a label may name somebody else by its letters alone."""
    for word in printed.split():
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
            return f"mixes letters of two alphabets, and may be “{printed.translate(_LATIN)}”"
    return None


def _line(text: Text, paragraph: Paragraph, label: str | None) -> DoubtfulLine:
    shown = squeeze(text.source[paragraph.start : min(paragraph.end, paragraph.start + 2 * _SHOWN)])
    shown = f"{label}:" if label is not None else shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return DoubtfulLine(paragraph.start, paragraph.line, shown, MAY_BE_A_LABEL)


def _may_be_label(head: Head, evidence: LabelEvidence, text: Text, *, is_list: bool) -> bool:
    """Whether nothing shows that a head is none."""
    label, small = head.label, head.after[:1].islower()
    if evidence.is_mid_sentence(head):
        may = False
    elif head.mark != "colon":
        may = _may_be_weak_label(head)
    elif label.kind in {LabelKind.OTHER, LabelKind.PHRASE}:
        may = not small
    elif label.kind is LabelKind.WORD:
        word = fold(label.printed)
        may = not small and word not in text.small_words and (word,) not in COUNTRY_ENDS
    elif label.kind is LabelKind.ROLE:
        may = not (is_list and is_list_item(head))
    else:
        may = label.kind is LabelKind.GENERIC or not evidence.is_a_thing(head)
    return may


def _may_be_weak_label(head: Head) -> bool:
    """Whether a head without a colon may be a label: a name, or a voice in capitals."""
    kind, capitals = head.label.kind, is_capitals(head.label.printed)
    match head.mark:
        case "line":
            return kind is LabelKind.NAME or (kind is LabelKind.ROLE_AND_NAME and capitals)
        case "bracket":
            return kind is LabelKind.NAME
        case "stop":
            return capitals or kind in {LabelKind.NAME, LabelKind.GENERIC}
        case _:
            return capitals or kind in {LabelKind.NAME, LabelKind.ROLE_AND_NAME, LabelKind.GENERIC}


def _has_marks(text: Text, paragraph: Paragraph, form: Form) -> bool:
    """Whether a line begins with a voice, in bold, or with a time."""
    marks = [_VOICE, _BOLD, form.changes, *(() if form.is_stamped else (_STAMP,))]
    return text.bold(paragraph) > paragraph.start or any(
        mark.match(text.source, paragraph.start, paragraph.end) for mark in marks
    )
