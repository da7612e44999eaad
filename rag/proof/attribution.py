"""Who said the words of a passage, and how certain that is, in words."""

from __future__ import annotations

from rag.readers.label_grammar import LabelKind, understand
from rag.records import Attribution, Doubt, Hit, Utterance, attribution_of
from rag.text.normalise import fold
from rag.text.translation import N_, _

CERTAIN: frozenset[Attribution] = frozenset(("printed", "assigned"))
"""A label at the head of the turn, or the user's table, says who speaks."""
_CARRIED = N_(
    "No label is printed here, after a cut in the transcript: the last speaker before it is assumed."
)


def is_certain(hit: Hit) -> bool:
    """Whether it is certain who said the words, or that the transcript names nobody."""
    return hit.attribution in CERTAIN


def voice(utterance: Utterance) -> str:
    """The person of a turn, as in `Vladimir Putin` or `somebody printed as “Question”`."""
    if utterance.speaker:
        named = assigned_in_words(utterance)
        return f"{utterance.speaker} ({named})" if named else utterance.speaker
    if utterance.label:
        return _("somebody printed as “%(label)s”", label=utterance.label)
    return _("somebody without a label")


def named_in(utterance: Utterance, end: int | None = None) -> str | None:
    """The person who said the words that end at offset `end`; None where nobody is named with certainty.

    Who is only carried over a cut counts as named: `attribution_in_words` says that it is assumed.
    """
    attribution = attribution_of(utterance, utterance.end if end is None else end)[0]
    return None if attribution in {"unknown", "doubtful"} else utterance.speaker


def who_in_words(utterance: Utterance, end: int | None = None) -> str:
    """The person with role, or that the transcript names nobody, or that it is not certain.

    `end` is the offset at which the words end, by default that of the utterance.
    """
    attribution = attribution_of(utterance, utterance.end if end is None else end)[0]
    label = utterance.label
    printed = _("printed label: “%(label)s”", label=label) if label else _("no label is printed")
    if attribution == "doubtful":
        return _("Speaker not certain (%(printed)s at the head of the turn)", printed=printed)
    if utterance.speaker is None or attribution == "unknown":
        return _("Speaker not named in the transcript (%(printed)s)", printed=printed)
    named = ", ".join(filter(None, (utterance.speaker, utterance.role)))
    aside = (utterance.parenthetical or "").strip("()")
    return f"{named} ({aside})" if aside else named


def attribution_in_words(utterance: Utterance, end: int | None = None) -> str:
    """How the words are attributed, where `who_in_words` does not say all of it; else empty."""
    attribution, doubt = attribution_of(utterance, utterance.end if end is None else end)
    match attribution:
        case "doubtful":
            return doubt_in_words(doubt)
        case "carried" | "assigned":
            named = assigned_in_words(utterance)
            assumed = _(_CARRIED) if attribution == "carried" else ""
            return " ".join(filter(None, (assumed, f"{named[0].upper()}{named[1:]}." if named else "")))
    is_other = utterance.speaker and utterance.label and utterance.label != utterance.speaker
    return _("Printed label: “%(label)s”.", label=utterance.label) if is_other else ""


def assigned_in_words(utterance: Utterance) -> str:
    """That the user's table names the person of a turn, and what the transcript prints; else empty."""
    label = utterance.label
    is_carried = utterance.attribution == "carried" and label and not _is_in(label, utterance.speaker)
    if utterance.attribution != "assigned" and not is_carried:
        return ""
    if not label:
        return _("named by speakers.toml; the transcript prints no label")
    return _("named by speakers.toml; the transcript prints “%(label)s”", label=label)


def _is_in(label: str, person: str | None) -> bool:
    """Whether a person who was named for a label can have been found in it."""
    names_nobody = understand(label).kind in {LabelKind.GENERIC, LabelKind.ROLE}
    return person is None or not names_nobody or not set(fold(label).split()).isdisjoint(fold(person).split())


def doubt_in_words(doubt: Doubt | None) -> str:
    """Why it is not certain who speaks, and the line that leaves it open."""
    if doubt is None:
        return _("Who said these words is not certain.")
    return _(
        "Who said these words is not certain: line %(line)s, “%(text)s” (%(reason)s).",
        line=doubt.line,
        text=doubt.text,
        reason=_(doubt.reason),
    )
