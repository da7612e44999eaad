"""What is left of a question without the words that only say who, when or where."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.question.speech_act import Frame
from rag.question.tokens import Tokens
from rag.text.vocabulary import ADVERBS, AUXILIARIES, DETERMINERS, NOBODY, PREPOSITIONS, PRONOUNS, TOPIC, WH

_EMPTY = WH | AUXILIARIES | PREPOSITIONS | PRONOUNS | DETERMINERS | ADVERBS | {"while", "and"}
_EDGES = " ,;:–—-?!."


def rest_of(
    question: str, tokens: Tokens, frame: Frame | None, said: Iterable[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The question without the tokens of `said` (when, where) and of its frame; never empty.

    Beside it, where its words stand in the question; none where only the whole question is left.
    """
    dropped = {at for first, end in said for at in range(first, end)}
    if frame is not None and (frame.plain or frame.speakers):
        dropped |= _frame_words(tokens, frame, dropped)
    kept: list[str] = []
    last_end = 0
    for at, token in enumerate(tokens):
        if at in dropped:
            last_end = token.end
            continue
        gap = question[last_end : token.start] if kept else ""
        kept.append((" " if gap.strip(" ") == "" and gap else gap) + question[token.start : token.end])
        last_end = token.end
    text = re.sub(r"\s+", " ", "".join(kept))
    text = re.sub(r"\s*([,;:])(?:\s*[,;:])+", r"\1", re.sub(r"\s+([,;:?!.])", r"\1", text)).strip(_EDGES)
    told = any(
        at not in dropped and token.is_word and token.word not in _EMPTY for at, token in enumerate(tokens)
    )
    if not told:
        return question, ()
    words = (token for at, token in enumerate(tokens) if at not in dropped and token.is_word)
    return text, tuple((token.start, token.end) for token in words)


def _frame_words(tokens: Tokens, frame: Frame, dropped: set[int]) -> set[int]:
    """The words of a frame that do not say what is asked for."""
    if not frame.clause:
        return set(range(frame.first, frame.end))
    if not frame.speakers and not (frame.subject is None or frame.has_pronoun or frame.subject in NOBODY):
        return set()  # "the miners" may be all that finds their words
    if not frame.plain:
        return {at for mention in frame.speakers for at in range(mention.first, mention.end)} | _opening(
            tokens, frame
        )
    words = set(range(frame.first, frame.end))
    asked = tokens[frame.first].word
    if asked in {"why", "how", "when", "where", "who"}:
        words.discard(frame.first)
    at = frame.end
    while at < len(tokens) and (at in dropped or (at < frame.end + 4 and _is_addressee(tokens, frame, at))):
        words.add(at)
        at += 1
    if at < len(tokens) and tokens[at].word in TOPIC | {"of", "that"}:
        words.add(at)
    return words


def _is_addressee(tokens: Tokens, frame: Frame, at: int) -> bool:
    """Whether a name stands between the verb and "about"."""
    token = tokens[at]
    if not any(later.word in TOPIC for later in tokens[frame.end + 1 : frame.end + 6]):
        return False
    if not token.is_word or token.word in TOPIC | WH | AUXILIARIES:
        return False
    return token.is_capitalised or token.word in {"the", "of", "to", "president"}


def _opening(tokens: Tokens, frame: Frame) -> set[int]:
    """The "What did" before a subject; "why" and the like ask for something, and stay."""
    subject = min((mention.first for mention in frame.speakers), default=frame.word)
    opening = range(frame.first, subject)
    if not all(tokens[at].word in WH | AUXILIARIES for at in opening):
        return set()
    return {at for at in opening if tokens[at].word in {"what", "whom"} | AUXILIARIES}
