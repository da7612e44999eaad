"""Which paragraphs begin like a label: with words and a colon that by their grammar may be one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import ReadError
from rag.readers.label_grammar import Label, LabelKind, understand
from rag.readers.page_layout import Paragraph, Text
from rag.readers.speakers import split_parenthetical
from rag.text.english import ABBREVIATIONS

_LONGEST_LABEL = 260
"""Characters."""
_LONGEST_HEAD = 700
"""With a parenthetical."""
_JUDGED_BY = 160
"""Characters of a text that are looked at."""
_MOST_LABELS = 5000
_NO_LABEL = re.compile(r"[!?;…=<>{}|@*\\]|://")
_STOP = re.compile(r"(\S+)\.\s")
_OPENS_QUOTATION = frozenset('“"«‘')
_CLOSES_QUOTATION = frozenset('”"»’')


@dataclass(frozen=True, slots=True)
class FoundHeads:
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
    is_quotation: bool
    """Whether all that follows is quoted: somebody reads aloud what the other one wrote."""

    @property
    def looks_like_label(self) -> bool:
        """Whether a person should be told where it is taken as text."""
        return self.label.kind not in {LabelKind.WORD, LabelKind.PHRASE}

    @property
    def found(self) -> FoundHeads:
        """As a label."""
        return FoundHeads(self.label.printed, self.parenthetical, self.paragraph.start, self.body)


def find_heads(text: Text, paragraphs: Sequence[Paragraph]) -> tuple[Head, ...]:
    """Find the paragraphs that by their grammar may begin with a label.

    Raises ReadError for more different heads than any event has speakers.
    """
    heads = tuple(head for paragraph in paragraphs if (head := _head(text, paragraph)) is not None)
    if (different := len({head.label.printed for head in heads})) > _MOST_LABELS:
        raise ReadError(f"{different:,} different speaker labels; expected at most {_MOST_LABELS:,}")
    return heads


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
    if label.kind is LabelKind.OTHER:
        return None
    body = text.after_white(colon + 1, paragraph.end)
    after = source[body : min(paragraph.end, body + _JUDGED_BY)]
    last = source[max(body, paragraph.end - 3) : paragraph.end].rstrip(".,;")[-1:]
    is_quotation = after[:1] in _OPENS_QUOTATION and last in _CLOSES_QUOTATION
    return Head(paragraph, label, parenthetical, body, after, is_quotation)


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
