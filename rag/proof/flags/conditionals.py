"""Whether a clause of a sentence is supposed, not stated."""

from __future__ import annotations

import re

from rag.text.sentences import Span

_SUPPOSES = re.compile(
    r"""\b(?:
        (?:even\s|only\s)?if (?!\sanything)
      | unless
      | provided\sthat | (?<=,\s)provided\s(?=(?:we|you|they|it|he|she|there)\b)
      | providing\sthat
      | on\s(?:the\s)?condition\sthat
      | as\slong\sas
      | (?<!just\s) in\scase (?!\sof\b)
      | in\sthe\sevent\s(?:of|that)
      | suppos(?:e|ing)\sthat
      | assuming\sthat
    )\b
    | (?:\A|[,;:–—]\s|\b(?:and|but|because|or)\s) otherwise\b  (?=,?\s\w)
    | (?:\A|(?<=,\s)) (?:had|were|should) \s (?=(?:I|we|you|they|he|she|it|there|this|that)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WHETHER = re.compile(
    r"""\b(?:
        (?:know|knows|knew|see|check|find\sout|wonder\w*|clarify|understand|decide|doubt|remember|(?:not|n.t|be)\ssure)
      | (?:ask|asks|asked|asking|tell)(?:\s\w+){0,2}
      | as | ,\snot
    )\s\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""What makes of the next "if" a "whether"; "as if" supposes nothing either."""
_TURN_OF_PHRASE = re.compile(
    r"""\s(?:
        I['’]?(?:\sa)?m\s(?:not\s(?:mistaken|wrong)|correct|right)
      | (?:I|we)\s(?:may|might|can\ssay|could\ssay|put\sit|am\scorrect|understand|(?:have\s)?understood)
      | (?:I|we|you|one)\s(?:(?:just|are|really|only|try\sto)\s)?
            (?:(?:look|talk|speak|compar|count|consider|recall)\w*|remember
            |add\sup|takes?\s(?:into\saccount|(?:a|another)\s(?:\w+\s)?look|(?-i:[A-Z])|\d))\b
      | you\s(?:like|please|will|wish|remember|recall|know|ask\sme|allow|permit
            |(?:do\snot|don.t|would\snot)\smind)\b
      | (?:my\s)?memory\s | you\sthink\sabout\b | truth\sbe\stold\b
      | not\s(?:all|most|more|the|a|\w+est|\w+\s\w+[.,])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What "if" does in talk without making a condition."""


def conditional(sentence: str) -> Span | None:
    """The words that suppose: "if", "unless", "otherwise"; None where nothing is supposed."""
    for found in _SUPPOSES.finditer(sentence):
        is_if = found[0].lower().endswith("if")
        if is_if and (
            _WHETHER.search(sentence, 0, found.start()) or _TURN_OF_PHRASE.match(sentence, found.end())
        ):
            continue
        if _is_inverted(found[0]) and sentence.rstrip().endswith("?"):
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip(" ,;:–—"))
        return start, start + len(sentence[start : found.end()].rstrip())
    return None


def _is_inverted(words: str) -> bool:
    return words.strip().lower() in {"had", "were", "should"}
