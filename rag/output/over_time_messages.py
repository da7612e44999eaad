"""When and how often something was said, in words: plain text, the same in the terminal and on the page."""

from __future__ import annotations

from rag.output.messages import counted, listed
from rag.proof.attribution import is_certain, named_in, voice
from rag.proof.check.verdict import Match
from rag.proof.over_time import OverTime, Statement
from rag.records import Hit
from rag.text.calendar import day


def times_in_words(over_time: OverTime) -> str:
    """How often the person of a quote said it, first and last; empty where nobody did."""
    if not over_time.statements:
        return ""
    hit, times = over_time.statements[0].hit, len(over_time.places)
    who = named_in(hit.utterance, hit.passage.end)
    often = "once" if times == 1 else f"{times:,} times, in {counted(over_time.transcripts, 'transcript')}"
    return _dated(f"{who} said this {often}" if who else f"Said {often}", over_time)


def span_in_words(over_time: OverTime) -> str:
    """The same of the passages of an answer, which need not say the same."""
    passages = counted(len(over_time.places), "passage")
    repeats = ", repeats included" if any(each.again for each in over_time.statements) else ""
    return _dated(f"{passages} in {counted(over_time.transcripts, 'transcript')}{repeats}", over_time)


def _dated(told: str, over_time: OverTime) -> str:
    if not over_time.places:
        return ""
    first, last = day(over_time.first), day(over_time.last)
    dates = f": first {first}, last {last}" if first != last else f": {first}" if first else ""
    undated = f" ({over_time.undated:,} without a date)" if over_time.undated and first else ""
    return f"{told}{dates}{undated}."


def again_in_words(statement: Statement) -> str:
    """`Said again on 4 other days`; empty where the same person did not say it again."""
    if not statement.again:
        return ""
    if days := statement.other_days:
        return f"Said again on {counted(days, 'other day')}"
    is_dated = all(match.hit.date for match in statement.again)
    return "Said again the same day" if is_dated else "Said again, without a date"


def by_others_in_words(statement: Statement) -> str:
    """`Nearly the same words by Alexander Lukashenko`; empty where nobody else used them."""
    if not statement.by_others:
        return ""
    voices = list(dict.fromkeys(map(_other_voice, statement.by_others)))
    return f"Nearly the same words by {listed(voices, 'and')}"


def _other_voice(match: Match) -> str:
    return voice(match.hit.utterance) if is_certain(match.hit) else "somebody who is not named with certainty"


def when_where(hit: Hit) -> str:
    """Day, place and title of a repeat, as far as they are known."""
    return " · ".join(filter(None, (day(hit.date) or "without a date", hit.place, hit.title)))
