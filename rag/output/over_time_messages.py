"""When and how often something was said, in words: plain text, the same in the terminal and on the page."""

from __future__ import annotations

from rag.output.messages import listed, passage_count, transcript_count
from rag.proof.attribution import is_certain, named_in, voice
from rag.proof.check.verdict import Match
from rag.proof.over_time import OverTime, Statement
from rag.records import Hit
from rag.text.calendar import day
from rag.text.translation import _, ngettext, number


def times_in_words(over_time: OverTime) -> str:
    """How often the person of a quote said it, first and last; empty where nobody did."""
    if not over_time.statements:
        return ""
    hit, times = over_time.statements[0].hit, len(over_time.places)
    often = _("once") if times == 1 else _times(times, transcript_count(over_time.transcripts))
    if who := named_in(hit.utterance, hit.passage.end):
        return _dated(_("%(who)s said this %(often)s", who=who, often=often), over_time)
    return _dated(_("Said %(often)s", often=often), over_time)


def _times(times: int, transcripts: str) -> str:
    return ngettext(
        "%(number)s time, in %(transcripts)s",
        "%(number)s times, in %(transcripts)s",
        times,
        transcripts=transcripts,
    )


def span_in_words(over_time: OverTime) -> str:
    """The same of the passages of an answer, which need not say the same."""
    passages, transcripts = len(over_time.places), transcript_count(over_time.transcripts)
    told = _("%(passages)s in %(transcripts)s", passages=passage_count(passages), transcripts=transcripts)
    if any(each.again for each in over_time.statements):
        told = _("%(passages)s, repeats included", passages=told)
    return _dated(told, over_time)


def _dated(told: str, over_time: OverTime) -> str:
    if not over_time.places:
        return ""
    first, last = day(over_time.first), day(over_time.last)
    if first != last:
        told = _("%(told)s: first %(first)s, last %(last)s", told=told, first=first, last=last)
    elif first:
        told = f"{told}: {first}"
    if over_time.undated and first:
        told += _(" (%(number)s without a date)", number=number(over_time.undated))
    return f"{told}."


def again_in_words(statement: Statement) -> str:
    """`Said again on 4 other days`; empty where the same person did not say it again."""
    if not statement.again:
        return ""
    if days := statement.other_days:
        return ngettext("Said again on %(number)s other day", "Said again on %(number)s other days", days)
    is_dated = all(match.hit.date for match in statement.again)
    return _("Said again the same day") if is_dated else _("Said again, without a date")


def by_others_in_words(statement: Statement) -> str:
    """`Nearly the same words by Alexander Lukashenko`; empty where nobody else used them."""
    if not statement.by_others:
        return ""
    voices = list(dict.fromkeys(map(_other_voice, statement.by_others)))
    return _("Nearly the same words by %(voices)s", voices=listed(voices, "and"))


def _other_voice(match: Match) -> str:
    if is_certain(match.hit):
        return voice(match.hit.utterance)
    return _("somebody who is not named with certainty")


def when_where(hit: Hit) -> str:
    """Day, place and title of a repeat, as far as they are known."""
    return " · ".join(filter(None, (day(hit.date) or _("without a date"), hit.place, hit.title)))
