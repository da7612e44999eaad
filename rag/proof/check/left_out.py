"""What a quote leaves out of its turn, and the flags of what it quotes and of what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rag.proof.check.differences import QuoteComparison, blocks
from rag.proof.check.quote_words import asides, has_brackets
from rag.proof.check.verdict import Cut
from rag.proof.flags.reversals import reversals
from rag.proof.flags.rules import Flag, FlagKind, sentence_flags
from rag.text.sentences import Span, sentences_around

_DISTANCES: frozenset[FlagKind] = frozenset(("conditional", "reported", "denial"))
"""Flags of a sentence that change what a quote says where their words are left out of it."""
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A quote in its turn: `text[start:end]` without the `gaps` for which its ellipses stand."""

    text: str
    start: int
    end: int
    gaps: tuple[Span, ...] = ()

    @property
    def cut(self) -> Cut:
        """What is left out before, after and inside."""
        before, after = (self.text[slice(*span)] for span in self._beside())
        omitted = tuple(self.text[slice(*gap)] for gap in self.gaps)
        return Cut(before if _WORD.search(before) else "", after if _WORD.search(after) else "", omitted)

    def flags(self) -> tuple[Flag, ...]:
        """The flags of each part that lies in one sentence, as if it were quoted alone."""
        edges = (self.start, *chain.from_iterable(self.gaps), self.end)
        parts = zip(edges[::2], edges[1::2], strict=True)
        around = (sentences_around(self.text, *part) for part in parts)
        flags = (sentence_flags(self.text, spans[0]) for spans in around if len(spans) == 1)
        return tuple(dict.fromkeys(chain.from_iterable(flags)))

    def left_out(self) -> tuple[Flag, ...]:
        """What reverses or distances the quote and is left out of it, in the order of the text."""
        before, after = self._beside()
        flags = chain(self._left_out_of(before), *map(self._left_out_of, self.gaps), self._left_out_of(after))
        return tuple(dict.fromkeys(flags))

    def _beside(self) -> tuple[Span, Span]:
        """What the first and the last sentence hold beside the quote."""
        spans = sentences_around(self.text, self.start, self.end)
        first, last = (spans[0][0], spans[-1][1]) if spans else (self.start, self.end)
        return (min(first, self.start), self.start), (self.end, max(last, self.end))

    def _left_out_of(self, span: Span) -> Iterator[Flag]:
        start, end = span
        for first, last in sentences_around(self.text, start, end) if start < end else ():
            told = [
                flag
                for flag in sentence_flags(self.text, (first, last))
                if flag.kind in _DISTANCES and flag.start < end and flag.end > start
            ]
            inside = max(first, start), min(last, end)
            # Where a part of the sentence is quoted, an ellipsis in it must not hide a bare "not" or "may".
            beside = span in self.gaps and inside != (first, last)
            turned = (
                Flag("reversal", inside[0] + at, inside[0] + until)
                for at, until in reversals(self.text[slice(*inside)], beside=beside)
            )
            told += [flag for flag in turned if not any(_overlap(flag, other) for other in told)]
            yield from sorted(told, key=lambda flag: flag.start)


def quoted_span(comparison: QuoteComparison, text: str, offset: int, end: int) -> QuotedSpan:
    """Where the claim stands in its turn; `offset` is that of the compared text, `end` the claim's in it."""
    source = comparison.source
    omitted = (block.said for block in blocks(comparison) if block.omitted)
    gaps = tuple((offset + source.starts[first], offset + source.ends[last]) for first, last in omitted)
    return QuotedSpan(text, offset + source.starts[comparison.span[0]], offset + end, gaps)


def bracketed(comparison: QuoteComparison, offset: int) -> Iterator[Flag]:
    """The source's brackets whose words the claim repeats without them; offsets in the turn."""
    if has_brackets(comparison.claim.text):
        return
    source = comparison.source
    spans = asides(source.text)
    repeated = (said for claim, said in comparison.pairs if claim is not None and said is not None)
    places = {at for said in repeated if spans for at in range(source.starts[said], source.ends[said])}
    for start, end in spans:
        if not places.isdisjoint(range(start, end)) and not _is_capital(source.text, start, end):
            yield Flag("bracketed", offset + start, offset + end)


def _is_capital(text: str, start: int, end: int) -> bool:
    """Whether a bracket only changes the first letter of a word: "[W]e"."""
    return end - start == len("[W]") and text[end : end + 1].isalpha()


def words_of_flags(text: str, flags: Iterable[Flag]) -> tuple[str, ...]:
    """The words of the flags as printed, overlapping ones together, each once."""
    spans: list[Span] = []
    for start, end in sorted((flag.start, flag.end) for flag in flags):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(dict.fromkeys(" ".join(text[slice(*span)].split()) for span in spans))


def _overlap(one: Flag, other: Flag) -> bool:
    return one.start < other.end and one.end > other.start
