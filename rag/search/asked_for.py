"""What kind of thing a question asks for, a number, a time or a name, and whether any passage has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from rag.records import Misfit
from rag.text.calendar import MONTHS, WEEKDAYS
from rag.text.sentences import sentence_spans
from rag.text.verbs import ACTING, SAYING

_ASKS = re.compile(
    r"(?:and |but |so )?(?:(?:in|by|on|for|at) )?"
    r"(?:how (?:many|much|long|big|large|old|far|high|tall|deep|heavy|fast|often)"
    r"|(?:what|which) (?:year|month|day|date|price|share|percentage|per cent|sum|number|amount|rate|interest)"
    r"|what (?:is|was|are|were) the (?:price|share|percentage|sum|number|amount|rate|cost|size|date))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|half|thirds?|quarters?"
    r"|per ?cent|dozens?|twice|tenfold)\b",
    re.IGNORECASE,
)


_ASKS_WHEN = re.compile(r"(?:and |but |so )?(?:(?:since|until|from|by) )?when\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\d|\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|now|soon|already|today|tonight|tomorrow|yesterday|ago|later"
    r"|recently|years?|months?|weeks?|days?|hours?|spring|summer|autumn|winter|century|decades?|evening|morning"
    r"|weekend|immediately|once|before|after|until)\b",
    re.IGNORECASE,
)

_ASKS_WHO = re.compile(
    r"(?:and |but |so )?(?:(?:to|by|for|with|from) )?(?:who|whom|whose"
    r"|(?:what|which) (?:person|man|woman|people|minister|governor|company|country|city|town|region|team))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_NO_NAMES = frozenset({*MONTHS, *WEEKDAYS})
_OWN = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b", re.IGNORECASE)
"""Words for the speaker, whom the label names."""


def lacking(question: str, texts: Collection[str]) -> tuple[Misfit, ...]:
    """What a question asks for and none of the texts has."""
    kinds: dict[Misfit, Callable[[str, Collection[str]], bool]] = {
        "number": lacks_number,
        "time": lacks_time,
        "name": lacks_name,
    }
    return tuple(kind for kind, lacks in kinds.items() if lacks(question, texts))


def lacks_number(question: str, texts: Iterable[str]) -> bool:
    """Whether a question asks for a number, a price, a length of time or a date, and no text has one."""
    return _ASKS.match(question.strip()) is not None and not any(_NUMBER.search(text) for text in texts)


def lacks_time(question: str, texts: Iterable[str]) -> bool:
    """Whether a question asks when something happens, and no text names any time.

    Not where it asks when something was said, or who met: the transcript's own date tells that.
    """
    words = re.findall(r"\w+", question.lower())
    if not _ASKS_WHEN.match(question.strip()) or any(word in SAYING or word in ACTING for word in words):
        return False
    return not any(_TIME.search(text) for text in texts)


def lacks_name(question: str, texts: Iterable[str]) -> bool:
    """Whether a question asks who or which one, and no text has a name that the question lacks.

    Any word with a capital inside a sentence may be one. Not where it asks who spoke: the label tells that.
    """
    words = frozenset(_WORD.findall(question))
    if not _ASKS_WHO.match(question.strip()) or any(word.lower() in SAYING for word in words):
        return False
    return not any(
        _OWN.search(text) or any(_has_name(text[start:end], words) for start, end in sentence_spans(text))
        for text in texts
    )


def _has_name(sentence: str, besides: Collection[str]) -> bool:
    _, *inside = _WORD.findall(sentence) or [""]
    return any(word[0].isupper() and word not in _NO_NAMES and word not in besides for word in inside)
