"""A search in words, for the terminal and the page: plain text, not escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rag.records import Answer, Filters, Misfit, Searched, Understood
from rag.text.calendar import day, months, period
from rag.text.language_detection import UNKNOWN
from rag.text.translation import N_, _, ngettext, number

NO_PROOF = N_("That is no proof: it may have been said where no transcript was searched.")


def counted(count: int, thing: str) -> str:
    """Count things in English: `1 transcript`, `1,200 transcripts`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def transcript_count(count: int) -> str:
    """Count transcripts: `1 transcript`, `1,200 transcripts`."""
    return ngettext("%(number)s transcript", "%(number)s transcripts", count)


def passage_count(count: int) -> str:
    """Count passages: `1 passage`, `1,200 passages`."""
    return ngettext("%(number)s passage", "%(number)s passages", count)


def language_name(code: str) -> str:
    """Name a language; the code itself where it is another than the program knows."""
    return {"en": _("English"), "ru": _("Russian"), UNKNOWN: _("unknown")}.get(code, code)


def ordinal(count: int) -> str:
    """Return `1st`, `2nd`, `11th`."""
    is_teen = 10 <= count % 100 <= 20  # noqa: PLR2004
    written = number(count)
    match 0 if is_teen else count % 10:
        case 1:
            return _("%(number)sst", number=written)
        case 2:
            return _("%(number)snd", number=written)
        case 3:
            return _("%(number)srd", number=written)
    return _("%(number)sth", number=written)


def listed(names: Sequence[str], last: Literal["or", "and"] = "or") -> str:
    """Join names: `A`, `A or B`, `A, B or C`."""
    if len(names) <= 1:
        return "".join(names)
    first = ", ".join(names[:-1])
    if last == "and":
        return _("%(names)s and %(last)s", names=first, last=names[-1])
    return _("%(names)s or %(last)s", names=first, last=names[-1])


def confined(limits: Filters | Understood) -> str:
    """Say what confines a search; empty where nothing does."""
    parts = []
    if limits.speakers:
        parts.append(_("said by %(names)s", names=listed(limits.speakers)))
    if limits.since and limits.since == limits.until:
        parts.append(_("on %(day)s", day=day(limits.since)))
    elif limits.since and limits.until:
        parts.append(_("from %(period)s", period=period(limits.since, limits.until)))
    elif limits.since or limits.until:
        parts.append(period(limits.since, limits.until))
    if limits.place:
        parts.append(_("place or title contains “%(place)s”", place=limits.place))
    if isinstance(limits, Filters):
        if chosen := len(limits.transcripts):
            parts.append(
                ngettext("in %(number)s chosen transcript", "in %(number)s chosen transcripts", chosen)
            )
        if limits.topics:
            parts.append(_("tagged with the topic %(tags)s", tags=_quoted(limits.topics)))
        if limits.persons:
            parts.append(_("tagged with the person %(tags)s", tags=_quoted(limits.persons)))
    return "; ".join(parts)


def _quoted(words: Sequence[str]) -> str:
    return listed([f"“{each}”" for each in words])


def grade_in_words(answer: Answer) -> tuple[str, ...]:
    """Sentences that say how far the passages answer; none where they very likely do and lack nothing."""
    told = {
        "answers": "",
        "near": _("These passages come nearest; whether they answer is not certain."),
        "nothing": _("Nothing was found that is about this. The nearest passages:")
        if answer.hits
        else _("Nothing was found."),
    }[answer.grade]
    return tuple(filter(None, (told, *(_misfit(answer, part) for part in answer.misfits), _unmet(answer))))


def _unmet(answer: Answer) -> str:
    words = _quoted([unmet.text for unmet in answer.unmet])
    return _("None of them covers %(words)s.", words=words) if words and answer.hits else ""


_NOT_GIVEN: Mapping[Misfit, str] = {
    "number": N_("The question asks for a number; none of these passages has one."),
    "time": N_("The question asks when; none of these passages names a time."),
    "name": N_("The question asks who or which one; none of these passages gives a name."),
}


def _misfit(answer: Answer, part: Misfit) -> str:
    understood = answer.understood
    if part in _NOT_GIVEN:
        return _(_NOT_GIVEN[part])
    if part == "place":
        return _("None that covers the question well is from “%(place)s”.", place=understood.place)
    if part == "dates":
        return _misfit_of_dates(understood, answer.searched)
    named = listed(understood.speakers)
    best = next((hit for hit in answer.hits if hit.rank == answer.best), None)
    if best is None:
        return _("None that covers the question well was said by %(names)s.", names=named)
    utterance = best.utterance
    voice = utterance.speaker or _("a voice that the transcript calls “%(label)s”", label=utterance.label)
    return _(
        "Passage %(rank)s, which covers the question best, was said by %(voice)s, not %(names)s.",
        rank=best.rank,
        voice=voice,
        names=named,
    )


def _misfit_of_dates(understood: Understood, searched: Searched) -> str:
    since, until = understood.since or "", understood.until or "9999"
    when = confined(Understood(since=understood.since, until=understood.until))
    if not (searched.since and (until < searched.since or since > (searched.until or ""))):
        return _("None that covers the question well is %(when)s.", when=when)
    covered = period(searched.since, searched.until)
    return _("None is %(when)s: these transcripts are of %(covered)s.", when=when, covered=covered)


def searched_in_words(searched: Searched) -> str:
    """What was searched: `Searched 194 transcripts, 6,840 passages, 9 January 2018 to …`."""
    if not searched.transcripts:
        return _("No transcript lies within the filters.") + _left_out(searched)
    parts = [transcript_count(searched.transcripts), passage_count(searched.passages)]
    if dates := period(searched.since, searched.until):
        parts.append(dates)
    much = ", ".join(parts)
    if searched.undated:
        much += _(" (%(number)s without a date)", number=number(searched.undated))
    return _("Searched %(much)s.", much=much) + _left_out(searched)


def coverage_in_words(searched: Searched) -> str:
    """The same, and the months without any transcript: a search that finds nothing proves no more."""
    return " ".join(filter(None, (searched_in_words(searched), _gaps(searched))))


def _gaps(searched: Searched) -> str:
    if searched.gaps:
        return _("Months without any transcript: %(months)s.", months=months(searched.gaps))
    if (searched.since or "")[:7] == (searched.until or "")[:7]:
        return ""
    return _("No month between is without a transcript.")


def _left_out(searched: Searched) -> str:
    parts = []
    if searched.transcripts_left_out:
        parts.append(transcript_count(searched.transcripts_left_out))
    if left_out := searched.excluded_by_filters:
        parts.append(ngettext("%(number)s of the best passages", "%(number)s of the best passages", left_out))
    return _(" The filters left out %(parts)s.", parts=listed(parts, "and")) if parts else ""
