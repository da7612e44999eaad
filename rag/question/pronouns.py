"""Whom the pronoun of a follow-up means: somebody of the question before, if only one can be meant."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.names import Gender, gender
from rag.question.people import Mention
from rag.question.readings import SpeechAct
from rag.question.tokens import Tokens
from rag.text.english import REACTIONS
from rag.text.verbs import SAYING

_GENDERS: dict[str, Gender] = {"he": "man", "she": "woman"}


def referents(
    tokens: Tokens, act: SpeechAct, speakers: Sequence[str], mentioned: Sequence[Mention]
) -> tuple[str, ...] | None:
    """The persons whom "he", "she" or "they" means as the one who speaks; None where it is no such question.

    `speakers` are those of the question before, `mentioned` all whom it names. The one who spoke goes before
    those who were spoken of or to, except in an answer: "What did X ask Y?", "And what did he reply?". Empty
    where two can be meant, or none.
    """
    others = [each.names for each in mentioned if not set(each.names) & set(speakers)]
    if act.subject == "they" and not act.only_event:
        return _several(speakers, others)
    wanted = _GENDERS.get(act.subject or "")
    if wanted is None:
        return None
    before = tuple(name for name in speakers if gender(name) in {wanted, None})
    possible = [names for names in others if gender(names[0]) in {wanted, None}]
    said = tokens[act.cue].word
    if before and not (possible and (SAYING.base(said) or said) in REACTIONS):
        return before
    return possible[0] if len(possible) == 1 and not before else ()


def _several(speakers: Sequence[str], others: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The persons of "they": those who spoke, if more than one did, else all; nobody, if there is but one."""
    if len(speakers) > 1:
        return tuple(speakers)
    everybody = [speakers, *others] if speakers else others
    return tuple(name for names in everybody for name in names) if len(everybody) > 1 else ()
