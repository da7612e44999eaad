"""Texts copied with some of their words replaced: more transcripts than the collection has."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

_REPLACED = 0.1
_WORD = re.compile(r"\b[a-z]{4,}\b")


class WordNoise:
    """Replaces a tenth of the longer words by others of the same length, so that every place stays."""

    def __init__(self, texts: Iterable[str]) -> None:
        """The words are those of these texts."""
        self._words: dict[int, list[str]] = defaultdict(list)
        for word in sorted({word for text in texts for word in _WORD.findall(text)}):
            self._words[len(word)].append(word)
        self._rng = random.Random(0)

    def __call__(self, text: str) -> str:
        """The text with other words."""
        return _WORD.sub(self._other, text)

    def _other(self, found: re.Match[str]) -> str:
        word = found[0]
        return self._rng.choice(self._words[len(word)]) if self._rng.random() < _REPLACED else word
