"""Where the labels of a text stand, printed well or badly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.readers.broken_labels import Broken, KnownNames
from rag.readers.heads import Found, Head, find_heads
from rag.readers.paragraphs import Doubt, Paragraph, Text

_SHOWN = 4
"""Lines and labels that a doubt names."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text in order, and what a person should look at."""

    found: tuple[Found, ...]
    doubts: tuple[Doubt, ...]


def find_labels(text: Text, paragraphs: Sequence[Paragraph]) -> Labels:
    """Find every label in these paragraphs of a text."""
    heads, others = find_heads(text, paragraphs)
    broken = list(_find_broken(text, paragraphs, heads))
    missed = {item.found.at for item in broken}
    others = tuple(head for head in others if head.paragraph.start not in missed)
    found = sorted(
        [head.found for head in heads] + [item.found for item in broken], key=lambda label: label.at
    )
    doubts = [item.doubt for item in broken]
    return Labels(tuple(found), (*doubts, *_not_labels(others)))


def _find_broken(text: Text, paragraphs: Sequence[Paragraph], heads: Sequence[Head]) -> Iterator[Broken]:
    known = KnownNames(head.label.printed for head in heads)
    bodies = {head.paragraph.start: head.body for head in heads}
    for paragraph in paragraphs:
        begin = bodies.get(paragraph.start)
        if begin is None:
            begin = paragraph.start
            if (item := known.without_colon(text, paragraph)) is not None:
                begin = item.found.body
                yield item
        yield from known.inside(text, paragraph, begin)


def _not_labels(heads: Sequence[Head]) -> Iterator[Doubt]:
    """One doubt for all heads that look like labels and were taken as text."""
    if heads:
        labels = ", ".join(dict.fromkeys(f"“{head.label.printed}”" for head in heads[:_SHOWN]))
        lines = ", ".join(str(head.paragraph.line) for head in heads[1:_SHOWN])
        more = f", and {len(heads) - _SHOWN} more" if len(heads) > _SHOWN else ""
        also = f" (also line {lines}{more})" if lines else ""
        yield Doubt(heads[0].paragraph.line, f"looks like a label, taken as text: {labels}{also}")
