"""Whether a sentence gives what others say, write or think."""

from __future__ import annotations

import re

from rag.text.sentences import Span

_VERB = r"""(?:
    say|says|said|saying | think|thinks|thought|thinking | believ(?:e|es|ed|ing) | argu(?:e|es|ed|ing)
  | claim(?:s|ed|ing)? | alleg(?:e|es|ed|ing) | insist(?:s|ed|ing)? | assert(?:s|ed|ing)? | report(?:s|ed)?
  | suggest(?:s|ed|ing)? | declar(?:e|es|ed|ing) | announc(?:e|es|ed|ing) | complain(?:s|ed|ing)?
  | warn(?:s|ed|ing)?
  | not(?:es|ed) | mention(?:s|ed) | add(?:s|ed) | wr(?:ite|ites|ote|iting)|written | stat(?:es|ed|ing)
  | explain(?:s|ed) | den(?:y|ies|ied|ying) | admit(?:s|ted)? | stress(?:es|ed) | pointed\sout
  | told | assured(?=\s(?:me|us|him|her|them|you)\b) | recalled | repl(?:y|ies|ied) | answer(?:s|ed)
  | remarked
)"""
_QUOTE = r"""(?:\s\w+)?[:,]?\s?["“”«](?=\w+[^"“”«»]*\s\w)"""
_DOES = "(?:is|was|are|were|will|would|can|cannot|could|has|have|had|should|must|may|might|does|did|do)"
_CLAUSE = rf"""(?:
    (?:they|we|he|she|you|I|there|nobody|nothing)\b
  | (?:it|this|that|these|those|our|all|everything|(?-i:[A-Z]\w+))\s(?:\w+\s){{0,2}}{_DOES}\b
  | (?:the|a|an|my|his|her|their|your)\s(?:\w+\s){{1,5}}{_DOES}\b
  | (?:\w+\s){{0,2}}(?<!this\s)\w{{3,}}s\s(?!is\b|was\b|has\b|does\b){_DOES}\b)"""
_TO = (
    r"(?:\s(?:to\s)?(?:me|us|you|him|her|them|people|reporters|(?:the\s)?public|\w+ly|once|recently|today))?"
)
_MEANWHILE = r"""(?:,\s[^,;:]{1,40},
    | \s(?:in|at|on|during|yesterday|today|last|earlier|just|here|back|before|\w+ly)\b(?:\s[\w’]+){0,5}?
    | \swas)?"""
