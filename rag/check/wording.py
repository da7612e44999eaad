"""What a check says, in words: for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Sequence

from rag.check.records import Check, Cut, Kind, Looked, Match
from rag.dates import date_in_words

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
            return f"Somebody else's words: not {person}, but {_listed(voices, 'or')} said them."
        case "altered":
            kinds = _listed([_KINDS[kind] for kind in check.kinds], "and")
            whose = _voice(check.matches[0])
            other = f" And it was {whose} who spoke, not {person}." if person and whose != person else ""
            return f"Altered: {kinds}; what was said reads otherwise.{other}"
        case "absent":
            return "Absent: nothing that was searched comes near these words."


def kind_in_words(kind: Kind) -> str:
    """What a change touches, as in `A number`."""
    return _KINDS[kind].capitalize()


def looked_in_words(looked: Looked) -> str:
    """What was looked through: `Searched 194 transcripts, 3,740 utterances, 9 January 2018 to …`."""
    counted = ", ".join(
        f"{count:,} {thing}{'' if count == 1 else 's'}"
        for count, thing in ((looked.transcripts, "transcript"), (looked.utterances, "utterance"))
    )
    dates = " to ".join(dict.fromkeys(filter(None, map(date_in_words, (looked.since, looked.until)))))
    gaps = ", ".join(_runs(looked.gaps)) or "none"
    return f"Searched {counted}{', ' + dates if dates else ''}. Months without any transcript: {gaps}."


def doubts_in_words(check: Check) -> tuple[str, ...]:
    """What a reader must know besides the verdict; often nothing."""
    doubts = []
    if check.speaker is not None and not check.speaker_known:
        doubts.append(f"Nobody called {check.speaker} speaks in these transcripts.")
    if check.verdict == "absent":
        doubts.append("That is no proof: it may have been said where no transcript was searched.")
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


def _listed(names: Sequence[str], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def _runs(months: Sequence[str]) -> list[str]:
    """Months, neighbouring ones drawn together: `2018-02`, `2019-01 to 2019-05`."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _number(runs[-1][-1]) + 1 == _number(month):
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
