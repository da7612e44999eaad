"""Where the labels of a text stand, printed well or badly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.readers.broken_labels import Broken, KnownNames
from rag.readers.heads import Found, Head, find_heads
from rag.readers.paragraphs import Paragraph, Text

_SHOWN = 5
"""Lines and labels that a warning names."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text in order, and what a person should look at."""

    found: tuple[Found, ...]
    warnings: tuple[str, ...]


def find_labels(text: Text, paragraphs: Sequence[Paragraph]) -> Labels:
    """Find every label in these paragraphs of a text."""
    heads, others = find_heads(text, paragraphs)
    broken = list(_find_broken(text, paragraphs, heads))
    missed = {item.found.at for item in broken}
    others = tuple(head for head in others if head.paragraph.start not in missed)
    found = sorted(
        [head.found for head in heads] + [item.found for item in broken], key=lambda label: label.at
    )
    warnings = [f"line {item.line}: the label “{item.found.label}” stands {item.fault}" for item in broken]
    if others:
        warnings.insert(0, _doubt(others))
    return Labels(tuple(found), tuple(warnings))


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


def _doubt(heads: Sequence[Head]) -> str:
    """One line for all heads that look like labels and were taken as text."""
    lines = ", ".join(str(head.paragraph.line) for head in heads[:_SHOWN])
    labels = ", ".join(dict.fromkeys(f"“{head.label.printed}”" for head in heads[:_SHOWN]))
    more = f" and {len(heads) - _SHOWN} more" if len(heads) > _SHOWN else ""
    word = "line" if len(heads) == 1 else "lines"
    return f"{word} {lines}{more}: looks like a label, taken as text: {labels}"
