"""Text fragments: the end of an address by which a browser finds and marks the words on the page.

`:~:text=prefix-,start,end,-suffix`, after the rules of the specification (wicg.github.io/
scroll-to-text-fragment): each part is whole words of one paragraph, percent-encoded with `-`, `,` and `&`
among the encoded. A long quote, or one of several paragraphs, is named by its first and its last words.
The words before and after keep a browser from marking the same words of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

WHOLE = 300
"""Characters up to which a quote of one paragraph is given whole."""
_ENDS = (5, 8, 12)
"""Words at either end of a longer one; more where fewer would lead to another place of the turn."""
_AROUND = (3, 5, 9)
"""Words before and after; the same."""

_NEARBY = 500
"""Characters on either side in which these words are looked for."""

_WORD = re.compile(r"\S+")
_SPACES = re.compile(r"[ \t\r\f]+")
"""Which a page shows as one; a no-break space stays."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The parts of a text fragment, as the page prints them; an empty one is left out."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """The directive, without the `#` or `:~:` before it."""
        parts = (
            f"{encoded(self.prefix)}-" if self.prefix else "",
            encoded(self.start),
            encoded(self.end),
            f"-{encoded(self.suffix)}" if self.suffix else "",
        )
        return f"text={','.join(filter(None, parts))}"

    def first_match(self, text: str) -> tuple[int, int] | None:
        """Where a browser that reads `text` alone would find the words."""
        before, start, end, after = map(_pattern, (self.prefix, self.start, self.end, self.suffix))
        begins = rf"(?<!\w){before}\s+({start})" if before else rf"(?<!\w)({start})"
        goes_on = rf"(?:.*?(?<!\w)({end}))" if end else ""
        ends = rf"\s+{after}(?!\w)" if after else r"(?!\w)"
        found = re.search(begins + goes_on + ends, text, re.DOTALL | re.IGNORECASE)
        return (found.start(1), found.end(2 if end else 1)) if found else None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    line: int


def encoded(text: str) -> str:
    """Return a part of a directive: nothing but letters, digits, `.`, `_`, `~` and percent signs."""
    return quote(text, safe="").replace("-", "%2D")


@lru_cache(maxsize=256)
def text_fragment(text: str, start: int, end: int, before: str = "") -> Fragment | None:
    """Return what leads to `text[start:end]`, the text being one turn; None where that has no words.

    A word that is cut is given whole. `before` is what the page prints right before the turn.
    """
    words = list(_words(text, start, end))
    said = [number for number, word in enumerate(words) if word.end > start and word.start < end]
    if not text[start:end].strip():
        return None
    first, last = said[0], said[-1]
    found = None
    for ends, around in zip(_ENDS, _AROUND, strict=True):
        found = _fragment(text, words, (first, last), (ends, around), before)
        if found.first_match(f"{before} {text}".lstrip()) == _shifted(words, first, last, before):
            break
    return found


def _shifted(words: Sequence[_Word], first: int, last: int, before: str) -> tuple[int, int]:
    by = len(before) + 1 if before else 0
    return words[first].start + by, words[last].end + by


def _fragment(
    text: str, words: Sequence[_Word], said: tuple[int, int], counts: tuple[int, int], before: str
) -> Fragment:
    first, last = said
    ends, around = counts

    def printed(begin: int, stop: int) -> str:
        is_there = 0 <= begin <= stop < len(words)
        return _SPACES.sub(" ", text[words[begin].start : words[stop].end]) if is_there else ""

    prefix = printed(_line_start(words, first - 1, around), first - 1)
    suffix = printed(last + 1, _line_stop(words, last + 1, around))
    begins = not text[: words[first].start].strip()
    prefix = prefix or (" ".join(before.split()) if begins else "")
    is_one_line = words[first].line == words[last].line
    if first == last or (is_one_line and words[last].end - words[first].start <= WHOLE):
        return Fragment(printed(first, last), "", prefix, suffix)
    most = min(ends, (last - first + 1) // 2) if is_one_line else ends
    start = printed(first, _line_stop(words, first, most))
    return Fragment(start, printed(_line_start(words, last, most), last), prefix, suffix)


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    """The words of the quote and of what stands around it; a turn can have tens of thousands."""
    begin, stop = max(0, start - _NEARBY), min(len(text), end + _NEARBY)
    while begin > 0 and not text[begin - 1].isspace():
        begin -= 1
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    line, at = 0, begin
    for match in _WORD.finditer(text, begin, stop):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield _Word(*match.span(), line)


def _line_start(words: Sequence[_Word], last: int, most: int) -> int:
    """The first of at most so many words that end with `last`, all on one line."""
    first = last
    while first > 0 and last - first + 1 < most and words[first - 1].line == words[last].line:
        first -= 1
    return first


def _line_stop(words: Sequence[_Word], first: int, most: int) -> int:
    """The last of at most so many words from `first` on, all on one line."""
    last = first
    while last + 1 < len(words) and last - first + 1 < most and words[last + 1].line == words[first].line:
        last += 1
    return last


def _pattern(part: str) -> str:
    return r"\s+".join(map(re.escape, part.split()))
