"""Figures in words: means with their intervals, differences, times, and where a label points."""

from __future__ import annotations

from rag.evaluation.questions import Relevant, RelevantLine, RelevantPassage
from rag.evaluation.quotes import Quote
from rag.evaluation.statistics import Estimate, PairedDifference

NOTHING = "–"
"""What stands where nothing was judged."""
_LEAST_P = 0.001


def mean(figure: Estimate | None) -> str:
    """A mean alone."""
    return NOTHING if figure is None else f"{figure.mean:.3f}"


def interval(figure: Estimate | None) -> str:
    """A 95% interval; empty where there is none."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.2f}–{figure.high:.2f}"


def with_interval(figure: Estimate | None) -> str:
    """A mean with its 95% interval behind, where there is one."""
    ends = interval(figure)
    return f"{mean(figure)} ({ends})" if ends else mean(figure)


def difference(pair: PairedDifference | None) -> tuple[str, str, str, str]:
    """Difference, interval, p and number of questions."""
    if pair is None:
        return (NOTHING, NOTHING, NOTHING, "0")
    d = pair.difference
    ends = NOTHING if d.low is None or d.high is None else f"{d.low:+.3f} to {d.high:+.3f}"
    p = f"{pair.p:.3f}" if pair.p >= _LEAST_P else f"< {_LEAST_P}"
    return (f"{d.mean:+.3f}", ends, p, str(d.n))


def milliseconds(seconds: float) -> str:
    """A time, in whole milliseconds."""
    return f"{1000 * seconds:.0f} ms"


def label_place(label: Relevant) -> str:
    """Where a label points."""
    if isinstance(label, RelevantLine):
        return f"{label.file}:{label.line}"
    utterance = f"{label.transcript}, utterance {label.utterance}"
    return (
        f"{utterance}, {label.span[0]}–{label.span[1]}" if isinstance(label, RelevantPassage) else utterance
    )


def quote_place(quote: Quote) -> str:
    """Where a passage stands."""
    lines = "–".join(map(str, dict.fromkeys(quote.lines)))
    return f"{quote.path}:{lines}, utterance {quote.utterance}"


def voice(quote: Quote) -> str:
    """Who is said to speak."""
    return quote.speaker or quote.label or "no speaker given"
