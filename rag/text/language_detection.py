"""py3langid: the language that a text is in, or that it cannot be told."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
"""ISO 639 for a language that nobody has told."""
_ALIKE = {"bs", "hr"}
"""Serbian in Latin letters reads as these as well."""
_READ = 20_000
"""Characters of a text that are looked at."""
_WINDOW = 300
"""Characters that are classified at once."""
_WINDOWS = 10
"""Of one text, at equal distances."""
_SURE = 0.9
"""Probability of a window's language; of 2,400 windows of 20 to 300 characters, none above was wrong."""
_SOME = 0.25
"""Share of the letters; where more are of another script, two languages are mixed."""
_LEAST = 0.5
"""Share of the windows that are surely in the language of the text."""
_MOST = 0.8
"""The same of those that are surely in some language: the others may be lists of names."""
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def detected_language(text: str) -> str:
    """The ISO 639 code of the language that a text is surely in; `UNKNOWN` for short and for mixed texts."""
    words = " ".join(text[:_READ].split())
    step = max(len(words) // _WINDOWS, _WINDOW)
    windows = [words[at : at + _WINDOW] for at in range(0, max(len(words) - _WINDOW, 0) + 1, step)]
    told = list(filter(None, map(_language_of_window, windows)))
    language, count = Counter(told).most_common(1)[0] if told else (UNKNOWN, 0)
    return language if count >= _LEAST * len(windows) and count >= _MOST * len(told) else UNKNOWN


def _language_of_window(words: str) -> str | None:
    """A code; `UNKNOWN` for two scripts side by side, None where it is not sure."""
    cyrillic = len(_CYRILLIC.findall(words)) / max(len(_LETTER.findall(words)), 1)
    if _SOME < cyrillic < 1 - _SOME:
        return UNKNOWN
    language, probability = _identifier().classify(words)
    return language if probability >= _SURE and language not in _ALIKE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def free_language_model() -> None:
    """Give up the model's 70 MB; the next text loads it again."""
    _identifier.cache_clear()
