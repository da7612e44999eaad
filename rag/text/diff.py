"""Two versions of a text → a word diff that holds both texts to the character.

Every difference counts, unlike in `rag.proof.check`: also a changed comma, dash or no-break space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rag.records import Edit

_TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|\s+|[^\w\s]")
"""Words (`St.Petersburg`, `1,200.5`, `don’t`), white space, and single other characters."""
_SENTENCE = re.compile(r".+?(?:[.!?]\s+|\n\s*|\Z)", re.DOTALL)
"""Approximate sentences: a wrong cut does not make the diff wrong."""
_WORD = re.compile(r"\w+")
_PAIRS = 1_000_000
"""Most pairs of equal items that are compared: a text of one repeated word would take minutes."""


def word_diff(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that turn `before` into `after`; none if both are empty.

    The joined texts of `equal` and `delete` are `before`, those of `equal` and `insert` are `after`, to the
    character. Changes without a word between them are merged.
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
    """Corresponding pieces of both texts: sentences of the same words, and the stretches between them.

    Without this step, long texts with all quotation marks changed would take minutes.
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
"""The words in the old text, those in the new one, and whether they are equal."""


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Span, Span]]:
    """Align two lists: stretches in order, equal or not, with their spans in both, ends exclusive.

    White space is not used to align. With more than `_PAIRS` pairs of equal items, everything between the
    common beginning and the common end is one stretch.
    """
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
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
    """The span in `after` of `before[start:end]` (not empty), or of the words that replace it.

    Words inserted next to it are left out.
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
            last = new + (end - old if is_equal else _inserted(diff, number + 1))
        old += length
        new += length * is_equal
    return first, last


def _inserted(diff: Sequence[Edit], number: int) -> int:
    """Length of an edit that inserts; 0 for another edit, or none."""
    return len(diff[number].text) if number < len(diff) and diff[number].operation == "insert" else 0


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Length of the common beginning."""
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return number
    return min(len(old), len(new))


def _merged(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Merge neighbouring stretches of one kind; changes also across an equal stretch without a word."""
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
