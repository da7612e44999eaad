"""Where the labels of a text stand, printed well or badly, and which lines may be others.

A colon proves nothing ("Again: even the working class …"). A paragraph's head is a label for what it is
by its grammar, and where that leaves a doubt, by the evidence of the whole text; the labels found show
where a misprint hides others. What has the shape of a label and is none is a doubt, unless the text
itself shows why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.readers.doubts import DoubtfulLine, doubtful_label, doubtful_lines
from rag.readers.forms import Form
from rag.readers.label_evidence import LabelEvidence, is_list_item
from rag.readers.label_grammar import LabelKind, understand
from rag.readers.label_heads import WHOLLY_BOLD, FoundLabel, Head, find_heads, leading_time
from rag.readers.misprints import KnownNames
from rag.readers.paragraphs import Paragraph, Remark, Text
from rag.text.normalise import fold

_CARD_LINES = 3
"""Lines between a name and its colon."""
_FEW = 2
"""Questions in bold that are the way a text sets its questions."""
_SHOWN = 4
"""Lines and labels that a remark names."""
_MARKS = {"stop": "a full stop", "dash": "a dash", "semicolon": "a semicolon", "bracket": "brackets"}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text in order, what a person should look at, and the lines that may be labels."""

    found: tuple[FoundLabel, ...]
    remarks: tuple[Remark, ...]
    doubts: tuple[DoubtfulLine, ...]


def find_labels(text: Text, paragraphs: Sequence[Paragraph], form: Form, named: Sequence[str] = ()) -> Labels:
    """Find every label in these paragraphs of a text; `named` are the persons whom its title names."""
    candidates = find_heads(text, paragraphs, form)
    evidence = LabelEvidence(text, candidates, form, named)
    heads = [head for head in candidates if evidence.speaks_for(head)]
    known = KnownNames(head.label.printed for head in heads)
    inside = list(_inside(text, paragraphs, heads, known))
    found = [_with_doubt(head, heads) for head in heads] + [label for _, label in inside]
    if form.has_page is not None:
        found += _over_cards(text, paragraphs, {label.at for label in found})
    if not form.is_stamped:
        found += _bold_questions(text, paragraphs, {label.at for label in found})
    if form.is_stamped and found:
        found += _times_alone(text, paragraphs, {label.at for label in found})
    found.sort(key=lambda label: label.at)
    others = [head for head in candidates if not evidence.speaks_for(head)]
    doubts = doubtful_lines(text, paragraphs, found, others, evidence, known, form)
    return Labels(
        tuple(found),
        (*_remarks(heads, inside), *_items(others), *_before(found, others)),
        tuple(sorted(doubts, key=lambda doubt: doubt.at)),
    )


def _inside(
    text: Text, paragraphs: Sequence[Paragraph], heads: Sequence[Head], known: KnownNames
) -> Iterator[tuple[int, FoundLabel]]:
    """Labels inside paragraphs, with their lines: after the first good one, before which nobody speaks."""
    bodies = {head.paragraph.start: head.body for head in heads}
    first = min(bodies, default=0)
    for paragraph in paragraphs:
        if paragraph.start >= first:
            begin = bodies.get(paragraph.start, paragraph.start)
            yield from ((paragraph.line, label) for label in known.inside(text, paragraph, begin))


def _times_alone(text: Text, paragraphs: Sequence[Paragraph], taken: set[int]) -> Iterator[FoundLabel]:
    """Times at the heads of paragraphs without a label: the last speaker goes on."""
    for paragraph in paragraphs:
        if paragraph.start not in taken and (stamp := leading_time(text, paragraph)) is not None:
            yield FoundLabel("", None, paragraph.start, stamp[1], stamp[0], continues=True)


