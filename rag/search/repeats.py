"""Passages that say the same in the same words: the first stands, the others give way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ALIKE = 0.8
"""Share of the shorter passage's word triples that the other has too."""
_WORD = re.compile(r"\w+")


def repeated(texts: Iterable[str]) -> Iterator[bool]:
    """For each text whether one before it says nearly the same (by shingles: Broder 1997)."""
    seen: list[frozenset[tuple[str, ...]]] = []
    for text in texts:
        shingles = _shingles(text)
        yield any(_alike(shingles, other) for other in seen)
        seen.append(shingles)


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    least, most = sorted((len(one), len(other)))
    # A short passage is not the same as a long one that happens to contain it.
    return least >= _ALIKE * most and len(one & other) >= _ALIKE * least


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:  # noqa: PLR2004 - a triple
        return frozenset({tuple(words)})
    return frozenset(zip(words, words[1:], words[2:], strict=False))
