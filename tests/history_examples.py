"""Transcripts before and after, small enough to be known by heart."""

from __future__ import annotations

from dataclasses import replace

from conftest import transcript

from rag.records import Passage, Transcript

PUTIN, IVANOVA = "Vladimir Putin", "Anna Ivanova"

BEFORE = transcript(
    "talks",
    (PUTIN, "We will not retaliate. We ship grain."),
    (None, "And gas?"),
    (PUTIN, "Gas is another matter. The price stays."),
    (IVANOVA, "Every school needs a teacher."),
    title="Talks",
)


def changed(of: Transcript, **turns: tuple[str | None, str] | None) -> Transcript:
    """A transcript whose turns `u0`, `u1` … read otherwise, or are gone where None is given."""
    said = [turns.get(f"u{u.number}", (u.speaker, u.text)) for u in of.utterances]
    other = transcript(of.id, *(turn for turn in said if turn is not None), title=of.title)
    return replace(other, sha256="1" * 64)


def sentences(of: Transcript) -> tuple[Passage, ...]:
    """A passage a sentence."""
    found = []
    for u in of.utterances:
        at = 0
        for sentence in u.text.replace(". ", ".|").split("|"):
            start = u.start + u.text.index(sentence, at)
            at = start - u.start + len(sentence)
            found.append(Passage(of.id, u.number, start, start + len(sentence), u.lines, 5, sentence))
    return tuple(found)