def _over_cards(text: Text, paragraphs: Sequence[Paragraph], taken: set[int]) -> Iterator[FoundLabel]:
    """Names whose colon stands some lines below, after the card about the person."""
    for at, paragraph in enumerate(paragraphs):
        if text.source[paragraph.start] != ":":
            continue
        for above in range(max(at - _CARD_LINES, 0), at):
            if paragraphs[above].start in taken:
                continue
            label = understand(text.line(paragraphs[above]))
            if label.kind not in {LabelKind.NAME, LabelKind.ROLE_AND_NAME} or label.person is None:
                continue
            turned = " ".join(reversed(label.person.split()))
            if above == at - 1 or fold(text.line(paragraphs[above + 1])).startswith(fold(turned)):
                body = text.after_white(paragraph.start + 1, paragraph.end)
                yield FoundLabel(label.printed, None, paragraphs[above].start, body)
                break


def _bold_questions(text: Text, paragraphs: Sequence[Paragraph], taken: set[int]) -> list[FoundLabel]:
    """Paragraphs in bold and the answers after them, where a text sets its questions so: nobody's."""
    bold = [
        at
        for at, paragraph in enumerate(paragraphs)
        if paragraph.start not in taken and _is_bold(text, paragraph)
    ]
    if len(bold) < _FEW:
        return []
    answers = {at + 1 for at in bold} - set(bold)
    starts = [paragraphs[at].start for at in sorted({*bold, *answers}) if at < len(paragraphs)]
    return [FoundLabel("", None, start, start) for start in starts if start not in taken]


def _is_bold(text: Text, paragraph: Paragraph) -> bool:
    """Whether all of a paragraph is set in bold."""
    marked = WHOLLY_BOLD.fullmatch(text.source, paragraph.start, paragraph.end)
    return marked is not None or text.bold(paragraph) >= paragraph.end


def _with_doubt(head: Head, heads: Sequence[Head]) -> FoundLabel:
    return replace(head.found, doubt=doubtful_label(head.label.printed))


def _remarks(heads: Sequence[Head], inside: Sequence[tuple[int, FoundLabel]]) -> Iterator[Remark]:
    """Misprinted labels, as far as they are the exception."""
    misprinted = [head for head in heads if head.mark in _MARKS]
    for head in misprinted if 2 * len(misprinted) <= len(heads) else ():
        fault = f"stands with {_MARKS[head.mark]} for a colon"
        yield Remark(head.paragraph.line, f"the label “{head.label.printed}” {fault}")
    for line, label in inside[:_SHOWN]:
        yield Remark(line, f"the label “{label.label}” stands inside a paragraph")
    if len(inside) > _SHOWN:
        line, more = inside[_SHOWN][0], len(inside) - _SHOWN
        yield Remark(line, f"labels stand inside a paragraph {more} more time{'s'[: more > 1]}")


def _before(found: Sequence[FoundLabel], others: Iterable[Head]) -> Iterator[Remark]:
    """Names before colons above the first label: what stands there is narration."""
    named = {LabelKind.NAME, LabelKind.ROLE_AND_NAME, LabelKind.PLACED_NAME}
    for head in others:
        if found and head.paragraph.start < found[0].at and head.mark == "colon" and head.label.kind in named:
            yield Remark(
                head.paragraph.line,
                f"“{head.label.printed}” stands before the first label, taken as narration",
            )
            return


def _items(others: Iterable[Head]) -> Iterator[Remark]:
    """One remark for all items of lists that look like labels and were taken as text."""
    heads = [head for head in others if head.label.kind is LabelKind.ROLE and is_list_item(head)]
    if heads:
        labels = ", ".join(dict.fromkeys(f"“{head.label.printed}”" for head in heads[:_SHOWN]))
        lines = ", ".join(str(head.paragraph.line) for head in heads[1:_SHOWN])
        more = f", and {len(heads) - _SHOWN} more" if len(heads) > _SHOWN else ""
        also = f" (also line {lines}{more})" if lines else ""
        yield Remark(heads[0].paragraph.line, f"looks like a label, taken as text: {labels}{also}")
