"""Whether a question leans on the one before it: by its opening, by what it leaves out, by its pronouns."""

from __future__ import annotations

from rag.understanding.frames import Frame
from rag.understanding.tokens import Tokens
from rag.understanding.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    THINKING,
    WH,
)

_OPENINGS = frozenset({"and", "but", "so", "then", "or", "also", "besides", "moreover"})
_HE = frozenset("he him his himself she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their theirs themselves".split())
_SUBJECTS = frozenset("he she it they".split())
_POINTING = frozenset({"this", "that", "these", "those"})
_DEICTIC = frozenset(
    """year month week day morning evening season spring summer autumn fall winter time country world century
    decade january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday quarter""".split()
)
_ELLIPSES = frozenset("else otherwise instead".split())
_MORE = frozenset("more details detail elaborate examples continue".split())
_SHORT = 4


def followup_words(tokens: Tokens, frame: Frame | None) -> tuple[int, int] | None:
    """The words (tokens, end exclusive) that only the previous question explains; None where none do."""
    plain = [at for at, token in enumerate(tokens) if token.is_word]
    if not plain:
        return None
    first = plain[0]
    if tokens[first].word in _OPENINGS and len(plain) > 1:
        return first, first + 1
    if len(plain) > 2 and tokens[first].word in {"what", "how"} and tokens[plain[1]].word == "about":  # noqa: PLR2004 - and a topic
        return first, plain[1] + 1
    if _is_elliptic(tokens, plain, frame):
        return first, plain[-1] + 1
    for at in plain:
        if _leans(tokens, at, frame):
            return at, at + 1
    return None


def _is_elliptic(tokens: Tokens, plain: list[int], frame: Frame | None) -> bool:
    """Tell "Why?", "In 2017?", "The Lithuanians?", "Any details?" from keywords, which ask for no verb."""
    said = [tokens[at].word for at in plain]
    if len(said) > _SHORT or frame is not None:
        return False
    if all(word in WH | PREPOSITIONS | ADVERBS | {"not", "so", "come", "many", "much", "long"} for word in said):
        return True
    if said[0] in PREPOSITIONS:
        return True
    if not set(said).isdisjoint(_MORE) and not any(word in AUXILIARIES for word in said):
        return set(said) <= _MORE | {"any", "tell", "me", "give", "please", "some", "the", "further", "what"}
    asks = any(token.word == "?" for token in tokens)
    return asks and len(said) < _SHORT and not any(word in AUXILIARIES | WH for word in said)


def _leans(tokens: Tokens, at: int, frame: Frame | None) -> bool:
    """Whether a word stands for something that this question does not name."""
    word = tokens[at].word
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    before = tokens[at - 1].word if at else ""
    if word in _ELLIPSES:
        return before in WH | {"anyone", "anybody", "anything", "someone", "somebody", "something", "nobody"}
    if word in _HE:
        return not _has_person_before(tokens, at)
    if word in _IT:
        return not (_is_dummy(tokens, at) or _has_thing_before(tokens, at, frame))
    if word in _THEY:
        return not (_has_thing_before(tokens, at, frame) or _has_people_before(tokens, at))
    if word in _POINTING:
        return _points_back(before, after, word)
    if word in {"there", "then"}:
        return after in {"", "?", ".", "!"} and before not in {"is", "are", "was", "were"} and at > 0
    if word in {"same", "latter", "former", "others", "other"}:
        return word in {"latter", "others"} and before == "the"
    return word in {"later", "afterwards", "earlier"} and after in {"", "?"} and not _has_thing_before(tokens, at, frame)


def _points_back(before: str, after: str, word: str) -> bool:
    """Tell "about that", "at that meeting", "Is this true?" from "say that", "this year"."""
    if after in _DEICTIC:
        return word in {"that", "those"} and before in PREPOSITIONS
    if before in PREPOSITIONS:
        return True
    if after in {"", "?", ".", "!", ","}:
        return True
    if word in {"this", "these"}:
        return True
    return before in AUXILIARIES and after not in {"the", "a"}


def _is_dummy(tokens: Tokens, at: int) -> bool:
    """Tell the "it" of "is it true that", "find it hard", "does it rain" from one that stands for a thing."""
    following = [token.word for token in tokens[at + 1 : at + 8]]
    before = [token.word for token in tokens[max(at - 2, 0) : at]]
    if tokens[at].word != "it":
        return False
    opens = bool(before) and before[-1] in {"is", "was", "will", "would", "does", "did"}
    if opens and any(word in {"that", "to", "if", "whether"} for word in following[:5]) and "getting" not in following:
        return True
    return bool(before) and before[-1] in {"have", "find", "make", "makes", "made", "found"}


def _has_person_before(tokens: Tokens, at: int) -> bool:
    """Whether somebody is named whom "he" or "him" can mean."""
    persons = _names_before(tokens, at)
    if not persons:
        return False
    if tokens[at].word in {"him", "her"} and not _is_possessive_her(tokens, at):
        return len(persons) > 1 or _clause_between(tokens, persons[-1], at)
    return True


def _is_possessive_her(tokens: Tokens, at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return tokens[at].word == "her" and after is not None and after.is_word and after.word not in PREPOSITIONS


def _names_before(tokens: Tokens, at: int) -> list[int]:
    """Where runs of words begin that can be somebody: capitalised, or a noun phrase with "the"."""
    found: list[int] = []
    inside = False
    for k, token in enumerate(tokens[:at]):
        content = token.is_word and token.word not in _FUNCTION and token.number is None
        if content and not inside and not (token.word in SAYING or token.word in THINKING):
            found.append(k)
        inside = content
    return found


def _clause_between(tokens: Tokens, first: int, end: int) -> bool:
    return any(token.word in CLAUSE for token in tokens[first:end])


def _has_people_before(tokens: Tokens, at: int) -> bool:
    """Whether two are joined by "and"."""
    return any(token.word == "and" and k > 0 for k, token in enumerate(tokens[:at]))


def _has_thing_before(tokens: Tokens, at: int, frame: Frame | None) -> bool:
    """Whether something is named that "it" or "they" can mean: any noun that is not who speaks."""
    speaking: set[int] = set()
    if frame is not None:
        speaking = {frame.word} | {k for m in frame.speakers for k in range(m.first, m.end)}
    for k, token in enumerate(tokens[:at]):
        content = token.is_word and token.word not in _FUNCTION and token.number is None
        verb = token.word in SAYING or token.word in THINKING
        if content and k not in speaking and not verb:
            return True
    return False


_FUNCTION = (
    WH
    | AUXILIARIES
    | MODALS
    | DETERMINERS
    | PRONOUNS
    | PREPOSITIONS
    | ADVERBS
    | CLAUSE
    | _THEY
    | _IT
    | _HE
    | frozenset(
        """and or but not many much more most long often far old big high well anything something nothing
        everything things thing anyone everyone exactly there here first last get gets got go going do doing
        done make made take else happen happened happens such same other others very too quite rather if""".split()
    )
)
"""Words that name nothing."""
