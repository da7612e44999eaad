"""Two versions of a text → what differs, word by word, with nothing lost of either.

Nothing is overlooked here, unlike in `rag.proof.check`, which asks whether a claim says what a source says: a
changed comma, dash or no-break space is a change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rag.records import Edit

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|\s+|[^\w\s]")
"""Words (`St.Petersburg`, `1,200.5`, `don’t`), white space, and every other sign by itself."""
_SENTENCE = re.compile(r".+?(?:[.!?]\s+|\n\s*|\Z)", re.DOTALL)
"""Roughly: where it is cut wrongly, the diff is as true."""
_WORD = re.compile(r"\w+")
_PAIRS = 1_000_000
"""Pairs of equal items that are looked at: beyond, a text of one word repeated would take minutes."""


def word_diff(before: str, after: str) -> tuple[Edit, ...]:
    """What was taken out of `before` and put in to make `after`; empty where both are empty.

    The texts of `equal` and `delete`, joined, are `before` to the character; those of `equal` and `insert`
    are `after`. Neighbouring changes with no word between them are one.
    """
    stretches: list[Stretch] = []
    for piece, other in _pieces(before, after):
        if piece == other or not (piece and other):
            stretches.append((piece, other, piece == other))
            continue
        old, new = _TOKEN.findall(piece), _TOKEN.findall(other)
        stretches += (
            ("".join(old[a:b]), "".join(new[c:d]), same) for same, (a, b), (c, d) in aligned(old, new)
        )
    return tuple(_edits(_merged([stretch for stretch in stretches if stretch[0] or stretch[1]])))


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Both texts in pieces that belong together: sentences of the same words, and what stands between them.

    Where quotation marks were changed throughout, it would take minutes to compare long texts word by word.
    """
    if before == after or not (before and after):
        yield before, after
        return
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    keys = [[" ".join(_WORD.findall(sentence.casefold())) for sentence in side] for side in (old, new)]
    for same, (a, b), (c, d) in aligned(*keys):
        if same:
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield "".join(old[a:b]), "".join(new[c:d])


Span = tuple[int, int]
Stretch = tuple[str, str, bool]
"""What stands in the one text and in the other, and whether it is the same."""


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Span, Span]]:
    """Two lists as stretches that are the same or not, in order; `end` of a span is exclusive.

    What is white space only says nothing about where the two belong together. Beyond too many pairs of equal
    items, what is left between the same beginning and the same end is one stretch.
    """
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    old_end, new_end = len(old) - last, len(new) - last
    yield True, (0, first), (0, first)
    middle, other = old[first:old_end], new[first:new_end]
    counts = Counter(other)
    if sum(counts[item] for item in middle if not item.isspace()) > _PAIRS:
        yield False, (first, old_end), (first, new_end)
    else:
        for kind, a, b, c, d in SequenceMatcher(str.isspace, middle, other, autojunk=False).get_opcodes():
            yield kind == "equal", (first + a, first + b), (first + c, first + d)
    yield True, (old_end, len(old)), (new_end, len(new))


def carried(diff: Sequence[Edit], start: int, end: int) -> Span:
    """Where in `after` the stretch `before[start:end]`, never empty, is or what has taken its place.

    What was merely put in beside it does not belong to it.
    """
    old = new = first = last = 0
    for number, edit in enumerate(diff):
        length = len(edit.text)
        if edit.operation == "insert":
            new += length
            continue
        is_equal = edit.operation == "equal"
        if old <= start < old + length:
            first = new + (start - old) * is_equal
        if old < end <= old + length:
            last = new + (end - old if is_equal else _put_in(diff, number + 1))
        old += length
        new += length * is_equal
    return first, last


def _put_in(diff: Sequence[Edit], number: int) -> int:
    """How many characters an edit puts in; none where there is no such edit."""
    return len(diff[number].text) if number < len(diff) and diff[number].operation == "insert" else 0


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return number
    return min(len(old), len(new))


def _merged(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The same stretches, neighbours of one kind drawn together; changes also over what holds no word."""
    found: list[Stretch] = []
    for number, (old, new, same) in enumerate(stretches):
        between = (
            0 < number < len(stretches) - 1 and found and not found[-1][2] and not stretches[number + 1][2]
        )
        equal = same and not (between and not any(map(str.isalnum, old)))
        if found and found[-1][2] == equal:
            found[-1] = (found[-1][0] + old, found[-1][1] + new, equal)
        else:
            found.append((old, new, equal))
    yield from found


def _edits(stretches: Iterator[Stretch]) -> Iterator[Edit]:
    for old, new, same in stretches:
        if same:
            yield from [Edit("equal", old)] if old else []
            continue
        yield from [Edit("delete", old)] if old else []
        yield from [Edit("insert", new)] if new else []
