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

_LEFT_OUT_TOLD = 5
_KINDS: dict[ChangeKind, str] = {
    "negation": "a negation",
    "number": "a number",
    "date": "a date",
    "name": "a name or title",
    "word": "the wording",
    "dropped": "words left out",
    "added": "words added",
}


def verdict_in_words(check: Check) -> str:
    """The verdict, as in `Exact: Vladimir Putin said these words.`, and what the quote leaves out."""
    return f"{_verdict(check)}{_left_out(check)}"


def _verdict(check: Check) -> str:
    person = check.speaker
    match check.verdict:
        case "exact":
            return f"Exact: {_said_by(check.matches[0].hit, person)}"
        case "other_speaker":
            certain = [match for match in check.matches if is_certain(match.hit)]
            if not certain:
                return f"Not shown that {person} said these words. {_open(check.matches[0].hit)}"
            voices = list(dict.fromkeys(voice(match.hit.utterance) for match in certain))
            return f"Somebody else's words: not {person}, but {listed(voices, 'or')} said them."
        case "altered":
            kinds = listed([_KINDS[kind] for kind in check.kinds], "and")
            told = f"Altered: {kinds}; what was said reads otherwise."
            hit = check.matches[0].hit
            if not is_certain(hit) and (person or hit.doubt):
                return f"{told} {_open(hit)}"
            is_other = person is not None and hit.utterance.speaker != person
            return f"{told} And it was {voice(hit.utterance)} who spoke, not {person}." if is_other else told
        case "absent":
            return "Absent: nothing that was searched comes near these words."


def _said_by(hit: Hit, person: str | None) -> str:
    """That the words were said, and by whom as far as that is certain."""
    if not is_certain(hit):
        return f"these words were said. {_open(hit)}"
    if person is None:
        return "these words were said."
    named = assigned_in_words(hit.utterance)
    return f"{person} ({named}) said these words." if named else f"{person} said these words."


def _open(hit: Hit) -> str:
    """Why it is not certain who said the words of a passage."""
    if hit.attribution == "doubtful":
        return doubt_in_words(hit.doubt)
    if hit.attribution == "carried":
        return f"No label is printed there, after a cut: {voice(hit.utterance)} is only assumed."
    return "The transcript does not say who spoke."


def _left_out(check: Check) -> str:
    """The words left out that turn the meaning of the best match; nothing of other matches."""
    words = [f"“{each}”" for match in check.matches[:1] for each in match.reversals]
    more = len(words) - _LEFT_OUT_TOLD
    told = [*words[:_LEFT_OUT_TOLD], f"{more} more"] if more > 0 else words
    return f" But the quote leaves out {listed(told, 'and')}: read the whole passage." if words else ""


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
    return _KINDS[kind]


def doubts_in_words(check: Check) -> tuple[str, ...]:
    """What a reader must know besides the verdict; often nothing."""
    doubts = []
    if check.speaker is not None and not check.speaker_known:
        doubts.append(f"Nobody called {check.speaker} speaks in these transcripts.")
    if check.verdict == "absent":
        doubts.append(NO_PROOF)
    return tuple(doubts)


def cut_in_words(cut: Cut) -> str:
    """Where the words are cut out of a sentence; empty where they are whole ones."""
    begins = "begins" if cut.before else ""
    ends = "ends" if cut.after else ""
    where = " and ".join(filter(None, (begins, ends)))
    return f"Cut: the quote {where} in the middle of a sentence." if where else ""


_SAYS: dict[FlagKind, str] = {
    "question": "is a question",
    "conditional": "supposes something (“{}”)",
    "reported": "gives what others say or think (“{}”)",
    "denial": "says that something is not so (“{}”)",
    "cut": "is cut short in the source (“{}”)",
    "reversal": "leaves out words that may turn its meaning (“{}”)",
    "bracketed": "has words that stand in brackets in the source (“{}”)",
}


def flags_in_words(hit: Hit, flags: Sequence[Flag] | None = None) -> str:
    """The flags of a passage, as in `Mind: the sentence is a question.`; empty where it has none.

    `flags` are those of a checked quote, in place of the passage's own.
    """
    which = "highlighted sentence" if hit.highlight else "sentence" if flags is None else "quoted text"
    text = hit.utterance.text
    told = [
        _SAYS[flag.kind].format(" ".join(text[flag.start : flag.end].split()))
        for flag in (hit_flags(hit) if flags is None else flags)
    ]
    return f"Mind: the {which} {'; it '.join(told)}." if told else ""
