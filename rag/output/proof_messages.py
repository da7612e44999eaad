"""Verdicts, flags and proofs in words: plain text, the same in the terminal and on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rag.output.messages import NO_PROOF, listed
from rag.proof.attribution import assigned_in_words, doubt_in_words, is_certain, voice
from rag.proof.check.verdict import ChangeKind, Check, Cut
from rag.proof.flags.rules import Flag, FlagKind, hit_flags
from rag.proof.verification import Verification
from rag.records import Hit
from rag.text.translation import N_, _, number

_LEFT_OUT_TOLD = 5
_KINDS: dict[ChangeKind, str] = {
    "negation": N_("a negation"),
    "number": N_("a number"),
    "date": N_("a date"),
    "name": N_("a name or title"),
    "word": N_("the wording"),
    "dropped": N_("words left out"),
    "added": N_("words added"),
}


def verdict_in_words(check: Check) -> str:
    """The verdict, as in `Exact: Vladimir Putin said these words.`, and what the quote leaves out."""
    return f"{_verdict(check)}{_left_out(check)}"


def _verdict(check: Check) -> str:
    person = check.speaker
    match check.verdict:
        case "exact":
            return _("Exact: %(said)s", said=_said_by(check.matches[0].hit, person))
        case "other_speaker":
            certain = [match for match in check.matches if is_certain(match.hit)]
            if not certain:
                told = _("Not shown that %(person)s said these words.", person=person)
                return f"{told} {_open(check.matches[0].hit)}"
            voices = listed(list(dict.fromkeys(voice(match.hit.utterance) for match in certain)))
            return _(
                "Somebody else's words: not %(person)s, but %(voices)s said them.",
                person=person,
                voices=voices,
            )
        case "altered":
            kinds = listed([kind_in_words(kind) for kind in check.kinds], "and")
            told = _("Altered: %(kinds)s; what was said reads otherwise.", kinds=kinds)
            return " ".join(filter(None, (told, _other_voice(check.matches[0].hit, person))))
        case "absent":
            return _("Absent: nothing that was searched comes near these words.")


def _other_voice(hit: Hit, person: str | None) -> str:
    """Why altered words may not be the person's; empty where nothing speaks against it."""
    if not is_certain(hit) and (person or hit.doubt):
        return _open(hit)
    if person is None or hit.utterance.speaker == person:
        return ""
    return _("And it was %(voice)s who spoke, not %(person)s.", voice=voice(hit.utterance), person=person)


def _said_by(hit: Hit, person: str | None) -> str:
    """That the words were said, and by whom as far as that is certain."""
    if not is_certain(hit):
        return " ".join((_("these words were said."), _open(hit)))
    if person is None:
        return _("these words were said.")
    if named := assigned_in_words(hit.utterance):
        person = f"{person} ({named})"
    return _("%(person)s said these words.", person=person)


def _open(hit: Hit) -> str:
    """Why it is not certain who said the words of a passage."""
    if hit.attribution == "doubtful":
        return doubt_in_words(hit.doubt)
    if hit.attribution == "carried":
        assumed = voice(hit.utterance)
        return _("No label is printed there, after a cut: %(voice)s is only assumed.", voice=assumed)
    return _("The transcript does not say who spoke.")


def _left_out(check: Check) -> str:
    """The words left out that turn the meaning of the best match; nothing of other matches."""
    words = [f"“{each}”" for match in check.matches[:1] for each in match.reversals]
    more = len(words) - _LEFT_OUT_TOLD
    told = words[:_LEFT_OUT_TOLD] + ([_("%(number)s more", number=number(more))] if more > 0 else [])
    if not words:
        return ""
    return _(" But the quote leaves out %(words)s: read the whole passage.", words=listed(told, "and"))


def verification_in_words(result: Verification) -> Iterator[str]:
    """How much was proven verbatim, and of how much it is certain who said it.

    A share is rounded down, and told only where it says no more than holds: no 100% beside a doubt.
    """
    proven = f"{result.proven:,} of {result.passages:,} passages proven verbatim"
    share = f" ({_percent(result.share)})" if result.failures or not result.uncertain else ""
    yield f"{proven}{share}, {result.transcripts:,} transcripts re-read"
    if result.uncertain:
        kinds = [f"{count:,} {kind}" for kind, count in sorted(result.uncertain.items())]
        yield f"who said them is certain for {_percent(result.certain)}; {listed(kinds, 'and')}"


def _percent(share: float) -> str:
    return f"{math.floor(share * 10_000) / 100:.2f}%"


def kind_in_words(kind: ChangeKind) -> str:
    """What a change touches, as in `a number`."""
    return _(_KINDS[kind])


def doubts_in_words(check: Check) -> tuple[str, ...]:
    """What a reader must know besides the verdict; often nothing."""
    doubts = []
    if check.speaker is not None and not check.speaker_known:
        doubts.append(_("Nobody called %(name)s speaks in these transcripts.", name=check.speaker))
    if check.verdict == "absent":
        doubts.append(_(NO_PROOF))
    return tuple(doubts)


def cut_in_words(cut: Cut) -> str:
    """Where the words are cut out of a sentence; empty where they are whole ones."""
    if cut.before and cut.after:
        return _("Cut: the quote begins and ends in the middle of a sentence.")
    if cut.before:
        return _("Cut: the quote begins in the middle of a sentence.")
    return _("Cut: the quote ends in the middle of a sentence.") if cut.after else ""


_SAYS: dict[FlagKind, str] = {
    "question": N_("is a question"),
    "conditional": N_("supposes something (“%(words)s”)"),
    "reported": N_("gives what others say or think (“%(words)s”)"),
    "denial": N_("says that something is not so (“%(words)s”)"),
    "cut": N_("is cut short in the source (“%(words)s”)"),
    "reversal": N_("leaves out words that may turn its meaning (“%(words)s”)"),
    "bracketed": N_("has words that stand in brackets in the source (“%(words)s”)"),
}


def flags_in_words(hit: Hit, flags: Sequence[Flag] | None = None) -> str:
    """The flags of a passage, as in `Mind: the sentence is a question.`; empty where it has none.

    `flags` are those of a checked quote, in place of the passage's own.
    """
    text = hit.utterance.text
    told = [
        _(_SAYS[flag.kind], words=" ".join(text[flag.start : flag.end].split()))
        for flag in (hit_flags(hit) if flags is None else flags)
    ]
    if not told:
        return ""
    says = _("; it ").join(told)
    if hit.highlight:
        return _("Mind: the highlighted sentence %(says)s.", says=says)
    if flags is None:
        return _("Mind: the sentence %(says)s.", says=says)
    return _("Mind: the quoted text %(says)s.", says=says)