"""What may stand between "said" and "that": ", Mr President," or "in your Address yesterday"."""
_SAYS = re.compile(
    rf"""\b(?P<verb>{_VERB}){_TO}
    (?: {_MEANWHILE},?\sthat\s(?=\w|…)(?!(?:is|was|and|but|in|to|at|as|on|way|earlier|before|today|yesterday
            |too|again|once|here|last)\b)
      | \s(?:the\sfollowing|as\sfollows)[,:] | \ssomething\b[^,;:]{{0,20}}[,:]\sthat\b
      | {_QUOTE}
      | (?:(?<=say)|(?<=says)|(?<=said)|(?<=saying)|(?<=asked)|(?<=this)|(?<=wrote)|(?<=replied)
            |(?<=answered)):\s(?=\w)
      | (?:(?<=say)|(?<=says)|(?<=said)|(?<=saying)|(?<=think)|(?<=thinks)|(?<=thought)|(?<=believe)
         |(?<=believes)|(?<=believed)|(?<=claim)|(?<=claims)|(?<=claimed)|(?<=\bus)|(?<=\bme))\s(?={_CLAUSE}))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASKS = re.compile(
    r"""\b(?P<verb>asks?|asked|asking|wonders?|wondered)
    (?:\s(?:me|us|you|him|her|them|himself|themselves|during\s\w+))?
    (?:\s(?:whether|if|why|how|what|when|where|who)\b | :?\s?["“”«])""",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN = re.compile(
    r"""\b(?:
        (?:it\s(?:is|was|has\sbeen)|(?:is|are|was|were|has\sbeen|have\sbeen))\s(?:\w+ly\s|often\s|sometimes\s|also\s)?
            (?:said|claimed|alleged|rumou?red|reported|believed)\s(?:that|to)\b
      | (?:has|have)\s(?:\w+\s)?been\sreported\swith
      | (?:I|we|they|you|he|she)\s(?:am|are|is|was|were|have\sbeen|had\sbeen|has\sbeen)\s(?:\w+\s){0,2}
            (?:told|informed|assured|warned)\b(?!\s(?:about|of|this|it|to|not\sto)\b)
      | according\sto\s(?!(?:our|my|which|\d+)\b
            |(?:[\w’'-]+\s){0,4}(?:requirements?|rates?|rules?|laws?|plans?
            |schedule|standards?|norms?|procedures?|criteria|regulations?|agreements?|legislation|constitution
            |principles?|programmes?|traditions?|formula|protocols?|model|methodology|needs?|orders?|scheme|wishes
            |timetable|indicators?|instructions?|requests?|decrees?)\b)
      | allegedly | reportedly | supposedly | purportedly
      | accus(?:e|es|ed|ing)\s(?:\w+\s){1,4}of\b
      | (?<!who\s)(?:is|are|was|were|been|being)\s(?:\w+ly\s)?accused\sof
      | (?<!glad\sto\s)(?<!pleased\sto\s)(?<!happy\sto\s)(?<!good\sto\s)(?<!nice\sto\s)
            (?:heard?|hears)\s(?:\w+\s){0,2}?that\s(?=\w)
      | it\ssays\b
      | \bas\s(?:(?:\w+\s){1,4}(?:claims?|alleges?|claimed|alleged)
            |(?:he|she|they)\s(?:believes?|thinks?|puts?\sit))\b
      | the\s(?:argument|claim|allegation|accusation|rumou?r|opinion|view)s?(?:,?\sthat\b|,\s["“”])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_START = re.compile(r"(?:[,;:–—(“”\"…]\s?|\b(?:and|but|because|that|so|which|when|if|since)\s)", re.I)
_SUBJECT = re.compile(
    r"""\b(?:(?P<own>I|we|us|me|let)
    | they|he|she|you|who|people|it|some|many(?!\stimes)|others|everyone|everybody|nobody|one
    | (?:the|a|an|my|our|his|her|their|your|its)\s(?:\w+\s){0,3}?\w+
    | (?!(?:was|is|has|does|this|thus|always|perhaps|sometimes|times|besides|towards|yes|as)\b)\w{2,}s
    | (?-i:[A-Z][a-z]+))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Who may speak; the last one before a verb does."""
_PRONOUNS = frozenset(("i", "we", "they", "he", "she", "you", "who"))
_NOBODY_YET = re.compile(
    r"(?:\b(?:to|be|been|for|without|what\s(?:you|he|she|they)|not|n.t|cannot|should|would|(?:may|might|could)(?:\shave)?|right|right\sin|Rest)|,)\s\Z",
    re.IGNORECASE,
)
"""Right before a verb: nobody is said to have said it, or the speaker says so too."""
_ASKED_NOW = re.compile(
    r"\b(?:do|does|did|would|will|makes?|made)(?:n['’]t)?\s(?:\w+\s){1,3}\Z", re.IGNORECASE
)
_NEAR = 20
"""Characters between a subject and its verb, at most, where both are told as the words that gave the flag."""
_OPINION = re.compile(r"think|believe|say|suggest", re.IGNORECASE)


def reported(sentence: str) -> Span | None:
    """The words that hand on what others say or think; None where the speaker speaks for himself."""
    found = [match.span() for match in _OPEN.finditer(sentence)]
    for pattern in (_SAYS, _ASKS):
        for verb in pattern.finditer(sentence):
            subject = _subject(sentence, verb)
            if subject is not None and subject["own"] is None:
                near = verb.start("verb") - subject.end() <= _NEAR
                found.append((subject.start() if near else verb.start("verb"), verb.end("verb")))
    if not found:
        return None
    start, end = min(found)
    return start, start + len(sentence[start:end].rstrip())


def _subject(sentence: str, verb: re.Match[str]) -> re.Match[str] | None:
    """Who is said to speak; None where nobody is, or where it is asked here and now."""
    before = sentence[: verb.start()]
    if _NOBODY_YET.search(before) or (_OPINION.match(verb["verb"]) and _ASKED_NOW.search(before)):
        return None
    begins = [0, *(match.end() for match in _CLAUSE_START.finditer(before))]
    nearby = list(_SUBJECT.finditer(before, begins[-1]))
    if nearby:
        return nearby[-1]
    # "We went to the leaders and said": whoever was last spoken of by a pronoun, else the first subject.
    earlier = list(_SUBJECT.finditer(before))
    return next(
        (match for match in reversed(earlier) if match[0].lower() in _PRONOUNS), next(iter(earlier), None)
    )
