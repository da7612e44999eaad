"""Where the labels of a text stand, printed well or badly.

A colon proves nothing ("Again: even the working class …"). A paragraph's head is a label for what it is
by its grammar, and where that leaves a doubt, by the evidence of the whole text; the labels found show
where a misprint hides others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.readers.label_evidence import Evidence
from rag.readers.label_heads import Found, Head, find_heads
from rag.readers.misprints import Broken, KnownNames
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
    candidates = find_heads(text, paragraphs)
    evidence = Evidence(text, candidates)
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
