"""Whether a sentence says that something is not so."""

from __future__ import annotations

import re

from rag.text.sentences import Span

_BE_OR_DO = r"""(?:is|are|was|were|am|be|been|do|does|did|have|has|had|will|would|can|could|shall|should|must
    |need|ought|['’](?:s|re|m|ll|d|ve))"""
_NEGATES = re.compile(
    rf"""
    (?:\A|(?<=[“"(]))(?:(?:Well|And|But|Oh),?\s)? (?:No|Not\sat\sall)(?=\s?[,.:;–—!])  # an answer
    | \b{_BE_OR_DO}(?:\s(?:we|you|they|he|she|it|I|there|also|still|just|definitely|certainly|absolutely
        |simply|probably|really|therefore|actually|clearly|\w+ly))?\s(?P<not>not)\b
    | \b(?:{_BE_OR_DO})(?:n['’]t)\b | \b(?:ca|wo|sha|is|are|was|were|do|does|did|have|has|had|would|could
        |should|must|need)n['’]t\b
    | \bcannot\b | \bnever\b(?!\s?mind)
    | \b(?:nobody|no\sone|none|nothing|nowhere|neither|nor)\b
    | \bno\slonger\b
    | (?:\A|(?<=[,;:–—]\s)|\b(?:and|but|that|think|believe|is|are|was|were|be|been|have|has|had|makes?|made
        |see|sees|saw|know|take|plays?|played|there[’']s|got|leave)\s(?:absolutely\s|simply\s|\w+ly\s)?)
        (?P<no>no)\s(?=\w)
    | (?:\A|(?<=[,;:–—]\s)|\b(?:and|but|that|maybe|perhaps)\s) (?P<none>not)
        \s(?=(?:a|all|every|everyone|everything|many|one|a\ssingle)\b
        (?=[^,;:]*\b(?:is|are|was|were|has|have|had|can|could|will|would|does|do|did)\b))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFFIRMS = re.compile(
    r"""(?:
        not\s(?:only|just|simply|merely|solely|to\smention|to\ssay|so\smuch|least|long\sago|by\schance
            |by\saccident|without|a\ssecret|an?\saccident|a\scoincidence|necessarily\sonly|to\s(?!blame|be\b))
      | no\s(?:doubts?|less|more|fewer|later|earlier|better|worse|faster|slower|matter|wonder|coincidence
            |accident|secret|exaggeration|question\sthat|(?:choice|alternative|other\s\w+|way|one\selse)\sbut)
      | nothing\s(?:but|less|other) | none\sother | cannot\sbut | cannot\shelp | can['’]t\shelp
      | nobody\sbut | no\sone\sbut | never\s(?:before|mind|cease\w*|fail\w*|stop\w*|tire)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Negative in form alone."""
_ONLY = re.compile(r"\bnot\s(?:\w+\s){1,2}only\b|\bnot\sonly\b", re.IGNORECASE)
_WISH = re.compile(r"(?:\A|[,;:–—]\s?|\b(?:and|but|so|please|let\sus|let[’']s)\s)\Z", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"""\b(?:if|unless|who|whom|which|whose|because|when|whenever|where|while|why|(?:since|until|before|after)(?!\s\d)|how
    |what|whether|although|though|than|lest|whereas|whoever|whatever|so\sthat|in\sorder|despite|to\sensure|to\smake\ssure)\b
    | \bas\b(?!\swell|\sI\b|\sfor\b)
    | \bthat(?=\s(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|cannot|should|must|never|no
        |nobody|isn|aren|wasn|weren|hasn|haven|don|doesn|didn|won|can)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_THAT = re.compile(
    r"""(?P<of>\b\w+)\s that\s
    (?!(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|cannot|should|must)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_TELLS = re.compile(
    r"""(?:say|says|said|saying|confirm\w*|assure\w*|explain\w*|reali[sz]e\w*|learn\w*|found|inform\w*|report\w*
    |think|thinks|thought|believe[sd]?|know|knows|knew|feel|feels|mean|means|sure|clear
    |confident|certain|convinced|see|sees|saw|understand\w*|understood|agree[sd]?|stress|emphasi[sz]e|note|repeat
    |told|tell|us|me|you|him|them|true|fact|is|was|shows?|showed|hope|fear|afraid|sorry|regret|obvious|believing
    |saying|view|opinion|remind|admit|recall|unfortunate|pity|shame|likely|possible|evident)""",
    re.IGNORECASE | re.VERBOSE,
)
_BREAK = re.compile(r"[;:–—(“”\"…]|,\s?(?:and|but|so(?!\sthat)|or|yet)\b|(?<!\d),|\bbut\b", re.IGNORECASE)


def denial(sentence: str) -> Span | None:
    """The negation of a main clause, or of what it says to be so; None without one, and in a question."""
    if "?" in sentence[-4:]:
        return None
    for found in _NEGATES.finditer(sentence):
        start = max(found.start(name) for name in (0, "not", "no", "none"))
        if _AFFIRMS.match(sentence, start) or _ONLY.match(sentence, start):
            continue
        if not _is_wish(sentence, found) and not _is_aside(sentence[:start], sentence[found.end() :]):
            return start, start + len(sentence[start : found.end()].rstrip())
    return None


def _is_wish(sentence: str, negation: re.Match[str]) -> bool:
    """Whether it is "do not" said to somebody, or "let us not"."""
    words = negation[0].lower().replace("’", "'")
    return words in {"do not", "don't"} and bool(_WISH.search(sentence, 0, negation.start()))


def _is_aside(before: str, after: str) -> bool:
    """Whether a negation stands in a clause that only qualifies: "who do not", "because it is not"."""
    if before.count("(") > before.count(")") or (before.count(" – ") % 2 and " – " in after):
        return True
    begin = max((match.end() for match in _BREAK.finditer(before)), default=0)
    clause = before[begin:]
    if _SUBORDINATE.search(clause):
        return True
    that = _THAT.search(clause)
    return that is not None and not _TELLS.fullmatch(that["of"])
