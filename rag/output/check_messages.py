"""What a check says, in words: for the terminal and the page alike."""

from __future__ import annotations

from rag.output.messages import NO_PROOF, listed
from rag.proof.check.verdict import Check, Cut, Kind, Match

_KINDS: dict[Kind, str] = {
    "negation": "a negation",
    "number": "a number",
    "date": "a date",
    "name": "a name or title",
    "word": "the wording",
    "dropped": "words left out",
    "added": "words added",
}


def verdict_in_words(check: Check) -> str:
    """The verdict, as in `Exact: Vladimir Putin said these words.`."""
    person = check.speaker
    match check.verdict:
        case "exact":
            return f"Exact: {person} said these words." if person else "Exact: these words were said."
        case "other_speaker":
            voices = list(dict.fromkeys(_voice(match) for match in check.matches))
            return f"Somebody else's words: not {person}, but {listed(voices, 'or')} said them."
        case "altered":
            kinds = listed([_KINDS[kind] for kind in check.kinds], "and")
            whose = _voice(check.matches[0])
            other = f" And it was {whose} who spoke, not {person}." if person and whose != person else ""
            return f"Altered: {kinds}; what was said reads otherwise.{other}"
        case "absent":
            return "Absent: nothing that was searched comes near these words."


def kind_in_words(kind: Kind) -> str:
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


def _voice(match: Match) -> str:
    utterance = match.hit.utterance
    if utterance.speaker:
        return utterance.speaker
    return f"somebody printed as “{utterance.label}”" if utterance.label else "somebody without a label"
