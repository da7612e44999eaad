"""Words that turn or weaken what stands beside them: a quote that leaves them out says something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text.sentences import Span

_FALSE = r"""(?:wrong|false|untrue|incorrect|inaccurate|absurd|ridiculous|nonsense|nonsensical|naive
    |foolish|silly|stupid|crazy|mad|insane|dishonest|misleading|mistaken|premature|irresponsible|unthinkable
    |inconceivable|impossible|unfair|unacceptable|illegal|forbidden|prohibited|doubtful|questionable|unlikely
    |improbable|hard|difficult|tempting
    |an?\s(?:\w+\s)?(?:lie|myth|mistake|error|illusion|exaggeration|fantasy|fairy\stale|joke|rumou?r|delusion
        |fallacy|pretext|slander|fabrication))\b(?:\sto\s\w+)?(?:\sthat)?"""
_REVERSES = re.compile(
    rf"""\b(?:
        (?:refus|declin|fail|neglect|omit|forg[eo]t|ceas|hesitat|pretend|claim)\w*\sto
      | (?:refusal|failure|inability|reluctance|unwillingness)\sto
      | (?:unable|unwilling|reluctant|loath|too\s\w+)\sto
      | (?:stop(?:s|ped|ping)?|quit|gives?\sup|gave\sup|giving\sup)(?=\s\w+ing\b|\s?\Z)
      | den(?:y|ies|ied|ying)\b(?:\sthat)?
      | (?:disput|refut|rebut|repudiat|disprov|contradict|disbeliev|disown|disagree|disavow)\w*
      | (?:reject|oppos|condemn|denounc|retract|recant)\w*
      | (?<!no\s)(?<!without\s)(?<!beyond\s)doubt(?:s|ed|ing|ful)?(?:\s(?:that|whether|if))?
      | (?:hardly|scarcely|barely|seldom|rarely)(?:\s(?:true|so|ever|the\scase))?
      | (?:far\sfrom|anything\sbut)\b(?:\strue|\sthe\struth)?
      | (?:prevent|bann|prohibit|forbid|forbad|avoid|refrain|abstain|desist|dissuad|discourag)\w* | bans?\b
      | (?:lies?|lied|lying|liars?|untruths?|falsehoods?|in\sjest|jok(?:e|ed|ing)(?:ly)?)\b
      | (?:hoax|sarcas|ironic)\w*
      | (?:is|was|are|were|be|been|being|['’]s|seems?|sounds?|finds?|found|thinks?|thought|consider\w*)
            (?:\s(?:\w+ly|just|it))?\s{_FALSE}
      | (?:it|that|this)\s(?:would|could|might|may)\s(?:\w+\s)?be\s(?:\w+ly\s)?{_FALSE}
      | (?:used|like|want\w*|wish\w*)\sto\s(?:think|believe|say|claim)\b
      | (?:imagin|suppos|pretend|assum|dream)\w*\b(?:\sthat)?
      | (?:as\s(?:if|though)|if\sonly|so-called|instead\sof|rather\sthan|except|unless|contrary\sto)\b
      | (?:alleg|purport|reput)edly
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NEVER = r"(?:not|never|no|none|nobody|no\sone|nothing|nowhere|neither|nor|without|cannot|\w+n['’]t)"
_NEGATES = re.compile(
    rf"\b{_NEVER}\b(?!\s(?:the\s)?(?:only|just|merely|simply|solely|least|doubt|matter|wonder|less|later)\b)",
    re.IGNORECASE,
)
_WEAKENS = re.compile(
    r"\b(?:may|might|could|would|should|perhaps|maybe|possibly|probably|presumably|apparently|almost|nearly"
    r"|seems?\sto|appears?\sto|tends?\sto|tr(?:y|ies|ied|ying)\sto|hopes?\sto|wants?\sto|used\sto|if|whether)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;:–—.!?…]|\b(?:and|but|or|so)\b", re.IGNORECASE)
_SPACE = re.compile(r"\s")


def reversals(text: str, *, beside: bool = False) -> Iterator[Span]:
    """Words of `text` that reverse or distance what stands beside it, in order.

    `beside`: the text belongs to one sentence with the words that are quoted, so that a bare negation or
    "may" counts as well.
    """
    plain = _SPACE.sub(" ", text)
    spans: list[Span] = []
    for pattern in (_REVERSES, _NEGATES, _WEAKENS) if beside else (_REVERSES,):
        spans += (
            match.span()
            for match in pattern.finditer(plain)
            if not any(match.start() < end and match.end() > start for start, end in spans)
        )
    return iter(sorted(spans))


def governing(text: str) -> Span | None:
    """The reversal or negation that governs what follows `text` in its sentence; None without one.

    Nothing ends a clause between the reversal and the end of the text.
    """
    plain = _SPACE.sub(" ", text)
    begin = max((found.end() for found in _BREAK.finditer(plain)), default=0)
    found = (pattern.search(plain, begin) for pattern in (_NEGATES, _REVERSES))
    return min((match.span() for match in found if match), default=None)
