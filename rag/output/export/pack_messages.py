"""What a pack says in words, whatever its form: plain text, not yet escaped."""

from __future__ import annotations

from collections.abc import Iterator

from rag.output.export.pack import Pack
from rag.output.messages import NO_PROOF, confined, coverage_in_words
from rag.proof.cite import Citation
from rag.proof.cite.notes import sources
from rag.proof.flags import flags_in_words
from rag.records import Hit
from rag.text.calendar import day

ANSWERED = "Passages that answer, the best first. Each is the source's text to the character."
NEAREST = "Nothing that was searched answers this question. These passages come nearest."
NOTHING = "Nothing was found."

Fact = tuple[str, str]
"""A name and a value."""


def facts(pack: Pack) -> Iterator[Fact]:
    """What the pack says before its quotes; what is not there is left out."""
    answer, settings, index = pack.answer, pack.settings, pack.index
    understood = answer.understood
    read = confined(understood)
    ignored = ", ".join(settings.ignored)
    found = (
        ("Question", answer.question),
        ("Follows", settings.previous or ""),
        ("Confined to", confined(answer.filters) or "nothing: everything was searched"),
        ("Read in the question", read or "no speaker, time or place"),
        ("Taken as a follow-up", "yes" if understood.followup else ""),
        ("Not to be read in it", ignored),
        ("Relative dates count from", day(settings.today)),
        ("Searched", coverage_in_words(answer.searched)),
        ("", "" if answer.answered else NO_PROOF),
        ("Passages asked for", str(settings.k)),
        ("Index", f"{index.build}, built {index.created}" if index.created else index.build),
        ("SHA-256 of the corpus", index.corpus_sha256),
        ("Model", f"{index.model}, SHA-256 {index.model_sha256}" if index.model else ""),
        ("First passages read again by", settings.reranker or ""),
        ("Program", f"rag-transcripts {index.program}, code {index.code}" if index.program else ""),
        ("Made", pack.made),
    )
    yield from ((name, value) for name, value in found if value)


def lead(pack: Pack) -> str:
    """What stands over the quotes."""
    if not pack.answer.hits:
        return NOTHING
    return ANSWERED if pack.answer.answered else NEAREST


def event(citation: Citation) -> str:
    """Where and when a quote was said."""
    return ", ".join(filter(None, (citation.title, day(citation.date), citation.place)))


def remarks(hit: Hit, citation: Citation) -> Iterator[str]:
    """What stands below a quote: flags, and where it is from."""
    if flags := flags_in_words(hit):
        yield flags
    yield sources(citation)
