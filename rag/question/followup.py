"""Whether a question needs the previous one: by its first word, by what it leaves out, by its pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, word_at
from rag.text.english import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    CONTINUATIONS,
    DEMONSTRATIVES,
    DETERMINERS,
    FOLLOWUP_OPENERS,
    INTERJECTIONS,
    NAMELESS_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    REACTIONS,
    RELATIONAL_NOUNS,
    REQUEST_WORDS,
    SAME_NOUNS,
    TIME_NOUNS,
    WH,
    word_set,
)
from rag.text.verbs import SAYING, THINKING

_HE = word_set("he him his himself she her hers herself")
_IT = word_set("it its itself")
_THEY = word_set("they them their theirs themselves")
_POSSESSIVE = word_set("its their theirs itself themselves")
_ANYBODY = WH | word_set("anyone anybody anything someone somebody something nobody everyone")
_AT_THE_END = frozenset({("as", "well"), ("say", "so"), ("think", "so"), ("said", "so"), ("that", "so")})
_BESIDE_WH = WH | PREPOSITIONS | ADVERBS | word_set("not so come many much long exactly precisely often")
_NEEDS_NOTHING_BEFORE = word_set("later afterwards earlier one ones two such")
"""Words that can also stand for something earlier in the same question."""
_FUNCTION = frozenset().union(
    *(WH, AUXILIARIES, DETERMINERS, PRONOUNS, PREPOSITIONS, ADVERBS, CLAUSE_OPENERS),
    *(NAMELESS_WORDS, _THEY, _IT, _HE),
)
"""Words that name nothing by themselves."""
_SHORT = 4
"""Most words of a question that leaves out its verb."""
_BRIEF = 6
"""Most words of a question like "What were the reasons?"."""


def is_followup(tokens: Tokens, act: SpeechAct | None) -> bool:
    """Whether some words of a question are explained only by the previous question."""
    plain = [at for at, token in enumerate(tokens) if token.is_word]
    while len(plain) > 1 and tokens[plain[0]].word in INTERJECTIONS:
        plain.pop(0)
    if not plain:
        return False
    said = [tokens[at].word for at in plain]
    if len(said) > 1 and said[0] in FOLLOWUP_OPENERS:
        return True
    if len(said) > 2 and said[0] in {"what", "how"} and said[1] == "about":  # noqa: PLR2004 - and a topic
        return True
    if _is_elliptic(tokens, said, act) or _reacts(said, act) or _relates(said) or _adds(said):
        return True
    return any(_points_outside(tokens, at, act) for at in plain)


def _is_elliptic(tokens: Tokens, said: Sequence[str], act: SpeechAct | None) -> bool:
    """Recognise "Why?", "In 2017?", "The Lithuanians?", "Any details?", but no search keywords."""
    if _asks_for_more(said, act):
        return True
    if len(said) > _SHORT or act is not None:
        return False
    if said[0] in PREPOSITIONS or all(word in _BESIDE_WH for word in said):
        return True
    asks = said[0] in WH or (any(token.word == "?" for token in tokens) and WH.isdisjoint(said))
    return asks and len(said) < _SHORT and AUXILIARIES.isdisjoint(said)


def _asks_for_more(said: Sequence[str], act: SpeechAct | None) -> bool:
    """Recognise "Tell me more", "More about the fire", "Anything about reactors?", "Same for Medvedev"."""
    if said[0] in {"anything", "something", "any"} and AUXILIARIES.isdisjoint(said) and WH.isdisjoint(said):
        return act is None or not act.speakers
    pairs = set(pairwise(said))
    return (
        not pairs.isdisjoint({("more", "about"), ("more", "on")})
        or (said[0] == "same" and said[-1] != "same" and said[1] in SAME_NOUNS)
        or (REQUEST_WORDS.issuperset(said) and not CONTINUATIONS.isdisjoint(said))
    )


def _reacts(said: Sequence[str], act: SpeechAct | None) -> bool:
    """Recognise "Did Miller agree?", "Putin's response?": the previous question says to what."""
    return act is not None and (SAYING.base(said[-1]) or said[-1]) in REACTIONS


def _relates(said: Sequence[str]) -> bool:
    """Recognise "What are the reasons?", "Who are the others?"."""
    return len(said) <= _BRIEF and len(said) > 1 and said[-2] == "the" and said[-1] in RELATIONAL_NOUNS


def _adds(said: Sequence[str]) -> bool:
    """Recognise "Does Medvedev support this too?", "What happened next?", "Do you think so?"."""
    return len(said) > 1 and (said[-1] in {"too", "either", "next"} or tuple(said[-2:]) in _AT_THE_END)


def _points_outside(tokens: Tokens, at: int, act: SpeechAct | None) -> bool:
    """Whether a word stands for something that this question does not name."""
    word, before, after = (word_at(tokens, at + k) for k in (0, -1, 1))
    if word in _HE:
        return not _has_person_before(tokens, at)
    if word in _IT or word in _THEY:
        joined = word in _THEY and any(token.word == "and" for token in tokens[1:at])
        return not (joined or _is_dummy(tokens, at) or _has_thing_before(tokens, at, act))
    if word in DEMONSTRATIVES:
        return _points_back(before, after, word)
    if word in {"same", "latter", "former", "others", "other"}:
        return before == "the" and _names_again(word, after, act)
    return _stands_in(word, before, after) and not (
        word in _NEEDS_NOTHING_BEFORE and _has_thing_before(tokens, at, act)
    )


def _stands_in(word: str, before: str, after: str) -> bool:
    """Recognise "what else", "which ones", "the two", "such measures", and "there" and "later" at the end."""
    ends = after in {"", "?", ".", "!"}
    if word in {"else", "otherwise", "instead"}:
        return before in _ANYBODY
    if word in {"there", "then"}:
        return ends and before not in {"", "is", "are", "was", "were"}
    if word in {"later", "afterwards", "earlier"}:
        return ends
    if word == "one":
        return ends and before in {"which", "the", "this", "that"}
    return word == "ones" or (word == "two" and before == "the") or (word == "such" and after != "as")


def _names_again(word: str, after: str, act: SpeechAct | None) -> bool:
    """Recognise "the same topic", "the others", "the other participants", but not "the same rights"."""
    if word == "same":
        return after in SAME_NOUNS
    if word == "other":
        return act is not None and (act.subject or "").startswith("the other ")
    return word in {"latter", "others"} or after in AUXILIARIES or (SAYING.base(after) is not None)


def _points_back(before: str, after: str, word: str) -> bool:
    """Recognise "about that", "at that meeting", "Is this true?", but not "say that", "this year"."""
    if after in TIME_NOUNS:
        return word in {"that", "those"} and before in PREPOSITIONS
    if before in PREPOSITIONS or after in {"", "?", ".", "!", ","} or word in {"this", "these"}:
        return True
    return before in AUXILIARIES and after not in {"the", "a"}


def _is_dummy(tokens: Tokens, at: int) -> bool:
    """Recognise the "it" of "is it true that" and "find it hard", which stands for no thing."""
    if tokens[at].word != "it" or at == 0:
        return False
    before = tokens[at - 1].word
    following = [token.word for token in tokens[at + 1 : at + 6]]
    announces = before in {"is", "was", "will", "would", "does", "did"}
    if announces and "getting" not in following and not {"that", "to", "if", "whether"}.isdisjoint(following):
        return True
    return before in {"have", "find", "make", "makes", "made", "found"}


def _has_person_before(tokens: Tokens, at: int) -> bool:
    """Whether somebody is named before whom "he" or "him" can mean; "him" is not the subject of its verb."""
    begins = [k for k in range(at) if _is_content(tokens, k) and not (k and _is_content(tokens, k - 1))]
    if not begins:
        return False
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    owns = tokens[at].word == "her" and after[:1].isalnum() and after not in PREPOSITIONS
    if tokens[at].word in {"him", "her"} and not owns:
        return len(begins) > 1 or any(token.word in CLAUSE_OPENERS for token in tokens[begins[-1] : at])
    return True


def _has_thing_before(tokens: Tokens, at: int, act: SpeechAct | None) -> bool:
    """Whether something is named before that "it" or "they" can mean.

    That is not the verb before it, and not the subject, as in "What did X say about it?", unless the pronoun
    is a possessive or stands in a clause of its own.
    """
    skipped = {at - 1}
    if tokens[at - 1].word in PREPOSITIONS:
        skipped.add(at - 2)
    if tokens[0].word == "who":
        skipped.add(1)
    if act is not None:
        skipped |= {act.cue, *(k for m in act.speakers for k in range(m.first, m.end))}
        own_clause = any(token.word in CLAUSE_OPENERS for token in tokens[act.cue + 1 : at])
        if not own_clause and tokens[at].word not in _POSSESSIVE:
            skipped |= set(range(act.first, act.cue))
    return any(_is_content(tokens, k) for k in range(at) if k not in skipped)


def _is_content(tokens: Tokens, at: int) -> bool:
    """Whether a word names something: it is no function word, number, or verb of saying or thinking."""
    token = tokens[at]
    if not token.is_word or token.number is not None or token.word in _FUNCTION:
        return False
    return not (token.word in SAYING or token.word in THINKING)
