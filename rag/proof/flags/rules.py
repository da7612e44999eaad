"""A sentence → its flags: question, conditional, reported, denial, cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.proof.flags.denials import denial
from rag.proof.flags.reports import reported
from rag.records import Hit
from rag.text.sentences import Span, sentences_around

FlagKind = Literal["question", "conditional", "reported", "denial", "cut", "reversal", "bracketed"]
"""`question`: it asks. `conditional`: a clause of it is supposed, not stated. `reported`: it gives what
others say, write or think. `denial`: it says that something is not so. `cut`: the source breaks it off.
Of a checked quote alone: `reversal`: it leaves out words that reverse or distance what it says.
`bracketed`: some of its words stand in brackets in the source."""

FLAG_KINDS: tuple[FlagKind, ...] = ("question", "conditional", "reported", "denial", "cut")
"""Those of a sentence, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of a sentence, and the first words that gave it."""

    kind: FlagKind
    start: int
    end: int
    """Offsets of the words, in the text that was judged; `end` exclusive."""


_ASKS = re.compile(r"""\?+(?P<quoted>["”“»'’)\]]*)\s*(?:\([A-Z][^()]*\)\s*)?\Z""")
_HANDED_ON = re.compile(r"""[:,]\s*["“”«'‘][^"“”«»]*\Z""")
"""A quotation that begins inside the sentence: it is somebody else who asks there."""


def question(sentence: str) -> Span | None:
    """The question mark at the end; None where a quotation inside the sentence asks, not the sentence."""
    found = _ASKS.search(sentence)
    if found is None or (found["quoted"] and _HANDED_ON.search(sentence, 0, found.start())):
        return None
    return found.start(), found.start() + 1


_DOTS = r"(?:…|\.\s?\.\s?\.)"
_CUT = re.compile(
    rf"""[<‹\[(]\s?{_DOTS}\s?[>›\])]                        # the editor's mark
    | \((?:unintelligible|inaudible)\)
    | \A["“”«]?{_DOTS}                                      # it begins with an ellipsis,
    | {_DOTS}(?=[\s.!?"“”»'’)\]]*\Z)                        # ends with one,
    | {_DOTS}(?=["“”»’)]*\s*["“”«(]?(?:[A-Z]|\d))           # or breaks off, and another one begins
    """,
    re.VERBOSE,
)
_IN_THE_MIDDLE = re.compile(r"[a-z]\w*")


def cut(sentence: str, *, begins_turn: bool = False) -> Span | None:
    """The mark of the cut; the first word of a turn in small letters; None where it is whole."""
    if begins_turn and (first := _IN_THE_MIDDLE.match(sentence)):
        return first.span()
    found = _CUT.search(sentence)
    return found.span() if found else None


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


_SPACE = re.compile(r"\s")


def flags_of(sentence: str, *, begins_turn: bool = False) -> tuple[Flag, ...]:
    """Every flag of a sentence, in the order of `FLAG_KINDS`.

    `begins_turn`: whether nothing of the turn stands before it.
    """
    text = _SPACE.sub(" ", sentence)
    spans = (
        question(text),
        conditional(text),
        reported(text),
        denial(text),
        cut(text, begins_turn=begins_turn),
    )
    return tuple(Flag(kind, *span) for kind, span in zip(FLAG_KINDS, spans, strict=True) if span)


def hit_flags(hit: Hit) -> tuple[Flag, ...]:
    """The flags of the highlighted sentence, or of the one that the passage lies in; offsets in the turn.

    None where neither is: flags of several sentences would not say which one is meant. The sentence is
    taken whole from the turn, wherever the passage begins and ends: that is what a quote leaves out.
    """
    span = flagged_sentence(hit)
    return () if span is None else sentence_flags(hit.utterance.text, span)


def sentence_flags(turn: str, sentence: Span) -> tuple[Flag, ...]:
    """The flags of a sentence of a turn; offsets in the turn."""
    start, end = sentence
    found = flags_of(turn[start:end], begins_turn=not turn[:start].strip())
    return tuple(Flag(flag.kind, start + flag.start, start + flag.end) for flag in found)


def flagged_sentence(hit: Hit) -> Span | None:
    """Where the sentence that the flags are about stands in the turn; None where there is no single one."""
    start = hit.passage.start - hit.utterance.start
    first, last = hit.highlight or (0, len(hit.passage.text))
    spans = sentences_around(hit.utterance.text, start + first, start + last)
    return spans[0] if len(spans) == 1 else None
