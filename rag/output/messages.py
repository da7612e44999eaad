"""A search in words, for the terminal and the page: plain text, not escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.records import Answer, Filters, Misfit, Searched, Understood
from rag.text.calendar import months, period
from rag.text.language import UNKNOWN

NOTHING = "Nothing was found."
NO_PROOF = "That is no proof: it may have been said where no transcript was searched."


def counted(number: int, thing: str) -> str:
    """Count things: `1 transcript`, `1,200 transcripts`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def language_name(code: str) -> str:
    """Name a language in English; the code itself where it is another than the program knows."""
    return {"en": "English", "ru": "Russian", UNKNOWN: "unknown"}.get(code, code)


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `11th`."""
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def listed(names: Sequence[str], last: str = "or") -> str:
    """Join names: `A`, `A or B`, `A, B or C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def confined(limits: Filters | Understood) -> str:
    """Say what confines a search; empty where nothing does."""
    parts = []
    if limits.speakers:
        parts.append(f"said by {listed(limits.speakers)}")
    if limits.since and limits.until:
        word = "on" if limits.since == limits.until else "from"
        parts.append(f"{word} {period(limits.since, limits.until)}")
    elif limits.since or limits.until:
        parts.append(period(limits.since, limits.until))
    if limits.place:
        parts.append(f"place or title contains “{limits.place}”")
    if isinstance(limits, Filters):
        if limits.transcripts:
            parts.append(f"in {counted(len(limits.transcripts), 'chosen transcript')}")
        for tags, what in ((limits.topics, "topic"), (limits.persons, "person")):
            if tags:
                parts.append(f"tagged with the {what} {listed([f'“{tag}”' for tag in tags])}")
    return "; ".join(parts)


def grade_in_words(answer: Answer) -> tuple[str, ...]:
    """Sentences that say how far the passages answer; none where they very likely do and lack nothing."""
    told = {
        "answers": "",
        "near": "These passages come nearest; whether they answer is not certain.",
        "nothing": "Nothing was found that is about this. The nearest passages:" if answer.hits else NOTHING,
    }[answer.grade]
    return tuple(filter(None, (told, *(_misfit(answer, part) for part in answer.misfits), _unmet(answer))))


def _unmet(answer: Answer) -> str:
    words = listed([f"“{unmet.text}”" for unmet in answer.unmet])
    return f"None of them covers {words}." if words and answer.hits else ""


_NOT_GIVEN: Mapping[Misfit, str] = {
    "number": "The question asks for a number; none of these passages has one.",
    "time": "The question asks when; none of these passages names a time.",
    "name": "The question asks who or which one; none of these passages gives a name.",
}


def _misfit(answer: Answer, part: Misfit) -> str:
    understood, searched = answer.understood, answer.searched
    if part in _NOT_GIVEN:
        return _NOT_GIVEN[part]
    if part == "place":
        return f"None that covers the question well is from “{understood.place}”."
    if part == "dates":
        since, until = understood.since or "", understood.until or "9999"
        outside = searched.since and (until < searched.since or since > (searched.until or ""))
        when = confined(Understood(since=understood.since, until=understood.until))
        covered = f": these transcripts are of {period(searched.since, searched.until)}" if outside else ""
        return f"None {'' if outside else 'that covers the question well '}is {when}{covered}."
    named = listed(understood.speakers)
    best = next((hit for hit in answer.hits if hit.rank == answer.best), None)
    if best is None:
        return f"None that covers the question well was said by {named}."
    voice = best.utterance.speaker or f"a voice that the transcript calls “{best.utterance.label}”"
    return f"Passage {best.rank}, which covers the question best, was said by {voice}, not {named}."


def searched_in_words(searched: Searched) -> str:
    """What was searched: `Searched 194 transcripts, 6,840 passages, 9 January 2018 to …`."""
    if not searched.transcripts:
        return f"No transcript lies within the filters.{_left_out(searched)}"
    much = f"{counted(searched.transcripts, 'transcript')}, {counted(searched.passages, 'passage')}"
    dates = period(searched.since, searched.until)
    undated = f" ({searched.undated:,} without a date)" if searched.undated else ""
    return f"Searched {much}{', ' + dates if dates else ''}{undated}.{_left_out(searched)}"


def coverage_in_words(searched: Searched) -> str:
    """The same, and the months without any transcript: a search that finds nothing proves no more."""
    return " ".join(filter(None, (searched_in_words(searched), _gaps(searched))))


def _gaps(searched: Searched) -> str:
    if searched.gaps:
        return f"Months without any transcript: {months(searched.gaps)}."
    if (searched.since or "")[:7] == (searched.until or "")[:7]:
        return ""
    return "No month between is without a transcript."


def _left_out(searched: Searched) -> str:
    parts = []
    if searched.transcripts_left_out:
        parts.append(counted(searched.transcripts_left_out, "transcript"))
    if searched.excluded_by_filters:
        parts.append(f"{searched.excluded_by_filters:,} of the best passages")
    return f" The filters left out {listed(parts, 'and')}." if parts else ""
