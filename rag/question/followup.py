"""Whether a question leans on the one before it: by its opening, by what it leaves out, by its pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens, word_at
from rag.text.english import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    DETERMINERS,
    INTERJECTIONS,
    MORE,
    NAMELESS,
    PREPOSITIONS,
    PRONOUNS,
    REACTIONS,
    RELATIONAL,
    REQUEST,
    SAME,
    TIME_NOUNS,
    WH,
    word_set,
)
from rag.text.verbs import SAYING, THINKING

_OPENINGS = frozenset({"and", "but", "so", "then", "or", "also", "besides", "moreover"})
_HE = word_set("he him his himself she her hers herself")
_IT = word_set("it its itself")
_THEY = word_set("they them their theirs themselves")
_POSSESSIVE = word_set("its their theirs itself themselves")
_POINTING = frozenset({"this", "that", "these", "those"})
_ANYBODY = WH | word_set("anyone anybody anything someone somebody something nobody everyone")
_AT_THE_END = frozenset({("as", "well"), ("say", "so"), ("think", "so"), ("said", "so"), ("that", "so")})
_BESIDE_WH = WH | PREPOSITIONS | ADVERBS | word_set("not so come many much long exactly precisely often")
_NEEDS_NOTHING_BEFORE = word_set("later afterwards earlier one ones two such")
"""Those that may stand for something earlier in the same question."""
_SHORT = 4
"""Words of the longest question that leaves out its verb."""
_BRIEF = 6
"""Words of the longest question that asks for "the reasons" of what went before."""


def followup_words(tokens: Tokens, frame: SpeechAct | None) -> tuple[int, int] | None:
    """The words (tokens, end exclusive) that only the previous question explains; None where none do."""
    plain = [at for at, token in enumerate(tokens) if token.is_word]
    while len(plain) > 1 and tokens[plain[0]].word in INTERJECTIONS:
        plain.pop(0)
    if not plain:
        return None
    first, said = plain[0], [tokens[at].word for at in plain]
    if said[0] in _OPENINGS and len(said) > 1:
        return first, first + 1
    if len(said) > 2 and said[0] in {"what", "how"} and said[1] == "about":  # noqa: PLR2004 - and a topic
        return first, plain[1] + 1
    if _is_elliptic(tokens, said, frame) or _reacts(said, frame) or _relates(said) or _adds(said):
        return first, plain[-1] + 1
    return next(((at, at + 1) for at in plain if _leans(tokens, at, frame)), None)


def _is_elliptic(tokens: Tokens, said: Sequence[str], frame: SpeechAct | None) -> bool:
    """Tell "Why?", "In 2017?", "The Lithuanians?", "Any details?" from keywords, which ask for no verb."""
    if _asks_for_more(said, frame):
        return True
    if len(said) > _SHORT or frame is not None:
        return False
    if said[0] in PREPOSITIONS or all(word in _BESIDE_WH for word in said):
        return True
    asks = said[0] in WH or (any(token.word == "?" for token in tokens) and WH.isdisjoint(said))
    return asks and len(said) < _SHORT and AUXILIARIES.isdisjoint(said)


def _asks_for_more(said: Sequence[str], frame: SpeechAct | None) -> bool:
    """Tell "Tell me more", "More about the fire", "Anything about reactors?", "Same for Medvedev"."""
    if said[0] in {"anything", "something", "any"} and AUXILIARIES.isdisjoint(said) and WH.isdisjoint(said):
        return frame is None or not frame.speakers
    pairs = set(pairwise(said))
    return (
        not pairs.isdisjoint({("more", "about"), ("more", "on")})
        or (said[0] == "same" and said[-1] != "same" and said[1] in SAME)
        or (REQUEST.issuperset(said) and not MORE.isdisjoint(said))
    )


def _reacts(said: Sequence[str], frame: SpeechAct | None) -> bool:
    """Tell "Did Miller agree?", "Putin's response?": to what, the question before says."""
    return frame is not None and (SAYING.base(said[-1]) or said[-1]) in REACTIONS


def _relates(said: Sequence[str]) -> bool:
    """Tell "What are the reasons?", "Who are the others?"."""
    return len(said) <= _BRIEF and len(said) > 1 and said[-2] == "the" and said[-1] in RELATIONAL


def _adds(said: Sequence[str]) -> bool:
    """Tell "Does Medvedev support this too?", "What happened next?", "Do you think so?"."""
    return len(said) > 1 and (said[-1] in {"too", "either", "next"} or tuple(said[-2:]) in _AT_THE_END)


def _leans(tokens: Tokens, at: int, frame: SpeechAct | None) -> bool:
    """Whether a word stands for something that this question does not name."""
    word, before, after = (word_at(tokens, at + k) for k in (0, -1, 1))
    if word in _HE:
        return not _has_person_before(tokens, at)
    if word in _IT or word in _THEY:
        joined = word in _THEY and any(token.word == "and" for token in tokens[1:at])
        return not (joined or _is_dummy(tokens, at) or _has_thing_before(tokens, at, frame))
    if word in _POINTING:
        return _points_back(before, after, word)
    if word in {"same", "latter", "former", "others", "other"}:
        return before == "the" and _names_again(word, after, frame)
    return _stands_in(word, before, after) and not (
        word in _NEEDS_NOTHING_BEFORE and _has_thing_before(tokens, at, frame)
    )


def _stands_in(word: str, before: str, after: str) -> bool:
    """Tell "what else", "which ones", "the two", "such measures", and "there" and "later" at the end."""
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


def _names_again(word: str, after: str, frame: SpeechAct | None) -> bool:
    """Tell "the same topic", "the others", "the other participants" from "the same rights"."""
    if word == "same":
        return after in SAME
    if word == "other":
        return frame is not None and (frame.subject or "").startswith("the other ")
    return word in {"latter", "others"} or after in AUXILIARIES or (SAYING.base(after) is not None)


def _points_back(before: str, after: str, word: str) -> bool:
    """Tell "about that", "at that meeting", "Is this true?" from "say that", "this year"."""
    if after in TIME_NOUNS:
        return word in {"that", "those"} and before in PREPOSITIONS
    if before in PREPOSITIONS or after in {"", "?", ".", "!", ","} or word in {"this", "these"}:
        return True
    return before in AUXILIARIES and after not in {"the", "a"}


def _is_dummy(tokens: Tokens, at: int) -> bool:
    """Tell the "it" of "is it true that" and "find it hard" from one that stands for a thing."""
    if tokens[at].word != "it" or at == 0:
        return False
    before = tokens[at - 1].word
    following = [token.word for token in tokens[at + 1 : at + 6]]
    announces = before in {"is", "was", "will", "would", "does", "did"}
    if announces and "getting" not in following and not {"that", "to", "if", "whether"}.isdisjoint(following):
        return True
    return before in {"have", "find", "make", "makes", "made", "found"}


def _has_person_before(tokens: Tokens, at: int) -> bool:
    """Whether somebody is named whom "he" or "him" can mean: not the subject of the same verb."""
    begins = [k for k in range(at) if _is_content(tokens, k) and not (k and _is_content(tokens, k - 1))]
    if not begins:
        return False
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    owns = tokens[at].word == "her" and after[:1].isalnum() and after not in PREPOSITIONS
    if tokens[at].word in {"him", "her"} and not owns:
        return len(begins) > 1 or any(token.word in CLAUSE for token in tokens[begins[-1] : at])
    return True


def _has_thing_before(tokens: Tokens, at: int, frame: SpeechAct | None) -> bool:
    """Whether something is named that "it" or "they" can mean.

    Not the verb it is the object of, nor, unless it owns something or stands in a clause of its own,
    the subject: "What did X say about it?".
    """
    skipped = {at - 1}
    if tokens[at - 1].word in PREPOSITIONS:
        skipped.add(at - 2)
    if tokens[0].word == "who":
        skipped.add(1)
    if frame is not None:
        skipped |= {frame.word, *(k for m in frame.speakers for k in range(m.first, m.end))}
        own_clause = any(token.word in CLAUSE for token in tokens[frame.word + 1 : at])
        if not own_clause and tokens[at].word not in _POSSESSIVE:
            skipped |= set(range(frame.first, frame.word))
    return any(_is_content(tokens, k) for k in range(at) if k not in skipped)


def _is_content(tokens: Tokens, at: int) -> bool:
    """Whether a word names something, as far as can be told without a dictionary."""
    token = tokens[at]
    if not token.is_word or token.number is not None or token.word in _FUNCTION:
        return False
    return not (token.word in SAYING or token.word in THINKING)


_FUNCTION = (
    WH | AUXILIARIES | DETERMINERS | PRONOUNS | PREPOSITIONS | ADVERBS | CLAUSE | NAMELESS | _THEY | _IT | _HE
)
