"""Questions that ask for a number, and sentences that hold one.

A passage may be on the very topic of "How much did it cost?" and name no price.
"""

from __future__ import annotations

import re

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


def asks_for_number(question: str) -> bool:
    """Whether a question can only be answered by a number, a price, a length of time or a date."""
    return _ASKS.match(question.strip()) is not None


def holds_number(sentence: str) -> bool:
    """Whether a sentence has a number, in digits or in words."""
    return _NUMBER.search(sentence) is not None
