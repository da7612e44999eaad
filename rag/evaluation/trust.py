"""The gates that no score opens: what was shown is the source's text, and is said by who it says.

Everything is taken from the answers as saved, in the form that other programs read, and compared
with the sources as they read now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.evaluation.runs import Quote, RunLine, quotes_of
from rag.proof.verification import Sources
from rag.records import Transcript, Utterance


@dataclass(frozen=True, slots=True)
class Trust:
    """How far what a run shows can be trusted, each passage counted once; 1.0 without passages."""

    verbatim: float
    """Share of the passages that are slices of their sources, to the character."""
    attributed: float
    """Share whose label, speaker, role, parenthetical and attribution are those that the source gives
    the utterance in which the passage lies."""


def prove(run: Iterable[RunLine], headings: Callable[[str], Transcript | None], corpus: Path) -> Trust:
    """Re-read the source of every passage that was shown.

    `headings` gives a transcript of the index by id, None where there is none; what is said to come
    from such a one is not proven. Raises EvaluationError where an answer does not say what it showed.
    """
    shown = dict.fromkeys(quote for line in run for quote in quotes_of(line))
    sources = Sources(corpus)
    verbatim = attributed = 0
    for quote in sorted(shown, key=lambda quote: quote.path):  # so that each file is read once
        heading = headings(quote.transcript)
        if heading is None or heading.source != quote.path:
            continue
        verbatim += sources.proves(heading, quote.passage)
        now = sources.transcript(quote.path, quote.transcript)
        if now is not None and quote.utterance < len(now.utterances):
            attributed += _attributed(quote, now.utterances[quote.utterance])
    return Trust(verbatim / len(shown), attributed / len(shown)) if shown else Trust(1.0, 1.0)


def _attributed(quote: Quote, said: Utterance) -> bool:
    """Whether the utterance is the one that the quote lies in, and its voice the one that was shown."""
    voice = (quote.label, quote.speaker, quote.role, quote.parenthetical, quote.attribution)
    heard = (said.label, said.speaker, said.role, said.parenthetical, said.attribution)
    return said.start <= quote.start <= quote.end <= said.end and voice == heard
